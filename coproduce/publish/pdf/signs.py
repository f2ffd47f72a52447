"""Signs that no face of the PDF has, told by name.

People type emoji and letters of many scripts. The standards for archives and for
accessibility forbid a sign without a glyph, and Typst then refuses the whole
document; a sign's name in brackets tells a reader of the PDF what the page shows.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from coproduce.charts.fonts import files_of
from coproduce.publish.pdf.fonts import PACKAGES, all_fonts


def with_named_signs(text: str) -> str:
    """``text`` with each sign that cannot be set replaced by its Unicode name."""
    missing = {ord(sign): _name(sign) for sign in set(text) - _in_text_faces() if not _can_be_set(sign)}
    return text.translate(missing) if missing else text


def _name(sign: str) -> str:
    # Marks and joiners change the sign before them; alone they are nothing to see.
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cn"):
        return ""
    return f"[{unicodedata.name(sign, '').lower() or f'sign U+{ord(sign):04X}'}]"


@lru_cache(maxsize=1)
def _in_text_faces() -> frozenset[str]:
    """The signs that both text faces have, with the space and line ends."""
    from fontTools.ttLib import TTFont

    signs = []
    for package in PACKAGES:
        for file in sorted(files_of(package).rglob("*.[ot]tf")):
            with TTFont(file, lazy=True) as font:
                signs.append({chr(code) for code in font.getBestCmap()})
    return frozenset(set.intersection(*signs) | set(" \n\t"))


@lru_cache(maxsize=4096)
def _can_be_set(sign: str) -> bool:
    """Whether Typst finds a glyph in any face; combining marks are tried on a letter."""
    import typst

    alone = f"#set text(font: \"Source Serif 4\"); #\"a\\u{{{ord(sign):x}}}\""
    try:
        typst.compile(alone.encode(), font_paths=all_fonts(), ignore_system_fonts=True, pdf_standards=["a-3b"])
    except RuntimeError:
        return False
    return True
