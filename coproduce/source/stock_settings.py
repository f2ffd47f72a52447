"""Jupyter Book's own settings that change nothing here, and extensions that cannot be loaded.

A setting that is accepted and then passed over is a promise broken in silence; a build that stops
in the middle over an extension tells of it in sixty lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import YamlFile

#: Extensions that the book always has.
EXTENSIONS = ("myst_nb", "sphinx_external_toc", "coproduce.sphinx_ext")
#: Those that the stock settings add and a book of ours leaves out, besides the ones Jupyter Book lists.
_STOCK = frozenset({"sphinx_jupyterbook_latex", "sphinx_multitoc_numbering"})
_DELETE = "Delete it."
#: Keys without effect, and what to do instead.
_WITHOUT_EFFECT = {
    ("logo",): "Delete it; ‘look: logo’ under ‘coproduce’ names one.",
    ("copyright",): "Delete it; ‘licence’ under ‘coproduce’ says what readers may do.",
    ("execute",): "Delete it: each chapter is run when its inputs have changed, and a cell that fails stops the build.",
    ("html", "baseurl"): "Write ‘web_address’ under ‘coproduce’.",
    ("html",): "Delete it: pages look as docs/design-notes.md says.",
    ("latex",): "Delete it: the PDF is made without LaTeX.",
    ("launch_buttons",): "Delete it: pages load and lead to no service of others.",
    ("parse", "myst_enable_extensions"): "Delete it: docs/chapters.md says what markup every page may use.",
    ("repository", "path_to_book"): _DELETE,
}


def check_stock_settings(file: YamlFile, data: dict[str, Any]) -> Iterator[Problem]:
    """A problem for each setting without effect, and for each extension that is left out or is not there."""
    for keys in _leaves(data):
        action = _WITHOUT_EFFECT.get(keys) or _WITHOUT_EFFECT.get(keys[:1])
        if action:
            yield Problem(file.path, f"‘{'.'.join(keys)}’ has no effect on this book", line=file.line(*keys),
                          code="config.no-effect", field=".".join(keys), action=action)
    yield from _extensions(file, list((data.get("sphinx") or {}).get("extra_extensions") or ()))


def _leaves(data: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Each key that says something, with the one above it."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from ((key, name) for name, said in value.items() if said not in (None, "", {}))
        elif value not in (None, ""):
            yield (key,)


def excluded_extensions() -> frozenset[str]:
    """The extensions that Jupyter Book would load and a book of ours does not: they put scripts on every page."""
    from jupyter_book.config import get_default_sphinx_config

    return _STOCK | set(get_default_sphinx_config()["extensions"]) - set(EXTENSIONS)


def _extensions(file: YamlFile, names: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in EXTENSIONS:
            continue
        line, field = file.line("sphinx", "extra_extensions", number), "sphinx.extra_extensions"
        if not is_there(name):
            yield Problem(file.path, f"the extension ‘{name}’ is not installed", line=line, code="config.extension", field=field,
                          expected="a module that this Python can import",
                          action="Correct the name, or add its package to pyproject.toml and install it.")
        elif name in excluded_extensions():
            yield Problem(file.path, f"the extension ‘{name}’ is left out of this book", line=line, code="config.extension", field=field,
                          expected="markup that docs/chapters.md lists", action="Delete it, and the markup that needs it.")


def is_there(name: str) -> bool:
    """Whether this Python can import the module ``name``."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
