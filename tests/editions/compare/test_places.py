"""Saying where two files begin to differ."""

from __future__ import annotations

import zipfile

import pytest

from coproduce.editions.compare.places import first_difference
from coproduce.ground.zip_files import write_zip


def place(tmp_path, old: bytes, new: bytes) -> str:
    (tmp_path / "old").write_bytes(old)
    (tmp_path / "new").write_bytes(new)
    return first_difference(tmp_path / "old", tmp_path / "new")


@pytest.mark.parametrize("old, new, said", [
    (b"one\ntwo\n", b"one\ntwo\n", ""),
    (b"one\ntwo\n", b"one\ntoo\n", "line 2: ‘two’, rebuilt ‘too’"),
    (b"one\n", b"one\ntwo\n", "line 2: one ends here"),
    (b"", b"one\n", "line 1: one ends here"),
    (b"one\r\n", b"one\n", "line ends"),
    (b"\xff\x00\x01", b"\xff\x00\x02", "byte 2 of 3"),
    (b"\xff\x00", b"\xff\x00\x02", "byte 2 of 2"),
])
def test_first_place(tmp_path, old, new, said):
    assert place(tmp_path, old, new) == said


def test_long_lines_are_cut_around_the_place(tmp_path):
    said = place(tmp_path, b"a" * 500 + b"old" + b"b" * 500, b"a" * 500 + b"new" + b"b" * 500)
    assert said.startswith("line 1: ‘…aaa") and "old" in said and "new" in said and len(said) < 200


def test_member_of_an_archive_is_named(tmp_path):
    files = {"a.txt": b"same", "word/document.xml": b"<w>\n<t>one</t>"}
    write_zip(tmp_path / "old", files, 0)
    write_zip(tmp_path / "new", files | {"word/document.xml": b"<w>\n<t>two</t>"}, 0)
    said = first_difference(tmp_path / "old", tmp_path / "new")
    assert said == "word/document.xml, line 2: ‘<t>one</t>’, rebuilt ‘<t>two</t>’"


@pytest.mark.parametrize("old, new, said", [
    ({"a": b"", "b": b""}, {"a": b""}, "b: only in the published file"),
    ({"a": b""}, {"a": b"", "c": b""}, "c: only in the rebuilt file"),
])
def test_missing_member_is_named(tmp_path, old, new, said):
    write_zip(tmp_path / "old", old, 0)
    write_zip(tmp_path / "new", new, 0)
    assert first_difference(tmp_path / "old", tmp_path / "new") == said


def test_same_members_with_other_dates_are_told_apart(tmp_path):
    write_zip(tmp_path / "old", {"a": b"same"}, 1_000_000_000)
    write_zip(tmp_path / "new", {"a": b"same"}, 1_500_000_000)
    assert "packed differently" in first_difference(tmp_path / "old", tmp_path / "new")
    assert first_difference(tmp_path / "old", tmp_path / "old") == ""


def test_archives_within_archives_are_looked_into(tmp_path):
    """An edition's archive holds documents that are archives themselves."""
    for name, word in (("old", b"one"), ("new", b"two")):
        write_zip(tmp_path / f"{name}.inner", {"x.xml": word}, 0)
        write_zip(tmp_path / name, {"report.docx": tmp_path / f"{name}.inner"}, 0)
        assert zipfile.is_zipfile(tmp_path / name)
    assert first_difference(tmp_path / "old", tmp_path / "new") == "report.docx, x.xml, line 1: ‘one’, rebuilt ‘two’"
