"""The Word and OpenDocument files of the report as pages, as LibreOffice lays them out."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import numpy
import pikepdf
import pypdfium2
import pytest
from lxml import etree

pytestmark = pytest.mark.xdist_group("report")

ENDINGS = (".docx", ".odt")
#: Of the height of a page: where text may stand, between its head and its foot.
TOP, FOOT = 0.06, 0.93
#: A page of which less is filled is nearly empty.
NEARLY_EMPTY = 0.25
#: The least size of the summary's letters, in pt.
SMALLEST = 9
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def document(built_report, ending: str):
    return built_report.report.paths.root / "_build" / "formats" / f"{built_report.report.settings.pdf_name}{ending}"


def part(file, name: str):
    with ZipFile(file) as archive:
        return etree.fromstring(archive.read(name))


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


@pytest.fixture(scope="module", params=ENDINGS)
def laid_out(request, built_report, tmp_path_factory):
    """The pages of a file: the letters on each, and which share of its height is filled."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui fonts-liberation)")
    home, file = tmp_path_factory.mktemp("pages"), document(built_report, request.param)
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(home), str(file)],
        capture_output=True, text=True, timeout=600, check=False)
    made = home / f"{file.stem}.pdf"
    assert made.is_file(), done.stderr
    if not re.search("Liberation|Arial|Arimo", _faces(made)):
        pytest.skip("no face with the widths of Arial is installed (apt-get install fonts-liberation)")
    with pypdfium2.PdfDocument(made) as pdf:
        return [(letters(page.get_textpage().get_text_bounded()), filled(page)) for page in pdf]


def _faces(pdf: Path) -> str:
    with pikepdf.open(pdf) as opened:
        return " ".join(str(thing.BaseFont) for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing)


def filled(page) -> float:
    """How far down the text and pictures of a page reach."""
    ink = (numpy.asarray(page.render(scale=0.5, grayscale=True).to_pil()) < 235).any(axis=1)
    height = len(ink)
    rows = numpy.flatnonzero(ink[: round(FOOT * height)])
    return (rows.max() / height - TOP) / (FOOT - TOP) if len(rows) else 0.0


def test_no_page_is_nearly_empty(laid_out):
    assert len(laid_out) > 20
    assert [(number, f"{share:.0%}") for number, (_, share) in enumerate(laid_out[:-1], 1) if share < NEARLY_EMPTY] == []


def test_the_summary_stands_on_one_page(built_report, laid_out):
    body = part(document(built_report, ".docx"), "word/document.xml")
    summary = ["".join(p.itertext(f"{W}t")) for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='SummaryText']") is not None]
    assert len(summary) > 10
    # Marks of sources are numbers on a page.
    first, last = (letters(re.sub(r"\[\d+\]", "", text))[:60] for text in (summary[0], summary[-1]))
    pages = [{number for number, (said, _) in enumerate(laid_out, 1) if words in said} for words in (first, last)]
    assert pages[0] & pages[1], pages
    assert min(pages[0]) == 2


def test_the_summary_can_be_read(built_report):
    styles = part(document(built_report, ".docx"), "word/styles.xml")
    (size,) = styles.xpath("//w:style[@w:styleId='SummaryText']/w:rPr/w:sz/@w:val", namespaces={"w": W[1:-1]})
    assert int(size) / 2 >= SMALLEST
    styles = part(document(built_report, ".odt"), "styles.xml")
    (size,) = styles.xpath("//s:style[@s:name='SummaryText']/s:text-properties/@f:font-size", namespaces={"s": STYLE[1:-1], "f": FO[1:-1]})
    assert float(size.removesuffix("pt")) >= SMALLEST


def test_no_paragraph_of_a_box_but_its_last_may_be_parted_from_the_next(built_report):
    """In Word's file and in OpenDocument's; a box longer than a page still breaks."""
    from coproduce.publish.formats.styles import BOXES, PARAGRAPHS

    boxes = tuple(box[0] for box in BOXES.values())
    inner = [s for s in PARAGRAPHS if s.id.startswith(boxes) and not s.id.endswith("Last")]
    last = [s for s in PARAGRAPHS if s.id.startswith(boxes) and s.id.endswith("Last")]
    word = {s.get(f"{W}styleId"): {p.tag for p in s.iterfind(f"{W}pPr/*")} for s in part(document(built_report, ".docx"), "word/styles.xml").iter(f"{W}style")}
    open_ = {s.get(f"{STYLE}name"): dict(s.find(f"{STYLE}paragraph-properties").attrib) for s in part(document(built_report, ".odt"), "styles.xml").iter(
        f"{STYLE}style") if s.find(f"{STYLE}paragraph-properties") is not None}
    assert len(inner) > 20 and len(last) >= 10
    for style in (*inner, *last):
        assert f"{W}keepLines" in word[style.id] and open_[style.id][f"{FO}keep-together"] == "always", style.id
        keeps = f"{W}keepNext" in word[style.id], open_[style.id].get(f"{FO}keep-with-next") == "always"
        assert keeps == ((style in inner),) * 2, style.id
    used = [p.get(f"{W}val") for p in part(document(built_report, ".docx"), "word/document.xml").iter(f"{W}pStyle")]
    assert sum(name.startswith(boxes) for name in used) > 50
