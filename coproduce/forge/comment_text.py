"""Words what a pull request changes for its comment. What it is given is hostile.

The data come from a run of a stranger's code. Every text of theirs is shown inside
a code span, where a forge knows no mention, link, picture, HTML or number of an
issue, after everything that could end the span or reorder letters was taken out.
Data of another shape than ``coproduce diff --format json`` writes are not worded.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Most rows of a table, letters of a cell, letters of a comment (the forge takes 65,536).
MOST_ROWS, MOST_LETTERS, MOST_IN_ALL = 30, 160, 30_000

_TABLES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("numbers_changed", "Numbers changed",
     (("label", "number"), ("old", "before"), ("new", "after"), ("cause", "cause"), ("pages", "pages"))),
    ("figures_changed", "Figures and tables changed",
     (("title", "figure or table"), ("what", "what changed"), ("data", "from the tables"), ("page", "page"))),
    *((key, heading, (("title", "title"), ("detail", "what"), ("name", "name"))) for key, heading in (
        ("conclusions_added", "Conclusions added"),
        ("conclusions_reworded", "Conclusions reworded"),
        ("conclusions_dropped", "Conclusions dropped"),
        ("contributions_added", "Contributions added"),
        ("contributions_changed", "Contributions changed"),
        ("contributions_removed", "Contributions removed"),
        ("pages_added", "Pages added"),
        ("pages_removed", "Pages removed"),
        ("pages_reworded", "Pages reworded"),
        ("figures_added", "Figures and tables added"),
        ("figures_removed", "Figures and tables removed"),
        ("numbers_added", "Numbers added"),
        ("numbers_removed", "Numbers removed"),
    )),
)


class NotChanges(ValueError):
    """The data are not what ``coproduce diff`` writes."""


@dataclass(frozen=True)
class Run:
    """What the forge itself says of the run: the commit, its page, its result, and the
    preview's page ("" if there is none). Only these are linked."""

    commit: str
    page: str
    passed: bool
    preview: str = ""


def words(data: Any) -> str:
    """The changes of ``data`` as Markdown.

    Raises :class:`NotChanges`.
    """
    if not isinstance(data, dict):
        raise NotChanges("not a mapping")
    blocks = [block for key, heading, columns in _TABLES if (block := _table(data.get(key, []), heading, columns))]
    return "\n\n".join(blocks) or "Readers see no change."


def comment(marker: str, run: Run, changes: str | None) -> str:
    """The whole comment. ``changes`` is None if what changed could not be read."""
    head = f"{marker}\n## What readers would see"
    state = f"For {run.commit[:12]}; [the run]({run.page})" + (
        " passed." if run.passed else " did not pass: what stands here may not be whole.")
    if run.preview:
        state += f" The built report, to open on your machine: [preview]({run.preview})."
    if changes is None:
        changes = "What changes for readers could not be told. The run says why."
    text = f"{head}\n\n{changes}\n\n{state}\n"
    if len(text) > MOST_IN_ALL:
        text = f"{head}\n\nThere is more to tell than fits into a comment: see `changes.json` of the run.\n\n{state}\n"
    return text


def _table(rows: Any, heading: str, columns: tuple[tuple[str, str], ...]) -> str:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotChanges(heading)
    if not rows:
        return ""
    lines = [
        f"### {heading} ({len(rows)})", "",
        "| " + " | ".join(title for _, title in columns) + " |", "|" + " --- |" * len(columns),
        *("| " + " | ".join(_cell(row.get(key, "")) for key, _ in columns) + " |" for row in rows[:MOST_ROWS]),
    ]
    if len(rows) > MOST_ROWS:
        lines += ["", f"And {len(rows) - MOST_ROWS} more: see `changes.json` of the run."]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(map(_text, value[:20]))
    return inert(_text(value))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotChanges(f"a {type(value).__name__} where a text should be")
    return value


def inert(text: str) -> str:
    """A text as a code span of a table's cell that shows it and does nothing else."""
    kept = "".join(
        " " if sign.isspace() else sign for sign in text[: 4 * MOST_LETTERS]
        if sign.isspace() or unicodedata.category(sign)[0] not in "CMZ"  # controls, marks that pile up
    )
    kept = " ".join(kept.replace("`", "'").replace("|", "¦").replace("\\", "/").split())
    if len(kept) > MOST_LETTERS:
        kept = kept[:MOST_LETTERS] + "…"
    return f"`{kept}`" if kept else ""


if __name__ == "__main__":  # what the comment will say, for a person
    print(words(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
