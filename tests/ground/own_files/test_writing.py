"""What is written is whole, takes nothing over, and goes on beside other threads and processes."""

import os
import subprocess
import sys

import pytest
from folder_state import state

from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound


@pytest.mark.parametrize("there", ["link", "dangling", "folder", "fifo"])
def test_writing_replaces_only_a_regular_file(there, tmp_path, elsewhere):
    file = tmp_path / "page.html"
    if there == "link":
        file.symlink_to(elsewhere / "index.html")
    elif there == "dangling":
        file.symlink_to(tmp_path / "nowhere")
    elif there == "folder":
        file.mkdir()
    else:
        os.mkfifo(file)
    before = state(tmp_path)
    for act in (lambda: own_files.write(file, "new", tmp_path), lambda: own_files.unlink(file, tmp_path)):
        with pytest.raises(ProblemsFound):
            act()
    assert state(tmp_path) == before


def test_writing_is_whole_and_leaves_no_half(tmp_path):
    file = tmp_path / "a" / "b.txt"
    own_files.write(file, "one", tmp_path)
    own_files.write(file, b"two", tmp_path)
    assert file.read_text() == "two"
    with pytest.raises(FileExistsError):
        own_files.write(file, "three", tmp_path, new=True)
    assert (os.listdir(file.parent), file.read_text()) == (["b.txt"], "two")


def test_what_is_kept_never_overwrites_what_somebody_put_there(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "key").write_text("theirs")
    with pytest.raises(ProblemsFound, match="overwritten"):
        own_files.write_listed(folder / "key", "ours", tmp_path)
    own_files.write_listed(folder / "other", "ours", tmp_path)
    own_files.write_listed(folder / "other", "ours again", tmp_path)
    assert (folder / "key").read_text() == "theirs"
    assert own_files.remove(folder, own_files.KEPT, tmp_path) == ["key"]
    assert not (folder / "other").exists()


def test_half_files_of_stopped_processes_go_and_others_stay(tmp_path):
    folder = tmp_path / "cache" / "deep"
    own_files.write_listed(folder / "key", "ours", tmp_path)
    (folder / ".coproduce-0123456789abcdef.part").write_text("half")
    (folder / "mine.part").write_text("theirs")
    own_files.sweep_below(tmp_path / "cache", tmp_path)
    assert sorted(os.listdir(folder)) == [own_files.LIST, "key", "mine.part"]


def test_making_takes_nothing_over(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(ProblemsFound, match="in the way"):
        own_files.make(tmp_path / "out", "output", tmp_path)
    assert os.listdir(tmp_path / "out") == []


def test_two_threads_may_ask_for_one_folder_at_once(tmp_path):
    """Documents are written side by side, and share a folder of what is kept."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    for turn in range(40):
        folder, start = tmp_path / str(turn) / "kept", Barrier(8)

        def write(number, folder=folder, start=start):
            start.wait()
            own_files.write_listed(folder / f"{number}.txt", "x", tmp_path)

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(write, range(8)))
        assert own_files.listed(folder, own_files.KEPT, tmp_path) == {f"{n}.txt" for n in range(8)}


def test_half_a_line_of_a_power_cut_swallows_no_name(tmp_path, place):
    with (place / own_files.LIST).open("a") as file:
        file.write("half-a-na")
    own_files.note(place, ["next.html"], tmp_path)
    assert "next.html" in own_files.listed(place, "output", tmp_path)


MANY = """
import sys
from pathlib import Path
from coproduce.ground import own_files

anchor, number = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for turn in range(40):
    own_files.ensure(anchor / f"made-{turn}", "output", anchor)
    own_files.write_listed(anchor / "cache" / f"{turn}", b"x" * 10_000, anchor)
    own_files.write(anchor / "written", number, anchor)
    own_files.write_all({anchor / "cache" / f"{turn}-{number}-{n}": "y" for n in range(3)}, anchor)
    own_files.sweep_below(anchor, anchor)
"""


@pytest.mark.slow
def test_processes_that_write_and_sweep_in_one_folder_take_nothing_from_each_other(tmp_path):
    """A build sweeps what stopped processes left, while a check, or a build that waits, writes there."""
    started = [subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path), str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True) for n in range(4)]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=300)[0] for process in started]
    assert [process.returncode for process in started] == [0] * 4, "\n".join(said)
    left = [p.name for p in tmp_path.rglob("*") if p.name.startswith(".coproduce-") and p.name != own_files.LIST]
    assert left == []
    assert own_files.listed(tmp_path / "cache", own_files.KEPT, tmp_path) == {str(turn) for turn in range(40)}
    assert (tmp_path / "cache" / "39").read_bytes() == b"x" * 10_000 and (tmp_path / "written").read_text() in "0123"


def test_what_a_living_process_writes_is_not_swept_and_what_a_dead_one_left_is(tmp_path):
    code = ("import sys; from pathlib import Path; from coproduce.ground.own_files import folders\n"
            "with folders.opened(Path(sys.argv[1]), Path(sys.argv[1])) as d:\n"
            "    kept = folders.begin_part(d, 0o644); print('ready', flush=True); sys.stdin.read()")
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    own_files.sweep(tmp_path, tmp_path)
    assert len(os.listdir(tmp_path)) == 1
    process.kill()
    process.wait()
    own_files.sweep(tmp_path, tmp_path)
    assert os.listdir(tmp_path) == []
    process.stdin.close()
    process.stdout.close()
