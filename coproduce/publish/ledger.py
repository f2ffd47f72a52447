"""Every number of the report with its trail, and every contribution with its use.

``ledger.json`` beside the book is the report's account of itself::

    {"report": {"title", "edition", "date"},
     "sources": {id: {"number", "reference", "url", "licence"}},
     "pages": [{"name", "title", "passages": [mark]}],
     "values": [{"name", "text", "raw", …, "rows": [{"resource", "line", "source",
                 "locator", "url"}], "sources": [id], "chapters": [page]}],
     "figures": [...], "conclusions": [...],
     "contributions": [{"id", "title", "status", "uses": [...]}]}

The same inputs give the same bytes. Checksums (SHA-256) stand for what is too
long to repeat: ``rows_checksum`` for the content of a value's rows, wherever
they stand in their tables, ``data_checksum`` for what a figure or table shows,
``text_checksum`` for the text of a contribution. A page's ``passages`` are marks
of its paragraphs (:mod:`coproduce.editions.compare.passages`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from coproduce.editions.compare.passages import passages
from coproduce.evidence.row_ids import RowId
from coproduce.ground.checksums import checksum_of
from coproduce.ground.csv_text import csv_file

if TYPE_CHECKING:
    from coproduce.evidence.records import FigureRecord, TableRecord, ValueRecord
    from coproduce.evidence.sources import Source
    from coproduce.publish.publication import Publication


_MAKING = threading.Lock()


def ledger(book: "Publication") -> dict[str, Any]:
    """The ledger of a book that has been read (``book.index`` is there); made once."""
    with _MAKING:  # pages and other forms ask for it at the same time
        if book.ledger is None:
            book.ledger = _build(book)
    return book.ledger


def _build(book: "Publication") -> dict[str, Any]:
    settings = book.report.settings
    # Many values rest on the same rows.
    known = book.report.data.sources()
    row, content = cache(lambda id_: _row(id_, book, known)), cache(lambda id_: _content(id_, book))
    return {
        "report": {"title": settings.title, "edition": settings.edition, "date": settings.date},
        "pages": [
            {"name": page, "title": book.index.titles[page], "passages": _passages(page, book)} for page in book.index.pages
        ],
        "sources": _sources(book),
        "values": [_value(record, book, row, content) for record in book.results.values.values()],
        "figures": [_entry(record) for record in book.results.figures.values()],
        "tables": [_entry(record) for record in book.results.tables.values()],
        "conclusions": _conclusions(book),
        "contributions": _contributions(book),
    }


def ledger_csv(ledger: dict[str, Any]) -> bytes:
    """The values of a ledger as a CSV file, one line a value."""
    header = ("name", "text", "raw", "low", "high", "unit", "label", "calculation", "period", "place",
              "caveat", "evidence", "rows", "sources", "source_urls", "chapters")
    rows = []
    for value in ledger["values"]:
        cells = {
            **value,
            "rows": "; ".join(f"{row['resource']}:{row.get('line', row.get('id'))}" for row in value["rows"]),
            "sources": "; ".join(value["sources"]),
            "source_urls": " ".join(ledger["sources"][s]["url"] for s in value["sources"]),
            "chapters": "; ".join(value["chapters"]),
        }
        rows.append([cells[name] for name in header])
    return csv_file(header, rows)


def _passages(page: str, book: "Publication") -> list[str]:
    return passages(book.text(page))


def _sources(book: "Publication") -> dict[str, Any]:
    known = book.report.data.sources()
    return {
        id_: {
            "number": number,
            "reference": known[id_].reference_text(),
            "url": known[id_].url,
            "licence": known[id_].licence,
        }
        for id_, number in book.index.source_numbers.items()
    }


def _value(
    record: "ValueRecord", book: "Publication", row: Callable[[str], dict[str, Any]], content: Callable[[str], str],
) -> dict[str, Any]:
    return {
        "name": record.name,
        "text": record.text,
        "rounded": record.rounded,
        "raw": record.raw,
        "low": record.low,
        "high": record.high,
        "unit": record.unit,
        "label": record.label,
        "calculation": record.calculation,
        "period": record.period,
        "place": record.place,
        "caveat": record.caveat,
        "evidence": record.evidence,
        "rows": [row(id_) for id_ in record.provenance],
        "rows_checksum": _checksum(sorted(map(content, record.provenance))),
        "sources": list(dict.fromkeys(s.id for s in record.sources)),
        "registered_in": record.chapter,
        "chapters": book.index.value_pages.get(record.name, []),
    }


def _row(row: str, book: "Publication", known: "Mapping[str, Source]") -> dict[str, Any]:
    """A row with the place in its source, read from the data itself; ``known`` are all sources by id."""
    resource, key = place = RowId.parse(row)
    if place.line is None:
        return {"resource": resource, "id": key}
    entry: dict[str, Any] = {"resource": resource, "line": place.line}
    for ref in book.report.data.row_sources([row]):
        entry |= {"source": ref.id, "locator": ref.locator, "url": known[ref.id].url}
    return entry


def _entry(record: "FigureRecord | TableRecord") -> dict[str, Any]:
    return {
        "name": record.name,
        "title": getattr(record, "headline", "") or getattr(record, "caption", ""),
        "subtitle": getattr(record, "subtitle", ""),
        "alt": getattr(record, "alt", ""),
        "caveat": record.caveat,
        "chapter": record.chapter,
        "data_checksum": _checksum([[c.title for c in record.columns], record.data]),
        "rows": list(record.provenance),
        "sources": list(dict.fromkeys(s.id for s in record.sources)),
    }


def _conclusions(book: "Publication") -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "kind": found.spec.kind,
            "number": found.number,
            "title": found.title,
            "statement": found.spec.statement,
            "chapter": found.page,
            "values": list(found.values),
            "figures": list(found.spec.figures),
        }
        for name, found in book.index.conclusions.items()
    ]


def _contributions(book: "Publication") -> list[dict[str, Any]]:
    all_of_them = book.report.contributions
    made = []
    for contribution in all_of_them.values():
        disposition = all_of_them.disposition_of(contribution.id)
        uses = disposition.uses if disposition else ()
        made.append({
            "id": contribution.id,
            "title": contribution.title,
            "kind": contribution.kind,
            "text_checksum": _checksum(contribution.body),
            "credit": contribution.credit_line(),
            "people": all_of_them.senders(contribution.id),
            "variant_of": contribution.front.variant_of,
            "status": disposition.status if disposition else "",
            "reason": disposition.reason if disposition else "",
            "uses": [
                {"chapter": u.chapter, "conclusion": u.conclusion, "stance": u.stance, "how": u.how} for u in uses
            ],
            "mentioned_in": book.index.mentions.get(contribution.id, []),
        })
    return made


def _content(row: str, book: "Publication") -> str:
    """What a row says, without where it stands. A contribution is its own row."""
    if row.startswith("contributions:"):
        return row
    return json.dumps(book.report.data.row(row), default=str, sort_keys=True)


def _checksum(content: Any) -> str:
    return checksum_of(json.dumps(content, default=str, sort_keys=True))
