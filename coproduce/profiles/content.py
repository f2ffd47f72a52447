"""Profiles filled with rows: plain values, ready for a page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coproduce.evidence.sources import written_date
from coproduce.ground.problems import Problem
from coproduce.profiles.spec import FIELD, Facet, Part, Rows, Spec, fixed_values

if TYPE_CHECKING:
    from coproduce.evidence.package import DataPackage
    from coproduce.evidence.schema import Resource


@dataclass(frozen=True)
class Item:
    """What one row adds: text, its source and the place in it. ``evidence`` is
    showed, used, changed, or background; "" where the row makes no such claim."""

    text: str
    source: str = ""
    locator: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Block:
    """Items, one below the other, or with ``run`` in one line."""

    items: tuple[Item, ...]
    run: bool = False


@dataclass(frozen=True)
class Profile:
    """A row of the table and what others say of it.

    ``parts`` are headings with their blocks. ``sources`` are all publications
    that its rows name, in reading order, each with its places. ``facets`` maps
    each facet's heading to the values under which readers find the profile.
    """

    id: str
    title: str
    parts: tuple[tuple[str, tuple[Block, ...]], ...]
    sources: dict[str, tuple[str, ...]]
    facets: dict[str, tuple[str, ...]]

    @property
    def anchor(self) -> str:
        """Stays the same from edition to edition."""
        return f"profile-{self.id}"


def fill(spec: Spec, data: "DataPackage") -> list[Profile]:
    """The profiles of a table, in the order of their titles."""
    filler = _Filler(spec, data)
    rows = data.table(spec.resource)
    made = [filler.profile(row) for row in rows.to_dict("records")]
    return sorted(made, key=lambda p: (slug(p.title), p.id))


def check_content(spec: Spec, data: "DataPackage", path: str) -> list[Problem]:
    """Groups of facets that no row belongs to: most likely a phrase is misspelt."""
    filler = _Filler(spec, data)
    found: list[Problem] = []
    for facet in spec.facets:
        texts = [text.lower() for text in filler.texts(facet)]
        found += [
            Problem(path, f"no row of ‘{facet.table or spec.resource}’ contains ‘{phrase}’ in ‘{facet.field}’",
                    line=spec.line, code="profiles.empty-group",
                    expected=f"a phrase that occurs, for the group ‘{label}’ of ‘{facet.heading}’",
                    action="Correct the phrase, or delete it.")
            for label, phrases in facet.groups.items() for phrase in phrases
            if not any(phrase.lower() in text for text in texts)
        ]
    return found


class _Filler:
    def __init__(self, spec: Spec, data: "DataPackage"):
        self.spec, self.data = spec, data
        self._groups: dict[tuple[str, str], dict[str, list[dict]]] = {}

    def profile(self, row: dict) -> Profile:
        id_ = str(row[self.spec.key])
        parts = []
        for part in self.spec.parts:
            blocks = self._part(part, row, id_)
            if not blocks and part.none:
                blocks = (Block((Item(part.none),)),)
            if blocks:
                parts.append((part.heading, blocks))
        return Profile(
            id_, str(row[self.spec.title]), tuple(parts), self._sources(parts, id_),
            {facet.heading: self._values(facet, row, id_) for facet in self.spec.facets})

    def texts(self, facet: Facet) -> list[str]:
        """All values of a facet's field."""
        return [str(v) for v in self.data.table(facet.table or self.spec.resource)[facet.field].dropna()]

    def _part(self, part: Part, row: dict, id_: str) -> tuple[Block, ...]:
        if part.show:
            item = self._item(self.data.resource(self.spec.resource), part.show, part.words, row)
            return (Block((item,)),) if item else ()
        return tuple(block for rows in part.rows if (block := self._block(rows, id_)).items)

    def _block(self, rows: Rows, id_: str) -> Block:
        table = self.data.resource(rows.table)
        main: list[Item] = []
        background: list[Item] = []
        for row in self._of(rows.table, rows.link, id_):
            if any(_plain_text(row[name]) != cell for name, cell in rows.where.items()):
                continue
            kind = str(row[rows.evidence]) if rows.evidence else ""
            behind = kind in rows.background
            item = self._item(table, rows.show, rows.words, row, "background" if behind else kind)
            if item:
                (background if behind else main).append(item)
        return Block((*main, *background), rows.run)

    def _item(self, table: "Resource", show, words: dict, row: dict, evidence: str = "") -> Item | None:
        text = ""
        for piece in show:
            names = FIELD.findall(piece)
            cells = {
                name: shown for name in names
                if (shown := _cell_text(table, name, row[name], words.get(name, {}))) is not None
            }
            if len(cells) == len(set(names)):
                text += FIELD.sub(lambda found: cells[found[1]], piece)
        text = " ".join(text.split())
        if not text:
            return None
        if not table.has_sources:
            return Item(text, evidence=evidence)
        return Item(text, str(row["source"]), str(row["locator"]), evidence)

    def _sources(self, parts: list, id_: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for _, blocks in parts:
            for item in (i for block in blocks for i in block.items if i.source):
                found.setdefault(item.source, {})[item.locator] = None
        for table, link in self.spec.sources:
            for row in self._of(table, link, id_):
                found.setdefault(str(row["source"]), {})[str(row["locator"])] = None
        return {source: tuple(places) for source, places in found.items()}

    def _values(self, facet: Facet, row: dict, id_: str) -> tuple[str, ...]:
        if facet.table:
            cells = [row[facet.field] for row in self._of(facet.table, facet.link, id_)]
            table = self.data.resource(facet.table)
        else:
            cells, table = [row[facet.field]], self.data.resource(self.spec.resource)
        values = []
        for cell in (_plain_text(c) for c in cells if not _missing(c)):
            if facet.groups:
                values += [label for label, phrases in facet.groups.items()
                           if any(phrase.lower() in cell.lower() for phrase in phrases)]
            elif facet.lookup:
                values.append(self._name(*facet.lookup, cell))
            else:
                words = facet.words.get(cell) or _cell_text(table, facet.field, cell, {}) or ""
                values.append(words[:1].upper() + words[1:])
        if not values and facet.otherwise:
            values = [facet.otherwise]
        return tuple(dict.fromkeys(values))

    def _name(self, table: str, field: str, code: str) -> str:
        key = self.data.resource(table).primary_key[0]
        rows = self.data.table(table)
        found = rows[rows[key] == code][field]
        return str(found.iloc[0]) if len(found) else code

    def _of(self, table: str, link: str, id_: str) -> list[dict]:
        """The rows of ``table`` that refer to the profile ``id_``."""
        if (table, link) not in self._groups:
            groups: dict[str, list[dict]] = {}
            for row in self.data.table(table).to_dict("records"):
                groups.setdefault(row[link], []).append(row)
            self._groups[table, link] = groups
        return self._groups[table, link].get(id_, [])


def _cell_text(table: "Resource", name: str, cell: Any, words: dict[str, str]) -> str | None:
    """A cell as text for readers; ``None`` if it is missing."""
    if _missing(cell):
        return None
    written = _plain_text(cell)
    if written in words:
        return words[written]
    field = table.field(name)
    if field.type == "integer":
        return f"{int(cell):,}"
    if field.type == "number":
        return f"{float(cell):,.10g}"
    if field.type == "boolean":
        return "yes" if written == "true" else "no"
    if fixed_values(field):
        return written.replace("-", " ")
    # A month alone is left: 2011-12 may be a year of two calendar years.
    return written_date(written) if len(written) == len("2024-06-20") else written


def _missing(cell: Any) -> bool:
    """Whether a cell, as pandas has it, holds nothing."""
    import pandas as pd

    return bool(pd.isna(cell)) or cell == ""


def _plain_text(cell: object) -> str:
    """A cell as the file has it."""
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return "true" if cell else "false"
    return cell.strftime("%Y-%m-%d") if hasattr(cell, "strftime") else str(cell)


def slug(text: str) -> str:
    """``text`` as part of a class name: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

