r"""``\tag`` in formulas: taken out where the label stands beside the formula, and at the end of its row where each row has its own."""

from __future__ import annotations

import pytest

from coproduce.ground.formula_tags import tagged
from coproduce.ground.formulas import Tex, formulas


@pytest.mark.parametrize(("written", "text", "printed"), [
    (r"a = b \tag{3}", "a = b ", "(3)"),
    (r"\tag{3}a = b", "a = b", "(3)"),
    (r"a = b \tag {3a}", "a = b ", "(3a)"),
    (r"a = b \tag*{Law of ones}", "a = b ", "Law of ones"),
    (r"a = b \tag{A~1--2}", "a = b ", "(A\u00a01–2)"),
    (r"a = b \tag{$\ast$}", "a = b ", "(*)"),
    (r"a = b \tag{\textbf{I}}", "a = b ", "(I)"),
    (r"a = b \tag{$1'$}", "a = b ", "(1′)"),
    (r"a = b \tag{50\%}", "a = b ", "(50%)"),
    (r"a = b \tag{1} \tag{2}", "a = b  ", "(1), (2)"),
    (r"\begin{equation}a = b \tag{3}\end{equation}", r"\begin{equation}a = b \end{equation}", "(3)"),
    (r"\begin{align} a &= b \tag{3} \\ \end{align}", r"\begin{align} a &= b  \\ \end{align}", "(3)"),
    (r"\begin{multline} a \\ + b \tag{3} \end{multline}", r"\begin{multline} a \\ + b  \end{multline}", "(3)"),
    (r"\begin{split} a &= b \\ c &= d \end{split}\tag{3}", r"\begin{split} a &= b \\ c &= d \end{split}", "(3)"),
    (r"\begin{cases} a \\ b \tag{3} \end{cases}", r"\begin{cases} a \\ b  \end{cases}", "(3)"),
])
def test_one_tag_is_the_label_of_the_whole_formula(written, text, printed):
    found = tagged(written)
    assert (found.text, found.printed, found.numbered) == (text, printed, False)


@pytest.mark.parametrize(("written", "text", "numbered"), [
    (r"\begin{align} a &= b \tag{1} \\ c &= d \tag{2} \end{align}",
     r"\begin{align} a &= b  \qquad\text{(1)}\\ c &= d  \qquad\text{(2)}\end{align}", False),
    (r"\begin{gather} \tag{1} a \\[2pt] b \end{gather}", r"\begin{gather}  a \qquad\text{(1)}\\[2pt] b \end{gather}", True),
    (r"\begin{gather*} a \tag{1} \\ b \notag \end{gather*}", r"\begin{gather*} a  \qquad\text{(1)}\\ b  \end{gather*}", False),
    (r"\begin{align} a &= \substack{x \\ y} \tag*{X} \\ c &= d \end{align}",
     r"\begin{align} a &= \substack{x \\ y}  \qquad\text{X}\\ c &= d \end{align}", True),
    (r"a = \frac{b}{c} \tag{$3_a$}", r"a = \frac{b}{c} \qquad\text{($3_a$)}", False),
])
def test_a_tag_that_cannot_stand_beside_the_formula_stands_in_it(written, text, numbered):
    found = tagged(written)
    assert (" ".join(found.text.split()), found.numbered) == (" ".join(text.split()), numbered)
    read = formulas([Tex(found.text, display=True)])[Tex(found.text, display=True)]
    assert read.fault == ""


@pytest.mark.parametrize("written", [
    r"a = b", r"\begin{align} a &= b \\ c &= d \end{align}", r"\tagged{3}", r"a = b \tag{3", r"a = \text{\\tag{3}}", r"\\tag{3}"])
def test_what_has_no_tag_stays(written):
    assert tagged(written) == (written, (), (), True, {})


@pytest.mark.parametrize(("written", "text", "numbered"), [
    (r"a = b \nonumber", "a = b ", False), (r"a = b \notag", "a = b ", False),
    (r"\begin{align} a &= b \notag \\ c &= d \end{align}", r"\begin{align} a &= b  \\ c &= d \end{align}", True),
    (r"\begin{align} a &= b \notag \\ c &= d \nonumber \end{align}", r"\begin{align} a &= b  \\ c &= d  \end{align}", False),
])
def test_a_row_without_a_number_is_read_and_a_formula_of_such_rows_has_none(written, text, numbered):
    found = tagged(written)
    assert (found.text, found.numbered, found.printed) == (text, numbered, "")


def test_names_of_rows_lead_to_their_tags():
    found = tagged(r"\begin{align} a &= b \label{one}\tag{1} \\ c &= d \label{other} \\ e &= f \tag{3}\label{three} \end{align}")
    assert found.labels == {"one": "(1)", "three": "(3)"}
    assert found.numbered, "one row is left that has none"
    assert tagged(r"a = b \label{x} \tag{7}").labels == {"x": "(7)"}


def test_a_tag_within_a_line_of_text_follows_the_formula():
    assert tagged(r"a = b \tag{3} + c", display=False).text == r"a = b  + c\quad\text{(3)}"
