"""The warm process has one that draws the charts of all chapters; they are the same where there is none."""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coproduce.charts import svg
from coproduce.execution.runner import execute
from coproduce.execution.warm import CAN_FORK, ForkServer
from coproduce.report import Report

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kernels are not forked here")
SPEC = {"data": {"values": [{"year": 2025, "share": 0.5}]}, "mark": "bar", "encoding": {"x": {"field": "year"}, "y": {"field": "share"}}}
CELL = f"""\
import hashlib
from pathlib import Path
from coproduce.charts import svg
told = f"{{type(svg.engine()).__name__}} {{hashlib.sha256(svg.draw({SPEC!r}).encode()).hexdigest()}}"
"""


@pytest.fixture
def server() -> Iterator[ForkServer]:
    with ForkServer() as made:
        yield made


@pytest.fixture
def drawn(bare: Report, write, tmp_path: Path) -> Callable[[ForkServer], list[str]]:
    """What draws in a chapter that is written and run now, and the checksum of what it drew."""
    def run(server: ForkServer) -> list[str]:
        told = tmp_path / f"told-{time.monotonic_ns()}"
        write("a", f"{CELL}Path({str(told)!r}).write_text(told)\nNone")
        execute(Report(bare.paths.root), log=str, server=server)
        return told.read_text().split()

    return run


def children(pid: int) -> list[int]:
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    """Whether a process has ended within a minute, whether or not somebody has asked how."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_chapters_have_their_charts_drawn_and_draw_themselves_when_nobody_does(drawn, server):
    here = hashlib.sha256(svg.draw(SPEC).encode()).hexdigest()
    assert drawn(server) == ["Remote", here]
    (drawing,) = children(server._process.pid)
    os.kill(drawing, signal.SIGKILL)
    assert gone(drawing)
    assert drawn(server) == ["Remote", here]


@pytest.mark.parametrize("killed", [False, True])
def test_what_draws_ends_with_the_warm_process(drawn, server, killed):
    drawn(server)
    (drawing,) = children(server._process.pid)
    if killed:
        os.kill(server._process.pid, signal.SIGKILL)
    else:
        server.close()
    assert gone(drawing)


def test_in_a_folder_whose_name_is_too_long_for_a_socket_each_chapter_draws(drawn, tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    server = ForkServer()
    monkeypatch.undo()
    with server:
        assert drawn(server)[0] == "module"
