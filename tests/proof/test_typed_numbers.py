"""The lint that refuses statistics typed by hand."""

import pytest

from coproduce.proof.typed_numbers import typed_numbers


def found(text):
    return [(p.line, p.message.split("‘")[1].split("’")[0]) for p in typed_numbers(text, "book/a.md")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It fell by 47% last year.", "47%"),
        ("It fell by 47 per cent.", "47 per cent"),
        ("There are 638,745 plans.", "638,745"),
        ("It cost £3.5 million.", "£3.5 million"),
        ("It cost £ 12bn.", "£ 12bn"),
        ("Forty-seven per cent agreed.", "Forty-seven per cent"),
        ("Three million people.", "Three million"),
        ("One in five children.", "One in five"),
        ("Two thirds of schools.", "Two thirds of"),
        ("In half of the areas.", "half of"),
        ("A rise of 2.5 percentage points.", "2.5 percentage points"),
        ("# Heading with 12 areas", "12"),
        ("- a list of 15 things", "15"),
        ("> quoted 15 things", "15"),
        ("| a | b |\n|---|---|\n| x | 31 |", "31"),
        (":::{key-finding} It rose by 9%\nBody.\n:::", "9%"),
        (":::{conclusion} name\n:title: It rose by 9%\n\nBody.\n:::", "9%"),
        ('```{code-cell} python3\nc.figure("a", b, headline="It rose by 9%")\n```', "9%"),
        ('```{code-cell} python3\nc.figure("a", b, alt=f"From {x} to 31 plans")\n```', "31"),
    ],
)
def test_typed_statistic_is_found(text, number):
    assert number in [n for _, n in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 and in 2014/15, 2021-22 and the 2010s.",
        "On 23 February 2026 and in May 2025.",
        "Section 16LA(4)(b) of the Children Act 2004, Part 5 and Schedule 2.",
        "Key stage 4, Year 6 and version 1.2.3.",
        "The N8 universities use A4 and PDF/UA-1.",
        "There are {value}`ehc-plans` plans, {value}`share | rounded` of all.",
        "Ring {not-a-statistic}`NHS 111`.",
        "Run `make 47` now.",
        "```{code-cell} python3\nx = 47\n```",
        "```\n47%\n```",
        "[link](https://example.org/47)",
        "---\ncoproduce:\n  inputs: [a47]\n---\nText.",
    ],
)
def test_what_is_no_statistic_passes(text):
    assert found(text) == []


def test_line_numbers_are_those_of_the_file():
    text = "---\na: 1\n---\n# Title\n\nFirst line\nsecond 12 areas\n\n:::{note}\nText\nwith 13 areas\n:::\n"
    assert found(text) == [(7, "12"), (11, "13")]


def test_facts_of_a_recommendation_are_read_as_prose():
    text = ":::{recommendation} a\n:title: A\n:values: b47\n:cost: Some 48 pounds\n\nText.\n:::\n"
    assert found(text) == [(4, "48")]


def test_every_number_of_a_line_is_reported():
    assert [n for _, n in found("From 12% to 13%.")] == ["12%", "13%"]
