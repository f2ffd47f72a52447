"""What a PDF says in the order of its tags, which is the order that screen readers read, and how well its letters can be seen.

Letters are read with pdfplumber, which knows neither Typst nor our machinery.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pikepdf


@dataclass(frozen=True)
class Element:
    """An element of the tag tree: its kind, that of the one around it, and all text in it."""

    kind: str
    within: str
    text: str


def tagged_text(path: Path) -> str:
    """All text that is tagged, in the order of the tag tree, white space made single."""
    said = _said(path)
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        read = ["".join(said.get((numbers.get(page), mcid), ())) for page, mcid in _places(pdf.Root.StructTreeRoot, None)]
    return " ".join(" ".join(read).split())


def tagged_elements(path: Path) -> list[Element]:
    """All elements of the tag tree, in its order."""
    said = _said(path)
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def below(element, within: str, page) -> Iterator[Element]:
            page = element["/Pg"].objgen if "/Pg" in element else page
            kind = str(element.get("/S", ""))[1:]
            if kind:
                text = "".join("".join(said.get((numbers.get(at), mcid), ())) for at, mcid in _places(element, page))
                yield Element(kind, within, text)
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    yield from below(kid, kind, page)

        return list(below(pdf.Root.StructTreeRoot, "", None))


def _said(path: Path) -> dict[tuple[int, int], list[str]]:
    """The letters of each piece of marked content, by page and number."""
    said: dict[tuple[int, int], list[str]] = {}
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for char in page.chars:
                if char.get("mcid") is not None:
                    said.setdefault((page.page_number, char["mcid"]), []).append(char["text"])
            page.close()
    return said


def _places(element: pikepdf.Dictionary, page) -> Iterator[tuple[tuple[int, int] | None, int]]:
    """Page and number of each piece of marked content below an element, children and own text as they alternate."""
    page = element["/Pg"].objgen if "/Pg" in element else page
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                yield from _places(kid, page)
            elif "/MCID" in kid:
                yield kid["/Pg"].objgen if "/Pg" in kid else page, int(kid.MCID)
        else:
            yield page, int(kid)


def letters(text: str) -> str:
    """Letters and digits alone: PDFs break lines, join letters and hyphenate in their own way."""
    return "".join(c for c in text if c.isalnum())


def faint_letters(path: Path, least: float = 4.5) -> list[tuple[float, int, str]]:
    """Letters whose contrast with what lies below them is under ``least``: ratio, page, letter.

    What lies below is the smallest filled rectangle around the middle of the letter, or white paper.
    """
    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            fills = sorted((r for r in page.rects if r["fill"]), key=lambda r: r["width"] * r["height"])
            for char in page.chars:
                if not char["text"].strip() or char.get("tag") == "Artifact":
                    continue
                x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                below = next(
                    (r["non_stroking_color"] for r in fills if r["x0"] <= x <= r["x1"] and r["top"] <= y <= r["bottom"]), (1.0,)
                )
                light, dark = sorted((_luminance(below), _luminance(char["non_stroking_color"])), reverse=True)
                if (ratio := (light + 0.05) / (dark + 0.05)) < least:
                    found.append((round(ratio, 2), page.page_number, char["text"]))
            page.close()
    return found


def _luminance(colour) -> float:
    """Of grey or RGB between 0 and 1 (WCAG 2.2, relative luminance)."""
    parts = tuple(colour) * (3 if len(colour) == 1 else 1)
    assert len(parts) == 3, f"neither grey nor RGB: {colour}"
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
