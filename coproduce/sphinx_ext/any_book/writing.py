"""How constructs of a Jupyter Book look: on a page, and in the HTML that documents are made of.

On paper everything stands open: a dropdown, a tab and a card are boxes with a title
(:mod:`coproduce.publish.manuscript.boxes`).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.ground.interface_words import say
from coproduce.sphinx_ext.any_book import nodes as own

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: "Sphinx") -> None:
    for node in own.WRITTEN:
        visit, depart = globals()[f"_visit_{node.__name__}"], globals()[f"_depart_{node.__name__}"]
        app.add_node(node, html=(visit, depart))


#: A width of CSS, in pixels or per cent.
_WIDTH = re.compile(r"width:\s*([\d.]+)(px|%)")
#: Steps of the classes that stand for widths in per cent.
STEP = 5


def allowed(tag: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes of an element as the pages' policy and the rules of accessibility have them.

    No style is written on an element: widths become an attribute or a class of :func:`widths`.
    """
    found = dict(attributes)
    if found.get("ROLE") == "heading":
        found["aria-level"] = "2"  # the name of a part in a list of pages
    if found.get("role") == "doc-biblioentry":
        found["role"] = "listitem"
    if (style := found.pop("style", None)) and (width := _WIDTH.search(str(style))):
        if width[2] == "px":
            if tag == "img":
                found["width"] = str(round(float(width[1])))
        else:
            part = min(max(round(float(width[1]) / STEP) * STEP, STEP), 100)
            classes = [found.pop(name) for name in ("CLASS", "class") if name in found]
            found["CLASS"] = " ".join([*map(str, classes), f"book-width-{part}"])
    return found


def widths() -> str:
    """The style sheet of these classes."""
    return "".join(f".book-width-{part}{{width:{part}%}}" for part in range(STEP, 101, STEP))


def _on_paper(translator: Any) -> bool:
    return translator.builder.name == "print"


def _open(translator: Any, node: nodes.Element, tag: str, name: str, **attributes: str) -> None:
    translator.body.append(translator.starttag(node, tag, CLASS=name, **attributes))


def _box(translator: Any, node: nodes.Element, kind: str) -> None:
    _open(translator, node, "div", f"admonition {kind}")


def _visit_disclosure_box(self: Any, node: own.disclosure_box) -> None:
    if _on_paper(self):
        _box(self, node, "dropdown")
        return
    chosen = {"open": "open"} if node["opened"] else {}
    if node["group"]:
        chosen["name"] = node["group"]
    _open(self, node, "details", "book-dropdown", **chosen)


def _depart_disclosure_box(self: Any, node: own.disclosure_box) -> None:
    self.body.append("</div>\n" if _on_paper(self) else "</details>\n")


def _visit_tab_set(self: Any, node: own.tab_set) -> None:
    group = {"data-group": node["group"]} if node.get("group") else {}
    _open(self, node, "div", "book-tabs", **({} if _on_paper(self) else group))


def _depart_tab_set(self: Any, node: own.tab_set) -> None:
    self.body.append("</div>\n")


def _visit_tab(self: Any, node: own.tab) -> None:
    if _on_paper(self):
        _box(self, node, "tab")
        return
    told = {"data-sync": node["sync"]} if node["sync"] else {}
    if node["shown"]:
        told["data-shown"] = "yes"
    _open(self, node, "div", "book-tab", **told)


def _depart_tab(self: Any, node: own.tab) -> None:
    self.body.append("</div>\n")


def _visit_card(self: Any, node: own.card) -> None:
    if _on_paper(self):
        _box(self, node, "card")
    else:
        _open(self, node, "div", "book-card leads" if node.get("leads") else "book-card")


def _depart_card(self: Any, node: own.card) -> None:
    self.body.append("</div>\n")


def _visit_box_title(self: Any, node: own.box_title) -> None:
    if not _on_paper(self) and isinstance(node.parent, own.disclosure_box):
        self.body.append(self.starttag(node, "summary", ""))
        self.context.append("</summary>\n")
        return
    name = "tab-title" if isinstance(node.parent, own.tab) else "card-title"
    name = "admonition-title" if _on_paper(self) else name
    self.body.append(self.starttag(node, "p", "", CLASS=name))
    self.context.append("</p>\n")


def _depart_box_title(self: Any, node: own.box_title) -> None:
    self.body.append(self.context.pop())


def _visit_page_contents(self: Any, node: own.page_contents) -> None:
    _open(self, node, "nav", "page-contents", **{"aria-label": say("On this page")})


def _depart_page_contents(self: Any, node: own.page_contents) -> None:
    self.body.append("</nav>\n")


def _visit_scroll_box(self: Any, node: own.scroll_box) -> None:
    # Who has no pointer scrolls what has the focus; a name says what that is.
    reached = {} if _on_paper(self) else {"role": "group", "tabindex": "0", "aria-label": node["label"]}
    _open(self, node, "div", "cell-scroll", **reached)


def _depart_scroll_box(self: Any, node: own.scroll_box) -> None:
    self.body.append("</div>\n")


def _visit_card_part(self: Any, node: own.card_part) -> None:
    _open(self, node, "div", f"card-{escape(node['part'])}")


def _depart_card_part(self: Any, node: own.card_part) -> None:
    self.body.append("</div>\n")
