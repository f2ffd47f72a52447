"""Shows a chapter's records in a notebook: for the book as data, for the author as a preview."""

from __future__ import annotations

import sys
from collections.abc import Callable
from html import escape
from typing import Any

from coproduce.evidence.records import (
    MIME_TYPE,
    FigureRecord,
    Record,
    TableRecord,
    ValueRecord,
    to_json,
)


def _shell() -> Any:
    """IPython's running shell, or ``None`` in plain Python."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def execution_count() -> int | None:
    shell = _shell()
    return shell.execution_count if shell else None


def silence_returned_records() -> None:
    """A record is shown where it is registered, not again as the result of its cell."""
    shell = _shell()
    if shell:
        for kind in (ValueRecord, FigureRecord, TableRecord):
            shell.display_formatter.ipython_display_formatter.for_type(kind, lambda record: None)


def display_record(record: Record) -> None:
    """Show the record in a notebook; the book reads it from there. Outside IPython: nothing."""
    shell = _shell()
    if shell is None:
        return
    text, html = _PREVIEWS[type(record)](record)
    bundle = {MIME_TYPE: to_json(record), "text/html": html, "text/plain": text}
    if isinstance(record, FigureRecord):
        bundle["image/svg+xml"] = record.svg
    shell.display_pub.publish(data=bundle, metadata={})


def _value_preview(record: ValueRecord) -> tuple[str, str]:
    about = ", ".join(filter(None, (record.label, record.place, record.period)))
    return f"{record.name}: {record.text}", (
        f"<p><code>{escape(record.name)}</code> <strong>{escape(record.text)}</strong> {escape(about)}</p>")


def _figure_preview(record: FigureRecord) -> tuple[str, str]:
    return f"Figure {record.name}: {record.headline}. {record.alt}", (
        f"<figure><figcaption><strong>{escape(record.headline)}</strong><br>{escape(record.subtitle)}</figcaption>"
        f"{record.svg}<p><em>Alternative text:</em> {escape(record.alt)}</p></figure>")


def _table_preview(record: TableRecord) -> tuple[str, str]:
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in record.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>" for row in record.data)
    return f"Table {record.name}: {record.caption}", (
        f"<table><caption>{escape(record.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>")


_PREVIEWS: dict[type, Callable[[Any], tuple[str, str]]] = {
    ValueRecord: _value_preview, FigureRecord: _figure_preview, TableRecord: _table_preview}
