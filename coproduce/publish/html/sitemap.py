"""``sitemap.xml``: which pages there are (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape


def sitemap(pages: Iterable[tuple[str, str]]) -> str:
    """The sitemap of pages given as address and date of the last change (ISO, "" if not known)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for address, changed in pages:
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(address)}</loc>{lastmod}</url>")
    return "\n".join([*lines, "</urlset>", ""])
