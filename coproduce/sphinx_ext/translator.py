"""How our nodes look in HTML, and what Sphinx leaves out of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from coproduce.evidence.records import counts_contributions
from coproduce.ground.interface_words import marked_words, say
from coproduce.ground.language_tags import language
from coproduce.publish.manuscript.builder import PrintBuilder
from coproduce.publish.publication import publication
from coproduce.sphinx_ext import any_book
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.chapter_head import chapter_head
from coproduce.sphinx_ext.figure_tools import dial_control, tools
from coproduce.sphinx_ext.passages import CLASS
from coproduce.sphinx_ext.tables import column_titles
from coproduce.sphinx_ext.value_card import value_card

#: Menus of a filter box: a label, and entries of a class and what the reader sees.
Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]
_SPHINX_CLASSES = re.compile(r'(?<=<a )class="(.*?) ?reference (?:in|ex)ternal" ?')


class ReportTranslator(HTML5Translator):
    """Writes the book's pages, and the bodies of chapters for print."""

    builder: StandaloneHTMLBuilder

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        self._of_any_book = any_book.is_on(builder.app)
        super().__init__(document, builder)
        #: The titles of the columns of the table being written, if its rows may be stacked.
        self._titles: list[str] = []
        if not self._print and self.builder.current_docname == self.config.root_doc:
            # The report's title on the cover is the page's first heading.
            self.initial_header_level = 2

    @property
    def _print(self) -> bool:
        return self.builder.name == "print"

    def starttag(self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any) -> str:
        if self._of_any_book and not self._print:
            attributes = any_book.allowed(tagname, attributes)
        for tag in (name.removeprefix(CLASS) for name in node.get("classes", ()) if name.startswith(CLASS)):
            attributes["dir"] = language(tag).direction
            if self._print:
                attributes["data-script"] = language(tag).script
                # A PDF tells languages without their scripts: a country stands for it.
                attributes["data-region"] = language(tag).region if language(tag).script in ("Hant", "Hans") else ""
        return super().starttag(node, tagname, suffix, empty, **attributes)

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        super().add_permalink_ref(node, say(_PERMALINKS.get(title, title)))

    # The titles of boxes are headings one level below the section they stand in.

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        if "conclusion-title" in node["classes"]:
            self._open_box_heading(node)
        else:
            super().visit_paragraph(node)

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        if "conclusion-title" in node["classes"]:
            self._close_box_heading(node)
        else:
            super().depart_paragraph(node)

    def visit_title(self, node: nodes.Element) -> None:
        if _heads_box(node):
            self._open_box_heading(node, CLASS="admonition-title")
        else:
            super().visit_title(node)

    def depart_title(self, node: nodes.Element) -> None:
        if _heads_box(node):
            self._close_box_heading(node)
        else:
            super().depart_title(node)
            if not self._print and self.section_level == 1 and node.parent.parent is self.document:
                page = self.builder.current_docname
                if page != self.config.root_doc:
                    self.body.append(chapter_head(publication(self.builder.app), page, self.document))

    def _open_box_heading(self, node: nodes.Element, **attributes: Any) -> None:
        level = min(self.section_level + self.initial_header_level, 6)
        self.body.append(self.starttag(node, f"h{level}", "", **attributes))
        self.context.append(f"</h{level}>\n")

    def _close_box_heading(self, node: nodes.Element) -> None:
        if self.builder.add_permalinks and node.parent["ids"]:
            self.add_permalink_ref(node.parent, say("Link to this heading"))
        self.body.append(self.context.pop())

    # The number of a conclusion, which stands in large type beside it.

    def visit_inline(self, node: nodes.inline) -> None:
        if self._print or "conclusion-number" not in node["classes"]:
            super().visit_inline(node)
            return
        kind, _, number = node.astext().rpartition(" ")
        self.body.append(f'<span class="conclusion-number">{escape(kind)} <span class="numeral">{escape(number)}</span></span>')
        raise nodes.SkipNode

    # Tables: scope tells a screen reader which cells a heading speaks for; where a window is narrow
    # a row is a list of its cells (``stacks``), each with the title of its column before it.

    def visit_table(self, node: nodes.Element) -> None:
        self._titles = [] if self._print else column_titles(node)
        if self._titles:
            node["classes"].append("stacks")
        super().visit_table(node)

    def visit_entry(self, node: nodes.entry) -> None:
        start = len(self.body)
        super().visit_entry(node)
        head = isinstance(node.parent.parent, nodes.thead)
        if head and not self._print and not node.astext().strip() and any_book.is_on(self.builder.app):
            # A head without words heads nothing; tables of pandas have one above their row heads.
            self.body[start], self.context[-1] = self.body[start].replace("<th", "<td", 1), "</td>\n"
        self.body[start] = self.body[start].replace("<th", f'<th scope="{"col" if head else "row"}"', 1)
        if self._titles and not head:
            title = escape(self._titles[node.parent.index(node)])
            self.body[start] = self.body[start].replace("<td", f'<td data-title="{title}"', 1)

    def visit_row(self, node: nodes.Element) -> None:
        # Without Sphinx's classes for odd and even rows: style sheets can count.
        self.body.append(self.starttag(node, "tr", ""))
        node.column = 0  # type: ignore[attr-defined]  # where docutils itself counts

    def should_be_compact_paragraph(self, node: nodes.paragraph) -> bool:
        """A lone paragraph in a cell is the cell's text: tables have thousands."""
        if isinstance(node.parent, nodes.entry) and len(node.parent) == 1:
            return True
        return super().should_be_compact_paragraph(node)  # type: ignore[misc]  # docutils has it, its stubs do not

    def visit_data_table(self, node: own.data_table) -> None:
        self.visit_table(node)

    def depart_data_table(self, node: own.data_table) -> None:
        self.depart_table(node)

    def visit_scroll_region(self, node: own.scroll_region) -> None:
        label = escape(node["label"])
        self.body.append(f'<div class="table-wrapper" role="region" tabindex="0" aria-label="{label}">\n')

    def depart_scroll_region(self, node: own.scroll_region) -> None:
        self.body.append("</div>\n")

    # Links.

    def visit_reference(self, node: nodes.Element) -> None:
        start = len(self.body)
        super().visit_reference(node)
        if not isinstance(node.parent, addnodes.compact_paragraph):
            # Two words that no style sheet needs, on each of thousands of links; a theme's contents list needs them.
            self.body[start] = _SPHINX_CLASSES.sub(lambda m: f'class="{m[1]}" ' if m[1] else "", self.body[start], count=1)
        if not self._print and len(node) == 1 and isinstance(node[0], nodes.inline) and "std-term" in node[0]["classes"]:
            self.body[start] = self.body[start].replace("<a ", '<a class="term" ', 1)
            node.replace(node[0], node[0].children)

    # Figures.

    def visit_report_figure(self, node: own.report_figure) -> None:
        self.body.append(self.starttag(node, "figure", CLASS="report-figure"))

    def depart_report_figure(self, node: own.report_figure) -> None:
        self.body.append("</figure>\n")

    def visit_figure_heading(self, node: own.figure_heading) -> None:
        self.body.append("<figcaption>\n")

    def depart_figure_heading(self, node: own.figure_heading) -> None:
        self.body.append("</figcaption>\n")

    def visit_caption(self, node: nodes.Element) -> None:
        if not isinstance(node.parent, own.figure_heading):
            super().visit_caption(node)
            return
        self.body.append('<p class="headline">')
        self.add_fignumber(node.parent.parent)
        self.body.append('<span class="caption-text">')

    def depart_caption(self, node: nodes.Element) -> None:
        if not isinstance(node.parent, own.figure_heading):
            super().depart_caption(node)
            return
        self.body.append("</span>")
        if self.builder.add_permalinks:
            self.add_permalink_ref(node.parent.parent, say("Link to this figure"))
        self.body.append("</p>\n")

    def visit_chart(self, node: own.chart) -> None:
        alt = escape(node["alt"])
        if isinstance(self.builder, PrintBuilder):
            address = self.builder.add_drawing(node["name"], node["svg"])
            self.body.append(f'<img class="chart" src="{address}" alt="{alt}" width="{node["width"]}" />\n')
        else:
            narrow = f'<div class="chart-narrow">{node["svg_narrow"]}</div>' if node["svg_narrow"] else ""
            only = "" if narrow else " chart-only"
            details = f' aria-details="{node["details"]}"' if node["details"] else ""
            self.body.append(
                f'<div class="chart-box"><div class="chart-frame{only}" role="img" aria-label="{alt}"{details}>'
                f'<div class="chart-wide">{node["svg"]}</div>{narrow}</div></div>\n'
            )
        raise nodes.SkipNode

    def visit_figure_notes(self, node: own.figure_notes) -> None:
        self.body.append('<div class="figure-notes">\n')

    def depart_figure_notes(self, node: own.figure_notes) -> None:
        self.body.append("</div>\n")

    def visit_figure_tools(self, node: own.figure_tools) -> None:
        numbers = self.builder.env.toc_fignumbers.get(self.builder.current_docname, {}).get("figure", {})
        number = ".".join(map(str, numbers.get(node["name"], ())))
        self.body.append(tools(publication(self.builder.app), self.builder, node["name"], number, node["folder"]))
        raise nodes.SkipNode

    def visit_figure_dial(self, node: own.figure_dial) -> None:
        self.body.append(dial_control(node["name"], node["dial"]))
        raise nodes.SkipNode

    def visit_disclosure(self, node: own.disclosure) -> None:
        self.body.append(f"{self.starttag(node, 'details')}<summary>{escape(node['summary'])}</summary>\n")

    def depart_disclosure(self, node: own.disclosure) -> None:
        self.body.append("</details>\n")

    def visit_filter_box(self, node: own.filter_box) -> None:
        # Hidden until the script that makes it work has run.
        choices: Choices = node.get("choices", [])
        groups: Choices = node.get("groups", [])
        menus = "".join(_menu(escape(label), _options(entries)) for label, entries in choices)
        if groups:
            listed = (f'<optgroup label="{escape(label)}">{_options(entries)}</optgroup>' for label, entries in groups)
            menus += _menu(escape(say("Show")), "".join(listed))
        button = f'<button type="button" class="print-all">{escape(node["printed"])}</button>' if "printed" in node else ""
        index = "".join(f' data-{name}="{escape(node[name])}"' for name in ("index", "rows") if name in node)
        self.body.append(
            f'<p class="filter-box" hidden data-filters="{node["target"]}"{index}><label>{escape(node["label"])} '
            f'<input type="search" autocomplete="off"></label> {menus}<output></output>{button}</p>\n'
        )
        raise nodes.SkipNode

    # Values.

    def visit_value(self, node: own.value) -> None:
        record = publication(self.builder.app).results.values[node["name"]]
        # A count of what this report gathered is its own: no source says it.
        sources = "" if counts_contributions(record) or record.catalogue else " ".join(dict.fromkeys(s.id for s in record.sources))
        if self._print:
            self.body.append(f'<span class="value" data-value="{node["name"]}" data-sources="{escape(sources)}">')
            self.context.append("</span>")
        elif "number" not in node:
            # In a link, a contents list or a page title only the text may stand.
            self.context.append("")
        else:
            long = " value-long" if len(node.astext()) > ONE_LINE else ""
            self.body.append(f'<span class="value{long}"><span class="value-text">')
            self.context.append(f"</span>{value_card(publication(self.builder.app), self.builder, node, record)}</span>")

    def depart_value(self, node: own.value) -> None:
        self.body.append(self.context.pop())


#: What Sphinx says of the links that lead to a place; its own catalogues lack some of it.
_PERMALINKS = {text: text for text in marked_words((
    "Link to this heading", "Link to this table", "Link to this term", "Link to this code", "Link to this image", "Link to this equation",
    "Link to this definition", "Link to this toctree",
))}


def _menu(label: str, options: str) -> str:
    return f'<label>{label} <select><option value="">{escape(say("All"))}</option>{options}</select></label> '


def _options(entries: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in entries)


def _heads_box(node: nodes.Element) -> bool:
    return isinstance(node.parent, nodes.admonition) and "key-finding" in node.parent["classes"]


#: Characters that fit on a line of the narrowest screen; a longer value may break over lines.
ONE_LINE = 30
