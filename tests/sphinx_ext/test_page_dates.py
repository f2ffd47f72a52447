"""The date on a page is that of the newest commit to what the page is made from."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from coproduce.publish.html import build_html
from coproduce.report import Report


def commit(root: Path, date: str) -> str:
    """Commit everything at the end of a day in a time zone ahead of UTC; returns the commit."""
    moment = int(datetime.fromisoformat(f"{date}T22:00").replace(tzinfo=UTC).timestamp())
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {f"GIT_{role}_DATE": f"@{moment} +0900" for role in ("AUTHOR", "COMMITTER")}
    for arguments in (("add", "-A"), ("commit", "-qm", date)):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, env=os.environ | who | dates)
    done = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def versioned(executed, tmp_path_factory):
    """The built pages of a report whose parts changed on different days, and its last commit."""
    report, results = executed
    root = tmp_path_factory.mktemp("versioned") / "tiny"
    shutil.copytree(report.paths.root, root, ignore=shutil.ignore_patterns("_build"))
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    commit(root, "2026-01-01")
    (root / "contributions" / "east-volunteer.md").open("a").write("\n")
    commit(root, "2026-01-02")
    (root / "data" / "streets.csv").open("a").write("church-row,Church Row,West,wardens-2025,table 1\n")
    commit(root, "2026-01-03")
    (root / "book" / "glossary.md").open("a").write("\n")
    last = commit(root, "2026-01-04")
    (root / "book" / "corners.md").open("a").write("\n")  # in no commit
    folder = tmp_path_factory.mktemp("versioned-out") / "html"
    build_html(Report(root), results, folder, log=str)
    return {p.stem: BeautifulSoup(p.read_text(encoding="utf-8"), "html.parser") for p in folder.glob("*.html")}, last


@pytest.mark.parametrize("page, date", [
    ("survival", "2026-01-03"),  # a table that it declares
    ("index", "2026-01-03"),  # shows a number of a chapter that declares it
    ("streets", "2026-01-03"),
    ("glossary", "2026-01-04"),  # its own file
])
def test_date_of_a_page(versioned, page, date):
    shown = versioned[0][page].select_one(".page-facts time")
    assert shown["datetime"] == date
    assert shown.get_text() == f"{int(date[-2:])} January 2026"


@pytest.mark.parametrize("page", ["corners", "sources", "conclusions"])
def test_a_page_with_uncommitted_parts_has_no_date(versioned, page):
    assert versioned[0][page].select_one(".page-facts time") is None


def test_every_page_names_its_commit(versioned):
    pages, last = versioned
    for page in pages.values():
        assert f"Made from commit {last[:12]} with uncommitted changes" in " ".join(page.footer.get_text(" ").split())
