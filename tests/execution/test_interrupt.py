"""Ctrl+C ends a build at once and leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = (
    # A program that was started in the background may have been told to pass over Ctrl+C.
    "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nfrom coproduce.report import Report\nfrom coproduce.execution.runner import execute\n"
    "execute(Report(sys.argv[1]), log=lambda line: print(line, flush=True), warm=sys.argv[2] == 'warm')"
)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def started(report, write, kind: str) -> tuple[subprocess.Popen, list[int]]:
    """A run of three chapters that take long, and the process numbers of their kernels."""
    for name in "abc":
        write(name, f"import os, time\nopen('{name}.pid', 'w').write(str(os.getpid()))\ntime.sleep(100)")
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(report.paths.root), kind],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 30
    while len(pids := [p for p in report.paths.book.glob("*.pid") if p.read_text()]) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(pids) == 3, "the chapters did not start"
    return program, [int(file.read_text()) for file in pids]


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="asks /proc for a process's parent")
def test_no_kernel_outlives_a_server_that_was_killed(bare, write):
    program, kernels = started(bare, write, "warm")
    server = int(Path(f"/proc/{kernels[0]}/stat").read_text().rpartition(")")[2].split()[1])
    assert server != program.pid
    program.kill()
    os.kill(server, signal.SIGKILL)
    program.wait(timeout=15)
    program.stdout.close()
    deadline = time.monotonic() + 15
    while not all(map(gone, kernels)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert all(map(gone, kernels))


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
@pytest.mark.parametrize("kind", ["warm", "plain"])
def test_an_interrupted_run_ends_and_leaves_no_kernel(bare, write, kind):
    program, kernels = started(bare, write, kind)
    program.send_signal(signal.SIGINT)
    program.wait(timeout=15)
    program.stdout.close()
    assert program.returncode != 0
    deadline = time.monotonic() + 5
    while not all(map(gone, kernels)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert all(map(gone, kernels))
    assert not bare.paths.cache.exists()
