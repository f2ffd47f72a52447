"""What the brief says, gathered from the manuscript and the registered values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

from coproduce.ground.interface_words import is_english, say
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.publish.formats.brief.pages import needed
from coproduce.publish.formats.brief.runs import Run, runs
from coproduce.publish.formats.brief.spec import PLACEHOLDER, BriefSpec, Number, unknown
from coproduce.publish.manuscript.boxes import fact_elements
from coproduce.publish.manuscript.finding import attribute, classes, first_of, parent, tags, text_of
from coproduce.publish.manuscript.joining import SEPARATOR
from coproduce.publish.pdf import publisher_look
from coproduce.publish.pdf.signs import with_named_signs

if TYPE_CHECKING:
    from coproduce.evidence.records import ValueRecord
    from coproduce.publish.formats import Material
    from coproduce.publish.manuscript import Manuscript

# More sources than this are counted, not named.
_MOST_NAMED = 2
_ABBREVIATION = re.compile(r"[A-Z]{2,}")
_SENTENCE = re.compile(r".+?[.](?=\s|$)", re.DOTALL)


@dataclass(frozen=True)
class Card:
    """A headline number with all that a reader needs to quote it.

    ``caveat`` is the first sentence of the value's own.
    """

    number: str
    of: str
    label: str
    about: str
    source: str
    caveat: str
    evidence: str


@dataclass(frozen=True)
class Recommendation:
    """``facts`` are pairs of a word and what it introduces; ``first`` marks those that come first."""

    id: str
    number: str
    title: list[Run]
    statement: list[Run]
    facts: list[tuple[str, list[Run]]]
    first: bool


@dataclass(frozen=True)
class Brief:
    """The parts in their order. ``first`` says which recommendations come first, and why.

    ``words`` are terms of the glossary that the text uses, each with its meaning.
    """

    opening: list[Run]
    messages_title: str
    messages: list[list[Run]]
    cards: list[Card]
    recommendations_title: str
    first: list[Run]
    recommendations: list[Recommendation]
    words: list[tuple[str, str]]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def gather(material: "Material", spec: BriefSpec) -> Brief:
    """The brief of a report.

    Raises :class:`coproduce.ground.problems.ProblemsFound` naming every value and key
    finding that ``spec`` asks for and the report does not have.
    """
    own = publisher_look.covered_characters(material.report.settings.look.fonts)
    soup = BeautifulSoup(with_named_signs("".join(_needed(material.excerpt() or material.manuscript, spec)), own), "html.parser")
    problems = list(_missing_values(material, spec))
    web = material.report.settings.web_address
    finding = _key_finding(soup, spec.messages)
    first = _key_finding(soup, spec.first) if spec.first else None
    for key, page, found in (("messages", spec.messages, finding), ("first", spec.first, first)):
        if page and found is None and spec.line(key):
            problems.append(Problem(
                spec.path, f"the page ‘{page}’ has no key finding", line=spec.line(key),
                code="brief.no-key-finding", expected="a box ‘:::{key-finding} Title’ on that page",
                action="Name another page, or write the box."))
    stop_if_any(problems)
    boxes = [box for box in tags(soup, "div", of="box") if "recommendation" in classes(box)]
    return Brief(
        opening=runs(_opening(soup, spec.messages), web),
        messages_title=_text(first_of(finding, of="box-title")) if finding else "",
        messages=[runs(item, web) for item in _items(finding)],
        cards=[_card(number, material) for number in spec.numbers],
        recommendations_title=_text(boxes[0].find_previous(["h1", "h2", "h3", "h4"])) if boxes else "",
        first=[run for item in _items(first) for run in runs(item, web)],
        recommendations=[_recommendation(box, spec, _linked(first), web) for box in boxes],
        words=_words(soup, [_opening(soup, spec.messages), finding, first, *boxes]),
    )


def _needed(manuscript: "Manuscript", spec: BriefSpec) -> Iterable[str]:
    """The chapters that the brief takes something from: to parse all of a report takes a second or two."""
    if not manuscript.parts:
        return [manuscript.html]
    chosen = set(needed(spec, dict(zip(manuscript.chapters, manuscript.parts, strict=True))))
    return [part for page, part in zip(manuscript.chapters, manuscript.parts, strict=True) if page in chosen]


def _missing_values(material: "Material", spec: BriefSpec) -> Iterator[Problem]:
    known = material.results.values
    for number in spec.numbers:
        for name in number.names:
            if name not in known:
                yield unknown(spec.path, number.line, "value", name, known,
                              "Correct the name, or register the value in a chapter.")
            elif known[name].catalogue:
                yield Problem(
                    spec.path, f"the value ‘{name}’ ({known[name].text}) counts rows of a catalogue: that says what was "
                    "collected, not what there is", line=number.line, code="brief.catalogue-count",
                    expected="a number that a source published or that is computed from such numbers",
                    action="Name another value.")


def _chapter(soup: BeautifulSoup, page: str) -> Tag | None:
    return next((section for section in tags(soup, "section", of="chapter") if attribute(section, "id") == page), None)


def _key_finding(soup: BeautifulSoup, page: str) -> Tag | None:
    chapter = _chapter(soup, page)
    return next((box for box in tags(chapter, "div", of="box") if "key-finding" in classes(box)), None) if chapter else None


def _opening(soup: BeautifulSoup, page: str) -> Tag | None:
    """The paragraph below the page's title, if it stands before everything else."""
    chapter = _chapter(soup, page)
    title = chapter.find("h1") if chapter else None
    following = title.find_next_sibling() if title else None
    return following if following is not None and following.name == "p" else None


def _items(finding: Tag | None) -> list[Tag]:
    """The entries of a key finding's list, or its paragraphs."""
    if finding is None:
        return []
    listed = finding.find(["ol", "ul"])
    return listed.find_all("li", recursive=False) if listed else finding.find_all("p", recursive=False)


def _linked(finding: Tag | None) -> set[str]:
    return {attribute(link, "href")[1:] for link in tags(finding, "a") if attribute(link, "href").startswith("#")} if finding else set()


def _text(tag: Tag | None) -> str:
    return " ".join(text_of(tag).split()) if tag else ""


def _card(number: Number, material: "Material") -> Card:
    values = material.results.values
    record = values[number.value]
    label = PLACEHOLDER.sub(lambda found: values[found[1]].text, number.label) or record.label
    return Card(
        number=record.text,
        of=say("of {total}", total=values[number.of].text) if number.of else "",
        label=label,
        about=", ".join(filter(None, (record.place, _within(record.period)))),
        source=_source(record, material),
        caveat=_first_sentence(record.caveat),
        evidence=record.evidence,
    )


def _first_sentence(text: str) -> str:
    found = _SENTENCE.match(text)
    return found[0] if found else f"{text}." if text else ""


def _within(period: str) -> str:
    """A period as it reads after a comma."""
    return period[:1].lower() + period[1:] if is_english() and period.startswith(("As of", "Published", "To ", "This ")) else period


def _source(record: "ValueRecord", material: "Material") -> str:
    """Publisher, year and number of each source, or how many there are."""
    ids = list(dict.fromkeys(source.id for source in record.sources))
    if len(ids) > _MOST_NAMED:
        return say("{number} sources, listed in the report", number=len(ids))
    known, numbers = material.report.data.sources(), material.ledger["sources"]
    return "; ".join(
        f"{known[id_].publisher or known[id_].authors_label} ({known[id_].year}) [{numbers[id_]['number']}]" for id_ in ids
    )


def _recommendation(box: Tag, spec: BriefSpec, first: set[str], web: str) -> Recommendation:
    written = fact_elements(box)
    statement = [run for p in tags(box, "p") if p.parent and "statement" in classes(p.parent) for run in [*runs(p, web), Run(" ")]]
    return Recommendation(
        id=attribute(box, "id").rpartition(f"{SEPARATOR}conclusion-")[2],
        number=_text(first_of(box, of="box-label")).split()[-1],
        title=runs(first_of(box, of="box-title"), web),
        statement=statement[:-1],
        facts=[(word, runs(written[key], web)) for key, word in spec.facts if key in written],
        first=attribute(box, "id") in first,
    )


def _words(soup: BeautifulSoup, parts: list[Tag | None]) -> list[tuple[str, str]]:
    """Abbreviations of the glossary that the parts link to, with the first sentence of their meaning."""
    links = [link for part in parts if part is not None for link in tags(part, "a")
             if parent(link, "p", "li") or parent(link, of=("box-title", "statement"))]
    wanted = {
        attribute(link, "href")[1:]: None for link in links
        if f"{SEPARATOR}term-" in attribute(link, "href") and not link.find_parent(class_="fine")
    }
    words = []
    for id_ in wanted:
        anchor = soup.find(id=id_)
        term = anchor.find_parent("dt") or anchor if anchor else None
        meaning = term.find_next_sibling("dd") if term else None
        if meaning is None or not _ABBREVIATION.search(_text(term)):
            continue
        words.append((_text(term), _first_sentence(_text(meaning.find("p") or meaning))))
    return sorted(words, key=lambda pair: pair[0].lower())
