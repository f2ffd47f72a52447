"""What a build of a book lists, it lists each time; strict, it stops at it and leaves what was built before."""

from __future__ import annotations

import pytest
from commands import coproduce

pytestmark = pytest.mark.slow


def test_listed_each_time_and_fatal_if_strict(tmp_path):
    config = tmp_path / "_config.yml"
    config.write_text("title: A book\ncoproduce:\n  rules: {level: book}\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\nchapters:\n- file: folder/page\n- file: folder/page/below\n")
    (tmp_path / "intro.md").write_text("# Intro\n\nA [link to nowhere](nowhere.md).\n")
    # A page and a folder of one name.
    (tmp_path / "folder" / "page").mkdir(parents=True)
    (tmp_path / "folder" / "page.md").write_text("# Page\n\nWords.\n")
    (tmp_path / "folder" / "page" / "below.rst").write_text("Below\n=====\n\nMore words.\n")
    told = "broken-links: 1\n  intro.md:3: "
    first = coproduce("build", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert told in first.stdout
    again = coproduce("build", cwd=tmp_path)
    assert again.returncode == 0
    assert "Nothing has changed" in again.stderr
    assert told in again.stdout
    page = tmp_path / "_build" / "html" / "intro.html"
    before = page.read_bytes()
    config.write_text("title: A book\ncoproduce:\n  rules: {level: book, strict: true}\n")
    strict = coproduce("build", cwd=tmp_path)
    assert strict.returncode == 1
    assert "nowhere.md" in strict.stderr
    assert "intro.md\n  line 3" in strict.stderr
    assert "Traceback" not in strict.stderr
    assert page.read_bytes() == before


def test_a_book_in_a_language_without_a_catalogue_builds_and_says_so(tmp_path):
    """Its text is marked with its own language; the words around it are English, and that is listed."""
    (tmp_path / "_config.yml").write_text("title: Arbres\nsphinx:\n  config:\n    language: fr\ncoproduce:\n  rules: book\n  language: fr\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (tmp_path / "intro.md").write_text("# Arbres\n\nLes arbres de la rue.\n")
    done = coproduce("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "_config.yml:7: there is no catalogue of the interface's words in ‘fr’" in done.stdout
    page = (tmp_path / "_build" / "html" / "intro.html").read_text()
    assert '<html lang="fr"' in page
    assert "Download the book" in page
