"""What people type and what spreadsheets do to it: matched, read and shown as typed."""

from __future__ import annotations

import re

import pytest
from exports import answers, google, microsoft

from coproduce.contributions.markdown import body_tokens, check_body
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.columns import read_time
from coproduce.intake.exported_tables import read_table
from coproduce.intake.matching import Choices, key
from coproduce.intake.plaintext import as_markdown, clean, lines
from coproduce.intake.summary import as_text


@pytest.mark.parametrize("written", [
    "  what is YOUR  organisation's name?", "What\u00a0is your organisation\u2019s name",
    "What is your organisation\u2018s name? *", "What is\tyour organisation's\nname :",
    "\ufeffWhat is your organisation\u2032s name?", "What is your organisation`s name",
])
def test_a_question_is_known_however_it_is_typed(written):
    assert key(written) == key("What is your organisation's name?")


def test_labels_may_hold_the_mark_that_joins_them():
    choices = Choices({"Health, physical": "physical", "Health": "health", "Schools; colleges": "schools"})
    for joined in ("Health, physical;Health;Schools; colleges;", "Health, physical, Health, Schools; colleges",
                   "health,\u00a0physical\nHEALTH\nSchools; colleges"):
        assert choices.several(joined) == (["physical", "health", "schools"], []), joined


def test_an_unknown_answer_among_known_ones_is_told_as_typed():
    choices = Choices({"Health": "health", "Schools": "schools"})
    assert choices.several("Health;Our Hub;Schools;") == (["health", "schools"], ["Our Hub"])
    assert choices.several("Healthy living, Schools") == (["schools"], ["Healthy living"])


HOSTILE = [
    "# Head", "a\n---\nb", "***", "<script>alert(1)</script>", "![x](http://e.org/x.png)", "[x](javascript:alert(1))",
    "```{note}\nhi\n```", ":::{note}", "{role}`x`", "{{ x }}", "(t)=", "    code", "<javascript:x>", "&lt;b&gt; &amp;",
    "*a* _b_ snake_case __init__", "1) one\n2) two", "- a\n- b\n\ntext\n• c", "> q", "[a]: http://x", "~~x~~", "~~~",
    "x < y > z", "a\\b \\* \\", "| a | b |\n|---|---|", "2026. A year",
    "=== x", "<!-- c -->", "<?php ?>", "$x^2$ #let x",
    "=SUM(A1)", "---", "- - - -", "1. - # x", "- # x", "- ```{note}", "x\n====", "<<a>>", "* *", "a\n===\n# b\n> c",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_would_act_is_shown_as_typed(typed):
    written = as_markdown(clean(typed))
    assert check_body(written, "x") == []
    shown = "".join(inner.content for token in body_tokens(written) for inner in token.children or [])
    bullets = r"(?m)^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)"
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", re.sub(bullets, "", typed))


def test_characters_that_nobody_sees_are_taken_out():
    assert clean("a\x00b\x0bc\u200ed_x0008_\ud800\ufffe\r\nf") == "ab\ncd?\nf"
    assert lines("• one\n\n2) two\n- three; four") == ["one", "two", "three; four"]
    typed = ["Fund early years – and pay", "Pay £5 * 3", "Let Year 3) wait", "-5 is not a mark"]
    assert lines("\n".join(typed)) == typed


@pytest.mark.parametrize("text, day", [
    ("2026-11-20 09:00:05", "2026-11-20"), ("2026/11/20 3:04:05 PM GMT", "2026-11-20"),
    ("20/11/2026 15:04", "2026-11-20"),
    ("11/20/26 15:04:05", "2026-11-20"), ("03/04/2026", "2026-04-03"), ("2026-11-20T09:00:05Z", "2026-11-20"),
    ("31/02/2026", None), ("soon", None), ("", None),
    ("46346.4", "2026-11-20"), ("46346,4", "2026-11-20"), ("46346", "2026-11-20"), ("12", None), ("99999", None),
    ("20-Nov-26 09:05", "2026-11-20"), ("Fri Nov 20 2026 09:05", "2026-11-20"), ("20th November 2026", "2026-11-20"),
    ("Friday, 20 Sept. 2026", "2026-09-20"), ("November 20, 2026 3:04 PM", "2026-11-20"), ("20 Nonsense 2026", None),
    ("31 February 2026", None),
])
def test_days_are_read_as_forms_write_them(text, day):
    found = read_time(text)
    assert (found and found.date().isoformat()) == day


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_are_recognised(desk, encoding, separator):
    row = answers(1, title="Ärzte – and “schools” – say it’s so")
    file = google(desk.home / "e.csv", desk.asks, [row], encoding, separator)
    taken = desk.take(file)
    assert taken.counts["added"] == 1, taken
    assert "Ärzte – and “schools” – say it’s so" in next(iter(desk.files.values()))


def test_rows_are_counted_as_a_spreadsheet_program_shows_them(desk):
    file = google(desk.home / "e.csv", desk.asks, [answers(1, body="Two\n\nparts"), answers(2, body="Two\n\nparts")])
    assert [outcome.place for outcome in desk.take(file).outcomes] == ["row 2", "row 3"]


def test_a_stray_mark_within_a_cell_is_no_fault(tmp_path):
    file = tmp_path / "e.csv"
    file.write_text('a,b\n5" pipe,x\n"6"" pipe",y\n', encoding="utf-8")
    assert read_table(file).rows == ((2, ('5" pipe', "x")), (3, ('6" pipe', "y")))


def test_one_endless_answer_does_not_keep_the_others_out(desk):
    file = google(desk.home / "e.csv", desk.asks, [answers(1, body="word " * 60_000), answers(2)])
    assert desk.take(file).counts == {"added": 1, "unchanged": 0, "updated": 0, "counted": 0, "needs review": 1, "refused": 0}


@pytest.mark.parametrize("sheet", ["first", "second"])
def test_headings_are_found_below_a_title(desk, sheet):
    from openpyxl import Workbook, load_workbook

    export = microsoft(desk.home / "e.xlsx", desk.asks, [answers(1), answers(2)])
    rows = list(load_workbook(export).active.iter_rows(values_only=True))
    book = Workbook()
    book.active.append(["Have your say: responses"])
    book.active.merge_cells("A1:H1")
    book.active.append([])
    target = book.active if sheet == "first" else book.create_sheet("Form1")
    for row in rows:
        target.append(row)
    book.save(export)
    taken = desk.take(export)
    assert taken.counts["added"] == 2
    assert ("Row 1 stands above" in as_text(taken)) == (sheet == "first")
    assert [o.row for o in taken.outcomes] == ([4, 5] if sheet == "first" else [2, 3])


def test_a_formula_is_read_as_text(desk):
    row = answers(1, title='=HYPERLINK("http://e.org","click")', body="=1+1")
    assert desk.take(microsoft(desk.home / "e.xlsx", desk.asks, [row])).counts["added"] == 1
    text = next(iter(desk.files.values()))
    assert '=HYPERLINK(\\"http://e.org\\",\\"click\\")' in text and text.endswith("\n\n\\=1+1\n")


@pytest.mark.parametrize("data, says", [
    (b"", "no rows"), (b"PK\x03\x04 broken", "not a sound .xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"), (b"\x81\x8d,\x9d", "letters of this file"),
    (b'a,b\n"' + b"x" * 200_000, "quotation mark"), (b'"a,b\n1,2\n' + b"x" * 200_000, "quotation mark"),
    (b'a,b\n1,"2\n3,4\n5,6\n', "quotation mark"),
])
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path, data, says):
    file = tmp_path / "e.xlsx"
    file.write_bytes(data)
    with pytest.raises(ProblemsFound, match=says) as found:
        read_table(file)
    assert all(p.action for p in found.value.problems)
