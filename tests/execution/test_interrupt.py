"""Ctrl+C ends a build at once and leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

PROGRAM = (
    "import sys\nfrom coproduce.report import Report\nfrom coproduce.execution.runner import execute\n"
    "execute(Report(sys.argv[1]), log=lambda line: print(line, flush=True), warm=sys.argv[2] == 'warm')"
)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
@pytest.mark.parametrize("kind", ["warm", "plain"])
def test_an_interrupted_run_ends_and_leaves_no_kernel(bare, write, kind):
    for name in "abc":
        write(name, f"import os, time\nopen('{name}.pid', 'w').write(str(os.getpid()))\ntime.sleep(100)")
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(bare.paths.root), kind],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 30
    while len(pids := list(bare.paths.book.glob("*.pid"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    kernels = [int(file.read_text()) for file in pids]
    assert len(kernels) == 3, "the chapters did not start"
    program.send_signal(signal.SIGINT)
    program.wait(timeout=15)
    program.stdout.close()
    assert program.returncode != 0
    deadline = time.monotonic() + 5
    while not all(map(gone, kernels)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert all(map(gone, kernels))
    assert not bare.paths.cache.exists()
