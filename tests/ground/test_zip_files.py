"""An archive tells nothing of the machine that made it."""

from __future__ import annotations

import os
import time
import zipfile

import pytest

from coproduce.ground.zip_files import read_zip, write_zip

NOON = 1_772_366_400  # 1 March 2026, 12:00 UTC


def test_entries_are_in_order_dated_and_readable(tmp_path):
    write_zip(tmp_path / "a.zip", {"b.txt": b"b", "a/c.txt": b"c", "mimetype": b"m"}, NOON, first=["mimetype"])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        entries = archive.infolist()
    assert [e.filename for e in entries] == ["mimetype", "a/c.txt", "b.txt"]
    assert {e.date_time for e in entries} == {(2026, 3, 1, 12, 0, 0)}
    assert {e.external_attr >> 16 for e in entries} == {0o100644}
    assert [e.compress_type for e in entries] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED]


def test_time_zone_umask_and_order_of_files_leave_no_trace(tmp_path, monkeypatch):
    file = tmp_path / "data.csv"
    file.write_text("a\n1\n")
    write_zip(tmp_path / "one.zip", {"x": b"x", "data.csv": file}, NOON)
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        file.touch()
        write_zip(tmp_path / "two.zip", {"data.csv": file, "x": b"x"}, NOON)
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert read_zip(tmp_path / "two.zip") == {"data.csv": b"a\n1\n", "x": b"x"}


def test_a_moment_before_zip_files_existed_is_the_oldest_they_know(tmp_path):
    write_zip(tmp_path / "a.zip", {"x": b""}, 0)
    assert zipfile.ZipFile(tmp_path / "a.zip").infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a\\b", "./a"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="cannot be a name"):
        write_zip(tmp_path / "a.zip", {name: b""}, NOON)
