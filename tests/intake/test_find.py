"""A contributor holds a code, a file, a row or words; each leads to the contribution, and tells nothing else."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from exports import answers, google, microsoft, saved

from coproduce.cli import main
from coproduce.contributions.withdrawal import withdraw

CODE = "bcdf-ghjk-lmnp"
PRIVATE = "Ring 07700 900123, please."


def run(desk, *arguments):
    result = CliRunner().invoke(main, ["--report", str(desk.paths.root), "find", "--review", str(desk.review), *map(str, arguments)])
    assert "Traceback" not in result.output and not isinstance(result.exception, (ValueError, KeyError, TypeError)), result.output
    return result


def sent(desk, name=f"contribution-{CODE}.txt", code=CODE, day="2026-11-20", **changed):
    file = desk.home / name
    file.write_text(saved(desk.asks, answers(1, **changed), desk.form.name, code, day, desk.form.consent_wording), encoding="utf-8")
    return file


@pytest.fixture
def taken(desk):
    """Three responses that the page saved, the first with :data:`CODE`; gives the id of the first."""
    desk.take(sent(desk))
    id = next(iter(desk.files))
    for code, title in (("bbbb-cccc-dddd", "Trees shade the way to school"), ("ffff-gggg-hhhh", "Buses come late in winter")):
        desk.take(sent(desk, f"{code}.txt", code, title=title, body=f"{title}, and nobody counts it. {code}"))
    assert len(desk.files) == 3
    return id


@pytest.mark.parametrize("typed", [
    CODE, CODE.upper(), "bcdf ghjk lmnp", f"contribution-{CODE}.txt", f"response: {CODE}", "contribution-bcdf-ghjk-lmnp (1).txt",
])
def test_the_code_of_a_saved_file_leads_to_its_contribution_however_it_is_typed(desk, taken, typed):
    said = run(desk, *typed.split(" ")).output
    assert re.findall(r"response-[\w-]+", said) == [taken, taken]
    assert f"coproduce withdraw {taken} " in said and "Families tell their story again" in said


def test_the_command_that_is_named_takes_it_back_and_then_it_is_told_as_withdrawn(desk, taken):
    [command] = re.findall(r"coproduce (withdraw .*) --reason", run(desk, CODE).output)
    result = CliRunner().invoke(main, ["--report", str(desk.paths.root), *command.split(), "--reason", "Asked for."])
    assert result.exit_code == 0 and taken not in desk.files
    said = run(desk, CODE).output
    assert f"withdrawn/{taken}.yml" in said and "It was withdrawn" in said and "coproduce withdraw" not in said


def test_the_file_itself_leads_there_even_if_it_was_edited_or_renamed_since(desk, taken):
    file = desk.paths.contributions / f"{taken}.md"
    assert taken in run(desk, sent(desk)).output
    file.write_text(file.read_text().replace("One record would do", "One record is enough"))
    file.rename(desk.paths.contributions / "story-again.md")
    said = run(desk, sent(desk)).output
    assert "contributions/story-again.md" in said and "renamed" in said and "coproduce withdraw story-again " in said


def test_a_code_that_is_not_known_finds_nothing(desk, taken):
    result = run(desk, "zzzz-zzzz-zzzz")
    assert result.exit_code == 1 and "Nothing was found" in result.output and "response-" not in result.output


@pytest.mark.parametrize("typed", ["{}", "{}.md", "http://r.example/contributions.html#contribution-{}"])
def test_an_id_the_name_of_a_file_or_an_address_of_the_report_leads_there(desk, taken, typed):
    assert f"contributions/{taken}.md" in run(desk, typed.format(taken)).output


# --- words


@pytest.mark.parametrize("words", ["story again and again", "STORY   AGAIN", "one record would do; nobody", "nobody joins record desk"])
def test_words_lead_there(desk, taken, words):
    said = run(desk, *words.split()).output
    assert re.findall(r"contributions/(response-[\w-]+)\.md", said) == [taken]


def test_where_no_text_holds_all_words_the_nearest_are_told_with_their_share(desk, taken):
    said = run(desk, "families tell their story hedgehogs").output
    assert taken in said and "80% of the words" in said
    assert run(desk, "hedgehogs snails beetles").exit_code == 1


@pytest.mark.parametrize("words", ["x" * 5000, "../vocabulary", "~nobody-here/x", "\\0", "vocabulary", " ", "[*"])
def test_odd_words_find_nothing(desk, taken, words):
    result = run(desk, words)
    assert result.exit_code == 1 and "Nothing was found" in result.output


def test_signs_that_markdown_would_act_on_are_found_as_they_were_typed(desk):
    desk.take(sent(desk, body="We pay £5 * 3 [each] _time_ to <nobody>."))
    assert run(desk, "£5 * 3 [each] _time_").exit_code == 0


# --- rows of exports


@pytest.mark.parametrize("service", [microsoft, google])
def test_a_row_of_an_export_leads_to_its_contribution(desk, service):
    rows = [answers(n) for n in range(4)]
    file = service(desk.home / f"e.{'xlsx' if service is microsoft else 'csv'}", desk.asks, rows)
    desk.take(file)
    for row in (2, 5):
        said = run(desk, file, "--row", row).output
        [id] = set(re.findall(r"response-[\w-]+", said))
        assert f"says response {row - 2}" in desk.files[id] and "@" not in said and "Account Holder" not in said


def test_which_row_is_meant_must_be_said(desk):
    file = microsoft(desk.home / "e.xlsx", desk.asks, [answers(n) for n in range(4)])
    desk.take(file)
    for arguments, told in (((), "holds 4 responses"), (("--row", 9), "no response in row 9")):
        result = run(desk, file, *arguments)
        assert result.exit_code == 1 and told in result.output and "from 2 to 5" in result.output


def test_a_row_without_consent_or_never_taken_in_is_told_so(desk):
    file = microsoft(desk.home / "e.xlsx", desk.asks, [answers(0), answers(1, **{"consent.given": "I do not agree"})])
    desk.take(file)
    assert "gives no consent" in run(desk, file, "--row", 3).output
    more = microsoft(desk.home / "f.xlsx", desk.asks, [answers(0), answers(1, title="Bees", body="Hives stand idle."), ], [1, 9])
    result = run(desk, more, "--row", 3)
    assert result.exit_code == 1 and "was not taken in" in result.output


# --- nothing private


def test_what_waits_for_review_is_told_by_its_place_alone(desk):
    desk.take(sent(desk, body=PRIVATE))
    assert desk.files == {}
    for typed in (CODE, "ring please"):
        said = run(desk, *typed.split()).output
        assert str(desk.review) in said and "waits for review" in said
        assert "07700" not in said and "Families" not in said and "Larkwell" not in said


def test_without_the_key_no_code_leads_anywhere_and_no_key_is_made(desk, taken, monkeypatch):
    [key] = desk.home.rglob("*.key")
    kept = key.read_bytes()
    key.unlink()
    for what in ([CODE], [sent(desk)]):
        result = run(desk, *what)
        assert result.exit_code == 1 and "key" in result.output and taken not in result.output
    assert not list(desk.home.rglob("*.key"))
    monkeypatch.setenv("COPRODUCE_INTAKE_KEY", "another key " * 4)
    assert taken not in run(desk, CODE).output
    monkeypatch.setenv("COPRODUCE_INTAKE_KEY", kept.decode())
    assert taken in run(desk, CODE).output


def test_nothing_is_written(desk, taken):
    def everything():
        return {p: p.read_bytes() for folder in (desk.paths.root, desk.home) for p in sorted(folder.rglob("*")) if p.is_file()}

    file = sent(desk)
    before = everything()
    for typed in ([CODE], [file], ["story", "again"], ["zzzz-zzzz-zzzz"]):
        run(desk, *typed)
    assert everything() == before


def test_who_was_withdrawn_before_is_told_from_the_file_too(desk, taken):
    withdraw(desk.paths, taken, "Asked for.")
    assert "It was withdrawn" in run(desk, sent(desk)).output
