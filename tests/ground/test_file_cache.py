"""What was kept is used again; what is damaged is made again."""

import os
import tempfile

import pytest

from coproduce.ground.file_cache import cached, forget_others, user_cache
from coproduce.ground.own_files import LIST

DAMAGE = {
    "cut off": lambda data: data[:-1],
    "cut off in its checksum": lambda data: data[:20],
    "empty": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "one bit": lambda data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:],
}


def never():
    raise AssertionError("it was kept")


def test_made_once(tmp_path):
    file = tmp_path / "fonts" / "1f"
    assert cached(file, lambda: b"a font") == b"a font"
    assert cached(file, never) == b"a font"
    assert sorted(p.name for p in file.parent.iterdir()) == [LIST, "1f"]


def test_nothing_can_be_kept_too(tmp_path):
    assert cached(tmp_path / "empty", lambda: b"") == b""
    assert cached(tmp_path / "empty", never) == b""


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_is_made_again(how, tmp_path):
    file = tmp_path / "1f"
    cached(file, lambda: b"a font")
    file.write_bytes(DAMAGE[how](file.read_bytes()))
    assert cached(file, lambda: b"made again") == b"made again"
    assert cached(file, never) == b"made again"


def test_forgotten_is_what_was_kept_under_other_names_and_not_what_another_process_is_writing(tmp_path):
    folder = tmp_path / "kept"
    for name in ("old", "new"):
        cached(folder / name, lambda: b"a font")
    half = folder / ".coproduce-0123456789abcdef.part"
    half.write_bytes(b"a fo")
    (folder / "foreign").write_bytes(b"")
    forget_others(folder, {"new"})
    assert sorted(p.name for p in folder.iterdir()) == sorted([LIST, half.name, "foreign", "new"])


def test_what_fails_is_not_kept(tmp_path):
    with pytest.raises(ZeroDivisionError):
        cached(tmp_path / "1f", lambda: 1 / 0)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="the variable is of Linux")
def test_cache_of_this_user_is_where_the_system_keeps_such_things(home):
    assert user_cache() == home / "cache" / "coproduce"
    assert user_cache().stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users have no numbers here")
def test_cache_of_somebody_else_is_not_used(home, monkeypatch):
    theirs = user_cache()
    monkeypatch.setattr(os, "getuid", lambda: theirs.stat().st_uid + 1)
    with pytest.raises(OSError, match="no folder of this user's"):
        user_cache()


def test_a_place_that_cannot_be_written_is_replaced_by_the_temporary_folder(home):
    (home / "cache").write_text("a file, not a folder", encoding="utf-8")
    assert user_cache().parent == home and user_cache().name.startswith("coproduce-")
