"""Takes exports in: reads each, decides on its responses, writes what is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from coproduce.contributions.vocabulary import Vocabulary
from coproduce.contributions.withdrawal import withdrawn_ids
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.intake.columns import Columns, find_columns, unknown_columns
from coproduce.intake.contribution_file import ReviewFolder, keys_used
from coproduce.intake.counting import People
from coproduce.intake.exported_tables import Table, read_table
from coproduce.intake.form import Form
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.identify_responses import identify_responses, responses_of
from coproduce.intake.identity import Key, find_key, public_key
from coproduce.intake.likeness import Texts
from coproduce.intake.outcomes import RunResult
from coproduce.intake.response_decider import ResponseDecider
from coproduce.intake.review import review_folder
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import writing


def intake(
    paths: Paths, file: Path, dry: bool = False, review: Path | None = None, log: Callable[[str], object] = lambda line: None,
) -> RunResult:
    """Take the responses in ``file`` into the report at ``paths``: :func:`intake_all` of one file.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if it does not fit; then nothing was written.
    """
    (_, taken), = intake_all(paths, [file], dry, review, log)
    if isinstance(taken, ProblemsFound):
        raise taken
    return taken


def intake_all(
    paths: Paths, files: Sequence[Path], dry: bool = False, review: Path | None = None,
    log: Callable[[str], object] = lambda line: None,
) -> Iterator[tuple[Path, RunResult | ProblemsFound]]:
    """Take the responses in ``files`` into the report at ``paths``, and tell of each file as it is done.

    With ``dry`` nothing is written but this user's key, without which no id can be
    told. ``review`` is the folder for responses that need a person's eye. Waits for
    another command that changes the report, and says so with ``log``. A file that does
    not fit keeps no other out. Raises :class:`~coproduce.ground.problems.ProblemsFound` if
    the form or the folder do not fit; then nothing was written. A run that was
    stopped can be repeated: files are written whole, one after the other.
    """
    form, vocabulary = form_and_vocabulary(paths)
    folder = review_folder(review, form.name, paths)
    read = [(file, _read(file, form)) for file in files]
    if all(isinstance(found, ProblemsFound) for _, found in read):
        yield from ((file, found) for file, found in read if isinstance(found, ProblemsFound))
        return
    with nullcontext() if dry else writing(paths, log):
        counter = _Counter(paths, form, vocabulary, folder, dry)
        try:
            for file, found in read:
                taken: RunResult | ProblemsFound
                try:
                    taken = found if isinstance(found, ProblemsFound) else counter.take(file, *found)
                except ProblemsFound as fault:
                    taken = fault
                yield file, taken
        finally:
            if not dry:
                counter.people.write()


def _read(file: Path, form: Form) -> tuple[Table, Columns] | ProblemsFound:
    """The table in ``file`` and its columns, or why it cannot be taken in."""
    try:
        table = read_table(file, form)
        stop_if_any(another_form(table, form))
        return table, find_columns(table, form)
    except ProblemsFound as found:
        return found


class _Counter:
    """What is known while one file after the other is taken in."""

    def __init__(self, paths: Paths, form: Form, vocabulary: Vocabulary, folder: Path, dry: bool):
        self.people = People(paths, vocabulary)
        self._desk = ResponseDecider(paths, form, vocabulary, ReviewFolder(folder), folder, dry, withdrawn_ids(paths),
                          Texts(paths.contributions), self.people)
        self._key: Key | None = None
        if not dry:
            self._desk.review_files.tidy()

    def take(self, file: Path, table: Table, columns: Columns) -> RunResult:
        """Decide on each response in ``table``."""
        desk, form = self._desk, self._desk.form
        key = public_key(form.name) if table.public else self._own_key()
        responses = responses_of(table, columns)
        notes = [*table.notes, *unknown_columns(columns, form), *_notes(table, key, file, desk.paths, bool(responses))]
        saved = bool(table.form)
        outcomes = [desk.decide(told, key, saved) for told in identify_responses(responses, form, key, saved)]
        return RunResult(outcomes, notes, desk.review, desk.dry)

    def _own_key(self) -> Key:
        if self._key is None:
            self._key = find_key(self._desk.form.name, keys_used(self._desk.paths))
            return self._key
        return Key(self._key.secret, self._key.place)  # told once that it is new


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


def another_form(table: Table, form: Form) -> list[Problem]:
    """A problem if ``table`` says itself that it answers another form."""
    if table.form in ("", form.name):
        return []
    return [Problem(
        table.name, f"This file answers the form '{table.form[:60]}'.", line=1, code="intake.another-form",
        expected=f"the form '{form.name}' of {form.path}",
        action="Take it in where that form belongs. If the form got a new name, write it into the file's first lines.")]
