"""The tiny report's web edition, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coproduce.report import Report

TINY = Path(__file__).parents[1] / "tiny"


@pytest.fixture(scope="session")
def executed_tiny(tmp_path_factory):
    """A copy of the tiny report, and what its chapters gave."""
    from coproduce.execution.runner import execute

    root = tmp_path_factory.mktemp("report") / "tiny"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    report = Report(root)
    return report, execute(report, log=lambda line: None)


@pytest.fixture(scope="session")
def web_edition(executed_tiny, tmp_path_factory):
    """The built book of ``executed_tiny``."""
    from coproduce.publish.html import build_html

    return build_html(*executed_tiny, tmp_path_factory.mktemp("web") / "html", log=lambda line: None)
