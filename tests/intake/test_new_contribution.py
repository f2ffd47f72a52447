"""What is typed in at the terminal is checked at once and written whole, or not at all."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys

import pytest
from terminal import everything, run

from coproduce.contributions.files import Contributions
from coproduce.contributions.vocabulary import read_vocabulary
from coproduce.intake.new_contribution import field_problems, free_id, write_new
from coproduce.intake.prompts import chosen_option

#: Kind, consent, day, to be quoted, title, theme, claims, who, where, sectors, credit, asks, language, text, name, write.
ANSWERS = {
    "kind": ["1"], "consent": ["y"], "day": ["2026-02-10"], "quoted": [""], "title": ["Trees need water"], "theme": ["watering"], "claims": ["1, Trees are loved"], "who": ["2"],
    "where": ["East ward"], "sectors": [""], "credit": ["3"], "asks": ["Send a bowser", ""], "language": [""],
    "text": ["We carry water.", "", "Twice a week.", "."], "name": [""], "write": ["y"],
}


def answers(**changed):
    return [line for lines in {**ANSWERS, **changed}.values() for line in lines]


def test_a_contribution_is_asked_for_and_written(tiny):
    result = run(tiny, "contribution", *answers())
    assert result.exit_code == 0, result.output
    made = Contributions.read(tiny.paths)["trees-need-water"]
    assert made.title == "Trees need water" and made.body == "We carry water.\n\nTwice a week."
    assert made.front.claims == ("alive", "loved") and made.front.asks_basis == "stated"
    assert str(made.front.consent.date) == str(made.front.submitted) == "2026-02-10"
    assert made.credit_line() == "Anonymous"
    assert "dispositions/trees-need-water.yml" in result.output


@pytest.mark.parametrize("said, recorded", [("", False), ("n", False), ("y", True)])
def test_to_be_quoted_is_asked_for_and_not_taken_for_granted(tiny, said, recorded):
    result = run(tiny, "contribution", *answers(quoted=[said]))
    assert result.exit_code == 0, result.output
    assert Contributions.read(tiny.paths)["trees-need-water"].front.consent.quoted is recorded


def test_the_language_is_asked_for_by_its_code(tiny):
    result = run(tiny, "contribution", *answers(language=["Urdu", "ur"], title=["درختوں کو پانی دیں"], name=["water"]))
    assert result.exit_code == 0, result.output
    assert "Did you mean 'ur'?" in result.output
    made = Contributions.read(tiny.paths)["water"]
    assert (made.front.language, made.title) == ("ur", "درختوں کو پانی دیں")


def test_a_discussion_at_a_table_names_its_organisations(tiny):
    table = {"kind": ["2"], "credit": ["2"], "asks": ["", "Tree Wardens", "Mill Lane School", "", ""]}
    result = run(tiny, "contribution", *answers(**table))
    assert result.exit_code == 0, result.output
    made = Contributions.read(tiny.paths)["trees-need-water"]
    assert made.kind == "table-discussion" and made.front.organisations == ("Tree Wardens", "Mill Lane School")
    assert made.credit_line() == "Tree Wardens, Mill Lane School"


def test_a_table_that_is_credited_must_name_an_organisation(tiny):
    table = {"kind": ["2"], "credit": ["2"], "asks": ["", "", "Tree Wardens", "", ""]}
    result = run(tiny, "contribution", *answers(**table))
    assert "This is needed" in result.output
    assert Contributions.read(tiny.paths)["trees-need-water"].front.organisations == ("Tree Wardens",)


@pytest.mark.parametrize(
    "field, wrong, said",
    [
        ("title", "", "This is needed"),
        ("title", "x" * 121, "The text has 121 characters, more than 120"),
        ("title", "Ring 07700 900123", "This looks like a telephone number"),
        ("title", "a\u202eb", "cannot be seen"),
        ("theme", "hedges", "‘hedges’ is not in the list"),
        ("theme", "0", "‘0’ is not in the list"),
        ("claims", "1, 7", "‘7’ is not in the list"),
        ("day", "10/2/26", "'10/2/26' is not a date"),
        ("name", "Trees need water", "Lower-case letters, digits and hyphens"),
        ("name", "parish-watering", "‘parish-watering’ is taken"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(tiny, field, wrong, said):
    result = run(tiny, "contribution", *answers(**{field: [wrong, *ANSWERS[field]]}))
    assert said in result.output
    assert (tiny.paths.contributions / "trees-need-water.md").exists(), result.output


@pytest.mark.parametrize(
    "lines, said, again, body",
    [
        (["<b>x</b>", "."], "raw HTML", ["Water."], "Water."),
        (["Mail jo@school.org", "."], "an e-mail address", ["Water."], "Water."),
        (["# Heading", "", "Water.", "."], "a heading", ["Heading"], "Heading\n\nWater."),
        (["."], "This is needed", ANSWERS["text"], "We carry water.\n\nTwice a week."),
    ],
)
def test_a_text_that_is_not_fit_is_asked_again(tiny, lines, said, again, body):
    assert said in (output := run(tiny, "contribution", *answers(text=[*lines, *again])).output)
    assert Contributions.read(tiny.paths)["trees-need-water"].body == body, output


def test_only_the_faulty_lines_of_a_text_are_typed_anew(tiny):
    typed = ["We carry water.", "Ring 07700 900123.", "", "Twice a week.", "Mail jo@school.org", "."]
    result = run(tiny, "contribution", *answers(text=[*typed, "Ring 07700 900124.", "", "Ask for me."]))
    assert "Line 2: This looks like a telephone number" in result.output and "Line 5: " in result.output
    assert Contributions.read(tiny.paths)["trees-need-water"].body == "We carry water.\nAsk for me.\n\nTwice a week."


#: What stands before the place to type, and what may stand there to be mended.
PROMPT = re.compile(r"(?:> |: |Line \d+> ?)(?:Ring 07700 900123\.|Trees need water 07700 900123)?\Z")


@pytest.fixture
def at_a_terminal(tiny, monkeypatch, tmp_path):
    """Runs ``coproduce new contribution`` as at a terminal, with an editor that does ``change`` to its file."""
    def run_there(change: str, *lines: str) -> str:
        editor = tmp_path / "editor"
        editor.write_text(f"#!/bin/sh\ncp \"$1\" {tmp_path}/opened.md\nsleep 0.05\n{change}\n")
        editor.chmod(0o755)
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "coproduce", "new", "contribution"], cwd=tiny.paths.root, stdin=theirs, stdout=theirs,
            stderr=theirs, env=os.environ | {"VISUAL": str(editor), "TERM": "dumb"})
        os.close(theirs)
        said, seen = "", 0
        try:
            for one in (*lines, None):
                # A key that deletes must not be pressed before the line that it works on stands there.
                while not PROMPT.search(said, seen) if one is not None else process.poll() is None or select.select([ours], [], [], 0)[0]:
                    ready, _, _ = select.select([ours], [], [], 60)
                    assert ready, f"it waits for more than {one!r}: {said}"
                    try:
                        more = os.read(ours, 10_000)
                    except OSError:  # Linux tells so that the other end is closed
                        more = b""
                    if not more:
                        return said
                    said += more.decode(errors="replace")
                if one is not None:
                    seen = len(said)
                    os.write(ours, f"{one}\n".encode())
        finally:
            process.kill()
            process.wait()
            os.close(ours)
        return said
    return run_there


@pytest.mark.slow
def test_a_faulty_text_is_opened_in_the_editor_with_what_was_typed(at_a_terminal, tiny, tmp_path):
    typed = ["We carry water.", "Ring 07700 900123.", "."]
    said = at_a_terminal("sed -i.bak s/07700.900123/us/ \"$1\"", *answers(text=typed))
    assert Contributions.read(tiny.paths)["trees-need-water"].body == "We carry water.\nRing us.", said
    opened = (tmp_path / "opened.md").read_text()
    assert opened.startswith("We carry water.\nRing 07700 900123.\n") and "# Line 2: This looks like a telephone number" in opened


@pytest.mark.slow
def test_an_editor_that_changes_nothing_leaves_the_lines_to_be_mended(at_a_terminal, tiny):
    # The faulty line stands there already: Ctrl-U takes it away.
    said = at_a_terminal("true", *answers(text=["We carry water.", "Ring 07700 900123.", ".", "\x15Ring us."]))
    assert Contributions.read(tiny.paths)["trees-need-water"].body == "We carry water.\nRing us.", said


@pytest.mark.slow
def test_a_faulty_line_stands_in_the_terminal_to_be_mended(at_a_terminal, tiny):
    said = at_a_terminal("true", *answers(title=["Trees need water 07700 900123", "\x7f" * 13]))
    assert Contributions.read(tiny.paths)["trees-need-water"].title == "Trees need water", said


def test_a_text_that_is_too_long_is_shortened_where_the_person_says(tiny):
    result = run(tiny, "contribution", *answers(text=["We carry water.", "x" * 6000, ".", "2", "Twice a week."]))
    assert "The text has 6,016 characters" in result.output
    assert Contributions.read(tiny.paths)["trees-need-water"].body == "We carry water.\nTwice a week."


def test_only_the_faulty_entry_of_a_list_is_typed_anew(tiny):
    asks = ["Send a bowser", "Ring 07700 900123", "Ring nobody", "x" * 201, "Plant oaks", ""]
    result = run(tiny, "contribution", *answers(asks=asks))
    assert "a telephone number" in result.output and "201 characters" in result.output
    assert Contributions.read(tiny.paths)["trees-need-water"].front.asks == ("Send a bowser", "Ring nobody", "Plant oaks")


def test_consent_is_asked_for_before_anything_is_typed(tiny):
    result = run(tiny, "contribution", "1", "n")
    assert "Without consent nothing is written" in result.output and "The point made" not in result.output


@pytest.mark.parametrize("wrong", ["hedges", "", "0", "7, watering"])
def test_a_wrong_choice_does_not_show_the_list_again_unless_asked(tiny, wrong):
    said = run(tiny, "contribution", *answers(theme=[wrong, *ANSWERS["theme"]])).output
    assert said.count("  1  Watering") == 1, said
    again = run(tiny, "contribution", *answers(theme=[wrong, "?", *ANSWERS["theme"]])).output
    assert again.count("  1  Watering") == 2, again


def test_a_name_that_tells_a_telephone_number_is_asked_again(tiny):
    run(tiny, "contribution", *answers(name=["ring-07700-900123", "trees"]))
    assert (tiny.paths.contributions / "trees.md").exists()


@pytest.mark.parametrize("changed", [{"consent": ["n"]}, {"write": ["n"]}, {"consent": []}, {"write": []}])
def test_without_consent_or_at_a_stop_nothing_is_written(tiny, changed):
    before = everything(tiny)
    run(tiny, "contribution", *answers(**changed))
    assert everything(tiny) == before


def test_a_name_is_asked_for_only_when_it_is_to_be_shown(tiny):
    result = run(tiny, "contribution", *answers(credit=["1", "", "Asha Patel", "Larkwell Parish Council"]))
    assert result.exit_code == 0, result.output
    assert "The person's name" in result.output and "The person's name" not in run(tiny, "contribution").output
    assert Contributions.read(tiny.paths)["trees-need-water"].credit_line() == "Asha Patel, Larkwell Parish Council"


def test_a_published_statement_is_asked_for_its_source_and_not_for_consent(tiny):
    result = run(tiny, "contribution", *answers(
        kind=["4"], consent=["parish-letter"], day=["page 2", "2024-07"], credit=["2", "Larkwell Parish Council"]))
    assert result.exit_code == 0, result.output
    front = Contributions.read(tiny.paths)["trees-need-water"].front
    assert (front.source, front.locator, front.published, front.consent) == ("parish-letter", "page 2", "2024-07", None)
    assert front.asks_basis == "implied" and "Did the contributor agree" not in result.output


def test_the_name_of_a_withdrawn_contribution_is_not_used_again(tiny):
    (tiny.paths.contributions / "withdrawn").mkdir()
    (tiny.paths.contributions / "withdrawn" / "trees-need-water.yml").write_text("")
    run(tiny, "contribution", *answers())
    assert (tiny.paths.contributions / "trees-need-water-2.md").exists()


@pytest.mark.parametrize(
    "wanted, free",
    [("a", "a-2"), ("new", "new"), ("", "contribution"), ("word-" * 20, "word-" * 10 + "word"), ("x" * 80, "x" * 56)],
)
def test_free_names(wanted, free):
    assert free_id(wanted.strip("-"), frozenset({"a"})) == free


@pytest.mark.parametrize("typed, meant", [("1", "a"), ("b", "b"), ("label B", "b"), ("3", None), ("²", None), ("", None)])
def test_choices(typed, meant):
    assert chosen_option(typed, {"a": "Label A", "b": "Label B"}) == meant


def test_one_field_is_judged_by_itself(tiny):
    vocabulary, _ = read_vocabulary(tiny.paths.contributions / "vocabulary.yml", "vocabulary.yml")
    assert field_problems("contributor.region", "east", vocabulary) == []
    assert [p.code for p in field_problems("contributor.region", "eest", vocabulary)] == ["contribution.term"]


def test_an_existing_file_is_never_overwritten(tiny):
    folder = tiny.paths.contributions
    before = {p.name: p.read_bytes() for p in folder.glob("*.*")}
    assert write_new("east-volunteer", "new", tiny.paths).name == "east-volunteer-2.md"
    assert {p.name: p.read_bytes() for p in folder.glob("*.*")} == before | {"east-volunteer-2.md": b"new"}
    assert [p.name for p in tiny.paths.half_written.iterdir()] == [".coproduce-made"]
