"""Addresses of what is shown from elsewhere: a page loads none of it, a link with a title leads there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from docutils import nodes
from sphinx import addnodes

from coproduce.ground.interface_words import marked_words, say

_ADDRESS = re.compile(r"^(https?:)?//", re.IGNORECASE)
#: What to call a thing without a title that lies elsewhere, and a file of the book's own.
_ELSEWHERE = marked_words({
    "video": "Video at {host}", "audio": "Sound at {host}", "object": "File at {host}", "embed": "File at {host}",
    "picture": "Picture at {host}", "page": "Page at {host}",
})
_OWN = marked_words({
    "video": "Video: {address}", "audio": "Sound: {address}", "iframe": "Page: {address}", "frame": "Page: {address}",
    "file": "File: {address}",
})
_YOUTUBE = ("youtube.com", "www.youtube.com", "youtube-nocookie.com", "www.youtube-nocookie.com", "youtu.be")


def from_elsewhere(address: str) -> bool:
    """Whether a browser would ask another server for it."""
    return bool(_ADDRESS.match(address.strip()))


def link_to(address: str, title: str, kind: str) -> nodes.Element | None:
    """A link that says where it leads; None where there is nothing to lead to. A file of the book's own goes with it."""
    address = address.strip()
    if not address or address.lower().startswith(("javascript:", "data:", "about:")):
        return None
    if not from_elsewhere(address) and not address.startswith(("#", "/")) and ":" not in address:
        words = " ".join(title.split()) or say(_OWN.get(kind, _OWN["file"]), address=address)
        return addnodes.download_reference("", "", nodes.inline("", words), reftarget=address, refdoc="", refexplicit=True)
    if address.startswith("//"):
        address = f"https:{address}"
    address = _watchable(address)
    host = urlsplit(address).hostname or address
    words = " ".join(title.split()) or say(_ELSEWHERE.get(kind, _ELSEWHERE["page"]), host=host)
    return nodes.reference("", words, refuri=address, classes=["book-elsewhere"])


def _watchable(address: str) -> str:
    """The address of a film's page, not that of the frame that shows it in others."""
    parts = urlsplit(address)
    if (parts.hostname or "") in _YOUTUBE and parts.path.startswith("/embed/"):
        start = parse_qs(parts.query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={parts.path.removeprefix('/embed/')}" + (f"&t={start}" if start.isdigit() else "")
    return address


def first_source(text: str) -> str:
    """The address of the first element ``source`` in a piece of HTML."""
    class Sources(HTMLParser):
        found = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            if tag == "source" and not self.found:
                self.found = dict(attributes).get("src") or ""

    reader = Sources()
    reader.feed(text)
    return reader.found.strip()
