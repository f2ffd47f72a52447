"""Macros in formulas, as MathJax would read them."""

from __future__ import annotations

import pytest

from coproduce.ground.tex_macros import Macro, defined_in, expanded, macros_of

MACROS = macros_of({"tex": {"macros": {
    "R": r"\mathbb{R}", "pair": [r"(#1,#2)", 2], "norm": [r"\|#2\|_{#1}", 2, "2"], "a": r"\alpha", "RR": r"\R^n", "loop": r"\loop x",
}}})


@pytest.mark.parametrize(("written", "read"), [
    (r"x \in \R", r"x \in \mathbb{R}"),
    (r"\RR", r"\mathbb{R}^n"),
    (r"\pair{x}{\frac{1}{2}}", r"(x,\frac{1}{2})"),
    (r"\pair xy", r"(x,y)"),
    (r"\pair{\pair{1}{2}}\beta", r"((1,2),\beta)"),
    (r"\norm{v} + \norm[1]{v}", r"\|v\|_{2} + \|v\|_{1}"),
    (r"\a b + \alpha", r"\alpha b + \alpha"),
    (r"\a", r"\alpha"),
    (r"\{\R\}", r"\{\mathbb{R}\}"),
    (r"\Real", r"\Real"),
])
def test_expanded(written, read):
    assert expanded(written, MACROS) == read


def test_a_macro_that_leads_into_itself_is_left(tmp_path):
    assert expanded(r"\loop + 1", MACROS) == r"\loop + 1"


def test_definitions_in_a_formula():
    text = r"\newcommand{\half}[1]{\frac{#1}{2}}\def\two#1#2{#1#2}\DeclareMathOperator*{\lim}{lim} \renewcommand\R{R} x"
    found, rest = defined_in(text)
    assert rest.strip() == "x"
    assert found == {"half": Macro(r"\frac{#1}{2}", 1), "two": Macro("#1#2", 2), "lim": Macro(r"\operatorname*{lim}"), "R": Macro("R")}


@pytest.mark.parametrize("settings", [None, {}, {"tex": None}, {"tex": {"macros": ["x"]}}, {"tex": {"macros": {}}}])
def test_settings_without_macros(settings):
    assert macros_of(settings) == {}
