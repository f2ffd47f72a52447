"""Fixtures that the whole suite shares."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coproduce.report import Report

TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def report_root() -> Path:
    """The folder of the real report: this repository."""
    return TESTS.parent


@pytest.fixture
def tiny(tmp_path: Path) -> Report:
    """A fresh copy of the tiny report, which tests may change."""
    root = tmp_path / "tiny"
    shutil.copytree(TESTS / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    return Report(root)
