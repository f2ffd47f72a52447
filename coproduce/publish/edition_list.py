"""Tells each edition which editions there are.

In a published book the folder ``editions/`` alone may change later, in frozen
editions too: ``newest.js``, from which pages learn that there is a newer edition;
``index.html``, the list; ``editions.json``, the same for programs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from babel.dates import format_date

from coproduce.publish.manifest import CHANGING as EDITIONS
from coproduce.publish.manifest import FILE as MANIFEST

#: What the list on the built page ``editions/index.html`` stands between.
START, END = "<!-- editions -->", "<!-- /editions -->"
NEWEST, LIST, DATA = "newest.js", "index.html", "editions.json"


@dataclass(frozen=True)
class Edition:
    """An edition as a list names it. ``downloads`` are file names below ``downloads/``."""

    version: str
    date: str
    commit: str
    moment: int
    language: str
    downloads: tuple[str, ...]

    @classmethod
    def of(cls, made: dict[str, Any]) -> "Edition":
        """The edition of a manifest."""
        names = [name.partition("/")[2] for name in made["outputs"] if name.startswith("downloads/")]
        return cls(made["edition"], made["date"], made["commit"], made["source_date_epoch"], made["language"], tuple(names))


def write_lists(site: Path, newest: Edition, frozen: Sequence[Edition]) -> None:
    """Write the changing files of the newest book and of each frozen edition in ``site``."""
    frozen = sorted(frozen, key=lambda edition: (edition.date, edition.moment), reverse=True)
    books = [(site, "../", "")] + [
        (site / EDITIONS / edition.version, "../../../", edition.version) for edition in frozen
    ]
    for book, root, version in books:
        write_changing(book / EDITIONS, newest, frozen, root, version)


def write_changing(
    folder: Path, newest: Edition, frozen: Sequence[Edition], root: str = "../", version: str = ""
) -> None:
    """Write ``newest.js`` and the lists into one book's folder ``editions``.

    ``root`` leads from that folder to the newest book; ``version`` is the book's
    own version if it is frozen.
    """
    text = (folder / LIST).read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    # A hard link to an older publication must not change with this one.
    told = {
        "newest": newest.version, "date": newest.date, "root": root[3:],
        "frozen": version, "editions": [edition.version for edition in frozen],
    }
    _replace(folder / NEWEST, f"window.reportEditions = {json.dumps(told, sort_keys=True)};\n")
    _replace(folder / LIST, f"{before}{START}{_list(newest, frozen, root)}{END}{after}")
    _replace(folder / DATA, json.dumps(
        {"newest": asdict(newest), "editions": [asdict(edition) for edition in frozen]}, indent=1) + "\n")


def _list(newest: Edition, frozen: Sequence[Edition], root: str) -> str:
    entries = [_entry(newest, root, " (newest)")]
    entries += [_entry(edition, f"{root}{EDITIONS}/{edition.version}/", " (kept as it was)") for edition in frozen]
    return f'<ul class="editions">{"".join(entries)}</ul>'


def _entry(edition: Edition, folder: str, remark: str) -> str:
    day = format_date(date.fromisoformat(edition.date), "d MMMM yyyy", locale=edition.language.replace("-", "_"))
    links = "".join(
        f'<li><a href="{escape(folder + "downloads/" + name)}">{escape(name)}</a></li>' for name in edition.downloads
    )
    files = f"<ul>{links}</ul>" if links else ""
    commit = f" Commit <code>{escape(edition.commit[:12])}</code>." if edition.commit else ""
    return (
        f'<li><p><a href="{escape(folder)}index.html">Edition {escape(edition.version)}</a>, {day}{remark}.{commit} '
        f'<a href="{escape(folder)}{MANIFEST}">Checksums of edition {escape(edition.version)}</a></p>{files}</li>'
    )


def _replace(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)
