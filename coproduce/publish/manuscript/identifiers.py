"""Ids are unique, links have targets, and nothing keeps an id for no one."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup, Tag

from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest_or
from coproduce.publish.manuscript.finding import attribute, classes, tags
from coproduce.publish.manuscript.joining import SEPARATOR, page, page_of


def check(soup: BeautifulSoup) -> list[Problem]:
    """Problems for links that lead nowhere and ids that stand twice."""
    ids = Counter(attribute(tag, "id") for tag in tags(soup, having="id"))
    problems = []
    for name, count in sorted(ids.items()):
        if count > 1:
            chapter, _, local = name.partition(SEPARATOR)
            problems.append(
                Problem(
                    page(chapter),
                    f"the anchor ‘{local}’ stands {count} times on this page",
                    code="manuscript.double-anchor",
                    expected="each anchor once",
                    action="Rename one of the headings, labels, figures or tables of that name.",
                )
            )
    for link in _inner_links(soup):
        target = attribute(link, "href")[1:]
        if target in ids:
            continue
        problems.append(
            Problem(
                page_of(link),
                f"the link ‘{link.get_text(' ', strip=True)}’ leads to ‘{target}’, which does not exist",
                code="manuscript.broken-link",
                expected=nearest_or("the anchor of a heading, figure, table or list entry", target, ids),
                action="Correct the reference in the chapter.",
            )
        )
    return problems


def release(soup: BeautifulSoup) -> None:
    """Leave of a link that leads nowhere its words, and of an anchor that stands twice the first: what does not stop a
    build stops no format either."""
    seen: set[str] = set()
    for tag in tags(soup, having="id"):
        if attribute(tag, "id") in seen:
            del tag["id"]
        else:
            seen.add(attribute(tag, "id"))
    for link in _inner_links(soup):
        if attribute(link, "href")[1:] not in seen:
            link.unwrap()


def _inner_links(soup: BeautifulSoup) -> list[Tag]:
    return [link for link in tags(soup, "a", having="href") if attribute(link, "href").startswith("#")]


def discard_unused(soup: BeautifulSoup) -> None:
    """Drop ids that no link needs, and the empty anchors that held them.

    Chapters, figures and tables keep theirs: messages name them.
    """
    used = {attribute(link, "href")[1:] for link in _inner_links(soup)}
    for tag in tags(soup, having="id"):
        if attribute(tag, "id") in used or tag.name in ("figure", "table") or "chapter" in classes(tag):
            continue
        if tag.get("role") == "doc-footnote":
            continue
        del tag["id"]
        if tag.name == "span" and not tag.contents:
            tag.decompose()
