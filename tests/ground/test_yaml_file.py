"""YAML written by hand: what is refused, with the line."""

from __future__ import annotations

import datetime

import pytest

from coproduce.ground.yaml_file import parse_yaml, read_yaml, split_front_matter

REFUSED = [
    ("a: 1\nb: &x 2\n", 2, "yaml.not-plain", "‘&x’ is a YAML anchor"),
    ("a: &x [*x]\n", 1, "yaml.not-plain", "‘&x’ is a YAML anchor"),
    ("a: 1\nb: *x\n", 2, "yaml.not-plain", "‘*x’ is a YAML alias"),
    ("a: !!python/object/apply:os.system [ls]\n", 1, "yaml.not-plain", "is a YAML tag"),
    ("a: {b: 1}\n<<: {c: 2}\n", 2, "yaml.not-plain", "is a YAML merge"),
    ("a: 1\nb: 2\na: 3\n", 3, "yaml.duplicate-key", "‘a’ is given twice (first on line 1)"),
    ("a:\n  - b: 1\n    b: 2\n", 3, "yaml.duplicate-key", "‘b’ is given twice (first on line 2)"),
    ("? [1, 2]\n: 3\n", 1, "yaml.key", "a list or a mapping"),
    ("a: 1\nb: 2026-13-45\n", 2, "yaml.value", "‘2026-13-45’ looks like a timestamp"),
    ("a: b: c\n", 1, "yaml.syntax", "mapping values are not allowed"),
    ("a:\n\tb: 1\n", 2, "yaml.syntax", "cannot start any token"),
    ("a: 1\n---\nb: 2\n", 2, "yaml.syntax", "another document"),
    ("a: \x00\n", None, "yaml.syntax", "control characters"),
]


@pytest.mark.parametrize("text, line, code, message", REFUSED, ids=[case[2] + str(i) for i, case in enumerate(REFUSED)])
def test_what_is_not_plain_is_one_problem_with_its_line(text, line, code, message):
    found = parse_yaml(text, "some.yml").problems
    assert (found[0].path, found[0].line, found[0].code) == ("some.yml", line, code)
    assert message in found[0].message


def test_lines_follow_the_data_and_the_place_of_the_text_in_its_file():
    read = parse_yaml("a: 1\nb:\n  - c: 2\n  - d: 5\n", "x.md", first_line=10)
    assert read.data == {"a": 1, "b": [{"c": 2}, {"d": 5}]}
    assert read.line("b", 1, "d") == 13
    assert read.line("b", 1, "missing") == 13, "the nearest part around what is missing"
    assert read.line("missing") == 10


def test_plain_values_are_text_numbers_dates_yes_and_no():
    read = parse_yaml("a: x\nb: 1.5\nc: 2026-02-23\nd: true\ne:\n", "x.yml")
    assert read.data == {"a": "x", "b": 1.5, "c": datetime.date(2026, 2, 23), "d": True, "e": None}
    assert read.problems == []


def test_a_file_that_is_not_there_or_not_utf8_is_a_problem(tmp_path):
    assert read_yaml(tmp_path / "no.yml", "no.yml").problems[0].code == "yaml.missing-file"
    (tmp_path / "latin.yml").write_bytes("a: café\n".encode("latin-1"))
    assert read_yaml(tmp_path / "latin.yml", "latin.yml").problems[0].code == "input.encoding"


def test_front_matter_is_split_from_the_text_with_its_line():
    assert split_front_matter("---\na: 1\n---\n\nText\n") == ("a: 1\n", "\nText\n", 4)
    assert split_front_matter("Text --- and more\n") == (None, "Text --- and more\n", 1)
    assert split_front_matter("---\nnever closed\n") == (None, "---\nnever closed\n", 1)
