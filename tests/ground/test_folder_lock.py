"""One process at a time, nobody for ever, and no lock that locks nobody out."""

from __future__ import annotations

import os

import pytest

from coproduce.ground.folder_lock import locked
from coproduce.ground.problems import ProblemsFound

# Each opening of the file is a lock of its own, in one process as in two.


def test_a_lock_that_is_held_is_refused_in_words_when_patience_ends(tmp_path):
    waits = []
    with locked(tmp_path / "lock"):
        with pytest.raises(ProblemsFound) as found, locked(tmp_path / "lock", lambda: waits.append(1), patience=0):
            pytest.fail("two hold it")
        assert [p.code for p in found.value.problems] == ["lock.busy"] and waits == [1]
    with locked(tmp_path / "lock", lambda: waits.append(2), patience=0):
        assert waits == [1], "it is free again"


def test_who_waited_for_a_lock_that_was_deleted_takes_the_new_one(tmp_path):
    """As when `coproduce clean` deletes the folder: what comes next would make, and hold, another file."""
    file, first, prepared = tmp_path / "made" / "lock", [], []
    held = locked(file)
    held.__enter__()
    first.append(os.stat(file).st_ino)
    (tmp_path / "keeps-the-number").hardlink_to(file)

    def deleted():
        file.unlink()
        file.parent.rmdir()
        held.__exit__(None, None, None)

    with locked(file, deleted, lambda: prepared.append(file.parent.exists()), patience=60):
        assert os.stat(file).st_ino != first[0] and prepared == [True, False]
        with pytest.raises(ProblemsFound), locked(file, patience=0):
            pytest.fail("two hold it")


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda file: os.symlink("elsewhere", file)])
def test_something_else_in_its_place_is_left_there(tmp_path, make):
    make(tmp_path / "lock")
    with pytest.raises(ProblemsFound) as found, locked(tmp_path / "lock"):
        pytest.fail("it was taken")
    assert [p.code for p in found.value.problems] == ["lock.refused"] and os.listdir(tmp_path) == ["lock"]
