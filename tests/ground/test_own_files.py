"""What this program deletes and replaces is its own: foreign files, folders and links stay as they were."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound


def state(folder: Path) -> dict[str, object]:
    """Everything below ``folder``: contents of files, targets of links, names of folders."""
    found: dict[str, object] = {}
    for inside, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(inside, name)
            kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file" if path.is_file() else "other"
            content = os.readlink(path) if kind == "link" else path.read_bytes() if kind == "file" else None
            found[path.relative_to(folder).as_posix()] = (kind, content)
    return found


@pytest.fixture
def elsewhere(tmp_path):
    """A folder of somebody else, which links lead to."""
    folder = tmp_path / "elsewhere"
    (folder / "inner").mkdir(parents=True)
    (folder / "index.html").write_text("theirs")
    (folder / "inner" / "page.html").write_text("theirs")
    return folder


@pytest.fixture
def place(tmp_path):
    """A folder of ours: two files that are listed, and a folder that is wholly ours."""
    place = tmp_path / "reports" / "out"
    own_files.make(place, "output", tmp_path)
    own_files.note(place, ["index.html", "inner/page.html", "scratch/**"], tmp_path)
    (place / "inner").mkdir()
    (place / "scratch" / "deep").mkdir(parents=True)
    for name in ("index.html", "inner/page.html", "scratch/a", "scratch/deep/b"):
        (place / name).write_text("ours")
    return place


def guarded(place, anchor):
    return own_files.remove(place, "output", anchor)


def unguarded(place, anchor):
    """What must never stand in the place of the above: it deletes everything that is in there."""
    shutil.rmtree(place)


def survive(remove, place, anchor, foreign: list[Path]) -> bool:
    """Whether ``foreign`` is there after ``remove`` as it was before."""
    def seen():
        return [(path.is_symlink(), os.path.lexists(path), path.is_symlink() and os.readlink(path),
                 path.read_bytes() if path.is_file() else None) for path in foreign]

    before = seen()
    try:
        remove(place, anchor)
    except (ProblemsFound, OSError):
        pass
    return seen() == before


def foreign_file(place, elsewhere):
    (place / "notes.txt").write_text("theirs")
    return place / "notes.txt"


def foreign_file_in_our_folder(place, elsewhere):
    (place / "inner" / "notes.txt").write_text("theirs")
    return place / "inner" / "notes.txt"


def foreign_folder(place, elsewhere):
    (place / "precious").mkdir()
    (place / "precious" / "a").write_text("theirs")
    return place / "precious" / "a"


def folder_where_a_file_was(place, elsewhere):
    (place / "index.html").unlink()
    (place / "index.html").mkdir()
    (place / "index.html" / "a").write_text("theirs")
    return place / "index.html" / "a"


def link_where_a_file_was(place, elsewhere):
    (place / "index.html").unlink()
    (place / "index.html").symlink_to(elsewhere / "index.html")
    return place / "index.html"


def link_where_a_folder_was(place, elsewhere):
    shutil.rmtree(place / "inner")
    (place / "inner").symlink_to(elsewhere / "inner")
    return place / "inner"


def link_where_our_whole_folder_was(place, elsewhere):
    shutil.rmtree(place / "scratch")
    (place / "scratch").symlink_to(elsewhere)
    return place / "scratch"


def link_in_our_whole_folder(place, elsewhere):
    (place / "scratch" / "deep" / "link").symlink_to(elsewhere)
    return place / "scratch" / "deep" / "link"


KINDS = [foreign_file, foreign_file_in_our_folder, foreign_folder, folder_where_a_file_was, link_where_a_file_was,
         link_where_a_folder_was, link_where_our_whole_folder_was, link_in_our_whole_folder]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_foreign_stays(kind, place, elsewhere, tmp_path):
    theirs = state(elsewhere)
    path = kind(place, elsewhere)
    assert survive(guarded, place, tmp_path, [path])
    assert state(elsewhere) == theirs
    # What was ours and is where it was is gone.
    assert not (place / "scratch" / "a").is_file() or (place / "scratch").is_symlink()
    assert own_files.foreign(place, "output", tmp_path)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_this_test_would_see_a_missing_guard(kind, place, elsewhere, tmp_path):
    assert not survive(unguarded, place, tmp_path, [kind(place, elsewhere)])


def test_what_is_ours_goes_and_nothing_is_left(place, tmp_path):
    (place / "inner").chmod(0o500)
    (place / ".DS_Store").write_bytes(b"")  # what a system puts into any folder that somebody looks at
    assert own_files.foreign(place, "output", tmp_path) == []
    assert own_files.remove(place, "output", tmp_path) == []
    assert not place.exists()
    assert own_files.remove(place, "output", tmp_path) == []


@pytest.mark.parametrize("level", ["reports", "reports/out"])
def test_a_link_on_the_way_is_refused(level, place, tmp_path):
    """A folder of ours that is reached through a link may be anywhere."""
    real = tmp_path / "moved"
    (tmp_path / level).rename(real)
    (tmp_path / level).symlink_to(real)
    before = state(real)
    for act in (
        lambda: own_files.remove(place, "output", tmp_path),
        lambda: own_files.note(place, ["x"], tmp_path),
        lambda: own_files.refuse_foreign(place, "output", tmp_path),
        lambda: own_files.write(place / "index.html", "new", tmp_path),
        lambda: own_files.unlink(place / "index.html", tmp_path),
    ):
        with pytest.raises(ProblemsFound, match="symbolic link"):
            act()
    assert state(real) == before


@pytest.mark.parametrize("damage", ["none", "other", "link", "kind"])
def test_a_folder_that_is_not_marked_as_ours_is_refused(damage, place, tmp_path):
    mark = place / own_files.LIST
    text = mark.read_text()
    mark.unlink()
    if damage == "other":
        mark.write_text("a list of my own\nindex.html\n")
    elif damage == "link":
        (tmp_path / "list").write_text(text)
        mark.symlink_to(tmp_path / "list")
    elif damage == "kind":
        mark.write_text(text.replace("output", "publication"))
    before = state(place)
    with pytest.raises(ProblemsFound, match="Move it away"):
        own_files.remove(place, "output", tmp_path)
    assert state(place) == before


def test_a_list_cannot_lead_out_of_its_folder(place, elsewhere, tmp_path):
    with (place / own_files.LIST).open("a") as file:
        file.write(f"../../elsewhere/index.html\n{elsewhere}/index.html\ninner/../../../elsewhere/index.html\n../**\nhalf")
    theirs = state(elsewhere)
    own_files.remove(place, "output", tmp_path)
    assert state(elsewhere) == theirs
    made = tmp_path / "made"
    own_files.ensure(made, "output", tmp_path)
    for name in ("../x", "a/../b", "/etc/x", "a\nb", ""):
        with pytest.raises(ValueError):
            own_files.note(made, [name], tmp_path)


def test_half_a_line_names_nothing(place, tmp_path):
    """After a power cut the list may end anywhere."""
    with (place / own_files.LIST).open("a") as file:
        file.write("notes.txt")
    (place / "notes.txt").write_text("theirs")
    assert own_files.remove(place, "output", tmp_path) == ["notes.txt"]


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
        own_files.keep(folder / "key", "ours", tmp_path)
    own_files.keep(folder / "other", "ours", tmp_path)
    own_files.keep(folder / "other", "ours again", tmp_path)
    assert (folder / "key").read_text() == "theirs"
    assert own_files.remove(folder, own_files.KEPT, tmp_path) == ["key"]
    assert not (folder / "other").exists()


def test_half_files_of_stopped_processes_go_and_others_stay(tmp_path):
    folder = tmp_path / "cache" / "deep"
    own_files.keep(folder / "key", "ours", tmp_path)
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
            own_files.keep(folder / f"{number}.txt", "x", tmp_path)

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
    own_files.keep(anchor / "cache" / f"{turn}", b"x" * 10_000, anchor)
    own_files.write(anchor / "written", number, anchor)
    own_files.write_all({anchor / "cache" / f"{turn}-{number}-{n}": "y" for n in range(3)}, anchor)
    own_files.sweep_below(anchor, anchor)
"""


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
