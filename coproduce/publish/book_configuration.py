"""Settings for Sphinx of a Jupyter Book that is no report: its own, as far as they have a meaning here."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coproduce.source.stock_book import PASSED_ON, SUBSTITUTED, WITH_FORMS, named_extensions
from coproduce.source.stock_settings import EXTENSIONS, excluded_extensions, is_there

if TYPE_CHECKING:
    from coproduce.source.paths import Paths

#: Settings that Jupyter Book derives from its own, besides those that :data:`PASSED_ON` names.
_DERIVED = ("author", "exclude_patterns", "external_toc_path", "extensions", "bibtex_bibfiles", "nb_output_stderr", "numfig")
BIBLIOGRAPHY = "sphinxcontrib.bibtex"


def book_settings(paths: "Paths", written: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """What is left of ``settings``, which Jupyter Book made of what is ``written`` in ``_config.yml``.."""
    found = {name: value for name, value in settings.items() if name in _DERIVED or PASSED_ON.fullmatch(name)}
    _add_folders(paths, written)
    found["extensions"] = [*EXTENSIONS, *WITH_FORMS, *extensions(written)]
    found["exclude_patterns"] = [*found.get("exclude_patterns", ()), "_build", ".*", "**/.*", "**/node_modules", "**/site-packages"]
    if BIBLIOGRAPHY not in found["extensions"]:
        found = {name: value for name, value in found.items() if not name.startswith("bibtex_")}
    return found


def extensions(written: dict[str, Any]) -> list[str]:
    """The extensions that a book names and that can be loaded, and the one that its bibliographies need."""
    named = [name for name in named_extensions(written) if name not in excluded_extensions() and name not in SUBSTITUTED and _loads(name)]
    if any(key in written for key in ("bibtex_bibfiles", "bibtex_reference_style")) and BIBLIOGRAPHY not in named:
        named.append(BIBLIOGRAPHY)
    return named


def _loads(name: str) -> bool:
    """Whether an extension is there and can be imported: one of the book's own may need what is not installed."""
    if not is_there(name):
        return False
    try:
        import_module(name)
    except Exception:
        return False
    return True


def _add_folders(paths: "Paths", written: dict[str, Any]) -> None:
    """Let Python find the extensions that lie in the book itself."""
    local = (written.get("sphinx") or {}).get("local_extensions") or {}
    for folder in local.values() if isinstance(local, dict) else ():
        place = str((paths.root / str(folder or ".")).resolve())
        if place not in sys.path:
            sys.path.append(place)
