"""What a chapter's cells read, held against what its front matter declares: said before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from coproduce.ground.problems import Problem
from coproduce.source.front_matter import FrontMatter
from coproduce.source.prose import code_cells

_CONTRIBUTIONS = {"contributions", "contributions_withdrawn"}


def undeclared_inputs(text: str, path: str, matter: FrontMatter, resources: Collection[str]) -> list[Problem]:
    """A problem for each table, or the contributions, that a cell reads by name and the front matter does not declare.

    What a cell names only while it runs is told when it runs.
    """
    if not matter.notebook:
        return []
    missing = {name: line for name, line in reversed(list(_read(text, resources))) if name not in matter.inputs}
    if missing and not matter.inputs:
        names = ", ".join(sorted(missing))
        return [Problem(
            path, "the cells read tables, and the front matter declares none", line=min(missing.values()),
            code="front-matter.no-inputs", expected=f"in the front matter: ‘coproduce:’, and below it ‘  inputs: [{names}]’",
            action="Add it. If a program that edits notebooks dropped the part ‘coproduce:’, take it back from the last commit.")]
    return [
        Problem(path, f"a cell reads ‘{name}’, which the front matter does not declare", line=line,
                code="front-matter.undeclared-input", expected=f"‘{name}’ under ‘coproduce: inputs:’",
                action="Add the name there, so that the chapter runs again when it changes.")
        for name, line in sorted(missing.items(), key=lambda item: item[1])
    ]


def _read(text: str, resources: Collection[str]) -> Iterator[tuple[str, int]]:
    for cell in code_cells(text):
        for node in ast.walk(cell.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            given = node.args[0] if node.args else None
            if node.func.attr == "table" and isinstance(given, ast.Constant) and given.value in resources:
                yield str(given.value), cell.before + node.lineno
            elif node.func.attr in _CONTRIBUTIONS and not node.args and not node.keywords:
                yield "contributions", cell.before + node.lineno
