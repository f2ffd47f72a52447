"""Answers that say ‘yes’ and mean ‘not found’: a page that says so, and a deep address that ends at a front page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

#: So much of a page holds its title and first heading.
BYTES_READ = 200_000
_HEADING = re.compile(r"<(title|h1)\b[^>]{0,500}>(.{0,1000}?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_PARTS = re.compile(r"\s+[-–—·:>]\s+|[|•»]|:\s")
_WORDS = re.compile(r"[\w']+")
#: A heading that says so, in these phrases …
_PHRASES = ("404", "410", "not found", "be found", "can't find", "cannot find", "couldn't find", "could not find", "no longer available",
            "no longer exists", "no longer here", "not exist", "doesn't exist", "has been removed", "page is missing")
#: … and says nothing else: a report on children who were not found is there.
_SAYS_NO_MORE = frozenset("""
    404 410 a are available be been can can't cannot content could couldn't document does doesn't error exist exists file find for
    found gone has have here http i is it item live longer looking missing moved no not oh on oops or page please removed requested
    resource seems sorry that the this to unable unfortunately url was we we're web webpage were you you're your
""".split())
_FRONT = {"", "index.html", "index.htm", "index.php", "default.aspx", "home", "en", "en-gb", "uk", "gb"}


def says_not_found(page: str) -> str:
    """What the title or first heading of a page (HTML) says, if that is that there is no such page; "" otherwise."""
    for match in _HEADING.finditer(page):
        text = " ".join(unescape(_TAG.sub(" ", match[2])).split())
        for part in _PARTS.split(text):
            words = _WORDS.findall(part.lower().replace("’", "'"))
            said = f" {' '.join(words)} "
            if words and _SAYS_NO_MORE.issuperset(words) and any(f" {phrase} " in said for phrase in _PHRASES):
                return text[:80]
        if match[1].lower() == "h1":
            break
    return ""


def ends_at_front_page(asked: str, answered: str) -> bool:
    """Whether an address of some page was led to the front page of a server."""
    before, after = urlsplit(asked), urlsplit(answered)
    deep = bool(before.query) or before.path.strip("/").lower() not in _FRONT
    return deep and not after.query and after.path.strip("/").lower() in _FRONT
