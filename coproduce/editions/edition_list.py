"""Tells each edition which editions there are.

In a published book the folder ``editions/`` alone may change later, in frozen
editions too: ``newest.js``, from which pages learn that there is a newer edition;
``index.html``, the list; ``editions.json``, the same for programs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coproduce.editions.manifest import CHANGING as EDITIONS
from coproduce.editions.manifest import FILE as MANIFEST
from coproduce.ground import own_files
from coproduce.ground.interface_words import ORIGINAL, has_words, say, using_language
from coproduce.ground.interface_words import date as written

#: What the list on the built page ``editions/index.html`` stands between.
START, END = "<!-- editions -->", "<!-- /editions -->"
NEWEST, LIST, DATA = "newest.js", "index.html", "editions.json"


@dataclass(frozen=True)
class Edition:
    """An edition as a list names it.

    ``moment`` is its commit's, in seconds since 1970; ``downloads`` are file names
    below ``downloads/``, ``pages`` the addresses of its pages.
    """

    version: str
    date: str
    commit: str
    moment: int
    language: str
    downloads: tuple[str, ...]
    pages: tuple[str, ...]

    @classmethod
    def from_manifest(cls, content: dict[str, Any]) -> "Edition":
        """The edition of a manifest."""
        names = sorted(content["outputs"])
        return cls(
            content["edition"], content["date"], content["commit"], content["source_date_epoch"], content["language"],
            downloads=tuple(name.partition("/")[2] for name in names if name.startswith("downloads/")),
            pages=(*(name for name in names if name.endswith(".html") and not name.startswith("_")), f"{EDITIONS}/{LIST}"),
        )

    def to_json(self) -> dict[str, Any]:
        """What ``editions.json`` says of it."""
        entry = asdict(self)
        del entry["pages"]
        return entry


def has_place_for_list(book: Path) -> bool:
    """Whether the book in the folder ``book`` has a page that a list of editions can be written into."""
    try:
        text = (book / EDITIONS / LIST).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return START in text and END in text.partition(START)[2]


def write_lists(site: Path, newest: Edition, frozen: Sequence[Edition]) -> None:
    """Write the changing files of the newest book and of each frozen edition in ``site``."""
    frozen = sorted(frozen, key=lambda edition: (edition.date, edition.moment, edition.version), reverse=True)
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
    with using_language(_language(newest.language)):
        listed = _list(newest, frozen, root)
    text = (folder / LIST).read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    entry: dict[str, Any] = {"newest": newest.version}
    if version and version != newest.version:
        entry |= {"frozen": version, "root": root.removeprefix("../"), "pages": newest.pages}
    # A hard link to an older publication must not change with this one.
    _replace(folder / NEWEST, f"window.reportEditions = {json.dumps(entry, sort_keys=True)};\n")
    _replace(folder / LIST, f"{before}{START}{listed}{END}{after}")
    _replace(folder / DATA, json.dumps(
        {"newest": newest.to_json(), "editions": [edition.to_json() for edition in frozen]}, indent=1) + "\n")


def _language(code: str) -> str:
    """The language of an edition, or English if a later program has no words in it."""
    return code if has_words(code) else ORIGINAL


def _list(newest: Edition, frozen: Sequence[Edition], root: str) -> str:
    same = any(edition.commit == newest.commit and edition.version == newest.version for edition in frozen)
    entries = [] if same else [_entry(newest, root, say("Newest:"), say(", as it stands now; it may still change"))]
    for edition in frozen:
        newer = same and edition.version == newest.version
        entries.append(_entry(
            edition, f"{root}{EDITIONS}/{edition.version}/", say("Newest:") if newer else "", say(", kept as it is") if newer else
            say(", kept as it was")))
    return f'<ul class="editions">{"".join(entries)}</ul>'


def _entry(edition: Edition, folder: str, kind: str, remark: str) -> str:
    day = written(edition.date)
    links = "".join(
        f'<li><a href="{_address(folder, "downloads/" + name)}">{escape(name)}</a></li>' for name in edition.downloads
    )
    files = f"<ul>{links}</ul>" if links else ""
    commit = f" {escape(say('Commit'))} <code>{escape(edition.commit[:12])}</code>." if edition.commit else ""
    strong = f"<strong>{escape(kind)}</strong> " if kind else ""
    return (
        f'<li><p>{strong}<a href="{_address(folder, "index.html")}">{escape(say("Edition {edition}", edition=edition.version))}</a>, '
        f'<time datetime="{edition.date}">{day}</time>{escape(remark)}.{commit} '
        f'<a href="{_address(folder, MANIFEST)}">{escape(say("Checksums of edition {edition}", edition=edition.version))}</a>'
        f"</p>{files}</li>"
    )


def _address(folder: str, name: str) -> str:
    return escape(quote(f"{folder}{name}"))


def _replace(path: Path, text: str) -> None:
    own_files.write(path, text, path.parent, mode=0o644)
    path.chmod(0o644)
