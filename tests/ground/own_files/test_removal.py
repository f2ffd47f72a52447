"""What this program deletes and replaces is its own: foreign files, folders and links stay as they were."""

import os
import shutil
from pathlib import Path

import pytest
from folder_state import state

from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound


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
