"""The words of a PDF with the language that each piece is marked as, as a program reads them that heeds replacement texts.

Of scripts whose letters join or change places one drawn sign stands for several letters; the file then says
the letters beside it (ISO 32000-1, 14.9.4). Most libraries pass over that, so this reads the streams itself.
Pieces that run from right to left come in the order in which they are drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf

_PAIRS = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGES = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F]+)>|\[(.*?)\])", re.DOTALL)


def said_in(path: Path) -> dict[str, list[str]]:
    """What each drawn sign says, by the code of the language that it is marked as."""
    said: dict[str, list[str]] = {}
    with pikepdf.open(path) as pdf:
        spoken = dict(_spoken(pdf.Root.StructTreeRoot, str(pdf.Root.Lang), None))
        for page in pdf.pages:
            for tag, text in _pieces(page, spoken):
                said.setdefault(tag, []).append(text)
    return said


def shapes(path: Path, face: str) -> Counter[str]:
    """How many signs of ``face`` the file draws for each letter."""
    with pikepdf.open(path) as pdf:
        fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
        return Counter(letter for font in fonts.values() if face in str(font.BaseFont) for letter in _letters(font).values())


def _spoken(element: pikepdf.Dictionary, tag: str, page) -> Iterator[tuple[tuple, str]]:
    """The language of each piece of marked content, by page and number, as the tag tree has it."""
    tag, page = str(element.get("/Lang", tag)), element["/Pg"].objgen if "/Pg" in element else page
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            yield (page, int(kid)), tag
        elif "/S" in kid:
            yield from _spoken(kid, tag, page)
        elif "/MCID" in kid:
            yield (kid["/Pg"].objgen if "/Pg" in kid else page, int(kid.MCID)), tag


def _pieces(page: pikepdf.Page, spoken: dict[tuple, str]) -> Iterator[tuple[str, str]]:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    font: dict[int, str] = {}
    open_: list[tuple[str, bool]] = []  # language so far, and whether its text has been replaced
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        tag, replaced = open_[-1] if open_ else ("", False)
        if name in ("BDC", "BMC"):
            more = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            if "/ActualText" in more and not replaced:
                yield tag, str(more["/ActualText"])
            if "/MCID" in more:
                tag = spoken.get((page.obj.objgen, int(more["/MCID"])), tag)
            open_.append((str(more.get("/Lang", tag)), replaced or "/ActualText" in more))
        elif name == "EMC":
            open_.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and not replaced:
            shown = operands[0] if name == "TJ" else [operands[0]]
            for part in shown:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    for at in range(0, len(codes), 2):
                        yield tag, font.get(int.from_bytes(codes[at : at + 2]), "")


def _letters(font: pikepdf.Dictionary) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _text(letters) for code, letters in _PAIRS.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start, listed in _RANGES.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if start:
                found |= {code: _text(f"{int(start, 16) + n:0{len(start)}x}") for n, code in enumerate(codes)}
            else:
                found |= dict(zip(codes, map(_text, re.findall(r"<([0-9a-fA-F]+)>", listed))))
    return found


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
