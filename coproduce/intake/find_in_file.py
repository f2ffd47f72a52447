"""From a file that somebody sent, or a row of an export, to the contribution that it became."""

from __future__ import annotations

from pathlib import Path

from coproduce.contributions.files import Contributions
from coproduce.contributions.succession import counted_with
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.intake.columns import find_columns
from coproduce.intake.consent import GIVEN, consent_of
from coproduce.intake.contribution_file import as_file, id_of_text, keys_used
from coproduce.intake.contribution_locations import HERE, NOTHING, ContributionLocations, Location, title_of
from coproduce.intake.drafts import Draft, Response, draft_of
from coproduce.intake.exported_tables import read_table
from coproduce.intake.form import Form
from coproduce.intake.identify_responses import identify_responses, place, responses_of
from coproduce.intake.identity import Key, find_key, public_key
from coproduce.intake.likeness import Texts, text_of
from coproduce.intake.plaintext import as_markdown
from coproduce.intake.run import another_form


def find_in_file(shelf: ContributionLocations, form: Form, vocabulary: Vocabulary, file: Path, row: int | None) -> list[Location]:
    """What became of the response in ``file``, or in its row ``row``."""
    paths = shelf.paths
    table = read_table(file, form)
    stop_if_any(another_form(table, form))
    key = public_key(form.name) if table.public else find_key(form.name, keys_used(paths), make=False)
    told = list(identify_responses(responses_of(table, find_columns(table, form)), form, key, saved=bool(table.form)))
    asked = [one for one in told if row is None or one.response.row == row]
    if len(asked) != 1:
        raise ProblemsFound([_row_problem(file, row, [one.response.row for one in told])])
    response, id = asked[0].response, asked[0].id
    if not id:
        return [Location("", NOTHING, note=f"{place(response.row, response.number)} was not taken in: {asked[0].repeats}")]
    if head := counted_with(Contributions.collect(paths)[0], id):
        there = paths.contributions / f"{head}.md"
        return [Location(head, HERE, paths.relative(there), title_of(there),
                      f"others sent the same words, and this one is counted with it: to take that back, withdraw {id}")]
    return shelf.states(id) or _other_locations(shelf, form, response, draft_of(response, form, vocabulary, id), id, key)


def _row_problem(file: Path, row: int | None, rows: list[int]) -> Problem:
    if not rows:
        return Problem(file.name, "There is no response in this file.", code="find.row", expected="a file with responses",
                       action="Give the file that was sent, or the export.")
    told = f"There is no response in row {row}." if row is not None else f"This file holds {len(rows):,} responses."
    return Problem(file.name, told, code="find.row", expected=f"--row with a number from {min(rows)} to {max(rows)}",
                   action="Open the export, find the row of the contributor, and give its number as the spreadsheet shows it.")


def _other_locations(shelf: ContributionLocations, form: Form, response: Response, draft: Draft, id: str, key: Key) -> list[Location]:
    """A response that is not there under its own id: renamed, without consent, said before by the same words, or never taken in."""
    if consent_of(response.answers.get("consent.given", ""), form) != GIVEN:
        return [Location("", NOTHING, note="It gives no consent, so that nothing of it was kept.")]
    if renamed := id_of_text(shelf.paths, as_file(draft.data, as_markdown(draft.body)), key):
        return shelf.states(renamed, "it was renamed since it was taken in")
    texts, said = Texts(shelf.paths.contributions), text_of(draft, id)
    same = texts.same_text(said)
    if like := same or texts.similar_text(said):
        file = shelf.paths.contributions / f"{like.id}.md"
        return [Location(like.id, HERE, shelf.paths.relative(file), title_of(file),
                      "says the same, and was taken in from another file or row" if like is same
                      else "reads like it, and was taken in from another file or row: compare them")]
    return [Location("", NOTHING, note="It was not taken in, and nothing that is here reads like it.")]
