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
    material.keep(path, {**parts, "counts": repr(counts)}, lambda path: _write(tables, material, path))


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
    figures, printed = (sum(sheet.name.startswith(f"{kind}_") for sheet in tables) for kind in ("Figure", "Table"))
    cover = workbook.create_sheet("Cover")
    lines: list[tuple[str, str, str]] = [
        (f"{settings.title}: figures and numbers", "Heading 1", ""),
        (settings.subtitle, "", ""),
        ("What is here", "Heading 2", ""),
        (f"The data of {figures} figures, {printed} tables of the report, {len(material.ledger['values'])} numbers with their sources, the "
         "conclusions and recommendations, and what became of each contribution.", "", ""),
        (f"The {len(material.report.data.resources)} tables that all this was computed from are in "
         f"{settings.pdf_name}-data.zip.", "", ""),
        ("This edition", "Heading 2", ""),
        *((f"{line.label}: {line.text}", "", line.address) for line in imprint(settings, material.revision)),
        ("Organisations: " + ", ".join(settings.organisations) if settings.organisations else "", "", ""),
        (f"Publisher: {settings.publisher}" if settings.publisher else "", "", ""),
        (settings.cover_note, "", ""),
        ("How to read it", "Heading 2", ""),
        ("Each sheet after these has one table. What is in it stands above it, in column A.", "", ""),
        ("[note 1] in a title points to the sheet Notes.", "", ""),
        *((f"{sign} means {meaning}.", "", "") for sign, meaning in SHORTHAND.items()),
        ("A blank cell in a column of text means that there is nothing to say.", "", ""),
        ("Go to the contents", "", "#Contents"),
    ]
    cover.column_dimensions["A"].width = 90
    for row, (text, style, address) in enumerate((line for line in lines if line[0]), start=1):
        write_line(cover, row, text, style, address, wrap=True)


def _contents(workbook: "Workbook", tables: list[Sheet], notes: bool) -> None:
    contents = workbook.create_sheet("Contents")
    write_line(contents, 1, "Contents", "Heading 1")
    write_line(contents, 2, "This sheet has one table. Each name in it leads to a sheet.")
    rows = [("#Notes", "Notes to the tables")] if notes else []
    rows += [(f"#{sheet.name}", sheet.title) for sheet in tables]
    write_table(contents, 3, "contents", ("Sheet", "What it holds"), rows, links=("Sheet",))


def _notes_sheet(workbook: "Workbook", notes: dict[str, tuple[int, list[str]]]) -> None:
    made = workbook.create_sheet("Notes")
    write_line(made, 1, "Notes", "Heading 1")
    write_line(made, 2, "This sheet has one table.")
    write_line(made, 3, "Back to the contents", address="#Contents")
    rows = [(number, text, "; ".join(names)) for text, (number, names) in notes.items()]
    write_table(made, 4, "notes", ("Note number", "Note", "Sheets"), rows)


def _table(workbook: "Workbook", sheet: Sheet, notes: dict[str, tuple[int, list[str]]]) -> None:
    made = workbook.create_sheet(sheet.name)
    marks = "".join(f" [note {notes[caveat][0]}]" for caveat in sheet.caveats)
    cells = {cell for row in sheet.rows for cell in row if isinstance(cell, str)}
    lines = [
        "This sheet has one table." + (" Notes are on the sheet Notes." if marks else ""),
        *sheet.lines,
        *(f"{sign} means {meaning}." for sign, meaning in SHORTHAND.items() if sign in cells),
    ]
    if "" in cells:
        lines.append("A blank cell means that there is nothing to say.")
    write_line(made, 1, sheet.title + marks, "Heading 1")
    for row, line in enumerate(lines, start=2):
        write_line(made, row, line)
    write_line(made, len(lines) + 2, "Back to the contents", address="#Contents")
    write_table(made, len(lines) + 3, sheet.name.lower(), sheet.header, sheet.rows, sheet.links)


def _save(workbook: "Workbook", material: "Material", path: Path) -> None:
    """Save the workbook as of the revision's moment: openpyxl writes that of now."""
    from zipfile import ZipFile

    from openpyxl.xml.functions import tostring

    settings = material.report.settings
    properties = workbook.properties
    properties.title = f"{settings.title}: figures and numbers"
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
