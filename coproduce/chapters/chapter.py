"""What a chapter of the report calls: tables in; values, figures and tables out.

::

    from coproduce import open_chapter

    chapter = open_chapter("street-trees")
    counts = chapter.table("counts")
    latest = counts.query("year == 2025")
    chapter.value("trees-latest", latest["trees"].sum(), unit="count", rows=latest,
                  label="Trees", calculation="Sum over all streets", period="2025")

Whatever is shown names the rows it was made from. A table's index names its
rows and survives filtering, sorting and concatenating; the sources are then
read from those rows in the data, not from the chapter's copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coproduce.chapters.notebook_display import display, execution_count, silence_returned_records
from coproduce.evidence.catalogue import counted_in, counts_catalogue
from coproduce.evidence.cells import build_cells
from coproduce.evidence.package import UnknownRow
from coproduce.evidence.records import FigureRecord, Record, SourceRef, TableRecord, ValueRecord
from coproduce.evidence.row_ids import CONTRIBUTIONS, RowId
from coproduce.evidence.values import UnsoundValue, build_value, check_name
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.read_input import read_page_input
from coproduce.ground.suggestions import did_you_mean
from coproduce.ground.yaml_file import parse_yaml, split_front_matter
from coproduce.report import NotAReport, Report

if TYPE_CHECKING:
    import pandas as pd

"""The input that stands for all contributions; no table may have this name."""


class ChapterError(Exception):
    """A mistake in a chapter. The message says what is wrong and what to do."""


def open_chapter(name: str) -> "Chapter":
    """The chapter in ``book/<name>.md`` of the report around it.

    The report is the folder in the environment variable ``COPRODUCE_REPORT``,
    else the one that the working directory lies in (as in JupyterLab).

    Raises :class:`ChapterError` if there is no such report or chapter, or if the
    chapter's front matter or the data package's descriptor is not sound.
    """
    try:
        report = Report.find(os.environ.get("COPRODUCE_REPORT") or ".")
        chapter = Chapter(report, name)
        report.data  # read now, so that a fault shows at the chapter's first cell
    except (NotAReport, ProblemsFound) as error:
        raise ChapterError(str(error)) from None
    silence_returned_records()
    return chapter


class Chapter:
    """One chapter at work. ``inputs`` are those its front matter declares,
    ``inputs_read`` those it has read so far, ``records`` what it has shown."""

    def __init__(self, report: Report, name: str):
        self.report = report
        self.name = name
        self.inputs_read: set[str] = set()
        self.records: dict[str, Record] = {}
        self._registered_in: dict[str, int | None] = {}
        self._path = report.paths.relative(report.paths.chapter(name))
        self.inputs, self._inputs_line = _declared_inputs(report, name)

    def table(self, name: str) -> "pd.DataFrame":
        """A copy of a table of the data package; its index names the rows.

        Raises :class:`ChapterError` for a table that does not exist or that the
        chapter does not declare as an input.
        """
        resources = self.report.data.resources
        if name not in resources:
            known = f"{did_you_mean(name, resources)}The tables are {', '.join(sorted(resources))}"
            raise ChapterError(f"there is no table ‘{name}’ in data/datapackage.yaml. {known}.")
        self._require_input(name)
        self.inputs_read.add(name)
        return _reading(lambda: self.report.data.table(name))

    def contributions(self) -> "pd.DataFrame":
        """All contributions; the index is their ids. Needs ``contributions`` as an input."""
        self._require_input(CONTRIBUTIONS)
        self.inputs_read.add(CONTRIBUTIONS)
        return _reading(self.report.contributions.frame)

    def contributions_withdrawn(self) -> "pd.DataFrame":
        """The contributions that were taken back: their index names the records of it,
        which hold a day and a reason and nothing of what was said. Needs
        ``contributions`` as an input. Where there are none, give :meth:`value` the
        contributions that were looked through as ``rows``.
        """
        from coproduce.contributions.withdrawal import withdrawn_frame

        self._require_input(CONTRIBUTIONS)
        self.inputs_read.add(CONTRIBUTIONS)
        return _reading(lambda: withdrawn_frame(self.report.paths))

    def value(self, name: str, raw: Any = None, *, unit: str, rows: Any, label: str, calculation: str,
              period: str = "", place: str = "", caveat: str = "", interval: tuple | None = None,
              interval_kind: str = "range", decimals: int | None = None, evidence: str = "",
              people: bool = False, catalogue: bool = False) -> ValueRecord:
        """Register a number under a name, for prose and for other chapters.

        ``raw`` is unrounded, in ``unit`` (see :mod:`coproduce.evidence.number_format`
        for units, rounding and intervals). ``rows``: the rows it comes from, a
        DataFrame or several. ``calculation`` says in words how. ``people=True``
        for counts of people that this report makes itself: small ones are
        withheld (:mod:`coproduce.evidence.disclosure`). What counts rows of a
        catalogue is marked by itself (:mod:`coproduce.evidence.catalogue`);
        ``catalogue=True`` marks what was computed from such counts in another way.

        Raises :class:`ChapterError`.
        """
        provenance, sources = self._trace(f"value ‘{name}’", rows)
        threshold = self.report.settings.disclosure_threshold if people else 10
        record = _sound(lambda: build_value(
            name=name, chapter=self.name, raw=raw, unit=unit, label=label, calculation=calculation,
            period=period, place=place, caveat=caveat, interval=interval, interval_kind=interval_kind,
            decimals=decimals, evidence=evidence, people=people, threshold=threshold,
            provenance=provenance, sources=sources,
            catalogue=bool(catalogue) or counts_catalogue(raw, unit, provenance, self.report.data)))
        self._register(record)
        display(record)
        return record

    def figure(self, name: str, chart: Any, *, headline: str, subtitle: str, alt: str, rows: Any,
               data: "pd.DataFrame | None" = None, columns: Mapping[str, str] | None = None,
               caveat: str = "") -> FigureRecord:
        """Show an Altair chart with all that must stand beside it.

        ``headline`` states the finding, ``subtitle`` measure, place and period,
        ``alt`` what a reader would see. ``data`` is the download (by default
        ``rows``, as given), ``columns`` its columns and their titles.

        Raises :class:`ChapterError` if any part is missing.
        """
        from coproduce.charts.figure import FigureError, build_figure

        _sound(lambda: check_name(name))
        provenance, sources = self._trace(f"figure ‘{name}’", rows)
        if counted := counted_in(str(headline), provenance, self.report.data):
            raise ChapterError(
                f"the headline of the figure ‘{name}’ says ‘{counted}’, which no row holds: it counts rows of a catalogue "
                "(‘catalogue: true’ in data/datapackage.yaml), and their number says what was collected, not what there "
                "is. State in the headline what the rows show; say how many there are in the subtitle or the text.")
        if data is None:
            data = rows if not isinstance(rows, (list, tuple)) else _joined(rows)
        try:
            record = build_figure(self.name, name, chart, headline=headline, subtitle=subtitle, alt=alt,
                                  data=data, columns=columns, caveat=caveat, provenance=provenance,
                                  sources=sources)
        except FigureError as error:
            raise ChapterError(str(error)) from None
        self._register(record)
        display(record)
        return record

    def data_table(self, name: str, frame: "pd.DataFrame", *, caption: str, rows: Any,
                   columns: Mapping[str, str] | None = None, units: Mapping[str, str] | None = None,
                   caveat: str = "") -> TableRecord:
        """Show a table for readers. The first column heads the rows.

        ``columns`` maps columns of ``frame`` to their titles, in the order shown;
        ``units`` gives the units of numeric columns. ``caption`` states what the
        table tells.

        Raises :class:`ChapterError`.
        """
        _sound(lambda: check_name(name))
        if not str(caption or "").strip():
            raise ChapterError(f"the table ‘{name}’ has no caption. Add caption=\"…\" that says what it tells.")
        provenance, sources = self._trace(f"table ‘{name}’", rows)
        units = {**{column: "year" for column in self._year_columns(provenance) if column in frame.columns
                    and (not columns or column in columns)}, **(units or {})}
        shown, cells = _sound(lambda: build_cells(frame, columns, units), f"the table ‘{name}’: ")
        record = TableRecord(name=name, chapter=self.name, caption=caption.strip(), columns=shown, data=cells,
                             caveat=caveat, provenance=provenance, sources=sources)
        self._register(record)
        display(record)
        return record

    def _require_input(self, name: str) -> None:
        if name in self.inputs:
            return
        declared = ", ".join((*self.inputs, name))
        raise ChapterError(
            f"‘{name}’ is not among the inputs of this chapter. In {self._path}, line {self._inputs_line}, "
            f"write under ‘coproduce:’\n  inputs: [{declared}]")

    def _trace(self, what: str, rows: Any) -> tuple[tuple[str, ...], tuple[SourceRef, ...]]:
        """The rows' names and the sources that those rows have in the data."""
        ids = _row_ids(what, rows)
        contributed = self._contribution_sources() if CONTRIBUTIONS in self.inputs_read else {}
        ids = [str(RowId(CONTRIBUTIONS, row)) if row in contributed else row for row in ids]
        none_yet = CONTRIBUTIONS in self.inputs_read and not contributed
        if not ids and not none_yet:
            raise ChapterError(
                f"the {what} has no rows, so nobody could check it. Give rows=… the rows it was computed from "
                "(where none matched, the rows that were looked through). If there should be some, check the "
                "words in the filter.")
        tables = [row for row in ids if not row.startswith(f"{CONTRIBUTIONS}:")]
        try:
            sources = self.report.data.row_sources(tables)
        except UnknownRow as error:
            raise ChapterError(f"the {what} is given a row that does not exist: {error}.") from None
        for table in dict.fromkeys(RowId.parse(row).table for row in tables):
            self._require_input(table)
        if tables and not sources and len(tables) == len(ids):
            raise ChapterError(f"the {what} rests on look-up tables alone, which have no source. "
                               "Give the rows of the data that it was computed from.")
        said = (contributed[RowId.parse(row).key] for row in ids if row.startswith(f"{CONTRIBUTIONS}:"))
        return tuple(ids), tuple(dict.fromkeys((*sources, *filter(None, said))))

    def _contribution_sources(self) -> dict[str, SourceRef | None]:
        """Each contribution's id, with its source if it is a published statement; withdrawn ones besides."""
        from coproduce.contributions.withdrawal import withdrawn_frame

        given = {contribution.id: SourceRef(contribution.front.source, contribution.front.locator or "")
                 if contribution.front.source else None
                 for contribution in self.report.contributions.values()}
        return given | dict.fromkeys(withdrawn_frame(self.report.paths).index)

    def _year_columns(self, provenance: Iterable[str]) -> set[str]:
        """Columns that hold years in the tables used: 2025, not 2,025."""
        tables = {RowId.parse(row).table for row in provenance} & set(self.report.data.resources)
        return {field.name for table in tables for field in self.report.data.resources[table].fields
                if field.type == "year"}

    def _register(self, record: Record) -> None:
        """Keep the record; refuse a name that something else already has.

        At work in JupyterLab a cell is run again and again: there a later run
        replaces what an earlier one registered.
        """
        run = execution_count()
        if record.name in self.records:
            earlier = self._registered_in[record.name]
            if run is None or run == earlier or os.environ.get("COPRODUCE_REPORT"):
                raise ChapterError(f"the name ‘{record.name}’ is already taken by a "
                                   f"{self.records[record.name].kind} of this chapter. Choose another name.")
        self.records[record.name] = record
        self._registered_in[record.name] = run


def _declared_inputs(report: Report, name: str) -> tuple[tuple[str, ...], int]:
    """The inputs in the chapter's front matter, and the line to look at."""
    path = report.paths.chapter(name)
    where = report.paths.relative(path)
    if not path.is_file():
        there = sorted(p.stem for p in report.paths.book.glob("*.md"))
        raise ChapterError(f"there is no chapter {where}. {did_you_mean(name, there)}The name given to open_chapter "
                           "is that of the file without ‘.md’.")
    front, _, _ = split_front_matter(read_page_input(path, where))
    read = parse_yaml(front or "", where, first_line=2)
    if read.problems:
        raise ProblemsFound(read.problems)
    own = read.data.get("coproduce") if isinstance(read.data, dict) else None
    inputs = own.get("inputs") if isinstance(own, dict) else None
    if inputs is None:
        return (), read.line("coproduce") if own else 1
    if not isinstance(inputs, list) or not all(isinstance(item, str) for item in inputs):
        raise ChapterError(f"{where}, line {read.line('coproduce', 'inputs')}: ‘inputs’ is {inputs!r}. "
                           "Write a list of tables, such as  inputs: [areas, series]")
    return tuple(inputs), read.line("coproduce", "inputs")


def _row_ids(what: str, rows: Any) -> list[str]:
    """The names of the rows of one or several tables, each once, in order."""
    ids: dict[str, None] = {}
    for part in rows if isinstance(rows, (list, tuple)) else [rows]:
        index = getattr(part, "index", None)
        if index is None or callable(index):
            raise ChapterError(f"the {what} is given rows of the kind {type(part).__name__}. "
                               "Give rows=… a DataFrame of chapter.table(…), or a list of them.")
        if index.nlevels > 1 or (len(index) and not all(isinstance(label, str) for label in index)):
            raise ChapterError(
                f"the {what} is given rows that have lost their names (the index reads {index[0]!r}). Grouping, "
                "merging and reset_index lose them: give rows=… the table as it was before that step.")
        ids.update(dict.fromkeys(map(str, index)))
    return list(ids)


def _joined(parts: Iterable["pd.DataFrame"]) -> "pd.DataFrame":
    import pandas as pd

    return pd.concat(list(parts))


def _sound(build, prefix: str = ""):
    try:
        return build()
    except UnsoundValue as error:
        raise ChapterError(f"{prefix}{error}.") from None


def _reading(read):
    try:
        return read()
    except ProblemsFound as error:
        raise ChapterError(str(error)) from None
