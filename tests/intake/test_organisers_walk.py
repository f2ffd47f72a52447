"""A new organiser's first weeks, from an empty report to a built one, by commands alone.

What arrives is in ``arrivals.py``: an export of 200 responses, a campaign of 400 letters,
an e-mail with a signature and a letter in Urdu. Afterwards every byte of every output is
searched for what must not be seen.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import arrivals
import pdfplumber
import pikepdf
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from foreign_texts import TEXTS, TRANSLATION
from openpyxl import load_workbook

from coproduce.cli import main
from coproduce.contributions.files import Contributions
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.report import Report

pytestmark = pytest.mark.slow

#: Two examples that a new report begins with.
EXAMPLES = 2
VARIANTS, SAME = 25, 400


@dataclass
class Walk:
    """The report, what each command said, and what must stand in none of it."""

    report: Report
    said: dict[str, str]
    export: arrivals.Export
    never: list[str]


@pytest.fixture(scope="module")
def walk(tmp_path_factory) -> Iterator[Walk]:
    home = tmp_path_factory.mktemp("organiser")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(home / "own"))
        patch.delenv("COPRODUCE_INTAKE_KEY", raising=False)
        yield _walked(home)


@pytest.fixture(scope="module")
def everything(walk) -> list[tuple[str, str]]:
    """Each output, file of the report and word of a command as text, with where it stands; the same bytes once."""
    found, seen = [(f"{step}.log", _plain(text)) for step, text in walk.said.items()], set()
    for file in sorted(walk.report.paths.root.rglob("*")):
        if file.is_file() and (file.suffix, data := file.read_bytes()) not in seen:
            seen.add((file.suffix, data))
            found += _of_bytes(file.name, data)
    return found


def _walked(home: Path) -> Walk:
    root, review, inbox, said = home / "report", home / "review", home / "inbox", {}

    def run(step: str, *words: str) -> None:
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, (step, done.output)
        said[step] = done.output

    def command(step: str, *words: object) -> None:
        run(step, "--report", str(root), *map(str, words))

    run("init", "init", str(root), "--title", "The path of Larkwell", "--publisher", "Larkwell Council", "--language", "en-GB",
        "--licence", "CC BY 4.0", "--forge", "none", "--package", "coproduce==0.2")
    report = Report(root)
    form, _ = form_and_vocabulary(report.paths)
    asks = {question.field: question.ask for question in form.questions}
    inbox.mkdir()
    export = arrivals.export_of_200()
    never = [*export.never, *arrivals.SENDER]
    came = {
        "export": export.write(inbox / "responses.xlsx", asks), "campaign": arrivals.campaign(inbox / "letters.csv", asks, SAME, VARIANTS),
        "mail": arrivals.email(inbox / "mail.eml", form, asks), "urdu": arrivals.urdu(inbox / "letter.txt", form, asks)}
    for step, file in came.items():
        command(step, "intake", file, "--review", review)
    command("export again", "intake", came["export"], "--review", review)
    for file in sorted(review.glob("*.md")):
        (report.paths.contributions / file.name).write_text(_reviewed(file.read_text(encoding="utf-8")), encoding="utf-8")
    (urdu,) = (f for f in report.paths.contributions.glob("response-*.md") if "language: ur" in f.read_text(encoding="utf-8"))
    urdu.write_text(urdu.read_text(encoding="utf-8").replace("language: ur\n", f"language: ur\n{_translation()}"), encoding="utf-8")
    command("sheet", "dispose", "--export", home / "sheet.xlsx")
    _fill(home / "sheet.xlsx")
    command("decided", "dispose", "--import", home / "sheet.xlsx")
    command("check", "check")
    command("build", "build")
    return Walk(report, said, export, never)


def _reviewed(text: str) -> str:
    """As the file says: what is marked and its own lines taken out; who named no organisation is asked, and wants no name."""
    text = re.sub("⟦[^⟧]*⟧", "(left out)", text).replace("credit: organisation\n", "credit: anonymous\n" if "did not name it" in text else "credit: organisation\n")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))


def _translation() -> str:
    text = "".join(f"    {line}\n" if line else "\n" for line in TRANSLATION["text"].split("\n"))
    return f"translation:\n  title: {TRANSLATION['title']}\n  text: |\n{text}  by: {TRANSLATION['by']}\n"


def _fill(file: Path) -> None:
    book = load_workbook(file)
    sheet = book["Dispositions"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, columns["status"]).value = "noted"
        sheet.cell(row, columns["reason"]).value = "The chapters say it already."
    book.save(file)


def test_each_response_became_what_it_should(walk):
    def told(step: str) -> str:
        return next(line for line in walk.said[step].splitlines() if re.fullmatch(r"\d+ added.*", line))

    def line(**numbers: int) -> str:
        return ", ".join(f"{numbers.get(name.replace(' ', '_'), 0):,} {name}" for name in walk.export.expected) + "."

    assert told("export") == line(**{name.replace(" ", "_"): number for name, number in walk.export.expected.items()})
    assert walk.export.expected == {"added": 145, "unchanged": 0, "updated": 0, "counted": 0, "needs review": 30, "refused": 25}
    assert told("campaign") == line(added=1 + VARIANTS, counted=SAME - 1)
    assert told("mail") == told("urdu") == line(added=1)
    assert told("export again") == line(unchanged=145, needs_review=30, refused=25)
    assert walk.said["export"].count("no consent: nothing of it was kept") == 15
    assert walk.said["export"].count("the same answers as row") == 10
    assert walk.said["export"].count("a name that was not to be shown") >= len(arrivals.HIDDEN)


def test_people_and_texts_are_counted_apart(walk):
    contributions = Contributions.read(walk.report.paths)
    texts = EXAMPLES + 145 + 30 + 1 + VARIANTS + 1 + 1
    assert (len(contributions), contributions.people) == (texts, texts + SAME - 1)
    assert "178 to decide on" in walk.said["sheet"] and "178 written" in walk.said["decided"], "the variants are answered by their campaign"
    page = BeautifulSoup((walk.report.paths.html / "contributions.html").read_text(encoding="utf-8"), "html.parser")
    assert f"The report has {texts:,} contributions, with {texts + SAME - 1:,} people and organisations behind them." in page.article.get_text()
    entries = " ".join(BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").article.get_text(" ")
                       for file in walk.report.paths.html.glob("contributions-space-*.html"))
    assert f"A campaign: {SAME + VARIANTS} people sent these words or nearly these, in {1 + VARIANTS} texts; {SAME} of them sent exactly this one." in entries


def test_nothing_private_is_in_any_byte_of_what_was_built_or_said(walk, everything):
    never = {_plain(text): text for text in walk.never}
    found = {(place, text) for place, said in everything for plain, text in never.items() if plain in said}
    assert found == set()


def test_the_search_would_have_found_it_in_every_kind_of_output(everything):
    """What is published is found by the same search in each form, so that what is not found is not there."""
    public = _plain("Runners turn back at the bridge")
    found = {Path(place.partition("!")[0]).suffix for place, said in everything if public in said}
    assert {".html", ".pdf", ".docx", ".odt", ".epub", ".xlsx", ".zip", ".json", ".csv"} <= found


def test_the_letter_in_urdu_stands_in_every_form(walk, everything):
    title, body = TEXTS["ur"]
    words = [part for part in re.split(r"[\d\s]+", f"{title} {body}") if len(part) > 3]
    outputs = walk.report.paths.root / "_build"
    for ending in ("docx", "odt", "epub"):
        (file,) = (outputs / "formats").glob(f"*.{ending}")
        said = " ".join(text for _, text in _parts(file))
        assert all(_plain(word) in said for word in words), ending
        assert _plain(TRANSLATION["title"]) in said
    (workbook,) = (outputs / "formats").glob("*.xlsx")  # it lists titles, not texts
    said = " ".join(text for _, text in _parts(workbook))
    assert all(_plain(word) in said for word in title.split())
    pages = [BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for file in (outputs / "html").glob("contributions*.html")]
    (passage,) = [block for page in pages for block in page.select('div[lang="ur"]')]
    assert passage["dir"] == "rtl" and all(word in passage.get_text() for word in body.split())
    (pdf,) = (outputs / "pdf").glob("*.pdf")
    drawn = {char for place, text in everything if place.startswith(f"{pdf.name}!page") for char in text if "\u0600" <= char <= "\u06ff" or "\ufb50" <= char <= "\ufeff"}
    assert {unicodedata.normalize("NFKC", char)[0] for char in drawn} >= set(_plain("".join(words)))


def _plain(text: str) -> str:
    """``text`` without case, entities, white space and the breaks that a format puts in."""
    return re.sub(r"[\s\u00ad\u200b]+", "", html.unescape(text)).casefold()


def _parts(file: Path) -> Iterator[tuple[str, str]]:
    """A file's bytes as text, and what it packs: parts of archives, streams and letters of a PDF."""
    yield from _of_bytes(file.name, file.read_bytes())


def _of_bytes(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    yield name, _plain(data.decode("utf-8", "replace"))
    if data.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, thing in enumerate(pdf.objects):
                if isinstance(thing, pikepdf.Stream):
                    try:
                        yield f"{name}!{number}", _plain(thing.read_bytes().decode("utf-8", "replace"))
                    except pikepdf.PdfError:  # a picture
                        yield f"{name}!{number}", ""
                else:
                    yield f"{name}!{number}", _plain(str(thing) if isinstance(thing, pikepdf.String) else repr(thing))
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                yield f"{name}!page {page.page_number}", _plain("".join(char["text"] for char in page.chars))
    elif is_zipfile(io.BytesIO(data)):
        with ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                for place, text in _of_bytes(Path(part).name, archive.read(part)):
                    yield f"{name}!{place}", re.sub("<[^>]*>", "", text) if place.endswith((".xml", ".xhtml")) else text
    elif data[:2] == b"\x1f\x8b":
        yield f"{name}!", _plain(zlib.decompress(data, 31).decode("utf-8", "replace"))
