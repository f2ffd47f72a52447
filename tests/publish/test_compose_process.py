"""What a process that composes a manuscript hands over arrives whole."""

from __future__ import annotations

import array
import fcntl
import os
import pickle
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from larkwell import SETTINGS, page


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much waits in a pipe")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_process_that_is_stopped_while_it_writes_and_goes_on_writes_all(tmp_path, unbuffered):
    """As somebody does who presses Ctrl+Z and types ``fg``; containers have Python's output unbuffered."""
    long = page("".join(f"<p>Tree {number} stands in the town.</p>" for number in range(5_000)), "Trees")
    process = subprocess.Popen(
        [sys.executable, "-m", "coproduce.publish.manuscript.compose_process"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered})
    process.stdin.write(pickle.dumps(({"index": long}, {}, SETTINGS, tmp_path, None, {})))
    process.stdin.close()
    written, status = array.array("i", [0]), Path(f"/proc/{process.pid}/stat")
    while not (written[0] and status.read_text().rpartition(") ")[2].startswith("S")):  # then it waits for a reader
        assert process.poll() is None
        time.sleep(0.01)
        fcntl.ioctl(process.stdout, termios.FIONREAD, written)
    process.send_signal(signal.SIGSTOP)
    os.waitpid(process.pid, os.WUNTRACED)
    process.send_signal(signal.SIGCONT)
    made, problems = pickle.loads(process.stdout.read())
    assert process.wait() == 0 and problems == []
    assert "Tree 4999 stands in the town." in made.html
