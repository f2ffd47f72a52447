"""Signs that no face of the PDF has: told by name, and whole passages by one note.

People type emoji and letters of many scripts. The standards for archives and for
accessibility forbid a sign without a glyph, and Typst then refuses the whole
document. A single sign's name in brackets tells a reader of the PDF what the page
shows. Words in a script that no face has become one note, which says which script
it is: a name for each letter is nothing that anybody could read.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

from coproduce.charts.fonts import files_of
from coproduce.ground.interface_words import marked, say
from coproduce.publish.manuscript.finding import tags
from coproduce.publish.pdf.fonts import PACKAGES, all_fonts, script_faces

#: What is said in place of words in a script without a face, around the script's name.
NOTE = marked("[words in the {script} script, which the web edition shows]")
#: What may stand between two words of a passage.
_BETWEEN = frozenset(" \n\t\u00a0.,;:!?()-–—'\"“”‘’/0123456789…")
_LETTERS = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")


def with_named_signs(text: str, own: frozenset[str] = frozenset()) -> str:
    """``text``, a part of the manuscript, without signs that cannot be set; the report's own face has the signs ``own``.

    Letters of a script that no face has become a note on the words, or on the passage if the
    element that is marked as in another language holds them; other signs become their Unicode name.
    """
    missing = set(text) - _in_text_faces() - own
    if any(unicodedata.category(sign) in _LETTERS for sign in missing):
        missing -= _in_further_faces()
    missing = {sign for sign in missing if not _can_be_set(sign)}
    letters = {sign for sign in missing if unicodedata.category(sign) in _LETTERS and _script(sign)}
    if letters:
        text = _with_notes(text, letters)
    return text.translate({ord(sign): _name(sign) for sign in missing})


def _name(sign: str) -> str:
    # Marks and joiners change the sign before them; alone they are nothing to see.
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cn"):
        return ""
    return f"[{unicodedata.name(sign, '').lower() or f'sign U+{ord(sign):04X}'}]"


def _script(sign: str) -> str:
    """The script that a letter's Unicode name begins with: "Thai", "Canadian Syllabics"; "" for letters used as signs."""
    for word in (" LETTER", " SYLLABLE", " SYLLABICS", " VOWEL", " SIGN", " CHARACTER", " IDEOGRAPH", " DIGIT"):
        name, found, _ = unicodedata.name(sign, "").partition(word)
        if found and "MATHEMATICAL" not in name and "LATIN" not in name:
            return name.replace(" SMALL", "").replace(" CAPITAL", "").title()
    return ""


def _with_notes(text: str, letters: set[str]) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for passage in [tag for tag in tags(soup, "div", having="lang") if _mostly(tag.get_text(), letters)]:
        paragraph = soup.new_tag("p")
        paragraph.string = _note(next(sign for sign in passage.get_text() if sign in letters))
        passage.clear()
        passage.append(paragraph)
        _in_our_language(passage)
    for said in list(soup.find_all(string=True)):
        if not letters.isdisjoint(said):
            said.replace_with(NavigableString(_words_noted(str(said), letters)))
    for words in tags(soup, "span", having="lang"):
        if words.get_text().strip().startswith(say(NOTE).partition("{")[0]):
            _in_our_language(words)
    return str(soup)


def _mostly(text: str, letters: set[str]) -> bool:
    """Whether at least half of the letters of ``text`` cannot be set."""
    written = [sign for sign in text if unicodedata.category(sign) in _LETTERS]
    return 2 * sum(sign in letters for sign in written) >= len(written) > 0 and not letters.isdisjoint(text)


def _in_our_language(tag: Tag) -> None:
    for name in ("lang", "dir", "data-script", "data-region"):
        tag.attrs.pop(name, None)


def _note(sign: str) -> str:
    return say(NOTE, script=_script(sign))


def _words_noted(text: str, letters: set[str]) -> str:
    """``text`` with one note for each run of words of ``letters``."""
    made, position = [], 0
    while position < len(text):
        if text[position] not in letters:
            made.append(text[position])
            position += 1
            continue
        end = position + 1
        for after in range(position + 1, len(text)):
            sign = text[after]
            if sign in letters or unicodedata.category(sign) in ("Mn", "Mc", "Cf"):
                end = after + 1
            elif sign not in _BETWEEN:
                break
        made.append(_note(text[position]))
        position = end
    return "".join(made)


@lru_cache(maxsize=1)
def _in_text_faces() -> frozenset[str]:
    """The signs that both text faces have, the space and line ends."""
    return frozenset(set.intersection(*(_signs_in(files_of(package)) for package in PACKAGES)) | set(" \n\t"))


@lru_cache(maxsize=1)
def _in_further_faces() -> frozenset[str]:
    """The signs of the faces for further scripts."""
    return frozenset().union(*(_signs_in(folder) for folder in script_faces()))


def _signs_in(folder: Path) -> set[str]:
    """The signs that all faces in ``folder`` have."""
    from fontTools.ttLib import TTFont

    found = []
    for file in sorted(folder.rglob("*.[ot]tf")):
        with TTFont(file, lazy=True) as font:
            found.append({chr(code) for code in font.getBestCmap()})
    return set.intersection(*found)


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
