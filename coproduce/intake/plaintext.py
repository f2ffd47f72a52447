"""What people typed into a form, as Markdown that shows it as typed.

A form's answer is plain text. Signs that Markdown, MyST or a browser would act on
get a backslash, so that the reader sees the sign; lists and empty lines stay, and
each line of the answer becomes a paragraph of its own.
"""

from __future__ import annotations

import re
import unicodedata

from coproduce.contributions.fields import unprintable, unstacked
from coproduce.contributions.privacy_check import CLOSE, OPEN

# Turn the order of letters round, so that a text reads differently from what a
# search finds in it.
_OVERRIDES = re.compile("[\u202d\u202e]")
#: What begins an entry of a list.
LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•‣▪·–]|(\d{1,3})[.)])[ \t]+(?=\S)")
# Always: what begins an emphasis, a code, a link, a tag or a substitution.
_INLINE = re.compile(r"[\\`*\[\]<{}]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=#?\w+;)")
# At the start of a line: what begins a block, a directive or a target.
_BLOCK = re.compile(r"(?=[#>=~:|+-]|\([\w:. -]+\)=)")
_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")


def turned_round(text: str) -> bool:
    """Whether ``text`` holds characters that change the order in which it is read."""
    return bool(_OVERRIDES.search(text))


def without_marks(text: str) -> str:
    """``text`` with plain brackets for those that mark, in a file to review, what must come out."""
    return text.replace(OPEN, "[[").replace(CLOSE, "]]")


def clean(text: str) -> str:
    """``text`` without characters that cannot be seen and marks piled up on a letter; line ends are line feeds."""
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]|_x000D_\n?", "\n", text).replace("\ufeff", "")
    # What a spreadsheet file keeps in place of a control character.
    text = re.sub(r"_x00[01][0-9A-Fa-f]_", "", text)
    text = without_marks(text.encode("utf-8", "replace").decode("utf-8"))
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text.strip()
    return unstacked("".join(c for c in unicodedata.normalize("NFC", text) if not (unprintable(c) or _never(c)))).strip()


def _never(character: str) -> bool:
    """Whether ``character`` is none, by Unicode's own word; YAML refuses these."""
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def lines(text: str) -> list[str]:
    """The lines of an answer that is a list: without bullets, and no empty ones."""
    text = clean(text)
    parts = text.split("\n" if "\n" in text else ";")
    found = (" ".join(_unmarked(line).split()) for line in parts)
    return [line for line in found if line]


def _unmarked(line: str) -> str:
    """``line`` without the bullet or number at its beginning; a dash within it is the writer's own."""
    item = LIST_ITEM.match(line)
    return line[item.end() :] if item else line


def as_markdown(text: str) -> str:
    """``text``, cleaned before, as Markdown that shows it as typed."""
    out: list[str] = []
    in_list = False
    for line in text.split("\n"):
        if not line.strip():
            in_list = False
            continue
        item = LIST_ITEM.match(line)
        if out and not (in_list and item):
            out.append("")
        marker = (f"{int(item.group(1))}. " if item.group(1) else "- ") if item else ""
        out.append(marker + _escaped(line[item.end() :] if item else line))
        in_list = bool(item)
    return "\n".join(out)


def _escaped(line: str) -> str:
    line = " ".join(line.split())
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered.group(1)}\\{numbered.group(2)}{_inline(line[numbered.end():])}"
    text = _inline(line)
    return text if text.startswith("\\") or not _BLOCK.match(line) else f"\\{text}"


def _inline(text: str) -> str:
    return _INLINE.sub(lambda m: "\\" + m.group(), text)
