"""The header of a chapter: what it declares, and what it may not say."""

import pytest

from coproduce.source.front_matter import HEADER, check_inputs, read_front_matter

CELL = "\n```{code-cell} python3\n1\n```\n"


def page(header, body=CELL):
    return f"---\n{header}\n---\n# Page\n{body}"


def test_inputs_are_read_with_their_lines():
    matter, problems = read_front_matter(
        page(HEADER + "\ncoproduce:\n  inputs:\n    - counts\n    - streets"), "book/a.md")
    assert problems == []
    assert matter.notebook
    assert matter.inputs == ("counts", "streets")
    assert matter.lines == {"counts": 12, "streets": 13}


def test_plain_page_needs_no_header():
    assert read_front_matter("# Page\n\nText.\n", "book/a.md") == (
        read_front_matter("# Other\n", "book/b.md")[0], [])


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("# Page\n" + CELL, "front-matter.no-header", 1, "text_representation"),
        (page("kernelspec:\n  name: python3"), "front-matter.no-header", 2, "text_representation"),
        (page(HEADER + "\ncoproduce:\n  input: [a]"), "front-matter.unknown-key", 11, "inputs"),
        (page(HEADER + "\ntitle: x"), "front-matter.unknown-key", 10, "title"),
        (page(HEADER + "\ncoproduce:\n  inputs: counts"), "front-matter.value", 11, "square brackets"),
        (page(HEADER + "\ncoproduce:\n  audience: [a, b]"), "front-matter.value", 11, "follow ‘For’"),
        (page(HEADER + "\ncoproduce:\n  checked: yes"), "front-matter.value", 11, "name"),
        (page(HEADER + "\ncoproduce:\n  checked:\n    a: 2026-01-31"), "front-matter.unquoted-date", 12, '"2026-01-31"'),
        (page(HEADER + "\ncoproduce: {a"), "yaml.syntax", None, "not YAML"),
        (page(HEADER + "\ncoproduce: &x {}"), "yaml.not-plain", 10, "anchor"),
    ],
)
def test_fault_in_front_matter(text, code, line, says):
    _, problems = read_front_matter(text, "book/a.md")
    found = [p for p in problems if p.code == code]
    assert found, problems
    assert line is None or found[0].line == line
    assert says in found[0].message + found[0].expected + found[0].action


def test_unknown_input_names_the_nearest():
    matter, _ = read_front_matter(page(HEADER + "\ncoproduce:\n  inputs: [contribution]"), "book/a.md")
    (problem,) = check_inputs(matter, "book/a.md", ["counts"])
    assert "contributions" in problem.expected
    assert problem.line == 11
