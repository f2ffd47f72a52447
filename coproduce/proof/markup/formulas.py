"""Formulas that cannot be read, that hold words, or stand where only text can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coproduce.ground.formula_tags import tagged
from coproduce.ground.formulas import Tex, formulas
from coproduce.ground.problems import Problem
from coproduce.proof.markup.fault import excerpt

# What of TeX may hold words: text, names of functions, environments; and the names of commands.
_NO_WORDS = re.compile(
    r"\\(?:text\w*|mathrm|mathsf|mathit|mathbf|mathtt|operatorname\*?|mbox|begin|end|label|tag\*?)\s*\{[^{}]*\}|\\[A-Za-z]+\*?")
_WORDS = re.compile(r"[^\W\d_]{4,}|(?<=\s)(?:and|or|to|the|per|for|of|is|are|was|by)(?=\s)")


@dataclass(frozen=True)
class Written:
    """A formula as it stands on a page; ``title`` says that it stands in a heading, a title or a caption."""

    tex: str
    line: int
    display: bool = False
    title: bool = False


def formula_faults(written: Sequence[Written], path: str) -> Iterator[Problem]:
    """A problem for each formula that readers would not get as it was meant."""
    as_read = [Tex(tagged(one.tex, one.display).text, one.display) for one in written]
    read = formulas(as_read)
    for one, asked in zip(written, as_read, strict=True):
        tex, sign = one.tex, "$$" if one.display else "$"
        if fault := read[asked].fault:
            yield Problem(
                path, f"the formula ‘{excerpt(tex)}’ cannot be read: {fault}", line=one.line, code="markup.formula",
                expected="TeX as LaTeX’s and AMS’s mathematics know it, without macros of your own",
                action="Correct it. If it is no formula, put a backslash before the dollar sign.")
        elif words := _WORDS.search(_NO_WORDS.sub(" ", tex)):
            yield Problem(
                path, f"‘{excerpt(f'{sign}{tex}{sign}')}’ is read as a formula, in which ‘{words[0]}’ would be letters multiplied",
                line=one.line, code="markup.formula", expected="\\text{words} within a formula, or no formula",
                action="Write it so, or put a backslash before the dollar sign if it is money.")
        elif one.title:
            yield Problem(
                path, f"the formula ‘{excerpt(tex)}’ stands in a heading, a title or a caption", line=one.line,
                code="markup.formula-in-title", expected="words, since these also stand in menus, bookmarks and lists",
                action="Say it in words, and show the formula in the text below.")
