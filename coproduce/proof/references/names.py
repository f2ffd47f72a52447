"""Everything of a report that a role or a link can name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.size_limits import DIRECTIVES_DEEP
from coproduce.ground.yaml_file import split_front_matter
from coproduce.proof.readability import glossary_terms
from coproduce.source.book_markdown import markdown_parser
from coproduce.source.prose import code_cells, directives

if TYPE_CHECKING:
    from coproduce.report import Report

_LABEL = re.compile(r"^\(([^\s()]+)\)=\s*$", re.MULTILINE)
_FORMULA_LABEL = re.compile(r"\$\$[ \t]*\(([^()\n]+)\)[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BOX = re.compile(r"\{(?!code|raw|math)[\w:-]+\}")
_NOT_IN_SLUG = re.compile(r"[^\w\u4e00-\u9fff\- ]")


@dataclass
class Names:
    """What there is, by the role that refers to it; None where it could not be read.

    ``patterns`` match names that cells put together while they run.
    """

    known: dict[str, set[str] | None] = field(default_factory=dict)
    patterns: list[re.Pattern] = field(default_factory=list)
    #: How many references to nothing were found.
    missed: int = 0

    def has(self, role: str, name: str) -> bool:
        """Whether ``name`` exists, or nothing can be said."""
        known = self.known.get(role)
        if known is None or name in known:
            return True
        return role in {"value", "numref"} and any(pattern.fullmatch(name) for pattern in self.patterns)


def all_names(report: "Report", texts: dict[str, str]) -> Names:
    """The names of a report whose pages have these ``texts``, by page."""
    made: set[str] = set()
    patterns: set[str] = set()
    for text in texts.values():
        for cell in code_cells(text):
            _literal_names(cell.tree, made, patterns)
    labels = {label for text in texts.values() for label in _LABEL.findall(text)}
    options = {d.options["name"] for text in texts.values() for d in directives(text) if "name" in d.options}
    known: dict[str, set[str] | None] = {
        "eq": {label for text in texts.values() for label in _formulas(text)},
        "doc": set(texts),
        "term": {term.lower() for text in texts.values() for term in glossary_terms(text)},
        "value": made,
        "numref": made | options | labels,
        "ref": labels | options,
        "conclusion": {d.argument.split()[0] for text in texts.values() for d in directives(text)
                       if d.name in {"conclusion", "recommendation"} and d.argument.strip()},
        **_of_data(report, texts),
    }
    return Names(known, [re.compile(pattern) for pattern in sorted(patterns)])


def _formulas(text: str) -> Iterator[str]:
    """The labels of a page's formulas."""
    for directive in directives(text):
        if directive.name == "math":
            yield from filter(None, (directive.options.get("label"), directive.options.get("name")))
    yield from ("-".join(label.split()) for label in _FORMULA_LABEL.findall(text))


def _of_data(report: "Report", texts: dict[str, str]) -> dict[str, set[str] | None]:
    """Ids that tables and contributions give; unsound data are reported elsewhere."""
    from coproduce.contributions.files import Contributions
    from coproduce.ground.problems import ProblemsFound

    contributions, faults = Contributions.collect(report.paths)
    known: dict[str, set[str] | None] = {"contribution": None if faults else set(contributions)}
    try:
        known["source"] = set(report.data.sources())
        shown = {d.argument.strip() for text in texts.values() for d in directives(text) if d.name == "profiles"}
        known["profile"] = {str(id_) for table in shown for id_ in report.data.table(table)["id"]}
    except (ProblemsFound, KeyError):
        known |= {"source": None, "profile": None}
    return known


def _literal_names(tree: ast.AST, names: set[str], patterns: set[str]) -> None:
    """Texts of a cell that could be names: it may pass them through functions of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
            names.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            fixed = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            letters = "".join(filter(None, fixed))
            # Fewer than three fixed letters would match nearly every name.
            if re.fullmatch(r"[a-z0-9-]+", letters) and re.search(r"[a-z]{3}", letters):
                patterns.add("".join(".+" if part is None else re.escape(part) for part in fixed))


def headings(text: str) -> set[str]:
    """The anchors of a page's headings, as MyST and the forges make them."""
    found: set[str] = set()
    numbers: dict[str, int] = {}
    tokens = markdown_parser().parse(text)
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in tokens[at + 1].children or ()
                            if child.type in ("text", "code_inline"))
            slug = first = _NOT_IN_SLUG.sub("", words.lower().replace(" ", "-"))
            while slug in found:
                numbers[first] = numbers.get(first, 0) + 1
                slug = f"{first}-{numbers[first]}"
            found.add(slug)
    return found | set(_LABEL.findall(text))


def links(text: str) -> Iterator[tuple[int, str]]:
    """The line and address of each Markdown link and picture of a text, also inside boxes."""
    _, body, first = split_front_matter(text)
    yield from _links(body, first)


def _links(body: str, first: int, depth: int = 0) -> Iterator[tuple[int, str]]:
    for token in markdown_parser().parse(body):
        if not token.map:
            continue
        line = first + token.map[0]
        if depth < DIRECTIVES_DEEP and token.type in ("fence", "colon_fence") and _BOX.match(token.info.strip()):
            yield from _links(token.content, line + 1, depth + 1)
        if token.type != "inline":
            continue
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type in ("link_open", "image"):
                yield line, str(child.attrGet("href") or child.attrGet("src") or "")


def is_file_below(path: Path, root: Path) -> bool:
    """Whether ``path`` exists and lies in ``root``."""
    path = path.resolve()
    return path.exists() and path.is_relative_to(root.resolve())
