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


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="says to a process how many processors it may use")
@pytest.mark.parametrize("which, workers", [([], 2), (["-m", "not slow and not browser"], 1)])
def test_on_one_processor_there_is_a_second_worker_while_the_first_waits(tmp_path: Path, which: list[str], workers: int) -> None:
    (tmp_path / "conftest.py").write_text("from marking import pytest_xdist_auto_num_workers\n", encoding="utf-8")
    (tmp_path / "test_number.py").write_text("def test_number(worker_id, testrun_uid):\n    pass\n", encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    one = min(os.sched_getaffinity(0))
    done = subprocess.run(
        [sys.executable, "-c", f"import os, sys, pytest; os.sched_setaffinity(0, [{one}]); sys.exit(pytest.main(sys.argv[1:]))",
         "-n", "auto", "-p", "no:cacheprovider", *which], cwd=tmp_path, text=True, capture_output=True, check=False,
        env=own | {"PYTHONPATH": str(Path(__file__).parent)})
    assert done.returncode == 0 and f"{workers}/{workers} worker" in done.stdout, done.stdout + done.stderr
