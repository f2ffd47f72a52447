"""What of the interface's words is English in outputs of a report or book that is not."""

from __future__ import annotations

import html
import re
import zipfile
from functools import cache
from pathlib import Path

from coproduce.ground.interface_catalogue import read

#: Letters of the shortest message, and of the shortest piece of one, that is looked for.
SHORTEST, SHORTEST_PIECE = 4, 8
_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-title", "aria-roledescription", "aria-description")


@cache
def english() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole messages whose German is another, and pieces of messages that stand between what is filled in."""
    whole, pieces = set(), set()
    for message in read("de"):
        if not message.id:
            continue
        for one, other in zip(*(text if isinstance(text, tuple | list) else (text,) for text in (message.id, message.string)), strict=False):
            if one == other:
                continue
            if len(one) >= SHORTEST and "{" not in one:
                whole.add(one.strip(" :.,"))
            pieces |= {piece for piece in re.split(r"\{\w+\}", one) if len(piece) >= SHORTEST_PIECE and " " in piece.strip() and piece not in other}
    return frozenset(whole), tuple(sorted(pieces))


def english_words(texts: list[str]) -> list[str]:
    """What of the interface is English in these texts, each what a reader takes for one."""
    whole, pieces = english()
    told = [" ".join(html.unescape(text).split()) for text in texts]
    return sorted({text for text in told if text.strip(" :.,") in whole or any(" ".join(piece.split()) in text for piece in pieces)})


def of_markup(root) -> list[str]:
    """Every text of a tree, and what attributes say to readers."""
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in ("script", "style", "annotation"):
            found.append(element.tail or "")
            continue
        found += [element.text or "", element.tail or "", *(element.get(name) or "" for name in _ATTRIBUTES)]
        found += (element.get("data-report") or "").split("\n")
    return [text for text in found if text.strip()]


def in_zip(path: Path, ending: str) -> dict[str, bytes]:
    """The files of an archive whose names end so."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(ending)}
