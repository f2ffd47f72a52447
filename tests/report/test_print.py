"""Every page of the PDFs as it is printed: what reaches into a margin, how small letters are, how full pages are."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

pytestmark = pytest.mark.xdist_group("report")

MM = 72 / 25.4
#: What stays empty on each side, in mm: chapter titles and wide tables reach out to the left as far as that.
LEFT, RIGHT, FOOT = 17, 17, 17
#: Letters of text, tables, figures and notes have at least this size in pt; small raised marks are ``MARK``.
SMALLEST = 8
MARK = re.compile(r"\w?[\[\]\d,– \u200b]+")
CAPTION = re.compile(r"(Figure|Table) \d+\s*[A-Z]")
#: A page that is not the last of a chapter is at least so full.
FULL = 0.6
#: From this size on a line is a heading, in pt.
HEADING = 13


@dataclass(frozen=True)
class Run:
    """Letters of one size on one line: places in pt from the foot and the left of the page, ``base`` what they stand on."""

    text: str
    size: float
    left: float
    bottom: float
    right: float
    top: float
    base: float


def size_of(page, number: int) -> float:
    """Of a letter, as it is printed: in figures it is scaled."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(page, number, ctypes.byref(matrix))
    return pdfium.FPDFText_GetFontSize(page, number) * math.hypot(matrix.b, matrix.d)


def base_of(page, number: int) -> float:
    """How far above the foot of the page a letter stands."""
    left, base = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, number, ctypes.byref(left), ctypes.byref(base))
    return base.value


def runs(page) -> list[Run]:
    text = page.get_textpage()
    found = []
    for number in range(text.count_rects()):
        box = text.get_rect(number)
        words = text.get_text_bounded(*box).strip()
        first = text.get_index((box[0] + min(box[2], box[0] + 4)) / 2, (box[1] + box[3]) / 2, 3, 3)
        if words and first is not None:
            found.append(Run(words, round(size_of(text, first), 1), *box, base_of(text, first)))
    return found


@pytest.fixture(scope="module")
def printed(built_report) -> dict[str, list[tuple[float, float, list[Run]]]]:
    """For each PDF its pages: width, height, runs."""
    paths = sorted(built_report.report.paths.pdf.glob("*.pdf"))
    found = {}
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            found[path.name] = [(*page.get_size(), runs(page)) for page in document]
    assert len(found) == 2 and all(len(pages) > 20 for pages in found.values())
    return found


def told(printed, faulty) -> list[str]:
    return [f"{name}, page {number}: {line}" for name, pages in printed.items()
            for number, (width, height, found) in enumerate(pages, 1) if number > 1 for line in faulty(width, height, found)]


def test_no_word_reaches_into_a_margin(printed):
    assert told(printed, lambda width, height, found: [
        run.text for run in found if run.left < LEFT * MM or run.right > width - RIGHT * MM]) == []


def test_letters_can_be_read(printed):
    assert told(printed, lambda width, height, found: [
        f"{run.size} pt: {run.text}" for run in found if run.size < SMALLEST - 0.1 and not MARK.fullmatch(run.text)]) == []


def body(height: float, found: list[Run]) -> list[Run]:
    """What stands between running title and foot, from the head to the foot of the page."""
    return sorted((run for run in found if FOOT * MM < run.bottom and run.top < height - 15 * MM), key=lambda run: -run.top)


def test_pages_are_full(printed):
    """But for the last: a chapter begins where the one before it ends."""
    def empty(width, height, found):
        lowest = min(run.bottom for run in body(height, found))
        share = (height - 20 * MM - lowest) / (height - 20 * MM - 20 * MM)
        return [f"{share:.0%} full"] if share < FULL else []

    last = {name: f"{name}, page {len(pages)}:" for name, pages in printed.items()}
    assert [line for line in told(printed, empty) if not line.startswith(tuple(last.values()))] == []


def test_no_heading_and_no_caption_stands_at_a_foot(printed):
    def at_foot(width, height, found):
        *_, lowest = body(height, found)
        line = " ".join(run.text for run in found if abs(run.base - lowest.base) < 1)
        return [line] if lowest.size >= HEADING or CAPTION.match(line) else []

    assert told(printed, at_foot) == []


#: Letters and blanks of the longest line of running text, captions apart.
LONGEST = 95


def joined(line: list[Run]) -> str:
    """The words of a line, with a blank where there is one: a link begins a run of its own."""
    text = line[0].text
    for before, run in zip(line, line[1:]):
        text += (" " if run.left - before.right > 0.12 * run.size else "") + run.text
    return text


def test_lines_of_running_text_are_short_enough_to_follow(printed):
    """In the size of running text; boxes, notes and lists have smaller type."""
    def long(width, height, found):
        lines: dict[int, list[Run]] = {}
        for run in found:
            if run.size == 10.5:
                lines.setdefault(round(run.base), []).append(run)
        texts = [joined(sorted(line, key=lambda run: run.left)) for line in lines.values()]
        return [text for text in texts if len(text) > LONGEST and ". ." not in text and not CAPTION.match(text)]

    assert told(printed, long) == []


#: Chapters that may have so many pages of a document and no more, by their titles.
SHORT = {"Made-up records show what joins find and miss": 2}


def test_chapters_that_must_be_short_are(built_report):
    """Measured from one chapter's heading to the next, in heights of the part of a page that text fills."""
    lengths = {}
    for path in sorted(built_report.report.paths.pdf.glob("*.pdf")):
        with pypdfium2.PdfDocument(path) as document:
            places = []
            for entry in document.get_toc():
                page = entry.get_dest()
                view = page.get_view()[1] if page else ()
                places.append((entry.get_title(), entry.level, place(document, page.get_index(), view[1])))
        for number, (title, level, start) in enumerate(places):
            if title in SHORT:
                lengths[title] = next(end for _, other, end in places[number + 1:] if other <= level) - start
    assert lengths.keys() == SHORT.keys() and all(0.5 < lengths[title] <= most for title, most in SHORT.items()), lengths


def place(document, page: int, top: float) -> float:
    """Pages and parts of pages from the beginning to a height of a page."""
    height = document[page].get_height()
    return page + min(max((height - 20 * MM - top) / (height - 40 * MM), 0), 1)
