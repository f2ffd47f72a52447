"""Licences of what is locked."""

from importlib import metadata

import pytest

from coproduce.source.paths import Paths
from coproduce.supply.licences import PLACE, check_licences, read_licences, write_licences

SHA = "0" * 64


@pytest.fixture
def folder(tmp_path):
    """A lock of one package that is installed, one that is installed otherwise, one that is not."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "larkwell"\nversion = "1"\n', encoding="utf-8")
    lock = "".join(f"{name}=={version} \\\n    --hash=sha256:{SHA}\n" for name, version in (
        ("click", metadata.version("click")), ("pandas", "0.0.1"), ("larkwell-unheard-of", "4")))
    (tmp_path / "requirements.lock").write_text(lock, encoding="utf-8")
    return Paths(tmp_path)


def test_installed_packages_say_their_licence_and_the_others_are_asked_for(folder):
    problems = write_licences(folder)
    assert [p.message for p in problems] == [
        "the licence of larkwell-unheard-of 4 is not known here", "the licence of pandas 0.0.1 is not known here"]
    assert read_licences(folder.root / PLACE)["click", metadata.version("click")] == "BSD-3-Clause"


def test_what_was_written_by_hand_stays_for_its_version(folder):
    write_licences(folder)
    file = folder.root / PLACE
    text = file.read_text(encoding="utf-8").replace("unheard-of,4,", "unheard-of,4,MIT").replace("pandas,0.0.1,", "pandas,0.0.1,BSD-3-Clause")
    file.write_text(text, encoding="utf-8")
    assert check_licences(folder) == [] and write_licences(folder) == []
    assert file.read_text(encoding="utf-8") == text


def test_a_new_version_makes_the_list_stale(folder):
    write_licences(folder)
    folder.lock.write_text(folder.lock.read_text(encoding="utf-8").replace("pandas==0.0.1", "pandas==0.0.2"), encoding="utf-8")
    messages = [p.message for p in check_licences(folder)]
    assert "pandas 0.0.2 is locked, and its licence is not listed" in messages
    assert "pandas 0.0.1 is listed and not locked" in messages


def test_this_list_is_current(report_root):
    assert check_licences(Paths(report_root)) == []
