"""The spreadsheet: read back as a reader's software reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from coproduce.publish.formats.spreadsheet.edition import write_spreadsheet
from coproduce.report import Report


def workbook_of(report: Report) -> Path:
    return report.paths.formats / f"{report.settings.pdf_name}-data.xlsx"


def table(sheet) -> list[tuple]:
    """Headings and rows of a sheet's one table."""
    (found,) = sheet.tables.values()
    return [tuple(cell.value for cell in row) for row in sheet[found.ref]]


def faults(path: Path) -> list[str]:
    """Where a workbook departs from the guidance on accessible spreadsheets."""
    found = []
    workbook = load_workbook(path)
    names = [t for sheet in workbook for t in sheet.tables]
    if len(set(names)) != len(names):
        found.append("two tables share a name")
    if workbook.active.title != "Cover" or workbook.sheetnames[:2] != ["Cover", "Contents"]:
        found.append("cover and contents do not come first")
    for sheet in workbook:
        where = sheet.title
        if len(where) > 31 or " " in where:
            found.append(f"{where}: name of a sheet")
        if not sheet["A1"].value or sheet["A1"].style != "Heading 1":
            found.append(f"{where}: no title in A1")
        if sheet.merged_cells.ranges:
            found.append(f"{where}: merged cells")
        if sheet.sheet_state != "visible" or any(
            d.hidden for dims in (sheet.row_dimensions, sheet.column_dimensions) for d in dims.values()
        ):
            found.append(f"{where}: something hidden")
        if any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row):
            found.append(f"{where}: a formula")
        lines = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
        if None in lines:
            found.append(f"{where}: row {lines.index(None) + 1} begins blank")
        if where == "Cover":
            continue
        if len(sheet.tables) != 1:
            found.append(f"{where}: {len(sheet.tables)} tables")
            continue
        header, *rows = table(sheet)
        if len(set(header)) != len(header) or not all(header):
            found.append(f"{where}: headings {header}")
        if not rows or any(all(cell is None for cell in row) for row in rows):
            found.append(f"{where}: a blank row")
        (ref,) = [t.ref for t in sheet.tables.values()]
        if not ref.endswith(str(sheet.max_row)):
            found.append(f"{where}: something below the table")
        blank = any(cell is None for row in rows for cell in row)
        if blank != ("A blank cell means that there is nothing to say." in lines):
            found.append(f"{where}: blank cells not explained")
        for sign in {c for row in rows for c in row if isinstance(c, str) and re.fullmatch(r"\[[a-z]+\]", c)}:
            if not any(str(line).startswith(f"{sign} means ") for line in lines):
                found.append(f"{where}: {sign} not explained")
    return found


@pytest.fixture(scope="module")
def path(tiny_material, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("sheet") / "data.xlsx"
    write_spreadsheet(tiny_material, made)
    return made


class TestTiny:
    def test_it_is_laid_out_as_the_guidance_says(self, path):
        assert faults(path) == []

    def test_the_look_would_see_faults(self, path, tmp_path):
        workbook = load_workbook(path)
        workbook["Numbers"].merge_cells("A1:B1")
        workbook["Numbers"]["B9"] = "=1+1"
        workbook["Sources"].sheet_state = "hidden"
        workbook["Sources"].insert_rows(2)
        workbook.save(tmp_path / "bad.xlsx")
        assert len(faults(tmp_path / "bad.xlsx")) >= 4

    def test_the_contents_lead_to_every_sheet(self, path):
        workbook = load_workbook(path)
        (ref,) = [t.ref for t in workbook["Contents"].tables.values()]
        leads = [row[0].hyperlink.location for row in workbook["Contents"][ref][1:]]
        assert leads == [f"'{name}'!A1" for name in workbook.sheetnames[2:]]

    def test_a_tables_sheet_has_its_number_caption_and_numbers(self, path):
        sheet = load_workbook(path)["Table_1"]
        assert sheet["A1"].value == "Table 1: Trees by street, June 2025"
        assert table(sheet) == [("Street", "Ward", "Trees"), ("Mill Lane", "East", 47), ("Orchard Road", "East", 126),
                                ("Station Street", "West", 1015)]

    def test_a_figures_sheet_has_its_number_headline_note_and_numbers(self, path):
        workbook = load_workbook(path)
        sheet = workbook["Figure_1"]
        assert sheet["A1"].value == "Figure 1: More trees each year [note 1]"
        assert table(sheet)[0] == ("Year", "Trees")
        years, trees = zip(*table(sheet)[1:], strict=True)
        assert years == (2023, 2024, 2025) and all(isinstance(n, (int, float)) for n in trees)
        (ref,) = [t.ref for t in sheet.tables.values()]
        year, count = sheet[ref][1]
        assert (year.number_format, count.number_format) == ("0", "#,##0")
        assert table(workbook["Notes"])[1] == (1, "Station Street was not counted in 2023.", "Figure_1")

    def test_numbers_are_those_of_the_ledger(self, path, tiny_material):
        header, *rows = table(load_workbook(path)["Numbers"])
        found = {row[header.index("Name")]: dict(zip(header, row, strict=True)) for row in rows}
        for value in tiny_material.ledger["values"]:
            assert found[value["name"]]["As printed"] == value["text"]
            assert found[value["name"]]["Value"] == pytest.approx(value["raw"], rel=1e-14)
        assert (found["survival"]["Low"], found["survival"]["High"]) == (88, 94)
        assert found["trees-latest"]["Low"] == "[z]"

    def test_recommendations_and_voices(self, path):
        header, *rows = table(load_workbook(path)["Recommendations"])
        first = dict(zip(header, rows[0], strict=True))
        kinds = {row[header.index("Kind")] for row in rows}
        assert kinds == {"Conclusion", "Recommendation"}
        by_name = {row[header.index("Name")]: dict(zip(header, row, strict=True)) for row in rows}
        assert by_name["water-first-summer"]["Lead"] == "Parish council"
        assert by_name["water-first-summer"]["What it says"].startswith("The parish council should water")
        watering = by_name["watering-works"]
        assert (watering["Supporting"], watering["Qualifying"], watering["Challenging"]) == (1, 1, 0)
        assert first["Number"] == 1

    def test_untrusted_text_is_never_a_formula_a_link_or_markup(self, tiny, tiny_material, tmp_path):
        file = tiny.paths.contributions / "east-volunteer.md"
        title = "=HYPERLINK('https://evil.example') $$note 1$$ [x](https://evil.example) _x0041_"
        file.write_text(file.read_text().replace("title: The census missed back gardens", f'title: "{title}"'))
        write_spreadsheet(replace(tiny_material, report=tiny), tmp_path / "a.xlsx")
        sheet = load_workbook(tmp_path / "a.xlsx")["Contributions"]
        header, *rows = sheet[next(iter(sheet.tables.values())).ref]
        cell = rows[0][[c.value for c in header].index("Title")]
        assert cell.data_type == "s" and cell.quotePrefix and cell.hyperlink is None
        assert cell.value.startswith(title[:60])
        raw = b"".join(zipfile.ZipFile(tmp_path / "a.xlsx").read(n) for n in zipfile.ZipFile(tmp_path / "a.xlsx").namelist())
        assert b"<f>" not in raw and b"_x005F_x0041_" in raw

    def test_properties_say_what_it_is_and_when(self, path):
        properties = load_workbook(path).properties
        assert properties.title == "Street trees of Larkwell: figures and numbers"
        assert properties.language == "en-GB" and properties.creator == "Larkwell Tree Wardens"
        assert properties.modified.isoformat() == properties.created.isoformat() == "2026-03-01T00:00:00"
        cover = [row[0].value for row in load_workbook(path)["Cover"].iter_rows()]
        for line in ("Edition: 1.0", "Date: 1 March 2026", "Commit: 0123456789ab", "Licence: CC BY 4.0",
                     "Report an error: trees.example.org/errors"):
            assert line in cover

    def test_time_zone_and_umask_leave_no_trace(self, path, tiny_material, tmp_path, elsewhere):
        write_spreadsheet(tiny_material, tmp_path / "two.xlsx")
        assert (tmp_path / "two.xlsx").read_bytes() == path.read_bytes()

    def test_another_program_reads_it(self, path, tmp_path):
        """LibreOffice Calc writes a sheet as CSV; skipped where it is not installed."""
        office = shutil.which("localc")
        if office is None:
            pytest.skip("LibreOffice Calc is not installed (apt-get install libreoffice-calc-nogui)")
        subprocess.run(
            [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
             "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
             "--outdir", str(tmp_path), str(path)],
            check=True, capture_output=True, timeout=180)
        made = next(tmp_path.glob("*Figure_1.csv")).read_text(encoding="utf-8")
        assert "Figure 1: More trees each year" in made and "2025,1188" in made


@pytest.mark.xdist_group("report")
def test_the_whole_report(built_report, results):
    path = workbook_of(built_report.report)
    assert faults(path) == []
    workbook = load_workbook(path)
    figures = [sheet for sheet in workbook if sheet.title.startswith("Figure_")]
    assert len(figures) == len(results.figures)
    printed = {sheet["A1"].value.partition(": ")[2].partition(" [note")[0] for sheet in workbook if sheet.title.startswith("Table_")}
    assert printed == {record.caption for record in results.tables.values()}
    headlines = {re.sub(r"^Figure \d+: | \[note \d+\]", "", sheet["A1"].value) for sheet in figures}
    assert headlines == {record.headline for record in results.figures.values()}
    assert len(table(workbook["Numbers"])) == len(results.values) + 1
    assert len(table(workbook["Contributions"])) == len(built_report.report.contributions) + 1
