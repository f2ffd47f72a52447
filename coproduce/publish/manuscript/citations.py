"""Source references short enough for a printed line.

The web page shows a value's source on hover. On paper the reader needs the
number of the source, once, where a run of values from it ends.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from coproduce.ground.interface_words import say_as
from coproduce.publish.manuscript.finding import attribute, classes, parent, set_classes, tags
from coproduce.publish.manuscript.joining import SEPARATOR, chapter_of

_NUMBER = re.compile(r"\d+")
# What stands between the first and the last of a run of numbers.
def _range_words() -> tuple[str, str]:
    return f" {say_as('between numbers', 'to')} ", "\u2013"


#: Sources that a mark names one by one; of more it gives the number.
_MOST_NAMED = 3


def compact(soup: BeautifulSoup, sources_page: str, ledger_page: str) -> None:
    """Give each ``.value`` its ``sup.source-refs``, and shape those of ``.source``.

    A value carries ``data-value`` (its name) and ``data-sources`` (ids, separated
    by spaces). The number of a source is its place among the anchors
    ``source-<id>`` of the sources page; without such a page nothing is added.
    Where a value rests on many sources, its mark leads to the value's line in the
    ledger, which lists them; in a document without the report's ledger it has no
    mark, since it is a sum of the report's own.
    """
    numbers = source_numbers(soup, sources_page)
    has_ledger = any(attribute(s, "id") == ledger_page for s in tags(soup, "section", of="chapter"))
    ledger = {id_ for id_ in _ids(soup) if id_.startswith(f"{ledger_page}{SEPARATOR}value-")}
    values = tags(soup, of="value", having="data-sources")
    for position, value in enumerate(values):
        sources = attribute(value, "data-sources")
        ids = [name for name in sources.split() if name in numbers]
        line = f"{ledger_page}{SEPARATOR}value-{value.get('data-value', '')}"
        kept = {key: attribute(value, key) for key in value.attrs if key in ("data-sources", "data-value")}
        value.attrs.clear()
        set_classes(value, "value")
        value.attrs.update(kept)
        following = values[position + 1] if position + 1 < len(values) else None
        if ids and not _repeated(value, following, ids):
            if len(ids) > _MOST_NAMED and line in ledger:
                value.insert_after(_count_link(soup, len(ids), line))
            elif len(ids) <= _MOST_NAMED or has_ledger or not ledger_page:
                value.insert_after(_references(soup, ids, numbers, sources_page))
        if value.name == "a":
            value.name = "span"
    for link in tags(soup, "a", of="source", having="href"):
        href = attribute(link, "href")
        if not href.startswith("#"):
            continue
        name = href.rpartition(f"{SEPARATOR}source-")[2]
        if name in numbers:
            link.replace_with(_references(soup, [name], numbers, sources_page))
    _join_neighbours(soup)
    _join_runs(soup)


def source_numbers(soup: BeautifulSoup, sources_page: str) -> dict[str, int]:
    """Source id -> number, in the order of the sources page."""
    prefix = f"{sources_page}{SEPARATOR}source-"
    anchors = [id_ for id_ in _ids(soup) if id_.startswith(prefix)]
    return {id_.removeprefix(prefix): number for number, id_ in enumerate(anchors, start=1)}


def _ids(soup: BeautifulSoup) -> list[str]:
    return [attribute(tag, "id") for tag in tags(soup, having="id")]


def keep_cited(soup: BeautifulSoup, sources_page: str) -> None:
    """Leave of the list of sources those that the document cites, under the numbers that they have in the whole.

    What the page says besides its heading and list is about all sources, and goes.
    """
    page = next((s for s in tags(soup, "section", of="chapter") if attribute(s, "id") == sources_page), None)
    if page is None:
        return
    prefix = f"#{sources_page}{SEPARATOR}"
    cited = {
        attribute(link, "href").removeprefix(prefix) for link in tags(soup, "a", having="href")
        if attribute(link, "href").startswith(prefix) and page not in link.parents
    }
    cited |= _between(soup, sources_page)
    heading = page.find(["h1", "h2"])
    listed = next((tag for tag in tags(page, "ol") if "sources" in classes(tag)), None)
    kept = (parent(listed, "div", of="small") or listed) if listed is not None else None
    for child in list(page.contents):
        if child is not heading and child is not kept:
            child.extract()
    runs: list[Tag] = []
    last = -1
    for number, entry in enumerate(listed.find_all("li", recursive=False) if listed is not None else (), start=1):
        anchor = entry if entry.get("id") else entry.find(id=True)
        if anchor is None or attribute(anchor, "id").partition(SEPARATOR)[2] not in cited:
            continue
        # The kind of publication and the places of use are told where all sources are listed.
        for told in entry.find_all(class_="source-facts"):
            told.decompose()
        _link_title(soup, entry)
        if number != last + 1 or not runs:
            # A number that is no list's next one begins a list.
            runs.append(soup.new_tag("ol", attrs={"start": str(number)}))
            set_classes(runs[-1], "sources", "cited")
        runs[-1].append(entry.extract())
        last = number
    if listed is None or kept is None or not runs:
        page.decompose()
        return
    listed.replace_with(*runs)
    if kept is not listed:
        set_classes(kept, "small", "two-columns")


def _between(soup: BeautifulSoup, sources_page: str) -> set[str]:
    """The anchors of the sources for which "[2] to [5]" or "[2]–[5]" stands without naming them."""
    names = list(source_numbers(soup, sources_page))
    found: set[str] = set()
    for first in tags(soup, "a", of="source-number"):
        dash = first.next_sibling
        last = dash.next_sibling if isinstance(dash, NavigableString) and dash in _range_words() else None
        if isinstance(last, Tag) and "source-number" in classes(last):
            found.update(f"source-{name}" for name in names[_number(first) - 1:_number(last)])
    return found


def set_close(soup: BeautifulSoup, sources_page: str) -> None:
    """Set the whole list in two columns, without the places of use: those are told on the web and in the spreadsheet."""
    for listed in tags(soup, "ol", of="sources"):
        if "cited" in classes(listed) or chapter_of(listed) != sources_page:
            continue
        for uses in listed.find_all(class_="source-uses"):
            uses.decompose()
        if (small := listed.find_parent("div", class_="small")) is not None:
            set_classes(small, "small", "two-columns")


def _link_title(soup: BeautifulSoup, entry: Tag) -> None:
    """Let the title lead to the publication in place of its address and what follows that: licence, copies."""
    title = entry.find(["em", "i"])
    address = next((link for link in entry.find_all("a", href=True) if attribute(link, "href").startswith("http")), None)
    if title is None or address is None:
        return
    for following in list(address.next_siblings):
        following.extract()
    title.wrap(soup.new_tag("a", attrs={"href": attribute(address, "href")}))
    address.decompose()


def _references(soup: BeautifulSoup, ids: list[str], numbers: dict[str, int], page: str) -> Tag:
    mark = soup.new_tag("sup", attrs={"class": "source-refs"})
    for name in sorted(ids, key=numbers.__getitem__):
        link = soup.new_tag("a", attrs={"href": f"#{page}{SEPARATOR}source-{name}"})
        link.string = str(numbers[name])
        if mark.contents:
            mark.append(",\u200a")
        mark.append(link)
    return mark


def _count_link(soup: BeautifulSoup, count: int, line: str) -> Tag:
    mark = soup.new_tag("sup", attrs={"class": "source-refs"})
    link = soup.new_tag("a", attrs={"href": f"#{line}"})
    link.string = f"{count}\u00a0sources"
    mark.append(link)
    return mark


def _join_runs(soup: BeautifulSoup) -> None:
    """[2], [3], [4], [5] in a list of numbers reads [2]–[5]."""
    for first in tags(soup, "a", of="source-number"):
        run, commas = [first], []
        while first.parent is not None:
            comma = run[-1].next_sibling
            if not isinstance(comma, NavigableString) or comma != ", ":
                break
            following = comma.next_sibling
            if not isinstance(following, Tag) or "source-number" not in classes(following):
                break
            if _number(following) != _number(run[-1]) + 1:
                break
            run.append(following)
            commas.append(comma)
        if len(run) > 2:
            for comma, middle in zip(commas, run[1:-1], strict=False):
                comma.extract()
                middle.decompose()
            commas[-1].replace_with("\u2013")


def _number(link: Tag) -> int:
    found = _NUMBER.search(link.get_text())
    assert found is not None, "a link of the class source-number shows one"
    return int(found[0])


def _repeated(value: Tag, following: Tag | None, ids: list[str]) -> bool:
    """Whether the next value of the same sentence rests on the same sources."""
    if following is None or following.parent is not value.parent:
        return False
    if attribute(following, "data-sources").split() != ids:
        return False
    between = ""
    for sibling in value.next_siblings:
        if sibling is following:
            break
        between += sibling if isinstance(sibling, NavigableString) else sibling.get_text()
    return not re.search(r"[.;:?!]\s", between)


def _neighbour(mark: Tag) -> Tag | None:
    """The mark that stands next, if nothing but space lies between."""
    following = mark.next_sibling
    if isinstance(following, NavigableString) and not following.strip():
        following = following.next_sibling
    return following if isinstance(following, Tag) and "source-refs" in classes(following) else None


def _join_neighbours(soup: BeautifulSoup) -> None:
    """Marks side by side become one, [3,4], that names no source twice; a mark stands at its word."""
    for first in tags(soup, "sup", of="source-refs"):
        run = [first]
        while first.parent is not None and (following := _neighbour(run[-1])):
            run.append(following)
        if len(run) == 1:
            continue
        links: dict[str, Tag] = {}
        for mark in run:
            links |= {attribute(link, "href"): link.extract() for link in mark.find_all("a")}
        for mark in run[:-1]:
            if isinstance(between := mark.next_sibling, NavigableString):
                between.extract()
            mark.decompose()
        run[-1].clear()
        for position, link in enumerate(links.values()):
            run[-1].extend([",\u200a", link] if position else [link])
    for mark in tags(soup, "sup", of="source-refs"):
        mark.insert(0, "[")
        mark.append("]")
        if parent(mark, of="figure-notes") or parent(mark, "table"):
            mark.name = "span"  # small type already
        before = mark.previous_sibling
        if isinstance(before, NavigableString) and before.endswith(" ") and not before.endswith(": "):
            before.replace_with(before.rstrip(" "))
