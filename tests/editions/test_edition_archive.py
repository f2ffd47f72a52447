"""An edition as one file: the same bytes each time, and taken in as if a stranger had sent it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from report_parts import keep_cache

from coproduce.cli import main
from coproduce.editions import manifest
from coproduce.editions.edition_archive import pack, unpack
from coproduce.editions.site import publish
from coproduce.ground.problems import ProblemsFound
from coproduce.source.paths import Paths


@pytest.fixture
def packed(two_editions, tmp_path):
    return pack(two_editions.first, tmp_path / "kept")


def entries(path) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(entry, archive.read(entry)) for entry in archive.infolist()]


def write(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return path


def refused(path, folder) -> str:
    with pytest.raises(ProblemsFound) as found:
        unpack(path, folder)
    assert not folder.exists()
    assert not [p for p in folder.parent.rglob("*") if p.name == "evil"]
    return str(found.value)


def test_what_comes_out_is_what_went_in(packed, two_editions, tmp_path):
    made = unpack(packed, tmp_path / "out")
    assert packed.name == "edition-1.0.zip"
    assert made == manifest.read(two_editions.first)
    assert manifest.differences(made, tmp_path / "out") == {}


def test_same_book_gives_the_same_bytes(packed, two_editions, tmp_path):
    before = os.umask(0o077)
    try:
        again = pack(two_editions.first, tmp_path / "again")
    finally:
        os.umask(before)
    assert again.read_bytes() == packed.read_bytes()


def test_book_that_was_changed_is_not_packed(two_editions, tmp_path):
    from shutil import copytree

    book = copytree(two_editions.first, tmp_path / "book")
    (book / "index.html").write_text("changed")
    with pytest.raises(ProblemsFound, match="edition.not-as-built"):
        pack(book, tmp_path)


def test_archive_is_published_beside_a_newer_book(packed, two_editions, tmp_path):
    run = CliRunner().invoke(main, [
        "--report", str(two_editions.root), "publish", str(tmp_path / "site"), "--edition", str(packed)])
    assert run.exit_code == 0, run.output
    frozen = tmp_path / "site" / "editions" / "1.0"
    assert manifest.differences(manifest.read(two_editions.first), frozen) == {}
    assert '"frozen": "1.0"' in (frozen / "editions" / "newest.js").read_text()


def test_command_packs_the_built_book(two_editions, tmp_path):
    run = CliRunner().invoke(main, ["--report", str(two_editions.root), "pack", str(tmp_path / "kept")])
    assert run.exit_code == 0, run.output
    assert run.output.strip() == str(tmp_path / "kept" / "edition-1.1.zip")
    assert (tmp_path / "kept" / "edition-1.1.zip").is_file()


def test_what_a_release_gathers_is_of_its_tag(two_editions, tmp_path):
    """With the project's own Makefile. A release of another edition than its tag would stop every later publication."""
    clone = two_editions.clone(tmp_path / "clone")
    keep_cache(Paths(two_editions.root), clone)
    for file in ("Makefile", "pyproject.toml"):
        shutil.copy(Path(__file__).parents[2] / file, clone)
    binaries = clone / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "coproduce").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coproduce "$@"\n')
    (binaries / "coproduce").chmod(0o755)
    ready = binaries.parent / ".ready"
    ready.touch()
    os.utime(ready, (2**32, 2**32))

    def gather(tag):
        return subprocess.run(["make", "release-files"], cwd=clone, env={**os.environ, "TAG": tag}, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    wrong = gather("v9.0")
    assert wrong.returncode != 0 and "v9.0 is not of the edition" in wrong.stdout, wrong.stdout
    for tag in ("v1.1", ""):
        done = gather(tag)
        assert done.returncode == 0, done.stdout
    release = clone / "_build" / "release"
    checked = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=release, check=False)
    assert checked.returncode == 0 and (release / "edition-1.1.zip").is_file() and (release / "sbom.cdx.json").is_file()
    assert all(p.is_file() for p in release.iterdir()), "a forge takes files"


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "a/../../evil", "evil", "editions/evil", "..\\evil"])
def test_names_that_the_manifest_does_not_have_are_refused(packed, tmp_path, name):
    bad = write(tmp_path / "bad.zip", [*((e.filename, d) for e, d in entries(packed)), (name, b"evil")])
    assert "not in its manifest" in refused(bad, tmp_path / "out")


def test_manifest_that_leads_outside_is_refused(packed, tmp_path):
    parts = {e.filename: d for e, d in entries(packed)}
    made = json.loads(parts["manifest.json"])
    made["outputs"]["../evil"] = {"sha256": "0" * 64, "bytes": 4}
    parts |= {"manifest.json": json.dumps(made).encode(), "../evil": b"evil"}
    assert "manifest.unreadable" in refused(write(tmp_path / "bad.zip", parts.items()), tmp_path / "out")


def test_links_are_files_of_the_wrong_size_or_contents(packed, tmp_path):
    """A symbolic link in a ZIP file is an entry with a flag; here it becomes its own text, and the checksum fails."""
    parts = entries(packed)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        for entry, data in parts:
            if entry.filename == "survival.html":
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                data = b"/etc/passwd".ljust(len(data), b"/")
            archive.writestr(entry, data)
    made = unpack(bad, tmp_path / "out")
    assert not (tmp_path / "out" / "survival.html").is_symlink()
    assert manifest.differences(made, tmp_path / "out") == {"survival.html": "different"}
    with pytest.raises(ProblemsFound, match="publish.not-as-built"):
        publish(tmp_path / "out", tmp_path / "site")


def test_bombs_are_refused_before_they_are_read(packed, tmp_path):
    parts = [(e.filename, b"\0" * 50_000_000 if e.filename == "survival.html" else d) for e, d in entries(packed)]
    assert "‘survival.html’ has 50000000 bytes, not" in refused(write(tmp_path / "bad.zip", parts), tmp_path / "out")
    parts = [(e.filename, b"\0" * 50_000_000 if e.filename == "manifest.json" else d) for e, d in entries(packed)]
    assert "unlikely size" in refused(write(tmp_path / "worse.zip", parts), tmp_path / "out")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(packed, tmp_path):
    parts = [(e.filename, d) for e, d in entries(packed)]
    assert "two files of one name" in refused(write(tmp_path / "bad.zip", [*parts, parts[5]]), tmp_path / "out")


def test_missing_files_are_named(packed, tmp_path):
    parts = [(e.filename, d) for e, d in entries(packed) if e.filename != "sources.html"]
    assert "‘sources.html’ is in its manifest, and not in it" in refused(write(tmp_path / "bad.zip", parts), tmp_path / "out")


@pytest.mark.parametrize("spoil", [
    lambda data: b"", lambda data: b"not an archive", lambda data: data[: len(data) // 2],
])
def test_broken_archives_are_said(packed, tmp_path, spoil):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(spoil(packed.read_bytes()))
    assert "cannot be read as an archive" in refused(bad, tmp_path / "out")


def test_damaged_contents_are_said(packed, tmp_path):
    data = bytearray(packed.read_bytes())
    middle = len(data) // 2
    data[middle:middle + 64] = bytes(64)
    bad = tmp_path / "bad.zip"
    bad.write_bytes(data)
    with pytest.raises(ProblemsFound, match="edition.archive"):
        unpack(bad, tmp_path / "out")


def changed_manifest(packed, path, **changes):
    parts = [(entry.filename, data) for entry, data in entries(packed)]
    return write(path, [(name, json.dumps(json.loads(data) | changes).encode() if name == manifest.FILE else data)
                        for name, data in parts])


@pytest.mark.parametrize("changes", [
    {"date": "2026-13-45"}, {"date": "2026-02-30"}, {"date": "0000-01-01"}, {"date": "\u0662\u0660\u0662\u0666-01-01"},
    {"language": "xx"}, {"language": "zz-ZZ"},
], ids=lambda changes: next(iter(changes)))
def test_dates_and_languages_that_do_not_exist(changes, packed, tmp_path):
    said = refused(changed_manifest(packed, tmp_path / "a.zip", **changes), tmp_path / "out")
    assert "manifest.unreadable" in said and next(iter(changes)) in said


def test_damaged_compression(packed, tmp_path):
    data = bytearray(packed.read_bytes())
    with zipfile.ZipFile(packed) as archive:
        entry = archive.getinfo("index.html")
        start = entry.header_offset + 30 + len(entry.filename)
    for place in range(start + 20, start + 60):
        data[place] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    assert "edition.archive" in refused(tmp_path / "a.zip", tmp_path / "out")


def test_what_unpacks_to_far_more_than_it_is(packed, tmp_path):
    """Refused by what it says of itself, before anything is unpacked."""
    size = 50_000_000
    made = json.loads({e.filename: d for e, d in entries(packed)}[manifest.FILE])
    zeros = bytes(size)
    made["outputs"] = {"zeros.bin": {"sha256": hashlib.sha256(zeros).hexdigest(), "bytes": size}}
    path = write(tmp_path / "a.zip", [
        ("zeros.bin", zeros), (manifest.FILE, json.dumps(made)), ("editions/index.html", "<!-- editions --><!-- /editions -->")])
    assert path.stat().st_size < 200_000
    assert "unpacks to" in refused(path, tmp_path / "out")


def test_names_that_differ_by_case(packed, tmp_path):
    parts = {e.filename: d for e, d in entries(packed)}
    made = json.loads(parts[manifest.FILE])
    made["outputs"]["INDEX.html"] = made["outputs"]["index.html"]
    parts |= {"INDEX.html": parts["index.html"], manifest.FILE: json.dumps(made).encode()}
    assert "case does not count" in refused(write(tmp_path / "a.zip", list(parts.items())), tmp_path / "out")


def test_an_edition_of_another_report_is_not_taken_in(packed, two_editions, tmp_path):
    other = changed_manifest(packed, tmp_path / "edition-1.0.zip", report="another-report")
    site = tmp_path / "srv" / "www"
    with pytest.raises(ProblemsFound, match="another-report"):
        publish(two_editions.second, site, editions=(other,))
    assert not os.path.lexists(site)
    publish(two_editions.second, site, editions=(other,), another_report=True)
    assert (site / "editions" / "1.0" / "index.html").is_file()


def test_an_archive_of_version_0_1_is_of_the_report_whose_pdf_it_holds(two_editions):
    made = manifest.read(two_editions.first)
    assert made.pop("report") == manifest.report_of(made) == "street-trees-of-larkwell"
