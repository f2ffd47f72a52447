"""Makes the workbook.

Looked at before writing this: gptables, which the Analysis Function made for the
purpose, reads ``$$…$$`` and ``[…](…)`` in any cell as notes and links, and has no
way to tell it not to; contributors' words would be run as markup. XlsxWriter has
no document language. openpyxl is here already to read forms.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum_of
from coproduce.ground.interface_words import marked, say
from coproduce.ground.zip_files import write_zip
from coproduce.publish.formats.spreadsheet.report_sheets import SHORTHAND, Sheet, sheets
from coproduce.publish.formats.spreadsheet.sheets import add_styles, set_page, write_line, write_table
from coproduce.publish.imprint import imprint

if TYPE_CHECKING:
    from openpyxl import Workbook

    from coproduce.publish.formats import Material

_CORE = "docProps/core.xml"


def write_spreadsheet(material: "Material", path: Path) -> None:
    """Write the workbook to ``path``, the same bytes for the same report everywhere."""
    tables = sheets(material)
    parts = {f"sheet {sheet.name}": checksum_of(repr(sheet)) for sheet in tables}
    counts = (len(material.ledger["values"]), len(material.report.data.resources))
    material.write_cached(path, {**parts, "counts": repr(counts)}, lambda path: _write(tables, material, path))


def _write(tables: list[Sheet], material: "Material", path: Path) -> None:
    from openpyxl import Workbook

    notes = _notes(tables)
    workbook = Workbook()
    for made in workbook.worksheets:  # the empty one that a new workbook has
        workbook.remove(made)
    add_styles(workbook)
    _cover(workbook, material, tables)
    _contents(workbook, tables, bool(notes))
    if notes:
        _notes_sheet(workbook, notes)
    for sheet in tables:
        _table(workbook, sheet, notes)
    for page in workbook.worksheets:
        set_page(page)
    _save(workbook, material, path)


def _notes(tables: list[Sheet]) -> dict[str, tuple[int, list[str]]]:
    """Each caveat once: its number, and the sheets it is about."""
    notes: dict[str, tuple[int, list[str]]] = {}
    for sheet in tables:
        for caveat in sheet.caveats:
            notes.setdefault(caveat, (len(notes) + 1, []))[1].append(sheet.name)
    return notes


def _cover(workbook: "Workbook", material: "Material", tables: list[Sheet]) -> None:
    settings = material.report.settings
    figures, printed = (
        sum(sheet.name.startswith(_prefix(kind)) for sheet in tables) for kind in (marked("Figure {number}"), marked("Table {number}")))
    cover = workbook.create_sheet(say("Cover"))
    lines: list[tuple[str, str, str]] = [
        (say("{title}: figures and numbers", title=settings.title), "Heading 1", ""),
        (settings.subtitle, "", ""),
        (say("What is here"), "Heading 2", ""),
        (say("The data of {figures} figures, {tables} tables of the report, {numbers} numbers with their sources, the "
             "conclusions and recommendations, and what became of each contribution.", figures=figures, tables=printed,
             numbers=len(material.ledger["values"])), "", ""),
        (say("The {number} tables that all this was computed from are in {file}.", number=len(material.report.data.resources),
             file=f"{settings.pdf_name}-data.zip"), "", ""),
        (say("This edition"), "Heading 2", ""),
        *((f"{line.label}: {line.text}", "", line.address) for line in imprint(settings, material.revision)),
        (say("Organisations: {names}", names=", ".join(settings.organisations)) if settings.organisations else "", "", ""),
        (say("Publisher: {publisher}", publisher=settings.publisher) if settings.publisher else "", "", ""),
        (settings.cover_note, "", ""),
        (say("How to read it"), "Heading 2", ""),
        (say("Each sheet after these has one table. What is in it stands above it, in column A."), "", ""),
        (say("[note 1] in a title points to the sheet Notes."), "", ""),
        *((say("{sign} means {meaning}.", sign=sign, meaning=say(meaning)), "", "") for sign, meaning in SHORTHAND.items()),
        (say("A blank cell in a column of text means that there is nothing to say."), "", ""),
        (say("Go to the contents"), "", f"#{say('Contents')}"),
    ]
    cover.column_dimensions["A"].width = 90
    for row, (text, style, address) in enumerate((line for line in lines if line[0]), start=1):
        write_line(cover, row, text, style, address, wrap=True)


def _prefix(called: str) -> str:
    """What the names of sheets of such tables begin with, such as "Figure_"."""
    return say(called, number="").replace(" ", "_")


def _contents(workbook: "Workbook", tables: list[Sheet], notes: bool) -> None:
    contents = workbook.create_sheet(say("Contents"))
    write_line(contents, 1, say("Contents"), "Heading 1")
    write_line(contents, 2, say("This sheet has one table. Each name in it leads to a sheet."))
    rows = [(f"#{say('Notes')}", say("Notes to the tables"))] if notes else []
    rows += [(f"#{sheet.name}", sheet.title) for sheet in tables]
    write_table(contents, 3, "contents", (say("Sheet"), say("What it holds")), rows, links=(say("Sheet"),))


def _notes_sheet(workbook: "Workbook", notes: dict[str, tuple[int, list[str]]]) -> None:
    made = workbook.create_sheet(say("Notes"))
    write_line(made, 1, say("Notes"), "Heading 1")
    write_line(made, 2, say("This sheet has one table."))
    write_line(made, 3, say("Back to the contents"), address=f"#{say('Contents')}")
    rows = [(number, text, "; ".join(names)) for text, (number, names) in notes.items()]
    write_table(made, 4, "notes", (say("Note number"), say("Note"), say("Sheets")), rows)


def _table(workbook: "Workbook", sheet: Sheet, notes: dict[str, tuple[int, list[str]]]) -> None:
    made = workbook.create_sheet(sheet.name)
    marks = "".join(" " + say("[note {number}]", number=notes[caveat][0]) for caveat in sheet.caveats)
    cells = {cell for row in sheet.rows for cell in row if isinstance(cell, str)}
    lines = [
        say("This sheet has one table.") + (" " + say("Notes are on the sheet Notes.") if marks else ""),
        *sheet.lines,
        *(say("{sign} means {meaning}.", sign=sign, meaning=say(meaning)) for sign, meaning in SHORTHAND.items() if sign in cells),
    ]
    if "" in cells:
        lines.append(say("A blank cell means that there is nothing to say."))
    write_line(made, 1, sheet.title + marks, "Heading 1")
    for row, line in enumerate(lines, start=2):
        write_line(made, row, line)
    write_line(made, len(lines) + 2, say("Back to the contents"), address=f"#{say('Contents')}")
    write_table(made, len(lines) + 3, sheet.name.lower(), sheet.header, sheet.rows, sheet.links)


def _save(workbook: "Workbook", material: "Material", path: Path) -> None:
    """Save the workbook as of the revision's moment: openpyxl writes that of now."""
    from zipfile import ZipFile

    from openpyxl.xml.functions import tostring

    settings = material.report.settings
    properties = workbook.properties
    properties.title = say("{title}: figures and numbers", title=settings.title)
    properties.subject = settings.subtitle or None
    properties.creator = settings.author
    properties.lastModifiedBy = settings.author
    properties.keywords = ", ".join(settings.keywords) or None
    properties.description = ". ".join(f"{line.label}: {line.text}" for line in imprint(settings, material.revision))
    properties.language = settings.language
    properties.version = settings.edition
    saved = BytesIO()
    workbook.save(saved)
    moment = datetime.fromtimestamp(material.revision.epoch, UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment
    with ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[_CORE] = tostring(properties.to_tree())
    write_zip(path, files, material.revision.epoch, first=["[Content_Types].xml"])
