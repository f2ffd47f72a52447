"""_toc.yml: each fault gets its one clear message."""

import pytest

from coproduce.source.contents import check_toc


def test_contents_in_reading_order(tiny):
    assert tiny.toc.root == "index"
    assert tiny.toc.chapters[:3] == ("index", "survival", "streets")


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("file: streets", "file: street", "toc.missing-page", "streets"),
        ("  - file: glossary\n", "", "toc.unlisted-page", "glossary"),
        ("file: survival", "fil: survival", "toc.malformed", "fil"),
        ("format: jb-book", "format: book", "toc.malformed", "book"),
    ],
)
def test_fault_in_contents(tiny, old, new, code, says):
    text = tiny.paths.toc.read_text(encoding="utf-8")
    assert old in text
    tiny.paths.toc.write_text(text.replace(old, new, 1), encoding="utf-8")
    toc, problems = check_toc(tiny.paths)
    assert toc is None
    found = [p for p in problems if p.code == code]
    assert found, problems
    assert says in found[0].message + found[0].expected + found[0].action
