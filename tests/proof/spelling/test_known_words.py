"""Words that the dictionary knows are kept for this user, and nothing else is believed."""

import subprocess
import sys

import pytest

from coproduce.proof.spelling import known_words
from coproduce.proof.spelling.check import check_spelling
from coproduce.proof.spelling.known_words import KnownWords


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Where words are kept, of a user who has nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "coproduce" / "words"


def file_in(folder):
    (file,) = (f for f in folder.iterdir() if not f.name.startswith("."))
    return file


#: Says which of two words are known, and whether the dictionary was read for it.
ASK = """
from coproduce.proof.spelling.dictionary import Words
from coproduce.proof.spelling import known_words
print(*(Words().known(word) for word in ("water", "recieve"[: int(__import__("sys").argv[1])])), known_words.british.cache_info().currsize)
"""


def asked(letters):
    return subprocess.run([sys.executable, "-c", ASK, str(letters)], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.slow
def test_the_dictionary_is_read_for_new_words_only(kept):
    words = KnownWords()
    assert "water" in words and "recieve" not in words
    words.save()
    assert file_in(kept).read_text(encoding="utf-8").splitlines()[1:] == ["water"]
    assert asked(0) == ["True", "True", "0"]
    assert asked(7) == ["True", "False", "1"]


def test_a_check_keeps_the_words_of_the_report_and_no_other(kept, tiny):
    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8") + "\nThey recieve water, as Zelkowa says.\n", encoding="utf-8")
    first = check_spelling(tiny.paths)
    words = set(file_in(kept).read_text(encoding="utf-8").splitlines()[1:])
    assert "water" in words and not words & {"recieve", "Zelkowa"}
    assert check_spelling(tiny.paths) == first
    assert {p.message.split("‘")[1].split("’")[0] for p in first} == {"recieve", "Zelkowa"}


@pytest.mark.parametrize("damage", [
    lambda text: text[: len(text) // 2], lambda text: "", lambda text: text.replace("water", "recieve"), lambda text: "\0" * len(text)])
def test_a_damaged_file_is_not_believed(kept, damage):
    words = KnownWords()
    assert "water" in words and "trees" in words
    words.save()
    file = file_in(kept)
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    again = KnownWords()
    assert "water" in again and "recieve" not in again
    again.save()
    assert "recieve" not in file.read_text(encoding="utf-8") and "water" in file.read_text(encoding="utf-8")


def test_nothing_is_kept_where_nothing_can_be(kept, monkeypatch):
    kept.parent.mkdir(parents=True)
    kept.write_text("a file of somebody else's")
    words = KnownWords()
    assert "water" in words
    words.save()
    assert kept.read_text() == "a file of somebody else's"
    def nowhere():
        raise OSError("no place")
    monkeypatch.setattr(known_words, "user_cache", nowhere)
    words = KnownWords()
    assert "water" in words
    words.save()


def test_there_is_an_end_to_what_is_kept(kept, monkeypatch):
    monkeypatch.setattr(known_words, "MOST", 2)
    for word in ("water", "trees", "street"):
        words = KnownWords()
        assert word in words
        words.save()
    assert file_in(kept).read_text(encoding="utf-8").splitlines()[1:] == ["street"]
