"""Outputs change places all together: killed before, between and after any two steps."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.replace_outputs import OUTPUT, begin, put_in_place, recover

PROGRAM = """
import os, signal, sys
from pathlib import Path
left = int(sys.argv[2])
def hook(event, arguments):
    global left
    if event in ("os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
from coproduce.ground.replace_outputs import put_in_place, recover
place = Path(sys.argv[1])
sys.addaudithook(hook)
recover(place)
if (place / "work").exists():
    put_in_place(place / "work", place)
"""


def lay_out(place, names=("formats", "html", "pdf")):
    begin(place / "work", place)
    for edition, folder in (("old", place), ("new", place / "work")):
        for name in names:
            (folder / name / "inner").mkdir(parents=True)
            (folder / name / "inner" / "file").write_text(f"{edition} {name}")
            if folder == place:
                own_files.adopt(folder / name, OUTPUT, ["inner/file"], place)
        (folder / "state.json").write_text(f"{edition} state")


def edition(place):
    return {(place / name).read_text().split()[0] for name in
            ("formats/inner/file", "html/inner/file", "pdf/inner/file", "state.json")}


def stop_at(place, step):
    return subprocess.run([sys.executable, "-S", "-c", PROGRAM, str(place), str(step)], check=False,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}).returncode


def test_everything_is_replaced_and_nothing_is_left(tmp_path):
    lay_out(tmp_path)
    put_in_place(tmp_path / "work", tmp_path)
    assert edition(tmp_path) == {"new"}
    assert {p.name for p in tmp_path.iterdir()} == {"formats", "html", "pdf", "state.json"}
    assert not recover(tmp_path)


@pytest.mark.slow
def test_killed_at_each_step_the_next_run_finishes_or_nothing_has_happened(tmp_path):
    step, ends = 0, []
    while True:
        step += 1
        place = tmp_path / str(step)
        place.mkdir()
        lay_out(place)
        status = stop_at(place, step)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        decided = not (place / "work").exists()
        # Whatever is there is whole: a folder is the old one, the new one, or on its way.
        for name in ("formats", "html", "pdf"):
            assert (place / name / "inner/file").exists() or (place / "ready" / name / "inner/file").exists()
        recover(place)
        assert edition(place) == ({"new"} if decided else {"old"}), f"step {step}"
        ends.append(decided)
    assert ends == sorted(ends), "once decided, always forward"
    assert len(ends) > 8 and ends[0] is False and ends[-1] is True
    assert edition(place) == {"new"}


def test_the_recovery_may_be_killed_too(tmp_path):
    lay_out(tmp_path)
    (tmp_path / "work").rename(tmp_path / "ready")  # decided; nothing is moved yet
    kills = 0
    while stop_at(tmp_path, kills + 1) == -signal.SIGKILL:
        kills += 1
        assert kills < 30
    assert kills >= 3
    assert edition(tmp_path) == {"new"}
    assert not (tmp_path / "replaced").exists() and not (tmp_path / "ready").exists()


def refused(place):
    """Whether an ordinary user's outputs are not replaced; for root nothing is read-only."""
    if os.geteuid() != 0:
        try:
            put_in_place(place / "work", place)
        except PermissionError:
            return True
        return False
    for path in (place, *place.rglob("*")):
        os.chown(path, 65534, 65534)
    child = os.fork()
    if child == 0:
        status = 2
        try:
            os.setuid(65534)
            status = int(refused(place))
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_a_folder_that_cannot_be_moved_stops_it_before_anything_has_moved():
    with tempfile.TemporaryDirectory() as scratch:  # tmp_path is closed to others
        place = Path(scratch)
        place.chmod(0o755)
        lay_out(place)
        (place / "html").chmod(0o500)
        assert refused(place)
        assert edition(place) == {"old"}
        (place / "html").chmod(0o700)
        assert not refused(place)
        assert edition(place) == {"new"}


def test_a_read_only_part_of_an_old_output_is_deleted_all_the_same(tmp_path):
    lay_out(tmp_path)
    (tmp_path / "html" / "inner").chmod(0o500)
    put_in_place(tmp_path / "work", tmp_path)
    assert edition(tmp_path) == {"new"}
    assert not (tmp_path / "replaced").exists()


@pytest.mark.parametrize("where", ["html/notes.txt", "html/inner/notes.txt", "html/link", "html/inner/file/x"])
def test_nothing_is_replaced_where_something_foreign_would_be_lost(where, tmp_path):
    lay_out(tmp_path)
    path = tmp_path / where
    if where == "html/link":
        path.symlink_to(tmp_path)
    elif where == "html/inner/file/x":
        path.parent.unlink()
        path.parent.mkdir()
        path.write_text("theirs")
    else:
        path.write_text("theirs")
    with pytest.raises(ProblemsFound, match=where.removesuffix("/x")):
        put_in_place(tmp_path / "work", tmp_path)
    assert path.is_symlink() or path.read_text() == "theirs"
    assert (tmp_path / "pdf/inner/file").read_text() == "old pdf"
    assert {p.name for p in tmp_path.iterdir()} == {"formats", "html", "pdf", "state.json", "work"}


@pytest.mark.parametrize("name", ["html", "ready", "replaced"])
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_folders_that_somebody_else_made_are_not_taken_for_ours(name, kind, tmp_path):
    """A stock Jupyter Book, for one, writes into a folder _build/html, too."""
    place, theirs = tmp_path / "place", tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "pdf").mkdir()
    (theirs / "pdf" / "index.html").write_text("theirs")
    place.mkdir()
    lay_out(place)
    if name == "html":
        own_files.remove(place / "html", OUTPUT, place)
    if kind == "link":
        (place / name).symlink_to(theirs)
    else:
        theirs.rename(place / name)
        theirs = place / name
    with pytest.raises(ProblemsFound, match=name):
        put_in_place(place / "work", place)
    assert [p.relative_to(theirs).as_posix() for p in theirs.rglob("*")] == ["pdf", "pdf/index.html"]
    assert (place / "pdf/inner/file").read_text() == "old pdf"
