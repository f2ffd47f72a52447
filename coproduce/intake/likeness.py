"""Whether a response that comes as new reads like one that is there already.

Who saves a contribution, changes a few words on another day and saves it again
sends two files that know nothing of each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coproduce.ground.read_input import read_input
from coproduce.ground.yaml_file import parse_yaml, split_front_matter
from coproduce.intake.drafts import Draft
from coproduce.intake.matching import key
from coproduce.intake.plaintext import as_markdown

#: Two texts are alike if this share of the words of both occurs in both (Jaccard).
ALIKE = 0.7
_DATED = ("consent", "submitted")


@dataclass(frozen=True)
class Earlier:
    """A contribution that is there; ``same`` if nothing but the day differs."""

    id: str
    same: bool

    @property
    def reason(self) -> str:
        return (
            f"it reads like {self.id}.md. If it is a newer version of it, put what changed into that file and delete "
            "this one; if it is another contribution, take these lines out and put it into contributions/"
        )


def likest(draft: Draft, folder: Path) -> Earlier | None:
    """The contribution in ``folder``, among those that came from a form, that ``draft`` is most like, if any."""
    title, body = key(draft.data.get("title", "")), as_markdown(draft.body)
    words = _words(body)
    found, share = None, 0.0
    for file in sorted(folder.glob("response-*.md")):
        fields, text, _ = split_front_matter(read_input(file, file.name).decode("utf-8", "replace").replace("\r\n", "\n"))
        theirs = _words(text)
        both = len(words & theirs) / max(1, len(words | theirs))
        if both < ALIKE and (not title or title not in key(fields or "")):
            continue
        data = parse_yaml(fields or "", file.name, typed=False).data
        data = data if isinstance(data, dict) else {}
        if both >= ALIKE or key(str(data.get("title", ""))) == title:
            same = text.strip() == body.strip() and _undated(data) == _undated(draft.data)
            if same:
                return Earlier(file.stem, True)
            if found is None or both > share:
                found, share = Earlier(file.stem, False), both
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _undated(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in _DATED}
