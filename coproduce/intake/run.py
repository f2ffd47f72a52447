"""Takes an export in: reads it, decides on each response, writes what is sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from coproduce.contributions.name_hints import masked
from coproduce.contributions.privacy import scan
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.contributions.withdrawal import withdrawn_ids
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.intake.columns import Columns, find_columns, read_time, unknown_columns
from coproduce.intake.drafts import Draft, Response, consent_clear, consent_given, draft_of
from coproduce.intake.exported_tables import Table, read_table
from coproduce.intake.form import Form, form_and_vocabulary
from coproduce.intake.identity import Key, find_key, public_key, saved_identity
from coproduce.intake.likeness import likest
from coproduce.intake.matching import key as plain_key
from coproduce.intake.plaintext import as_markdown
from coproduce.intake.review import review_folder, review_text
from coproduce.intake.written import Aside, as_file, compare, keys_used, with_record
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs, writing

ADDED, UNCHANGED, UPDATED, REVIEW, REFUSED = "added", "unchanged", "updated", "needs review", "refused"
_WHOLE = re.compile(r"\A(\d+)[.,]0+\Z")  # as some spreadsheets save whole numbers
_NUMBER = re.compile(r"(?=[^\W_]*\d)[\w.-]{1,40}")
STATES = (ADDED, UNCHANGED, UPDATED, REVIEW, REFUSED)


def place(row: int, number: str) -> str:
    """Where a response stands; in a shifted row, what a person typed may stand where the number should."""
    return f"row {row}" + (f" (response {number})" if _NUMBER.fullmatch(number) and not scan(number) else "")


@dataclass(frozen=True)
class Outcome:
    """What became of one response. ``text`` is what is, or would be, written; ``hints`` where names may stand in it."""

    row: int
    number: str
    id: str
    state: str
    reasons: tuple[str, ...] = ()
    text: str = ""
    hints: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return place(self.row, self.number)


@dataclass
class Taken:
    """What a run did; ``notes`` concern the whole export."""

    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    review: Path = Path()
    dry: bool = False

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(outcome.state for outcome in self.outcomes)
        return {state: counted[state] for state in STATES}


def intake(
    paths: Paths, file: Path, dry: bool = False, review: Path | None = None, log: Callable[[str], object] = lambda line: None,
) -> Taken:
    """Take the responses in ``file`` into the report at ``paths``.

    With ``dry`` nothing is written but this user's key, without which no id can be
    told. ``review`` is the folder for responses that need a person's eye. Waits for
    another command that changes the report, and says so with ``log``. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if the export, the form or the
    folder do not fit; then nothing was written. A run that was stopped can be
    repeated: files are written whole, one after the other.
    """
    form, vocabulary = form_and_vocabulary(paths)
    folder = review_folder(review, form.name, paths)
    asks = tuple(question.ask for question in form.questions)
    table = read_table(file, lambda heading: plain_key(heading) in form.headings, asks)
    stop_if_any(another_form(table, form))
    columns = find_columns(table, form)
    with nullcontext() if dry else writing(paths, log):
        return _take(table, columns, form, vocabulary, paths, file, dry, folder)


def _take(
    table: Table, columns: Columns, form: Form, vocabulary: Vocabulary, paths: Paths, file: Path, dry: bool, folder: Path
) -> Taken:
    """Decide on each response and write what is sound, with the contributions as they are by now."""
    key = public_key(form.name) if table.public else find_key(form.name, keys_used(paths))
    responses = responses_of(table, columns)
    notes = [*unknown_columns(columns, form), *_notes(table, key, file, paths, bool(responses))]
    aside = Aside(folder)
    if not dry:
        aside.tidy()
    desk = _Desk(paths, form, vocabulary, key, aside, folder, dry, bool(table.form), withdrawn_ids(paths))
    outcomes = [desk.decide(*told) for told in told_apart(responses, form, key, saved=bool(table.form))]
    return Taken(outcomes, notes, folder, dry)


def _notes(table: Table, key: Key, file: Path, paths: Paths, any_response: bool) -> Iterator[str]:
    """What concerns the whole export."""
    if table.above:
        one = len(table.above) == 1
        yield (
            f"{'Row' if one else 'Rows'} {', '.join(map(str, table.above))} {'stands' if one else 'stand'} above the questions "
            f"and {'was' if one else 'were'} not read. A response there has to be moved below them.")
    if key.new:
        yield (
            f"A key was made: {key.place}. Whoever else takes in responses of this form needs a copy of this file; "
            "keep it as you keep a password, and keep it for later exports.")
    if file.resolve().is_relative_to(paths.root.resolve()):
        yield f"{file.name} lies inside the repository, and it holds names and e-mail addresses: move it out."
    if not any_response:
        yield f"{file.name} has the questions, but no response below them. Is it the right export?"


@dataclass(frozen=True)
class _Desk:
    """Decides on one response after the other, and writes what is sound unless ``dry``.

    ``saved`` is whether the responses were saved on the report's own page, ``gone``
    holds the ids of contributions that were withdrawn.
    """

    paths: Paths
    form: Form
    vocabulary: Vocabulary
    key: Key
    aside: Aside
    review: Path
    dry: bool
    saved: bool
    gone: frozenset[str]

    def decide(self, response: Response, id: str, reason: str, state: str) -> Outcome:
        """What becomes of ``response``; ``reason`` and ``state`` say if it is in the export twice."""
        target, waiting = self.paths.contributions / f"{id}.md", self.review / f"{id}.md"
        there = target.exists()
        if refusal := self._refusal(response, id, reason if state == REFUSED else "", there):
            if id and not self.dry:
                self.aside.remove(waiting)
            return Outcome(response.row, response.number, id, REFUSED, (refusal,))
        draft = draft_of(response, self.form, self.vocabulary, id)
        draft.reasons += [reason] if reason else []
        if self.saved and not there and (earlier := likest(draft, self.paths.contributions)):
            if earlier.same:
                return Outcome(response.row, response.number, id, REFUSED, (f"the same answers as {earlier.id}.md",))
            draft.reasons.append(earlier.reason)
        text = as_file(draft.data, as_markdown(draft.body)) if not draft.reasons else ""
        found = compare(target, text, self.key) if text else ""
        if found == "both":
            draft.reasons.append(f"the response changed, and {self.paths.relative(target)} was edited by hand: compare them")
        if draft.reasons:
            return self._set_aside(response, id, draft, there, waiting)
        if not self.dry:
            if found in (ADDED, UPDATED):
                write_inputs({target: with_record(text, self.key)}, self.paths)
            self.aside.remove(waiting)
        edited = ("edited by hand, and left as it is",) if found == "edited" else ()
        hints = tuple(dict.fromkeys(map(masked, draft.hints))) if found in (ADDED, UPDATED) else ()
        return Outcome(response.row, response.number, id, UNCHANGED if edited else found, edited, text, hints)

    def _refusal(self, response: Response, id: str, twice: str, there: bool) -> str:
        """Why nothing of the response may be kept; "" if it may."""
        if id in self.gone:
            return "it was withdrawn, and stays so"
        if twice or consent_given(response, self.form):
            return twice
        reason = "no consent: nothing of it was kept"
        if not consent_clear(response, self.form):
            reason += f". The answer to '{self.form.consent.ask}' is not one of its answers"
        if there:
            reason += f". Its file is still there from before: run coproduce withdraw {id} --reason \"…\""
        return reason

    def _set_aside(self, response: Response, id: str, draft: Draft, there: bool, waiting: Path) -> Outcome:
        """Puts a response that needs review aside; one reviewed before is left alone."""
        text = review_text(draft, id)
        known = waiting.exists() and waiting.read_bytes() == text.encode()
        if there and known:
            return Outcome(
                response.row, response.number, id, UNCHANGED, ("reviewed before; its file stays as it is",))
        reasons = tuple(dict.fromkeys(draft.reasons))
        if there:
            reasons += ("its file in contributions/ stays as it is until you change it",)
        if not (self.dry or known):
            self.aside.write(waiting, text)
        return Outcome(response.row, response.number, id, REVIEW, reasons)


def another_form(table: Table, form: Form) -> list[Problem]:
    """A problem if ``table`` says itself that it answers another form."""
    if table.form in ("", form.name):
        return []
    return [Problem(
        table.name, f"This file answers the form '{table.form[:60]}'.", line=1, code="intake.another-form",
        expected=f"the form '{form.name}' of {form.path}",
        action="Take it in where that form belongs. If the form got a new name, write it into the file's first lines.")]


def responses_of(table: Table, columns: Columns) -> list[Response]:
    """The rows of ``table`` that hold any answer."""
    responses = []
    for row, cells in table.rows:
        answers = {question.field: cells[position] for position, question in columns.questions.items()}
        if any(answer.strip() for answer in answers.values()):
            responses.append(
                Response(
                    row,
                    _WHOLE.sub(r"\1", cells[columns.number].strip()) if columns.number is not None else "",
                    answers,
                    cells[columns.time].strip(),
                    cells[columns.start].strip() if columns.start is not None else "",
                    tuple(cells[position] for position in columns.names if cells[position].strip()),
                    table.wording,
                )
            )
    return responses


def told_apart(responses: list[Response], form: Form, key: Key, saved: bool = False):
    """Each response with its id, and the reason and state if it is there twice.

    The same answers sent or exported twice are one response. Two different ones
    that the export cannot tell apart (sent in the same second) are numbered in
    its order; two with the same number contradict each other. A ``saved`` response
    keeps its number for good, whatever the day on which it is saved again.
    """
    first: dict[tuple, Response] = {}
    same: Counter[tuple] = Counter()
    numbered: dict[str, int] = {}
    contents = {r.row: tuple((f, plain_key(a)) for f, a in sorted(r.answers.items())) for r in responses}
    for response in responses:
        content, reason, state = contents[response.row], "", ""
        if content in first:
            original = first[content]
            yield response, "", f"the same answers as {place(original.row, original.number)}", REFUSED
            continue
        first[content] = response
        sent = read_time(response.start or response.time, form.day_first)
        identity: tuple[str, ...]
        if saved:
            identity = saved_identity(form.name, response.number)
        elif response.number:
            # The day is written alike in all exports; the seconds are not.
            identity = (form.name, "number", response.number, sent.date().isoformat() if sent else "")
        elif sent:
            identity = (form.name, "time", sent.isoformat())
        else:
            identity = (form.name, "answers", *(answer for _, answer in content))
        same[identity] += 1
        id = key.id_of(*identity, *([str(same[identity])] if same[identity] > 1 else []))
        if response.number and same[identity] > 1:
            reason = f"row {numbered[response.number]} has the number {response.number} too, with other answers"
            state = REVIEW
        numbered.setdefault(response.number, response.row)
        yield response, id, reason, state
