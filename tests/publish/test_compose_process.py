"""Manuscripts that other processes compose are those that this one would, and arrive whole."""

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
from dataclasses import replace
from pathlib import Path

import pytest
from larkwell import SETTINGS, page

import coproduce
from coproduce.ground.interface_words import using_language
from coproduce.ground.problems import ProblemsFound
from coproduce.publish.manuscript.compose_process import Composers
from coproduce.publish.manuscript.document import compose
from coproduce.publish.manuscript.links import Elsewhere

PACKAGE = Path(coproduce.__file__).parents[1]
#: Has the process write to its output for each manuscript that it is asked for.
PRINTS = """\
import os, pickle
load = pickle.load
def loud(*arguments):
    found = load(*arguments)
    os.write(1, b"printed\\n")
    print("printed", flush=True)
    return found
pickle.load = loud
"""


@pytest.fixture
def composers():
    made = Composers()
    yield made
    made.close()


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the process")
def test_one_process_composes_one_after_the_other_what_this_one_would(tmp_path, composers):
    """In the language of each, and after one that could not be composed."""
    before = children()
    link, elsewhere = page('<p>Look <a href="far.html">there</a>.</p>', "Trees"), {"far": Elsewhere("Far", "")}
    gone = {"index": page('<p><img src="_images/gone.png" alt="A picture"></p>')}
    for number, (settings, chapters, quoted) in enumerate([
        (SETTINGS, {"index": link}, "‘Far’"),
        (SETTINGS, gone, ""),
        (replace(SETTINGS, language="de"), {"index": link}, "‚Far‘"),
        (SETTINGS, {"index": link, "more": page("<p>And more.</p>", "More")}, "‘Far’"),
    ]):
        arguments = (chapters, {}, settings)
        if chapters is gone:
            with pytest.raises(ProblemsFound) as here:
                compose(*arguments, tmp_path / f"here-{number}", None, {})
            with pytest.raises(ProblemsFound) as beside:
                composers.compose(*arguments, tmp_path / f"beside-{number}", None, {})
            assert beside.value.problems == here.value.problems
            continue
        with using_language(settings.interface_language):
            here = compose(*arguments, tmp_path / f"here-{number}", None, elsewhere)
        there = composers.compose(*arguments, tmp_path / f"beside-{number}", None, elsewhere)
        assert quoted in here.html and replace(there, folder=here.folder) == here
        assert len(set(children()) - set(before)) == 1
    composers.close()
    assert children() == before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the process")
def test_a_process_that_was_killed_is_told_and_the_next_manuscript_has_another(tmp_path, composers):
    before = children()
    arguments = ({"index": page("<p>Trees grow.</p>", "Trees")}, {}, SETTINGS)
    composers.compose(*arguments, tmp_path / "one", None, {})
    os.kill((set(children()) - set(before)).pop(), signal.SIGKILL)
    with pytest.raises(RuntimeError, match="could not be composed"):
        composers.compose(*arguments, tmp_path / "two", None, {})
    assert "Trees grow." in composers.compose(*arguments, tmp_path / "three", None, {}).html


@pytest.mark.slow
def test_what_a_library_prints_does_not_come_between(tmp_path, composers, monkeypatch):
    """A line that is printed while a manuscript is composed stays out of it."""
    (tmp_path / "sitecustomize.py").write_text(PRINTS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(PACKAGE)]))
    for number in range(2):
        made = composers.compose({"index": page("<p>Trees grow.</p>", "Trees")}, {}, SETTINGS, tmp_path / str(number), None, {})
        assert "Trees grow." in made.html and "printed" not in made.html


@pytest.mark.slow
def test_what_went_wrong_in_the_process_is_told(tmp_path, composers):
    with pytest.raises(RuntimeError, match="AttributeError"):
        composers.compose({"index": page("<p>Trees grow.</p>", "Trees")}, {}, None, tmp_path / "one", None, {})


@pytest.mark.slow
def test_an_answer_that_is_none_ends_the_process_and_is_told(tmp_path, composers, monkeypatch):
    """Here something printed before the process began to answer."""
    (tmp_path / "sitecustomize.py").write_text("print('printed', flush=True)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(PACKAGE)]))
    with pytest.raises(RuntimeError, match="could not be composed"):
        composers.compose({"index": page("<p>Trees grow.</p>" * 20_000, "Trees")}, {}, SETTINGS, tmp_path / "one", None, {})


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
