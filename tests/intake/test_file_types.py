"""Files as services, programs and people hand them over: read, or named rightly with what to do."""

from __future__ import annotations

import io
import zipfile

import pytest
from exports import answers, google, microsoft, only

from coproduce.ground.problems import ProblemsFound
from coproduce.intake.summary import as_text

STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def packed(file, **parts: bytes):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file


def test_a_csv_in_a_packed_file_is_read(desk):
    inner = google(desk.home / "Have your say.csv", desk.asks, [answers(1), answers(2)]).read_bytes()
    file = packed(desk.home / "Have your say.csv.zip", **{"Have your say.csv": inner, "__MACOSX/._Have your say.csv": b"x"})
    assert desk.take(file).counts["added"] == 2


def test_a_packed_file_with_several_says_so(desk):
    file = packed(desk.home / "all.zip", **{"a.csv": b"a,b\n1,2\n", "b.csv": b"a,b\n1,2\n"})
    with pytest.raises(ProblemsFound, match="packed file .* with 2 files") as found:
        desk.take(file)
    assert "Unpack it" in found.value.problems[0].action


def test_the_strict_standard_is_read_with_its_days(desk):
    plain = microsoft(desk.home / "e.xlsx", desk.asks, [answers(1)])
    desk.take(plain)
    before = desk.files
    with zipfile.ZipFile(plain) as parts:
        made = {name: parts.read(name) for name in parts.namelist()}
    for name, content in made.items():
        for old, new in STRICT.items():
            content = content.replace(old.encode(), new.encode())
        made[name] = content
    assert b"purl.oclc.org" in made["xl/workbook.xml"]
    assert desk.take(packed(desk.home / "strict.xlsx", **made)).counts["unchanged"] == 1
    assert desk.files == before


def ods(file, rows: list[list[str]]):
    """A minimal OpenDocument spreadsheet, as its standard describes it."""
    from xml.sax.saxutils import escape

    def cell(value: str) -> str:
        paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'

    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Sheet1">'
        f"{table}</table:table></office:spreadsheet></office:body></office:document-content>")
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    return packed(file, **{"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
                           "META-INF/manifest.xml": manifest.encode()})


def test_an_open_document_spreadsheet_is_read(desk):
    row = answers(1)
    file = ods(desk.home / "e.ods", [["ID", "Submitted", *desk.asks.values()], ["1", "2026-11-20", *(row[field] for field in desk.asks)]])
    taken = desk.take(file)
    assert taken.counts["added"] == 1
    assert "One record would do" in only(desk)
    assert "Whether rows or columns of this .ods file are hidden cannot be told" in as_text(taken)


def test_hidden_rows_and_columns_are_taken_and_told(desk):
    from openpyxl import load_workbook

    file = microsoft(desk.home / "e.xlsx", desk.asks, [answers(n) for n in range(5)])
    book = load_workbook(file)
    for row in (3, 4):
        book.active.row_dimensions[row].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.save(file)
    taken = desk.take(file)
    assert taken.counts["added"] == 5
    assert "Rows 3 to 4 are hidden" in as_text(taken) and "Column 4 of the spreadsheet is hidden" in as_text(taken)
    assert "cannot be told" not in as_text(taken)


def test_numbered_questions_and_the_columns_of_smart_survey_are_known(desk):
    file = google(desk.home / "e.csv", {"UserNo": "UserNo", "Started": "Started",
                                        **{f: f"Q{n}. {ask}" for n, (f, ask) in enumerate(desk.asks.items(), 1)}},
                  [answers(1, UserNo="17", Started="20/11/2026 09:00")])
    file.write_text(file.read_text(encoding="utf-8").replace("Timestamp", "Ended", 1), encoding="utf-8")
    taken = desk.take(file)
    assert taken.counts["added"] == 1 and "not known" not in as_text(taken)


@pytest.mark.parametrize("prefix", ["1. ", "Q12) ", "Question 3: ", "q4."])
def test_numbers_before_a_question_do_not_matter(desk, prefix):
    assert desk.form.asks_for(prefix + desk.asks["title"]) == desk.form.question("title")


def test_a_byte_of_windows_in_a_file_of_utf8_is_mended_and_told(desk):
    file = google(desk.home / "e.csv", desk.asks, [answers(1, title="Ärzte say it"), answers(2, title="It’s so")])
    file.write_bytes(file.read_bytes().replace("It’s".encode(), b"It\x92s"))
    taken = desk.take(file)
    texts = "".join(desk.files.values())
    assert taken.counts["added"] == 2 and "Ärzte say it" in texts and "It’s so" in texts and "Ã" not in texts
    assert "written as Windows does" in as_text(taken) and "in line 6" in as_text(taken)


def test_a_byte_that_is_no_letter_is_refused_with_its_line(desk):
    file = google(desk.home / "e.csv", desk.asks, [answers(1, title="Ärzte say it")])
    file.write_bytes(file.read_bytes().replace(b"one point", b"") + b'"\x81"\n')
    with pytest.raises(ProblemsFound, match="line [0-9]+ holds a byte that no letter has") as found:
        desk.take(file)
    assert found.value.problems[0].line and desk.files == {}


def zip_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, b"x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("name, data, is_a", [
    ("letter.xlsx", zip_of("word/document.xml"), "a Word document"), ("e.csv", b"%PDF-1.7\n", "a PDF"),
    ("e.xls", b"\n<html><body><table><tr><td>x", "a web page"), ("e.csv", b"{\\rtf1", "RTF"), ("e.csv", b"\x89PNG\r\n", "a picture"),
    ("e.numbers", zip_of("Index/Document.iwa"), "Apple Numbers"), ("e.txt", OLE + "__substg1.0_".encode("utf-16-le"), "an Outlook message"),
    ("e.xls", OLE + "WordDocument".encode("utf-16-le"), "an old Word document"),
    ("e.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "a password protects"), ("e.csv", b"\x1f\x8b\x08", "gzip"),
    ("e.xls", OLE + "Workbook".encode("utf-16-le"), "not a sound .xls"), ("e.zip", b"PK\x03\x04 broken", "not a sound .zip"),
])
def test_a_file_of_another_kind_is_named_rightly(desk, name, data, is_a):
    (desk.home / name).write_bytes(data)
    with pytest.raises(ProblemsFound, match=is_a) as found:
        desk.take(desk.home / name)
    (problem,) = found.value.problems
    assert problem.path == name and problem.action and problem.expected


def test_the_command_takes_a_packed_export(desk):
    from click.testing import CliRunner

    from coproduce.cli import main

    inner = google(desk.home / "e.csv", desk.asks, [answers(1)]).read_bytes()
    file = packed(desk.home / "e.csv.zip", **{"e.csv": inner})
    ran = CliRunner().invoke(main, ["--report", str(desk.paths.root), "intake", str(file)])
    assert ran.exit_code == 0 and "1 added" in ran.output
