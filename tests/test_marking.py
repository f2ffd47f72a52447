"""How tests are spread over the workers of a run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARING = """\
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report():
    (Path(__file__).parent / f"made-{os.getpid()}").touch()


@pytest.mark.parametrize("number", range(8))
def test_looks_at_it(report, number):
    pass
"""


def test_what_the_slow_tests_of_a_file_share_is_made_by_one_worker(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from marking import pytest_collection_modifyitems\n", encoding="utf-8")
    (tmp_path / "test_sharing.py").write_text(SHARING, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\naddopts = --dist=loadgroup\n", encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"], cwd=tmp_path, text=True, capture_output=True, check=False,
        env=own | {"PYTHONPATH": str(Path(__file__).parent)})
    assert done.returncode == 0 and "8 passed" in done.stdout, done.stdout + done.stderr
    assert len(list(tmp_path.glob("made-*"))) == 1


#: Runs pytest as on a machine with so many processors and gigabytes.
ON_A_MACHINE = """\
import os, sys, pytest
os.sched_getaffinity = lambda process: set(range({processors}))
os.sysconf = lambda name: {{"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": {gigabytes} * 2**30 // 4096}}[name]
sys.exit(pytest.main(sys.argv[1:]))
"""
#: Says how many workers a run would have, and starts none.
SAYS_HOW_MANY = """\
from marking import pytest_xdist_auto_num_workers


def pytest_report_header(config):
    return f"{len(config.option.tx)} worker(s)"
"""


@pytest.mark.parametrize("which, processors, gigabytes, workers", [
    ([], 1, 16, 2),
    (["-m", "not slow and not browser"], 2, 16, 2),
    ([], 4, 16, 5),
    ([], 8, 8, 4),
    ([], 1, 1, 1),
    ([], 64, 512, 8),
], ids=["one", "fast", "four", "little-memory", "least", "many"])
def test_there_are_as_many_workers_as_processors_and_memory_allow(
    tmp_path: Path, which: list[str], processors: int, gigabytes: int, workers: int) -> None:
    (tmp_path / "conftest.py").write_text(SAYS_HOW_MANY, encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-c", ON_A_MACHINE.format(processors=processors, gigabytes=gigabytes), "-n", "auto", "--collect-only",
         "-p", "no:cacheprovider", *which],
        cwd=tmp_path, text=True, capture_output=True, check=False, env=own | {"PYTHONPATH": str(Path(__file__).parent)})
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED and f"\n{workers} worker(s)\n" in done.stdout, done.stdout + done.stderr
