"""Grids, cards, tabs and dropdowns of sphinx-design as nodes of our own.

Its own HTML needs its script and style sheet: tabs are radio buttons that no heading names, titles
of dropdowns fall under the contrast that readers need, and no document but a web page knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coproduce.ground.interface_words import say
from coproduce.sphinx_ext.any_book import nodes as own

#: Classes of sphinx-design that say something besides colour and space, and what ours are called.
_CLASSES = {
    "sd-row": "book-grid", "sd-btn": "book-button", "sd-badge": "book-badge", "sd-text-center": "book-centred",
    "sd-text-right": "book-right", "sd-card-carousel": "book-grid",
}
_COLUMNS = re.compile(r"sd-row-cols-(?:(?:xs|sm|md|lg)-)?(\d+)")
#: Nodes of icons.
_ICONS = ("sd_icon", "fontawesome")


class DesignNodes(SphinxPostTransform):
    """Puts ours in place of theirs: once references are resolved, and before sphinx-design's own transforms."""

    default_priority = 150

    def run(self, **kwargs) -> None:
        for kind, made in (("tab-set", _tab_set), ("dropdown", _dropdown), ("card", _card)):
            # The innermost first: what holds others takes them over as they then are.
            for node in reversed(_components(self.document, kind)):
                node.replace_self(made(node))
        for node in list(self.document.findall(nodes.Element)):
            names: list[str] = node.get("classes") or []
            if any(name.startswith("sd-") for name in names):
                node["classes"] = _own_classes(names)
            if node.get("design_component"):
                # Their styles would be refused by the pages' policy; a grid's are its number of columns.
                node.attributes.pop("style", None)


class DesignIcons(SphinxPostTransform):
    """Leaves out icons: drawings and letters of a face that pages do not load, beside words that say the same."""

    default_priority = 151

    def run(self, **kwargs) -> None:
        for node in list(self.document.findall(_is_icon)):
            node.parent.remove(node)


def _components(root: nodes.Element, kind: str) -> list[nodes.Element]:
    return [node for node in root.findall(nodes.Element) if _kind(node) == kind]


def _kind(node: nodes.Node) -> str:
    """What sphinx-design calls it; "" for a node of others."""
    return str(node.get("design_component") or "") if isinstance(node, nodes.Element) else ""


def _is_icon(node: nodes.Node) -> bool:
    if type(node).__name__ in _ICONS:
        return True
    # As earlier editions wrote them.
    return isinstance(node, nodes.raw) and any(name in node.astext() for name in ("sd-octicon", "sd-material-icon"))


def _own_classes(names: list[str]) -> list[str]:
    columns = [int(match[1]) for name in names if (match := _COLUMNS.fullmatch(name))]
    kept = [_CLASSES.get(name, name) for name in names]
    if columns:
        kept.append(f"book-columns-{min(max(columns), 4)}")
    return list(dict.fromkeys(name for name in kept if not name.startswith("sd-")))


def _dropdown(node: nodes.Element) -> nodes.Element:
    made = own.disclosure_box(opened=bool(node["opened"]), group=node.get("details_name") or "", ids=node["ids"])
    children = list(node.children)
    title = own.box_title()
    if node["has_title"]:
        first = children.pop(0)
        assert isinstance(first, nodes.Element), "its title is a rubric"
        title += first.children
        made["ids"] = [*made["ids"], *first["ids"]]
    else:
        title += nodes.Text(say("More"))
    made += [title, *children]
    return made


def _tab_set(node: nodes.Element) -> nodes.Element:
    made = own.tab_set(ids=node["ids"])
    chosen = False
    for child in node.children:
        if not isinstance(child, nodes.Element) or _kind(child) != "tab-item" or len(child) != 2:
            made += child
            continue
        label, content = child.children
        assert isinstance(label, nodes.Element) and isinstance(content, nodes.Element), "a rubric and a container"
        made["group"] = label.get("sync_group", made.get("group", ""))
        shown = bool(child.get("selected")) and not chosen
        chosen |= shown
        made += own.tab("", own.box_title("", "", *label.children), *content.children, shown=shown,
                        sync=label.get("sync_id", ""), ids=[*child["ids"], *label["ids"], *content["ids"]])
    tabs = [tab for tab in made if isinstance(tab, own.tab)]
    if tabs and not chosen:
        tabs[0]["shown"] = True
    return made


def _card(node: nodes.Element) -> nodes.Element:
    made = own.card(ids=node["ids"])
    title = own.box_title()
    link: nodes.Element | None = None
    for part in _parts(node):
        kind = _kind(part)
        if kind in ("card-header", "card-footer"):
            made += own.card_part("", *part.children, part="head" if kind == "card-header" else "foot")
        elif kind == "card-body":
            for child in part.children:
                if isinstance(child, nodes.Element) and _kind(child) == "card-title":
                    title += _text_of(child)
                else:
                    made += child
        elif (found := _link(part)) is not None:
            link = found
        else:
            made += part
    return _titled(made, title, link)


def _parts(card: nodes.Element) -> Iterator[nodes.Node]:
    for child in card.children:
        yield from child.children if _kind(child) == "card-overlay" else [child]


def _text_of(title: nodes.Element) -> list[nodes.Node]:
    return [part for holder in title.children for part in holder.children]


def _link(part: nodes.Node) -> nodes.Element | None:
    """The link of the whole card; one that leads nowhere has been told of, and is the text alone."""
    if type(part).__name__ != "PassthroughTextElement":
        return None
    found = part.next_node(nodes.reference)
    return found if found is not None else nodes.inline("", part.astext())


def _titled(made: nodes.Element, title: nodes.Element, link: nodes.Element | None) -> nodes.Element:
    """The card with its title in front, which is its link, too; what has no title is called by its head."""
    head = next((part for part in made if isinstance(part, own.card_part) and part["part"] == "head"), None)
    if not title.children and head is not None and len(head) == 1 and isinstance(head[0], nodes.paragraph):
        title += head[0].children
        made.remove(head)
    if isinstance(link, nodes.reference) and title.next_node(nodes.reference) is None:
        made["leads"] = True
        words = title.children or link.children
        around = nodes.reference("", "", **{key: value for key, value in link.attributes.items() if key in _OF_LINKS})
        around += list(words)
        title.children = []
        title += around
    if title.children:
        place = next((n for n, part in enumerate(made) if not isinstance(part, nodes.image)), len(made))
        made.insert(place, title)
    return made


_OF_LINKS = ("refuri", "refid", "internal", "reftitle")
