"""No claim without a trail: exceptions are listed, with reasons, in docs."""

from __future__ import annotations

import re

import pytest

CHAPTERS = (
    "index", "lives-across-services", "it-has-been-done", "it-can-be-done-responsibly", "it-improves-decisions",
    "it-supports-coordination", "what-already-exists", "what-national-policy-must-do", "what-we-do-not-know",
    "what-contributors-said",
    "figures-on-need-and-services", "case-studies-compared", "law-and-safeguards-in-full", "effects-and-findings",
    "coordination-in-full", "register-of-what-exists", "proposals-and-asks", "open-questions",
    "contributors-and-proposals",
)
TRAIL = re.compile(r"\{(value|source|contribution|conclusion|numref|doc|profile|evidence)\}")
BOX = re.compile(r"^:::\{(conclusion|recommendation)\}.*?^:::$", re.DOTALL | re.MULTILINE)


def bare_paragraphs(text: str) -> list[str]:
    """Paragraphs that need a trail and have none."""
    text = re.sub(r"\A---.*?^---\n", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```\{.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    text = BOX.sub("", text)
    text = text.partition("## What follows for policy")[0]
    opening, box, rest = text.partition(":::{key-finding}")
    return [
        " ".join(p.split()) for p in re.split(r"\n\s*\n", box + rest)
        if p.strip() and not p.strip().startswith(("#", ":::", "|")) and not TRAIL.search(p)
    ]


@pytest.fixture(scope="module")
def listed(report_root):
    rows = re.findall(
        r"^\| ([a-z-]+) \| (.+?) \| (.+?) \|$", (report_root / "docs/statements-without-a-source.md").read_text(encoding="utf-8"),
        re.MULTILINE)
    return [(chapter, start) for chapter, start, _ in rows if chapter in CHAPTERS]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_statement_has_a_trail_or_a_reason(chapter, listed, report_root):
    found = bare_paragraphs((report_root / "book" / f"{chapter}.md").read_text(encoding="utf-8"))
    starts = [start for name, start in listed if name == chapter]
    assert [p for p in found if not any(p.startswith(s) for s in starts)] == []
    assert [s for s in starts if not any(p.startswith(s) for p in found)] == [], "listed, but no longer there"


def test_a_bare_claim_is_seen():
    text = "# T\n\nOpening.\n\n:::{key-finding} K\nB {value}`x`.\n:::\n\nBare claim.\n\nWith {source}`s`.\n"
    assert bare_paragraphs(text) == ["Bare claim."]
