"""Compares two ledgers. Pure: data in, data out.

Only what a reader can see counts. Code that was rearranged, rows that moved to
another line and figures redrawn from the same data are no changes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from coproduce.editions.compare.passages import changed
from coproduce.evidence.row_ids import RowId


@dataclass(frozen=True)
class NumberChange:
    """A number that reads differently. ``cause``: data row, source, calculation or wording."""

    name: str
    label: str
    old: str
    new: str
    cause: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class FigureChange:
    """A figure or table whose data or words changed. ``data`` names the tables that it
    is drawn from, if what it shows changed."""

    name: str
    kind: str
    title: str
    what: str
    page: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """Something added, dropped or reworded, as a reader would name it."""

    name: str
    title: str
    detail: str = ""


@dataclass
class Changes:
    """All that an edition changes; every list empty means that readers see no change."""

    numbers_changed: list[NumberChange] = field(default_factory=list)
    numbers_added: list[Item] = field(default_factory=list)
    numbers_removed: list[Item] = field(default_factory=list)
    figures_changed: list[FigureChange] = field(default_factory=list)
    figures_added: list[Item] = field(default_factory=list)
    figures_removed: list[Item] = field(default_factory=list)
    conclusions_added: list[Item] = field(default_factory=list)
    conclusions_reworded: list[Item] = field(default_factory=list)
    conclusions_dropped: list[Item] = field(default_factory=list)
    contributions_added: list[Item] = field(default_factory=list)
    contributions_changed: list[Item] = field(default_factory=list)
    contributions_removed: list[Item] = field(default_factory=list)
    pages_added: list[Item] = field(default_factory=list)
    pages_removed: list[Item] = field(default_factory=list)
    pages_reworded: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(vars(self).values())

    @property
    def pages_affected(self) -> list[str]:
        """Pages on which a changed number, figure or passage stands."""
        pages = {p for n in self.numbers_changed for p in n.pages}
        pages |= {f.page for f in self.figures_changed} | {p.name for p in self.pages_reworded}
        return sorted(pages)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "pages_affected": self.pages_affected}


def compare(old: dict, new: dict) -> Changes:
    """What ``new`` changes for a reader of ``old``; both are contents of ``ledger.json``."""
    changes = Changes()
    _numbers(_by(old, "values", "name"), _by(new, "values", "name"), changes)
    for kind in ("figures", "tables"):
        _figures(kind[:-1], _by(old, kind, "name"), _by(new, kind, "name"), changes)
    _conclusions(_by(old, "conclusions", "name"), _by(new, "conclusions", "name"), changes)
    _contributions(_by(old, "contributions", "id"), _by(new, "contributions", "id"), changes)
    pages_old, pages_new = _by(old, "pages", "name"), _by(new, "pages", "name")
    changes.pages_added = [Item(n, pages_new[n]["title"]) for n in pages_new.keys() - pages_old.keys()]
    changes.pages_removed = [Item(n, pages_old[n]["title"]) for n in pages_old.keys() - pages_new.keys()]
    changes.pages_reworded = [
        Item(n, pages_new[n]["title"], reworded) for n in pages_old.keys() & pages_new.keys()
        if (reworded := _reworded(pages_old[n], pages_new[n]))
    ]
    for items in vars(changes).values():
        items.sort(key=lambda item: item.name)
    return changes


def _reworded(before: dict, after: dict) -> str:
    if "passages" not in before or "passages" not in after:  # a ledger of an older edition
        return ""
    reworded = changed(before["passages"], after["passages"])
    return ", ".join(filter(None, ["title" if before["title"] != after["title"] else "", reworded]))


def _by(ledger: dict, part: str, key: str) -> dict[str, dict]:
    return {entry[key]: entry for entry in ledger.get(part, [])}


def _numbers(old: dict, new: dict, changes: Changes) -> None:
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        if before["text"] != after["text"]:
            pages = tuple(sorted({*before["chapters"], *after["chapters"]}))
            changes.numbers_changed.append(NumberChange(
                name, after["label"], before["text"], after["text"], _cause(before, after), pages))
    changes.numbers_added += [Item(n, new[n]["label"], new[n]["text"]) for n in new.keys() - old.keys()]
    changes.numbers_removed += [Item(n, old[n]["label"], old[n]["text"]) for n in old.keys() - new.keys()]


def _cause(before: dict, after: dict) -> str:
    """Why a number reads differently, from the nearest to the furthest cause."""
    if all(before.get(key) == after.get(key) for key in ("raw", "low", "high")):
        return "wording"
    if before["sources"] != after["sources"]:
        return "source"
    if before["rows_checksum"] != after["rows_checksum"]:
        return "data row"
    return "calculation"


def _figures(kind: str, old: dict, new: dict, changes: Changes) -> None:
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        what = [
            words for key, words in (
                ("data_checksum", "data"), ("title", "headline" if kind == "figure" else "caption"),
                ("subtitle", "subtitle"), ("alt", "alternative text"), ("caveat", "caveat"),
                ("sources", "source"),
            ) if before.get(key) != after.get(key)
        ]
        if what:
            changes.figures_changed.append(
                FigureChange(name, kind, after["title"], ", ".join(what), after["chapter"],
                             _tables(before, after) if "data" in what else ()))
    changes.figures_added += [Item(n, new[n]["title"], kind) for n in new.keys() - old.keys()]
    changes.figures_removed += [Item(n, old[n]["title"], kind) for n in old.keys() - new.keys()]


def _tables(before: dict, after: dict) -> tuple[str, ...]:
    """The tables that a figure's rows come from."""
    return tuple(sorted({RowId.parse(row).table for row in [*before.get("rows", []), *after.get("rows", [])]}))


def _conclusions(old: dict, new: dict, changes: Changes) -> None:
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        if (before["title"], before["statement"]) != (after["title"], after["statement"]):
            changes.conclusions_reworded.append(Item(
                name, after["title"], f"was: {before['title']}. {before['statement']}".strip()))
    changes.conclusions_added = [Item(n, new[n]["title"], new[n]["kind"]) for n in new.keys() - old.keys()]
    changes.conclusions_dropped = [Item(n, old[n]["title"], old[n]["kind"]) for n in old.keys() - new.keys()]


def _contributions(old: dict, new: dict, changes: Changes) -> None:
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        what = []
        if before["status"] != after["status"]:
            what.append(f"disposition {before['status']} → {after['status']}")
        elif before["uses"] != after["uses"]:
            what.append("used differently")
        if before.get("text_checksum") != after.get("text_checksum") or before["title"] != after["title"]:
            what.append("text")
        if what:
            changes.contributions_changed.append(Item(name, after["title"], ", ".join(what)))
    changes.contributions_added = [Item(n, new[n]["title"], new[n]["status"]) for n in new.keys() - old.keys()]
    changes.contributions_removed = [Item(n, old[n]["title"]) for n in old.keys() - new.keys()]
