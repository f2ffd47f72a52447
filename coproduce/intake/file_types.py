"""What a file really is, whatever its name says, and what to do with one that is not read."""

from __future__ import annotations

import io
import re
import zipfile

from coproduce.ground.problems import Problem, ProblemsFound

#: Most bytes that a packed file may unpack to: a small one can be made to fill the memory.
MAX_UNPACKED = 500_000_000
READ = (
    "an .xlsx, .xls, .ods or .csv file as a form service or a spreadsheet program writes it, "
    "the .txt file that the page Contribute saves, or an e-mail (.eml) with it"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAVE_SHEET = "Open it in the program that made it, and save it as .xlsx, or as CSV UTF-8."
_COPY = "Copy the answers into the form for the contributor, or ask them to use the form."
#: How files of other kinds begin, what they are, and what to do.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Export the responses as a spreadsheet or CSV instead. If it is a letter: " + _COPY[0].lower() + _COPY[1:]),
    (b"{\\rtf", "a text with layout (RTF)", _COPY),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it, and take in the file that is in it."),
    (b"7z\xbc\xaf", "a packed file (7z)", "Unpack it, and take in the file that is in it."),
    (b"Rar!", "a packed file (RAR)", "Unpack it, and take in the file that is in it."),
    (b"\x89PNG", "a picture", _COPY), (b"\xff\xd8\xff", "a picture", _COPY), (b"GIF8", "a picture", _COPY),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|table|meta)\b", re.IGNORECASE | re.DOTALL)
#: Streams of old Office files, as their names stand in them.
_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "a spreadsheet or document that a password protects", "Open it, save it without a password, and take that in."),
    ("__substg1.0_", "an Outlook message (.msg)", "In Outlook save it as text (.txt), or drag the attached .txt file out of it."),
    ("WordDocument", "an old Word document (.doc)", _COPY),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", _COPY),
)
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("word/document.xml", "a Word document (.docx)", _COPY),
    ("ppt/presentation.xml", "a PowerPoint file (.pptx)", _COPY),
    ("Index/Document.iwa", "an Apple Numbers or Pages file", "In Numbers choose File, Export To, Excel or CSV."),
)
_OPEN_DOCUMENT = {
    "text": ("a text document (.odt)", _COPY), "presentation": ("a presentation (.odp)", _COPY),
    "graphics": ("a drawing (.odg)", _COPY),
}


def file_fault(name: str, message: str, action: str, expected: str = READ) -> ProblemsFound:
    """The one problem of a file that cannot be taken in."""
    return ProblemsFound([Problem(name, message, code="intake.file", expected=expected, action=action)])


def refuse_other_types(name: str, data: bytes) -> None:
    """Raises, with what it really is, if ``data`` is a file of a kind that is not read."""
    for beginning, what, action in _BEGINNINGS:
        if data.startswith(beginning):
            raise file_fault(name, f"This is {what}.", action)
    if data[4:8] == b"ftyp":
        raise file_fault(name, "This is a picture or a film.", _COPY)
    if _HTML.match(data[:5000]):
        raise file_fault(name, "This is a web page, whatever its name ends in.", _SAVE_SHEET)
    if data.startswith(OLE):
        for stream, what, action in _STREAMS:
            if stream.encode("utf-16-le") in data:
                raise file_fault(name, f"This is {what}.", action)
        if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
            raise file_fault(
                name, "This is a file of an old Office program, or one that a password protects, and no spreadsheet is found in it.",
                "Open it, and save it as .xlsx without a password, or as CSV UTF-8.")


def unpacked(name: str, data: bytes) -> tuple[str, bytes]:
    """What a packed file is: ``"xlsx"`` or ``"ods"`` and ``data``, or the name and bytes of the one file in it.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` for what is not read, and for
    what would unpack to more than :data:`MAX_UNPACKED`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [part for part in packed.infolist() if not part.is_dir()]
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise file_fault(name, "The file is far too large when unpacked.", "Export the responses again.")
            names = {part.filename for part in parts}
            if "[Content_Types].xml" in names and any(part.startswith("xl/workbook.") for part in names):
                return "xlsx" if "xl/workbook.xml" in names else "xlsb", data
            for part, what, action in _PARTS:
                if part in names:
                    raise file_fault(name, f"This is {what}.", action)
            if "mimetype" in names:
                return _open_document(name, packed.read("mimetype")), data
            files = [part for part in parts if not _of_the_system(part.filename)]
            if any(part.flag_bits & 1 for part in files):
                raise file_fault(name, "This packed file (.zip) is protected by a password.", "Unpack it, and take in what is in it.")
            if len(files) == 1:
                return files[0].filename.rpartition("/")[2], packed.read(files[0])
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
        ending = name.rpartition(".")[2].lower()
        raise file_fault(
            name, f"This is not a sound .{ending if ending in ('ods', 'zip') else 'xlsx'} file.",
            "Export the responses again, or save as CSV.") from None
    raise file_fault(
        name, f"This is a packed file (.zip) with {len(files):,} files in it.",
        "Unpack it, and take in the file with the responses; or all of them, if people saved them.", "a packed file with one file in it")


def _of_the_system(part: str) -> bool:
    return part.startswith("__MACOSX/") or part.rpartition("/")[2] in (".DS_Store", "Thumbs.db")


def _open_document(name: str, mimetype: bytes) -> str:
    kind = mimetype.decode("ascii", "replace").strip().rpartition("opendocument.")[2].partition("-")[0]
    if kind == "spreadsheet":
        return "ods"
    what, action = _OPEN_DOCUMENT.get(kind, ("a packed document of a kind that is not known", _COPY))
    raise file_fault(name, f"This is {what}.", action)
