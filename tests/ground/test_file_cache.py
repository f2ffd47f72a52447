"""What was kept is used again; what is damaged is made again."""

import os
import tempfile

import pytest

from coproduce.ground.file_cache import Step, StepCache, reason, user_cache
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


def step(name="face", **parts):
    return Step(name, parts or {"font": "1f"})


def test_made_once(tmp_path):
    kept = StepCache(tmp_path / "fonts")
    assert kept.get_or_make(step(), lambda: b"a font") == b"a font"
    assert StepCache(tmp_path / "fonts").get_or_make(step(), never) == b"a font"
    assert sorted(p.name for p in (tmp_path / "fonts").iterdir()) == [LIST, "face"]
    assert kept.reasons == {}


def test_each_step_has_a_file_of_its_own(tmp_path):
    names = ["a", "a/b", "a--b", "a-/b", "a/-b", "a%2Fb", "a%b"]
    kept = StepCache(tmp_path / "kept")
    for name in names:
        kept.get_or_make(step(name), name.encode)
    assert [kept.get_or_make(step(name), never) for name in names] == [name.encode() for name in names]


def test_nothing_can_be_kept_too(tmp_path):
    assert StepCache(tmp_path / "empty").get_or_make(step(), lambda: b"") == b""
    assert StepCache(tmp_path / "empty").get_or_make(step(), never) == b""


def test_lines_of_what_is_kept_stay(tmp_path):
    content = b"\n{}\nsecond line\x00\n"
    StepCache(tmp_path / "kept").get_or_make(step(), lambda: content)
    assert StepCache(tmp_path / "kept").get_or_make(step(), never) == content


def test_without_a_folder_nothing_is_kept(tmp_path):
    kept = StepCache()
    assert [kept.get_or_make(step(), lambda made=made: made) for made in (b"a", b"b")] == [b"a", b"b"]
    kept.forget_unused()


@pytest.mark.parametrize(
    "parts, always, why",
    [
        ({"font": "2f", "size": "10"}, {"Python": "3.11"}, "font changed"),
        ({"font": "1f", "size": "10"}, {"Python": "3.12"}, "Python changed"),
        ({"font": "1f"}, {"Python": "3.11"}, "size no longer used"),
        ({"font": "1f", "size": "10", "weight": "600"}, {"Python": "3.11"}, "weight added"),
        ({"font": "2f", "size": "11"}, {"zlib": "1"}, "font, size changed; zlib added; Python no longer used"),
    ],
)
def test_it_is_made_again_when_a_part_changed_and_the_reason_is_told(parts, always, why, tmp_path):
    StepCache(tmp_path / "kept", {"Python": "3.11"}).get_or_make(step(font="1f", size="10"), lambda: b"old")
    kept = StepCache(tmp_path / "kept", always)
    assert kept.get_or_make(step(**parts), lambda: b"new") == b"new"
    assert kept.reasons == {"face": why}
    assert StepCache(tmp_path / "kept", always).get_or_make(step(**parts), never) == b"new"
    assert len([p for p in (tmp_path / "kept").iterdir() if p.name != LIST]) == 1, "the old result is not kept"


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_is_made_again(how, tmp_path):
    file = tmp_path / "kept" / "face"
    StepCache(file.parent).get_or_make(step(), lambda: b"a font")
    file.write_bytes(DAMAGE[how](file.read_bytes()))
    kept = StepCache(file.parent)
    assert kept.get_or_make(step(), lambda: b"made again") == b"made again"
    assert kept.reasons == {"face": "what was kept is damaged"}
    assert StepCache(file.parent).get_or_make(step(), never) == b"made again"


def test_damaged_parts_are_not_believed(tmp_path):
    """Who edits the key by hand does not get what was made for another."""
    file = tmp_path / "kept" / "face"
    StepCache(file.parent).get_or_make(step(font="1f"), lambda: b"a font")
    file.write_bytes(file.read_bytes().replace(b'"1f"', b'"2f"'))
    assert StepCache(file.parent).get_or_make(step(font="2f"), lambda: b"another") == b"another"


def test_forgotten_is_what_nobody_asked_for_and_not_what_another_process_is_writing(tmp_path):
    folder = tmp_path / "kept"
    for name in ("old", "new"):
        StepCache(folder).get_or_make(step(name), lambda: b"a font")
    half = folder / ".coproduce-0123456789abcdef.part"
    half.write_bytes(b"a fo")
    (folder / "foreign").write_bytes(b"")
    kept = StepCache(folder)
    kept.get_or_make(step("new"), never)
    kept.forget_unused()
    assert sorted(p.name for p in folder.iterdir()) == sorted([LIST, half.name, "foreign", "new"])


def test_what_fails_is_not_kept(tmp_path):
    with pytest.raises(ZeroDivisionError):
        StepCache(tmp_path / "kept").get_or_make(step(), lambda: 1 / 0)
    assert list(tmp_path.iterdir()) == []


def test_a_long_list_of_reasons_is_cut():
    old = dict.fromkeys("abcdef", "1")
    assert reason(old, dict.fromkeys("abcdef", "2")) == "a, b, c and 3 more changed"
    assert reason(old, {"a": "1", "z": "1"}) == "z added; b, c, d and 2 more no longer used"


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
