"""TeX to MathML and words: what is said, and why a formula cannot be read."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from coproduce.ground.formulas import MOST_CHARACTERS, Tex, formulas

WORDS = [
    (r"E = mc^2", "E equals m c squared"),
    (r"\frac{a+b}{2n}", "open bracket a plus b close bracket over open bracket 2 n close bracket"),
    (r"\text{rate} = \frac{\text{plans}}{\text{pupils}} \times 100\%", "rate equals plans over pupils times 100 per cent"),
    (r"\sum_{i=1}^n x_i \le \sqrt[3]{y}", "sum from i equals 1 to n of x sub i is at most root 3 of y"),
    (r"(x - \bar{x})^2", "open bracket x minus x bar close bracket squared"),
    (r"\hat{\beta}_1 \ne \Gamma", "beta hat sub 1 does not equal gamma"),
    (r"\Pr(A \mid B), \operatorname{Var}(X)", "Pr open bracket A given B close bracket, Var open bracket X close bracket"),
    (r"\int_0^\infty e^{-x}\,dx", "integral from 0 to infinity of e to the power open bracket minus x close bracket d x"),
    (r"\binom{n}{k}", "open bracket n choose k close bracket"),
    (r"\begin{aligned} a &= b \\ c &= d\end{aligned}", "row 1: a equals b; row 2: c equals d"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "open bracket row 1: 1, 2; row 2: 3, 4 close bracket"),
    (r"\mathrm{SE} \approx 2", "SE is about 2"),
]
FAULTS = [
    (r"\foo{x}", "unexpected control sequence \\foo"), (r"\frac{a}", "ends too early"), ("a_{b", "ends too early"), ("  ", "empty"),
    ("{}", "shows nothing"), ("x" * (MOST_CHARACTERS + 1), "more than 2,000"), ("x^{" * 40 + "}" * 40, "stand in each other"),
]


@pytest.mark.parametrize("display", [False, True])
def test_a_formula_is_said_in_words(display):
    made = formulas(Tex(text, display) for text, _ in WORDS)
    assert {tex.text: formula.words for tex, formula in made.items()} == dict(WORDS)
    assert not any(formula.fault for formula in made.values())


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_what_cannot_be_read_is_told_and_why(text, says):
    good = Tex("x + 1", True)
    made = formulas([Tex(text, True), good])
    assert says in made[Tex(text, True)].fault and not made[Tex(text, True)].mathml
    assert made[good].words == "x plus 1"


def test_mathml_is_a_page_s_own():
    """No style, which pages forbid, no name space, no script; the layout of lines below each other stays."""
    made = formulas([Tex(r"\begin{aligned} a &= b \\ c &< d\end{aligned}", True)])
    (formula,) = made.values()
    root = etree.fromstring(formula.mathml)
    assert root.tag == "math" and root.get("display") == "block"
    assert not re.search("style|xmlns|annotation|script", formula.mathml)
    assert [cell.get("columnalign") for cell in root.iter("mtd")] == ["right", "left"] * 2


def test_what_is_text_stays_text():
    (formula,) = formulas([Tex(r"\text{<script>alert(1)</script>}")]).values()
    assert "<script" not in formula.mathml and "&lt;script" in formula.mathml
