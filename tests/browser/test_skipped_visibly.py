"""Without a browser the tests of this folder are counted and the remedy is named; where none may be skipped, they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import chromium
import pytest

pytestmark = pytest.mark.slow

ONE = "tests/browser/test_contribute.py::test_the_page_finds_what_the_program_finds"


def run(**variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", chromium.REQUIRED))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "1", ONE], cwd=Path(__file__).parents[2],
        env=environment | variables, capture_output=True, text=True,
    )


def test_one_line_says_how_many_were_skipped_and_what_to_install():
    done = run(CHROMIUM="no-such-browser")
    assert done.returncode == 0
    assert f"NOT TESTED IN A BROWSER: 1 tests. {chromium.ADVICE}" in done.stdout


def test_where_none_may_be_skipped_they_fail():
    done = run(CHROMIUM="no-such-browser", **{chromium.REQUIRED: "1"})
    assert done.returncode == 1
    assert chromium.ADVICE in done.stdout
