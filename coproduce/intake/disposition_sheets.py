"""A spreadsheet in which several people say what became of contributions, and what they filled in.

Written are the contributions without a disposition, one a row, with empty columns to
fill in. Read are the filled rows, of one file or of several copies; a contribution
that bears on several conclusions has a row for each. Nothing is written unless every
row is sound.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coproduce.contributions.decisions import DecisionContext, as_text
from coproduce.contributions.dispositions import STANCES, STATUSES
from coproduce.contributions.withdrawal import withdrawn_ids
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.suggestions import list_nearest
from coproduce.ground.yaml_file import read_yaml
from coproduce.intake.exported_tables import read_table
from coproduce.intake.matching import key
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs, writing

ID = "contribution"
#: The columns that tell of the contribution; they are not read back.
TOLD = ("title", "text", "asks", "who", "where", "about")
#: The columns to fill in.
FILLED = ("status", "conclusion", "stance", "how", "reason", "chapter", "decided", "by")
_BY = "editors"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00)?)?")
_OF_USES = ("conclusion", "stance", "how", "chapter")


@dataclass
class ImportSummary:
    """What an import wrote, by id, what was there already, and how many rows were left empty."""

    written: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    empty: int = 0
    notes: list[str] = field(default_factory=list)


def export(paths: Paths, file: Path) -> int:
    """Write the contributions without a disposition to ``file``, and return how many there are.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if ``file`` is there already,
    or ends neither in .xlsx nor in .csv.
    """
    from coproduce.ground.csv_text import csv_file
    from coproduce.intake.disposition_workbook import workbook

    stop_if_any(_wrong_format(file))
    desk = DecisionContext.open(paths)
    rows = list(_sheet_rows(desk))
    if not rows:
        return 0
    header = (ID, *TOLD, *FILLED)
    content = csv_file(header, rows) if file.suffix.lower() == ".csv" else workbook(header, rows, FILLED, desk)
    with file.open("xb") as out:
        out.write(content)
    return len(rows)


def _wrong_format(file: Path) -> Iterator[Problem]:
    if file.suffix.lower() not in (".xlsx", ".csv"):
        yield Problem(file.name, "This is not a name for a spreadsheet.", code="dispose.file", expected="a name that ends in .xlsx or .csv",
                      action="Give another name.")
    elif file.exists():
        yield Problem(file.name, "There is such a file already, and people may have filled it in.", code="dispose.file",
                      expected="the name of a new file", action="Give another name, or move that file away.")


def _sheet_rows(desk: DecisionContext) -> Iterator[list[str]]:
    label = desk.contributions.vocabulary.label
    for one in desk.undecided:
        front = one.front
        who = f"{one.credit_line()} ({label('organisation_types', front.contributor.organisation_type)})"
        yield [one.id, one.title, one.body, "\n".join(front.asks), who, label("regions", front.contributor.region),
               desk.about(one), *[""] * len(FILLED)]


def import_files(
    paths: Paths, files: Sequence[Path], today: dt.date | None = None, log: Callable[[str], object] = lambda line: None,
) -> ImportSummary:
    """Write the dispositions that were filled in in ``files``: all of them, or none.

    Waits for another command that changes the report, and says so with ``log``. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` with all that is wrong with any row;
    ``line`` is the row, ``field`` the column.
    """
    with writing(paths, log):
        return _import_files(paths, files, (today or dt.date.today()).isoformat())


@dataclass(frozen=True)
class _Row:
    """A row that somebody filled in: where it stands, and its cells by column."""

    file: str
    number: int
    cells: dict[str, str]

    def problem(self, column: str, message: str, expected: str, action: str, code: str = "row") -> Problem:
        return Problem(self.file, message, line=self.number, field=f"column {column}", code=f"dispose.{code}", expected=expected,
                       action=action, unit="row")


def _import_files(paths: Paths, files: Sequence[Path], today: str) -> ImportSummary:
    desk, brought = DecisionContext.open(paths), ImportSummary()
    problems: list[Problem] = []
    rows: dict[str, list[_Row]] = {}
    for file in files:
        for row in _filled_rows(file, brought, problems):
            rows.setdefault(row.cells[ID], []).append(row)
    made: dict[Path, str] = {}
    for id, told in rows.items():
        found, decision = _decision(desk, id, told, today)
        problems += found
        if found:
            continue
        file = paths.dispositions / f"{id}.yml"
        if id not in desk.contributions.disposition_texts:
            made[file] = as_text(decision)
            brought.written.append(id)
        elif _is_unchanged(file, decision, told):
            brought.existing.append(id)
        else:
            problems.append(told[0].problem(
                ID, f"What became of ‘{id}’ is recorded already, and differs.", f"what {paths.relative(file)} says, or an empty row",
                "Empty the row, or change that file by hand.", "recorded"))
    stop_if_any(problems)
    write_inputs(made, paths, new=True)
    return brought


def _filled_rows(file: Path, brought: ImportSummary, problems: list[Problem]) -> Iterator[_Row]:
    table = read_table(file)
    columns = {key(heading): position for position, heading in enumerate(table.headings) if heading.strip()}
    missing = [name for name in (ID, "status") if name not in columns]
    if missing:
        problems.append(Problem(
            file.name, f"There is no column ‘{missing[0]}’.", line=table.heading_row, unit="row", code="dispose.columns",
            expected=f"in the first row of the first sheet: {', '.join((ID, *FILLED))}",
            action="Begin with what coproduce dispose --export writes, and leave its first row as it is. If it is a .csv with other "
            "separators than commas, save it as .xlsx."))
        return
    unread = [heading for heading in table.headings if heading.strip() and key(heading) not in (ID, *TOLD, *FILLED)]
    if unread:
        brought.notes.append(f"{file.name}: not read: {', '.join(unread)}.")
    for number, cells in table.rows:
        found = {name: " ".join(cells[columns[name]].split()) for name in (ID, *FILLED) if name in columns}
        if not any(found.get(name) for name in FILLED):
            brought.empty += 1
        elif not found[ID]:
            problems.append(_Row(file.name, number, found).problem(
                ID, "This row is filled in, but does not say for which contribution.", "the id of a contribution",
                "Copy it from the row above, or empty the row."))
        else:
            yield _Row(file.name, number, found)


def _decision(desk: DecisionContext, id: str, rows: Sequence[_Row], today: str) -> tuple[list[Problem], dict[str, Any]]:
    """What is wrong with what ``rows`` say of one contribution, and the disposition if nothing is."""
    ids = desk.contributions.ids
    if id not in ids:
        gone = id in withdrawn_ids(desk.paths)
        return [row.problem(
            ID, f"‘{id}’ was withdrawn." if gone else f"There is no contribution ‘{id}’.{list_nearest(id, sorted(ids), cutoff=0.4)}",
            "the id of a contribution that is here", "Empty the row." if gone else "Correct the id.", "unknown") for row in rows], {}
    distinct: dict[tuple, _Row] = {}
    for row in rows:  # copies of one spreadsheet say many things twice
        distinct.setdefault(tuple(sorted(row.cells.items())), row)
    first, *others = distinct.values()
    problems, made = _one(desk, id, first, today)
    for row in others:
        found, more = _one(desk, id, row, today)
        problems += found
        if found or not made:
            continue
        place = f"{first.file}, row {first.number}," if first.file != row.file else f"row {first.number}"
        if more["status"] != "used" or made["status"] != "used":
            problems.append(row.problem(
                "status", f"{place} says already what became of ‘{id}’: {made['status']}.",
                "one row for each contribution, or a row for each conclusion that it is used for", "Keep one of the two.", "twice"))
            continue
        for name in ("decided", "by"):
            if row.cells.get(name) and first.cells.get(name) and more[name] != made[name]:
                problems.append(row.problem(name, f"{place} says ‘{made[name]}’.", "the same in each row of a contribution",
                                            "Keep one of the two.", "twice"))
        use = more["uses"][0]
        if any((use["chapter"], use["conclusion"]) == (other["chapter"], other["conclusion"]) for other in made["uses"]):
            problems.append(row.problem("conclusion", f"‘{use['conclusion']}’ in ‘{use['chapter']}’ is there twice for ‘{id}’.",
                                        "each conclusion once in a chapter, with one stance", "Keep one of the two.", "twice"))
        made["uses"].append(use)
    if not problems:
        problems += [first.problem(_column(p.field), p.message, p.expected, p.action) for p in desk.problems(id, made)]
    return problems, made


def _one(desk: DecisionContext, id: str, row: _Row, today: str) -> tuple[list[Problem], dict[str, Any]]:
    """What is wrong with one row, and the disposition that it would be by itself."""
    cell = {name: row.cells.get(name, "") for name in FILLED}
    status = _option_id(cell["status"], STATUSES)
    if not status:
        return [row.problem("status", "What became of it is not said.", " or ".join(STATUSES),
                            "Write it, or empty the row to decide later.")], {}
    if status not in STATUSES:
        return [row.problem("status", p.message, p.expected, p.action)
                for p in desk.problems(id, {"status": status, "decided": today, "by": _BY}) if p.field == "status"], {}
    decided = _DAY.fullmatch(cell["decided"])
    made: dict[str, Any] = {"status": status, "decided": decided[1] if decided else cell["decided"] or today, "by": cell["by"] or _BY}
    problems = []
    given = [name for name in _OF_USES if cell[name]]
    if status == "used":
        conclusion = desk.conclusions.get(cell["conclusion"])
        made["uses"] = [{
            # Where the conclusion is not known, that alone is told.
            "chapter": cell["chapter"] or (conclusion.page if conclusion else next(iter(desk.pages), "")), "conclusion": cell["conclusion"],
            "stance": _option_id(cell["stance"], STANCES), "how": cell["how"],
        }]
        problems += [row.problem(name, f"It is used, but the column {name} is empty.", what, "Fill it in.") for name, what in (
            ("conclusion", "the name of a conclusion or recommendation"), ("stance", " or ".join(STANCES)),
            ("how", "in one sentence, what it adds")) if not cell[name]]
        if cell["reason"]:
            problems.append(row.problem("reason", "A contribution that is used needs no reason.", "how, in its own column",
                                        "Move it there, or take it out."))
    else:
        made["reason"] = cell["reason"]
        if given:
            problems.append(row.problem(given[0], f"It is {status}, so that it is used for nothing.", "an empty cell, or the status used",
                                        "Correct one of the two."))
        if not cell["reason"]:
            problems.append(row.problem("reason", f"It is {status}, but without a reason.", "a sentence the contributor can accept",
                                        "Write it."))
    if not problems:
        problems += [row.problem(_column(p.field), p.message, p.expected, p.action) for p in desk.problems(id, made)]
    return problems, made


def _option_id(typed: str, options: dict[str, str]) -> str:
    """The id that was meant by itself or its label; ``typed`` if it is none, which is then told."""
    known = {key(text): id for id, label in options.items() for text in (id, label)}
    return known.get(key(typed), typed)


def _column(field: str) -> str:
    return field.rpartition(".")[2]


def _is_unchanged(file: Path, decision: dict[str, Any], rows: Sequence[_Row]) -> bool:
    """Whether ``file`` says what was filled in; where day or role was left open, any will do."""
    data = read_yaml(file, file.name, typed=False).data
    wanted = dict(decision)
    for name in ("decided", "by"):
        if not any(row.cells.get(name) for row in rows) and isinstance(data, dict) and name in data:
            wanted[name] = data[name]
    return data == wanted
