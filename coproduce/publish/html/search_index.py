"""What a reader can search for: read from the pages as they are written.

A page's own HTML is the source, so that search finds what a reader sees and
nothing else: what an anonymous contribution leaves out is not in the index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import html as lxml_html

from coproduce.ground.interface_words import marked, say


class Group(NamedTuple):
    """A kind of entry as readers choose among them. ``weight`` multiplies the score of a hit."""

    name: str
    weight: float


#: What the report says itself before what it rests on: who types a theme's name wants the chapter on it first.
GROUPS = {
    "chapter": Group(marked("Chapters"), 1.3),
    "recommendation": Group(marked("Recommendations"), 1.5),
    "conclusion": Group(marked("Conclusions"), 1.25),
    "figure": Group(marked("Figures"), 1.35),
    "table": Group(marked("Tables"), 0.8),
    "number": Group(marked("Numbers"), 0.45),
    "term": Group(marked("Glossary"), 1.6),
    "profile": Group(marked("Profiles"), 0.5),
    "source": Group(marked("Sources"), 0.15),
    # Last: there may be thousands, and what comes later in the index is ready later.
    "contribution": Group(marked("Contributions"), 0.4),
}

#: Characters of an entry's text that are kept. A section is searched whole unless
#: it is longer than a reader would scroll; of lists' entries the beginning tells.
MOST_OF_A_SECTION = 6000
MOST_OF_AN_ENTRY = 1500
#: Bytes of one file of the index, so that the first can be used before the last is read.
MOST_IN_A_FILE = 300_000

_LEFT_OUT_TAGS = {"svg", "script", "style", "template", "details", "button", "noscript", "nav", "form", "select", "input"}
#: Controls, marks, and lists of where else something stands.
_LEFT_OUT_CLASSES = {
    "headerlink", "value-card", "filter-box", "downloads", "source", "source-uses", "provenance",
    "contribution-mentions", "line-of-sight", "toctree-wrapper", "caption-number", "conclusion-title",
    "footnote-reference", "backrefs", "formula-number", "chapter-head",
}
_INLINE = {
    "a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
}
#: What stands side by side on the page is set apart in the text.
_AFTER = {"dt": ": ", "dd": " · ", "li": " · ", "td": " · ", "th": " · "}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True)
class Entry:
    """Something with an address. ``label`` says what it is ("Figure 3"), ``context`` where."""

    kind: str
    label: str
    address: str
    title: str
    context: str
    text: str


@dataclass(frozen=True)
class AnchorInfo:
    """What is known beforehand of the element with a certain id.

    ``label`` "" takes the number that the page gives ("Figure 3"); ``text`` None
    takes the text from the page.
    """

    kind: str
    label: str
    title: str
    context: str = ""
    text: str | None = None


def entries(page: str, title: str, body: str, known: Mapping[str, AnchorInfo]) -> Iterator[Entry]:
    """What there is to find on a page, in the order of the page.

    ``page`` is its address from the top of the book, ``body`` its content as HTML.
    Sections, terms of a glossary, and every element whose id is ``known``.
    """
    if not body.strip():
        return
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    found = _Page(page, title, known)
    yield from found.read(root)


class _Page:
    def __init__(self, page: str, title: str, known: Mapping[str, AnchorInfo]):
        self.page, self.title, self.known = page, title, known

    def read(self, root) -> Iterator[Entry]:
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            anchor = element.get("id")
            if anchor in self.known:
                yield self._anchor_entry(element, anchor)
            elif element.tag == "section" and anchor:
                yield from self._section(element, anchor)
            elif element.tag == "dt" and anchor and "glossary" in _classes(element.getparent()):
                yield self._term(element, anchor)

    def _anchor_entry(self, element, anchor: str) -> Entry:
        fact = self.known[anchor]
        label = fact.label or next((_plain(e) for e in element.iter("span") if "caption-number" in _classes(e)), "")
        head = element.find("th" if element.tag == "tr" else "caption")
        text = self._text(element, but=head) if fact.text is None else fact.text
        context = fact.context or self.title
        return Entry(fact.kind, label or fact.kind.capitalize(), self._address(anchor), fact.title, context,
                     shortened(_without(text, fact.title), MOST_OF_AN_ENTRY))

    def _section(self, element, anchor: str) -> Iterator[Entry]:
        heading = next((child for child in element if child.tag in _HEADINGS), None)
        if heading is None:
            return
        title, top = self._text(heading), heading.tag == "h1"
        text = shortened(self._text(element, but=heading), MOST_OF_A_SECTION)
        yield Entry("chapter", say("Chapter") if top else say("Section"), self.page if top else self._address(anchor), title,
                    "" if top else self.title, text)

    def _term(self, element, anchor: str) -> Entry:
        meaning = next((e for e in element.itersiblings("dd")), None)
        text = "" if meaning is None else self._text(meaning)
        return Entry("term", say("Glossary"), self._address(anchor), self._text(element), "",
                     shortened(text, MOST_OF_AN_ENTRY))

    def _address(self, anchor: str) -> str:
        return f"{self.page}#{anchor}"

    def _text(self, element, but=None) -> str:
        """The words of an element, less those of entries of their own within it."""
        parts: list[str] = []
        self._collect(element, but, parts, top=True)
        return _tidy("".join(parts))

    def _collect(self, element, but, parts: list[str], top: bool = False) -> None:
        if element.tag == "math":
            # In words: the signs by themselves do not say what is a fraction or a power.
            parts.append(element.get("alttext", ""))
        elif isinstance(element.tag, str) and element is not but and (top or not self._is_skipped(element)):
            gap = "" if element.tag in _INLINE else " "
            parts += [gap, element.text or ""]
            for child in element:
                self._collect(child, but, parts)
            parts.append(gap if top else _AFTER.get(element.tag, gap))
        if not top:
            parts.append(element.tail or "")

    def _is_skipped(self, element) -> bool:
        own = element.get("id") in self.known or (element.tag == "section" and element.get("id"))
        return bool(
            own or element.tag in _LEFT_OUT_TAGS or _classes(element) & _LEFT_OUT_CLASSES
            or (element.tag == "dl" and "glossary" in _classes(element))
        )


def _classes(element) -> set[str]:
    return set() if element is None else set((element.get("class") or "").split())


def _plain(element) -> str:
    return " ".join(element.text_content().split())


def _tidy(text: str) -> str:
    """The text with single spaces, and without what the left-out parts leave behind."""
    text = " ".join(text.split())
    text = re.sub(r"([.;:?!·])(?: ·)+|(?: ·)+$", r"\1", text)
    return re.sub(r" +([.,;:?!)])", r"\1", text).strip(" ·")


def _without(text: str, title: str) -> str:
    """The text less the title that it begins with."""
    return text[len(title):].lstrip(" .:") if title and text.startswith(title) else text


def shortened(text: str, most: int) -> str:
    """The text, cut at a word's end so that it has at most ``most`` characters."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def place_of(page: str, body: str, listed: str) -> str:
    """The address of the section that holds the list of this class; that of the page if it has none."""
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    for element in root.find_class(listed):
        for section in element.iterancestors("section"):
            if section.get("id"):
                return page if section.find("h1") is not None else f"{page}#{section.get('id')}"
    return page


def index_files(
    found: Iterable[Entry], names: Mapping[str, str] | None = None, synonyms: Iterable[Iterable[str]] = ()
) -> list[str]:
    """The index as scripts, each handing its part to the search engine.

    ``names`` calls groups otherwise than :data:`GROUPS` does, by their kinds.
    The first file names the groups, says how many files there are, and which phrases mean the same.
    """
    kinds = list(GROUPS)
    rows = [
        [kinds.index(e.kind), e.label, e.address, e.title, e.context, e.text]
        for e in sorted(found, key=lambda e: e.kind == "contribution")
    ]
    files: list[list[str]] = [[]]
    size = 0
    for row in rows:
        written = script_safe(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        if files[-1] and size + len(written.encode()) > MOST_IN_A_FILE:
            files.append([])
            size = 0
        files[-1].append(written)
        size += len(written.encode())
    groups = [[(names or {}).get(kind, say(group.name)), group.weight] for kind, group in GROUPS.items()]
    same = [list(phrases) for phrases in synonyms]
    head = script_safe(json.dumps({"files": len(files), "groups": groups, "synonyms": same}, ensure_ascii=False))
    return [
        f"reportSearch.begin({head});\n" * (not number) + "reportSearch.add([\n" + ",\n".join(file) + "\n]);\n"
        for number, file in enumerate(files)
    ]


# In a script these would end a line or, were the text ever put in a page, the script.
_UNSAFE = re.compile("[<\u2028\u2029]")


def script_safe(text: str) -> str:
    """Data as JSON that cannot end the script it stands in, nor a line of it."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
