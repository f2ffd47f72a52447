"""What a page or a style sheet has a reader's browser fetch from another address.

Links are not among it: they are followed only by who presses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree, html

#: Attributes that browsers fetch by themselves, whatever element bears them.
_FETCHED = {"src", "poster", "background", "manifest", "archive", "classid", "codebase", "ping"}
_LISTS = {"srcset", "imagesrcset"}
#: Elements whose address of another name is fetched, too.
_BY_ELEMENT = {
    "object": {"data"}, "base": {"href"}, "use": {"href", "xlink:href"}, "image": {"href", "xlink:href"},
    "feimage": {"href", "xlink:href"}, "script": {"href", "xlink:href"}, "set": {"to"}, "animate": {"from", "to", "values"},
}
#: What a frame or a script shows may fetch more: there even an address that holds its own data is none of ours.
_ACTING = {"iframe", "frame", "object", "embed", "portal", "script", "link", "base"}
_FETCHED_LINK = re.compile(r"(?i)\b(?:stylesheet|pre\w+|\w*-?icon|dns-prefetch|modulepreload|manifest|import)\b")
_REFRESH = re.compile(r"(?i)url\s*=\s*['\"]?([^'\"]+)")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_CSS_ADDRESS = re.compile(r"(?i)(?:\b(?:url|src)\(\s*['\"]?|@import\s*['\"]|image-set\(\s*['\"])([^'\")]*)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")


@dataclass(frozen=True)
class Load:
    """An address that the element called ``by`` fetches, and the line of the text that it stands on, from 1."""

    by: str
    address: str
    line: int


def loads_in_html(text: str) -> Iterator[Load]:
    """Every fetch from another address in a page or a part of one, in order."""
    if not text.strip():
        return
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:  # nothing but a remark
        return
    for element in page.iter(etree.Element):
        name = str(element.tag).lower()
        line = int(cast(int, element.sourceline) or 1)
        for address in _addresses(element, name):
            if elsewhere(address, data=name not in _ACTING):
                yield Load(f"<{name}>", address.strip(), line)
        for key, value in element.attrib.items():
            if key.lower() == "srcdoc":
                yield from (Load(f"<{name}>", load.address, line) for load in loads_in_html(str(value)))
            elif "(" in value or key.lower() == "style":
                yield from (Load(f"<{name}>", load.address, line) for load in loads_in_css(str(value)))
        if name == "style" and element.text:
            yield from (Load("<style>", load.address, line + load.line - 1) for load in loads_in_css(element.text))


def loads_in_css(text: str) -> Iterator[Load]:
    """Every fetch from another address in a style sheet."""
    plain = _CSS_COMMENT.sub(lambda comment: " " + "\n" * comment[0].count("\n"), text)
    plain = _CSS_ESCAPE.sub(_unescaped, plain)
    for match in _CSS_ADDRESS.finditer(plain):
        if elsewhere(match[1]):
            yield Load("a style", match[1].strip(), plain.count("\n", 0, match.start()) + 1)


def elsewhere(address: str, data: bool = True) -> bool:
    """Whether ``address`` leads away from the site; with ``data`` one that holds its own data does not."""
    plain = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33)))).replace("\\", "/").lower()
    if plain.startswith("//"):
        return True
    scheme = _SCHEME.match(plain)
    return bool(scheme) and not (data and plain.startswith(("data:", "about:")))


def _addresses(element: etree._Element, name: str) -> Iterator[str]:
    own = _BY_ELEMENT.get(name, set())
    for key, value in ((key.lower(), str(value)) for key, value in element.attrib.items()):
        if key in _FETCHED or key in own:
            yield from value.split(";") if key == "values" else [value]
        elif key in _LISTS:
            yield from (part.split()[0] for part in value.split(",") if part.split())
        elif name == "link" and key == "href" and _FETCHED_LINK.search(str(element.get("rel", ""))):
            yield value
        elif name == "meta" and key == "content" and element.get("http-equiv", "").lower() == "refresh":
            yield from _REFRESH.findall(value)


def _unescaped(match: re.Match) -> str:
    if match[1] is None:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"

