"""Where a count of a catalogue may not stand: in what readers take for the report's findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes

from coproduce.evidence.records import ValueRecord
from coproduce.sphinx_ext import nodes as own

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from coproduce.publish.book_index import BookIndex

_EXPECTED = "a number that a source published or that is computed from such numbers"
_ACTION = (
    "Say it in the text of a chapter instead, with what was searched and what that leaves out, or take a number from "
    "the rows. The mark comes from ‘catalogue: true’ in datapackage.yaml."
)


def catalogue_counts(
    env: "BuildEnvironment", index: "BookIndex", values: Mapping[str, ValueRecord],
    told: Callable[[nodes.document], Iterable[nodes.Element]],
) -> Iterator[tuple[Any, str, str, str, str]]:
    """A warning for each count of a catalogue on the front page, in a key finding, among key
    numbers, and in or behind a conclusion or recommendation: place, code, message, what is
    expected, what to do. ``told`` gives the values and conclusions of a page, in its order."""
    for page in index.pages:
        doctree = env.get_doctree(page)
        seen: set[tuple[int, str]] = set()
        for node in told(doctree):
            if isinstance(node, own.value) and _is_catalogue_value(values, node["name"]):
                where = _place(node, page == env.config.root_doc)
                line = _line(node)
                if where and (line, node["name"]) not in seen:
                    seen.add((line, node["name"]))
                    yield _fault((page, line) if line else page, values[node["name"]], where)
            elif isinstance(node, own.conclusion):
                spec = node["spec"]
                for name in spec.values:
                    if _is_catalogue_value(values, name):
                        yield _fault(node, values[name], f"evidence of the {spec.kind} ‘{spec.name}’")


def _is_catalogue_value(values: Mapping[str, ValueRecord], name: str) -> bool:
    return name in values and values[name].catalogue


def _fault(where: Any, record: ValueRecord, place: str) -> tuple[Any, str, str, str, str]:
    return where, "catalogue-count", (
        f"the value ‘{record.name}’ ({record.text}) counts rows of a catalogue, and stands as {place}: "
        "their number says what was collected, not what there is"
    ), _EXPECTED, _ACTION


def _place(node: nodes.Node, front: bool) -> str:
    """What a reader takes the number for; "" where it is text among text."""
    around = node.parent
    while around is not None:
        if isinstance(around, own.conclusion):
            return f"part of the {around['spec'].kind} ‘{around['spec'].name}’"
        classes = around.get("classes", ()) if isinstance(around, nodes.Element) else ()
        if "key-finding" in classes:
            return "a key finding"
        if "key-numbers" in classes:
            return "a key number"
        around = around.parent
    return "part of the summary" if front else ""


def _line(node: nodes.Node) -> int:
    """The line of the paragraph around a role; the role's own may be that of a block before it."""
    around = node.parent
    while around is not None:
        if line := getattr(around, "line", None):
            return int(line)
        around = around.parent
    return 0

