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
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coproduce.chapters.inputs import declared_inputs
from coproduce.chapters.missing_values import caveat_on_missing
from coproduce.chapters.mistakes import ChapterError, convert_problems, convert_value_errors
from coproduce.chapters.notebook_display import display_record, execution_count, silence_returned_records
from coproduce.chapters.tracing import joined, trace, year_columns
from coproduce.evidence.catalogue import counted_in, counts_catalogue
from coproduce.evidence.cells import build_cells
from coproduce.evidence.records import FigureRecord, Record, SourceRef, TableRecord, ValueRecord
from coproduce.evidence.row_ids import CONTRIBUTIONS
from coproduce.evidence.values import NewValue, build_value, check_name
from coproduce.ground.country import use_country
from coproduce.ground.interface_words import use_language
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.suggestions import did_you_mean
from coproduce.report import NotAReport, Report

if TYPE_CHECKING:
    import pandas as pd

    from coproduce.charts.dial import Dial

def open_chapter(name: str) -> "Chapter":
    """The chapter ``<name>.md`` in the folder of pages of the report around it.

    The report is the folder in the environment variable ``COPRODUCE_REPORT``,
    else the one that the working directory lies in (as in JupyterLab).

    Raises :class:`ChapterError` if there is no such report or chapter, or if the
    chapter's front matter or the data package's descriptor is not sound.
    """
    try:
        report = Report.find(os.environ.get("COPRODUCE_REPORT") or ".")
        use_language(report.settings.interface_language)
        use_country(report.settings.country)
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
        self.inputs, self._inputs_line = declared_inputs(report, name)

    def table(self, name: str) -> "pd.DataFrame":
        """A copy of a table of the data package; its index names the rows.

        Raises :class:`ChapterError` for a table that does not exist or that the
        chapter does not declare as an input.
        """
        resources = self.report.data.resources
        if name not in resources:
            known = f"{did_you_mean(name, resources)}The tables are {', '.join(sorted(resources))}"
            raise ChapterError(f"there is no table ‘{name}’ in {self.report.paths.relative(self.report.paths.package)}. {known}.")
        self._require_input(name)
        self.inputs_read.add(name)
        return convert_problems(lambda: self.report.data.table(name))

    def contributions(self) -> "pd.DataFrame":
        """All contributions; the index is their ids. Needs ``contributions`` as an input."""
        self._require_input(CONTRIBUTIONS)
        self.inputs_read.add(CONTRIBUTIONS)
        return convert_problems(self.report.contributions.frame)

    def contributions_withdrawn(self) -> "pd.DataFrame":
        """The contributions that were taken back: their index names the records of it,
        which hold a day and a reason and nothing of what was said. Needs
        ``contributions`` as an input. Where there are none, give :meth:`value` the
        contributions that were looked through as ``rows``.
        """
        from coproduce.contributions.withdrawal import withdrawn_frame

        self._require_input(CONTRIBUTIONS)
        self.inputs_read.add(CONTRIBUTIONS)
        return convert_problems(lambda: withdrawn_frame(self.report.paths))

    def value(self, name: str, raw: Any = None, *, unit: str, rows: Any, label: str, calculation: str,
              period: str = "", place: str = "", caveat: str = "", interval: tuple | None = None,
              interval_kind: str = "range", decimals: int | None = None, evidence: str = "",
              people: bool = False, catalogue: bool = False, missing: str = "") -> ValueRecord:
        """Register a number under a name, for prose and for other chapters.

        ``period`` is the time that the number is about; where no source states one, leave
        it out, and readers are told in which years the sources were published.
        ``raw`` is unrounded, in ``unit`` (see :mod:`coproduce.evidence.number_format`
        for units, rounding and intervals). ``rows``: the rows it comes from, a
        DataFrame or several. ``calculation`` says in words how. ``people=True``
        for counts of people that this report makes itself: small ones are
        withheld (:mod:`coproduce.evidence.disclosure`). What counts rows of a
        catalogue is marked by itself (:mod:`coproduce.evidence.catalogue`);
        ``catalogue=True`` marks what was computed from such counts in another way.
        ``missing`` says in words what is not counted where rows lack a number, and
        stands first in the caveat (:mod:`coproduce.chapters.missing_values`).

        Raises :class:`ChapterError`.
        """
        provenance, sources = self._trace(f"value ‘{name}’", rows)
        caveat = caveat_on_missing(self.report, self.name, name, rows, missing, caveat)
        threshold = self.report.settings.disclosure_threshold if people else 10
        record = convert_value_errors(lambda: build_value(NewValue(
            name=name, chapter=self.name, raw=raw, unit=unit, label=label, calculation=calculation,
            period=period, place=place, caveat=caveat,
            interval=interval, interval_kind=interval_kind, decimals=decimals, evidence=evidence, people=people,
            threshold=threshold, provenance=provenance, sources=sources,
            catalogue=bool(catalogue) or counts_catalogue(raw, unit, provenance, self.report.data))))
        self._register(record)
        display_record(record)
        return record

    def figure(self, name: str, chart: Any, *, headline: str, subtitle: str, alt: str, rows: Any,
               data: "pd.DataFrame | None" = None, columns: Mapping[str, str] | None = None,
               caveat: str = "", dial: "Dial | None" = None) -> FigureRecord:
        """Show an Altair chart with all that must stand beside it.

        ``headline`` states the finding, ``subtitle`` measure, place and period,
        ``alt`` what a reader would see. ``data`` is the download (by default
        ``rows``, as given), ``columns`` its columns and their titles. ``dial``
        (:class:`coproduce.charts.Dial`) lets readers of the page move along the rows
        of ``data`` and read in a sentence what each means.

        Raises :class:`ChapterError` if any part is missing.
        """
        from coproduce.charts.figure import FigureError, build_figure

        convert_value_errors(lambda: check_name(name))
        provenance, sources = self._trace(f"figure ‘{name}’", rows)
        if counted := counted_in(str(headline), provenance, self.report.data):
            raise ChapterError(
                f"the headline of the figure ‘{name}’ says ‘{counted}’, which no row holds: it counts rows of a catalogue "
                "(‘catalogue: true’ in datapackage.yaml), and their number says what was collected, not what there "
                "is. State in the headline what the rows show; say how many there are in the subtitle or the text.")
        if data is None:
            data = rows if not isinstance(rows, (list, tuple)) else joined(rows)
        try:
            record = build_figure(self.name, name, chart, headline=headline, subtitle=subtitle, alt=alt,
                                  data=data, columns=columns, caveat=caveat, provenance=provenance,
                                  sources=sources, dial=dial)
        except FigureError as error:
            raise ChapterError(str(error)) from None
        self._register(record)
        display_record(record)
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
        convert_value_errors(lambda: check_name(name))
        if not str(caption or "").strip():
            raise ChapterError(f"the table ‘{name}’ has no caption. Add caption=\"…\" that says what it tells.")
        provenance, sources = self._trace(f"table ‘{name}’", rows)
        units = {**{column: "year" for column in year_columns(self.report, provenance) if column in frame.columns
                    and (not columns or column in columns)}, **(units or {})}
        shown, cells = convert_value_errors(lambda: build_cells(frame, columns, units), f"the table ‘{name}’: ")
        record = TableRecord(name=name, chapter=self.name, caption=caption.strip(), columns=shown, data=cells,
                             caveat=caveat, provenance=provenance, sources=sources)
        self._register(record)
        display_record(record)
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
        traced = trace(self.report, what, rows, CONTRIBUTIONS in self.inputs_read, self._require_input)
        return traced.rows, traced.sources

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
