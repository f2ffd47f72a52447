"""The plan of the package that ARCHITECTURE.md draws: floors, no circles, small modules."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

import coproduce

PACKAGE = Path(coproduce.__file__).parent
ROOT = PACKAGE.parent
TOP = {"__init__.py", "__main__.py", "build.py", "check.py", "report.py"}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("coproduce", cache_dir=None)


def test_each_floor_uses_only_those_below_it(capsys):
    done = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert done == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_no_modules_import_each_other_in_a_circle(graph):
    assert [sorted(c) for c in circles({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})] == []


def test_circles_are_found():
    assert [sorted(c) for c in circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()})] == [["b", "c"]]


def test_nothing_lies_loose_at_the_top():
    assert {p.name for p in PACKAGE.glob("*.py")} == TOP


def test_the_architecture_page_names_every_floor_and_nothing_that_is_not_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = settings["tool"]["importlinter"]["contracts"]
    floors = {name for layer in contract["layers"] for name in layer.split(" | ")} - {"__main__"}
    named = set(re.findall(r"`([\w./]+)`", text))
    assert {f for f in floors if not {f"{f}/", f"{f}.py"} & named} == set()
    missing = {n for n in named if "/" in n or n.endswith(".py")}
    missing -= {n for n in missing if (PACKAGE / n).exists() or (ROOT / n).exists()}
    assert missing == set()


def circles(imports: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected groups of more than one module (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in imports[module]:
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            start = stack.index(module)
            group = set(stack[start:])
            del stack[start:]
            if len(group) > 1:
                found.append(group)

    for module in imports:
        if module not in index:
            visit(module)
    return found
