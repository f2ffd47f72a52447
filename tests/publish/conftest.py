"""The tiny report's web edition, built once."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from report_parts import keep_chapters

from coproduce.ground.zip_files import read_zip
from coproduce.report import Report

TINY = Path(__file__).parents[1] / "tiny"


@pytest.fixture(scope="session")
def executed_tiny(tmp_path_factory, built_tiny):
    """A copy of the tiny report, and what its chapters gave."""
    from warm_builds import execute

    root = tmp_path_factory.mktemp("report") / "tiny"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, root)
    report = Report(root)
    return report, execute(report, log=lambda line: None)


@pytest.fixture(scope="session")
def web_edition(executed_tiny, tmp_path_factory):
    """The built book of ``executed_tiny``."""
    from coproduce.publish.html import build_html

    return build_html(*executed_tiny, tmp_path_factory.mktemp("web") / "html", log=lambda line: None)


@pytest.fixture(scope="session")
def tiny_material(executed_tiny, web_edition, tmp_path_factory):
    """What formats of the tiny report are made from. Tests give it a folder ``work`` of their own."""
    from coproduce.ground.git_revision import Revision
    from coproduce.publish.formats import Material
    from coproduce.publish.ledger import ledger
    from coproduce.publish.pdf import begin_manuscripts
    from coproduce.publish.publication import publication

    report, results = executed_tiny
    manuscript = begin_manuscripts(report, results, web_edition.app, log=lambda line: None)().whole_book
    made = ledger(publication(web_edition.app))
    revision = Revision("0123456789abcdef", False, 1_772_323_200)
    return Material(report, results, manuscript, revision, made, tmp_path_factory.mktemp("unused"))


@pytest.fixture
def elsewhere(monkeypatch):
    """Another time zone and another umask, for what must not notice them."""
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    os.umask(before)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def figures(built_tiny):
    """The figures that the tiny report registered."""
    from warm_builds import execute

    from coproduce.report import Report

    found = execute(Report(built_tiny.report.paths.root), log=lambda line: None).figures
    assert found
    return found


@pytest.fixture(scope="module")
def file_of(built_tiny):
    settings = built_tiny.report.settings
    return lambda ending: built_tiny.report.paths.formats / f"{settings.pdf_name}{ending}"


@pytest.fixture(scope="module")
def docx(file_of):
    return read_zip(file_of(".docx"))


@pytest.fixture(scope="module")
def odt(file_of):
    return read_zip(file_of(".odt"))


@pytest.fixture(scope="module")
def epub(file_of):
    return read_zip(file_of(".epub"))
