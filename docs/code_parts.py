"""The parts of the reference that come from the code itself: what cells call, and what each module is for.

``make_reference.py`` puts them into pages.
"""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coproduce import charts
from coproduce.chapters import chapter
from coproduce.evidence import disclosure, number_format
from coproduce.source.inputs import PACKAGE

# Cells: signatures and docstrings -------------------------------------------------------------------


def cells() -> Iterator[str]:
    yield from _called("open_chapter", chapter.open_chapter)
    yield "## A chapter"
    for name, member in vars(chapter.Chapter).items():
        if name.startswith("_") or not (callable(member) or isinstance(member, property)):
            continue
        yield from _called(f"chapter.{name}", member)
    yield "## Charts"
    yield prose(inspect.getdoc(charts) or "")
    for name in charts.__all__:
        member = getattr(charts, name)
        if not (inspect.isclass(member) and issubclass(member, Exception)) and name != "build_figure":
            yield from _called(f"charts.{name}", member)
    yield "## Numbers and units"
    yield prose(inspect.getdoc(number_format) or "")
    yield "## Disclosure control"
    yield prose(inspect.getdoc(disclosure) or "")
    yield from _called("suppress", disclosure.suppress)


def _called(name: str, member: Any) -> Iterator[str]:
    yield f"### `{name}`"
    if not isinstance(member, property):
        signature = inspect.signature(member)
        given = [value.replace(annotation=inspect.Parameter.empty) for key, value in signature.parameters.items() if key != "self"]
        yield f"```python\n{_broken(name, [str(one) for one in _starred(given)])}\n```"
    yield prose(inspect.getdoc(member) or "")


def _starred(given: list[inspect.Parameter]) -> Iterator[Any]:
    """Parameters with the star before those that are given by name."""
    for place, one in enumerate(given):
        if one.kind is one.KEYWORD_ONLY and (place == 0 or given[place - 1].kind is not one.KEYWORD_ONLY):
            yield "*"
        yield one


def _broken(name: str, given: list[str], width: int = 110) -> str:
    """A call on as few lines as fit."""
    lines, line = [], f"{name}("
    for place, one in enumerate(given):
        piece = one + (", " if place < len(given) - 1 else "")
        if len(line) + len(piece) > width and not line.endswith("("):
            lines.append(line.rstrip())
            line = " " * (len(name) + 1)
        line += piece
    return "\n".join([*lines, line + ")"])


# Modules: the first paragraph of each, floor by floor ------------------------------------------------


def modules() -> Iterator[str]:
    yield ("[ARCHITECTURE.md](../../ARCHITECTURE.md) is the map; this is the index. Folders stand in the order of their floors, "
           "the highest first: what stands in one uses only those below it.")
    for name in ("__init__", *_floors()):
        folder = PACKAGE / name
        if not folder.is_dir():
            yield f"## `{name}.py`\n\n{purpose(PACKAGE / f'{name}.py')}"
            continue
        yield f"## `{name}/`\n\n{purpose(folder / '__init__.py')}"
        rest = [file for file in sorted(folder.rglob("*.py")) if file != folder / "__init__.py"]
        yield table(("module", "what for"), [
            (f"`{file.relative_to(folder).as_posix().removesuffix('__init__.py')}`", purpose(file)) for file in rest])


def _floors() -> list[str]:
    """Folders and modules at the top of the package, those that use the others first."""
    [contract] = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return [name for layer in contract["layers"] for name in layer.split(" | ")]


def purpose(module: Path) -> str:
    """The first paragraph of a module's docstring as Markdown, read and not imported; "" if it has none."""
    doc = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return prose(" ".join(doc.split("\n\n")[0].split()).removesuffix("::"))


# Words ----------------------------------------------------------------------------------------------


def prose(doc: str) -> str:
    """A docstring as Markdown: literals, references and blocks of code."""
    doc = re.sub(r":mod:`~?([\w.]+)`", r"`\1`", doc)
    doc = re.sub(r":(?:class|func|meth|data|attr|exc):`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", doc)
    doc = re.sub(r"``(.+?)``(?!`)", _literal, doc, flags=re.DOTALL)
    blocks, lines = [], doc.split("\n")
    while lines:
        line = lines.pop(0)
        if line.endswith("::"):
            blocks.append(line[:-1] if len(line) > 2 else "")
            code: list[str] = []
            while lines and (not lines[0].strip() or lines[0].startswith("    ")):
                code.append(lines.pop(0)[4:])
            blocks += ["", "```", *("\n".join(code).strip("\n").split("\n")), "```", ""]
        else:
            blocks.append(line)
    return "\n".join(blocks).strip()


def _literal(found: re.Match[str]) -> str:
    text = " ".join(found[1].split())
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    made = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |" for row in made)
