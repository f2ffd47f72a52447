"""The pages of a book that its brief takes something from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coproduce.publish.formats.brief.spec import BriefSpec, read_spec

if TYPE_CHECKING:
    from coproduce.report import Report

#: A recommendation, or a term of the glossary.
_TAKEN = re.compile(r'\bclass="[^"]*\brecommendation\b|\bid="(?:[^"]*--)?term-')


def pages_of(report: "Report", bodies: Mapping[str, str]) -> list[str]:
    """The names of those of ``bodies`` (HTML by page) that the brief of ``report`` needs."""
    return needed(read_spec(report.paths, report.toc.chapters), bodies)


def needed(spec: BriefSpec, bodies: Mapping[str, str]) -> list[str]:
    """The pages that ``spec`` names, and all that hold a recommendation or explain a term."""
    return [page for page, body in bodies.items() if page in (spec.messages, spec.first) or _TAKEN.search(body)]
