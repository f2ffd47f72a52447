"""The files of the figures beside the pages: pictures, data, and what an interactive chart needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.evidence.sources import written_date
from coproduce.ground.interface_words import say, say_many

if TYPE_CHECKING:
    from coproduce.evidence.records import FigureRecord
    from coproduce.publish.publication import Publication

#: Where they lie.
FOLDER = "figures"
VEGA = "vega"


def write_figure_files(book: "Publication", folder: Path) -> None:
    """Write into ``folder``, that of the pages, all that figures offer.

    A figure's chart for interactive use is a script, since a page opened from a
    file share may not read a file in any other way.
    """
    from coproduce.ground.csv_text import csv_file
    from coproduce.publish.html.vega import LICENCES, vega_script
    from coproduce.publish.picture import picture, png

    figures = folder / FOLDER
    for record in book.results.figures.values():
        figures.mkdir(parents=True, exist_ok=True)
        notes = _notes(book, record)
        kept = book.drawn_figures.get(record.name)
        if kept is not None and kept[0] is record and kept[1] == notes:
            continue  # written before, from this very record
        book.drawn_figures[record.name] = record, notes
        drawing = picture(record, notes)
        header = [column.title for column in record.columns]
        _write(figures / f"{record.name}.svg", drawing)
        (figures / f"{record.name}.csv").write_bytes(csv_file(header, record.data))
        _write(figures / f"{record.name}.js", _script(record))
        (figures / f"{record.name}.png").write_bytes(png(drawing, f"figure-{record.name}", book.step_cache))
    if book.results.figures:
        vega = folder / "_static" / VEGA
        vega.mkdir(parents=True, exist_ok=True)
        _write(vega / "vega.js", vega_script())
        _write(vega / LICENCES.name, LICENCES.read_text(encoding="utf-8"))


def source_names(book: "Publication", record: "FigureRecord") -> list[str]:
    """The publications that a figure rests on, each once, in the order of their numbers."""
    known, numbers = book.report.data.sources(), book.index.source_numbers
    return [known[id_].short for id_ in sorted({s.id for s in record.sources}, key=numbers.__getitem__)]


def _notes(book: "Publication", record: "FigureRecord") -> list[str]:
    """What a picture says below the drawing, wherever it ends up."""
    settings = book.report.settings
    names = source_names(book, record)
    shown, more = names[:3], len(names) - 3
    listed = "; ".join(shown) + (say("; and {more} more, listed in the report", more=more) if more > 0 else "")
    edition = say("Edition {edition}, {date}", edition=settings.edition, date=written_date(settings.date))
    origin = f"{settings.title}. {edition}. {settings.author}."
    if settings.licence:
        origin += " " + say("Licence: {licence}.", licence=settings.licence)
    return [say_many("Source: {listed}.", "Sources: {listed}.", len(names), listed=listed)] * bool(names) + [
        note for note in (record.caveat, origin) if note
    ]


def _script(record: "FigureRecord") -> str:
    name, drawings = json.dumps(record.name), json.dumps(record.interactive, ensure_ascii=False, separators=(",", ":"))
    return f"(window.reportCharts ??= {{}})[{name}] = {drawings};\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
