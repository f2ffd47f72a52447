"""Editions that are kept with releases come back, whole, or the site is not laid out."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from coproduce.cli import main as coproduce
from coproduce.editions import manifest
from coproduce.editions.edition_archive import pack
from coproduce.forge.editions import fetch, main
from coproduce.forge.gh import ForgeFailed


def sums(**files: bytes) -> bytes:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  ./{name}\n" for name, data in files.items()).encode()


def release(forge, tag, assets: dict[str, bytes], draft=False) -> dict:
    """A release, whose assets the forge answers with."""
    listed = []
    for name, data in assets.items():
        number = 1 + len(list(forge.folder.glob("GET*assets*")))
        forge.answers(f"repos/o/r/releases/assets/{number}", data)
        listed.append({"name": name, "id": number})
    return {"tag_name": tag, "draft": draft, "assets": listed}


def kept(forge, tag, data=b"edition", **more) -> dict:
    name = f"edition-{tag.removeprefix('v')}.zip"
    return release(forge, tag, {name: data, "SHA256SUMS": sums(**{name: data, "other.pdf": b""})}, **more)


def test_each_release_gives_its_edition(forge, tmp_path):
    forge.answers("repos/o/r/releases", [
        kept(forge, "v1.1", b"second"), kept(forge, "v1.0", b"first"), kept(forge, "v2.0", draft=True),
        release(forge, "nightly", {}), release(forge, "v../../x", {}),
    ])
    assert fetch("o/r", tmp_path / "to") == [tmp_path / "to" / "edition-1.0.zip", tmp_path / "to" / "edition-1.1.zip"]
    assert (tmp_path / "to" / "edition-1.1.zip").read_bytes() == b"second"
    assert sorted(os.listdir(tmp_path / "to")) == [".coproduce-made", "edition-1.0.zip", "edition-1.1.zip"]


@pytest.mark.parametrize("assets, said", [
    ({}, "has no edition-1.0.zip and no SHA256SUMS"),
    ({"SHA256SUMS": b""}, "has no edition-1.0.zip,"),
    ({"edition-1.0.zip": b"x", "SHA256SUMS": b""}, "is not the file"),
    ({"edition-1.0.zip": b"x", "SHA256SUMS": sums(**{"edition-1.0.zip": b"y"})}, "is not the file"),
    ({"edition-1.0.zip": b"x", "SHA256SUMS": sums(**{"xedition-1.0.zip": b"x"})}, "is not the file"),
])
def test_edition_that_is_missing_or_changed_stops_the_site(forge, tmp_path, assets, said):
    forge.answers("repos/o/r/releases", [kept(forge, "v1.1"), release(forge, "v1.0", assets)])
    with pytest.raises(ForgeFailed, match=said):
        fetch("o/r", tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_forge_that_refuses_stops_the_site(forge, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    assert main([str(tmp_path / "to")]) == 1
    assert "404" in capsys.readouterr().err


def test_nothing_is_asked_without_a_repository(forge, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert main([str(tmp_path)]) == 0
    assert forge.calls == [] and "No GITHUB_REPOSITORY" in capsys.readouterr().out


def test_website_shows_all_editions(forge, two_editions, tmp_path):
    """From packing an edition, over a release, to the site of a later book; with the forge's command in a process of its own."""
    archive = pack(two_editions.first, tmp_path)
    forge.answers("repos/o/r/releases", [kept(forge, "v1.0", archive.read_bytes())])
    shelf = tmp_path / "shelf"
    subprocess.run([sys.executable, "-S", "-m", "coproduce.forge.editions", str(shelf)], check=True,
                   env=os.environ | {"GITHUB_REPOSITORY": "o/r"}, cwd=Path(manifest.__file__).parents[2])
    run = CliRunner().invoke(coproduce, [
        "--report", str(two_editions.root), "publish", str(tmp_path / "site"), "--editions", str(shelf)])
    assert run.exit_code == 0, run.output
    frozen = tmp_path / "site" / "editions" / "1.0"
    assert manifest.differences(manifest.read(two_editions.first), frozen) == {}
    assert (tmp_path / "site" / ".nojekyll").is_file()


def test_site_without_earlier_editions(two_editions, tmp_path):
    run = CliRunner().invoke(coproduce, [
        "--report", str(two_editions.root), "publish", str(tmp_path / "site"), "--editions", str(tmp_path / "none")])
    assert run.exit_code == 0, run.output
