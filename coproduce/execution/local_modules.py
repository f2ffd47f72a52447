"""Which Python files beside the chapters a chapter runs, told from its imports without running it.

The book's folder is on a kernel's path, so a chapter can import from it. A module or
package counts whole, with those that it imports in turn. Where the imports cannot be
told (a cell that is not plain Python, or code that imports by a name it works out),
all files count: too many make a chapter run once too often, too few keep old numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from coproduce.ground.checksums import files_below

_BY_NAME = {"__import__", "eval", "exec", "import_module", "importlib", "pkgutil", "runpy", "spec_from_file_location"}
"""What can import a module whose name does not stand in an import."""


class LocalModules:
    """The Python files below a book's folder, and which of them a code uses."""

    def __init__(self, book: Path):
        self._modules: dict[str, list[Path]] = {}
        for path in files_below(book) if book.is_dir() else ():
            if path.suffix == ".py":
                first = path.relative_to(book).parts[0]
                self._modules.setdefault(first.removesuffix(".py"), []).append(path)
        self._used: dict[str, set[str] | None] = {}

    @property
    def files(self) -> list[Path]:
        """All of them."""
        return [path for paths in self._modules.values() for path in paths]

    def used_by(self, cells: Iterable[str]) -> list[Path]:
        """Those that code in ``cells`` imports, and those that these import; all where it cannot be told."""
        found: set[str] = set()
        waiting = [_imported(cell) for cell in cells]
        while waiting:
            names = waiting.pop()
            if names is None:
                return self.files
            for name in (names & set(self._modules)) - found:
                found.add(name)
                waiting.append(self._imports_of(name))
        return [path for name, paths in self._modules.items() if name in found for path in paths]

    def _imports_of(self, name: str) -> set[str] | None:
        if name not in self._used:
            parts = [_imported(_text(path)) for path in self._modules[name]]
            self._used[name] = None if None in parts else set().union(*(part or set() for part in parts))
        return self._used[name]


def _text(path: Path) -> str:
    # What is no UTF-8 says nothing that can be read: "\0" is no Python.
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "\0"


def _imported(code: str) -> set[str] | None:
    """First names of the modules that code imports, or ``None`` where it cannot be told."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError):
        return None
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
            names |= {alias.name for alias in node.names if alias.name in _BY_NAME}
        elif isinstance(node, ast.Name):
            names |= {node.id} & _BY_NAME
        elif isinstance(node, ast.Attribute):
            names |= {node.attr} & (_BY_NAME - {"eval", "exec"})
    return None if names & _BY_NAME else names
