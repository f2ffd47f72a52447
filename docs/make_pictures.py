"""Draws the pictures of the README anew: a page of the built report in a browser, and pages of its PDF.

    .venv/bin/python docs/make_pictures.py    # after `make report` and `make browser`

They show the report as it was when they were made; nothing compares them.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from coproduce.report import Report

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
import chromium
import real_pages
from site_server import served

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "pictures"
#: The number whose card is opened, counted on its page; pages of the PDF beside each other, counted from nought.
NUMBER, PAGES = 8, (0, 1, 3)


def page(report: Report) -> Image.Image:
    """A chapter with the card of one of its numbers open."""
    with served(report.paths.html) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1280, "height": 760})
        for name in (real_pages.FRONT, real_pages.FIGURES):  # typefaces are there from the second page on
            shown.goto(f"{address}/{name}.html", wait_until="networkidle")
        number = shown.locator("article .value").nth(NUMBER)
        number.scroll_into_view_if_needed()
        number.click()
        shown.mouse.move(0, 0)
        shown.wait_for_timeout(500)
        return Image.open(io.BytesIO(shown.screenshot()))


def printed(report: Report) -> Image.Image:
    """Pages of the PDF beside each other."""
    document = pypdfium2.PdfDocument(next(report.paths.pdf.glob(f"{report.settings.main_document.file}.pdf")))
    drawn = [document[number].render(scale=1.1).to_pil() for number in PAGES]
    sheet = Image.new("RGB", (sum(one.width for one in drawn) + 16 * (len(drawn) - 1), drawn[0].height), "#c8ccd4")
    left = 0
    for one in drawn:
        sheet.paste(one, (left, 0))
        left += one.width + 16
    return sheet


if __name__ == "__main__":
    if not chromium.find():
        sys.exit(chromium.ADVICE)
    FOLDER.mkdir(exist_ok=True)
    for name, made in (("page.png", page(Report(ROOT))), ("pdf.png", printed(Report(ROOT)))):
        made.convert("RGB").quantize(48, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)
