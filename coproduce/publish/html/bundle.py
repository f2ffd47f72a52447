"""Joins the parts of the book's style sheet and of its script into one file each.

A page asks for one style sheet and one script, without comments and spare blanks.
Each part has one job and a file of its own in ``styles/`` or ``scripts/``; a part
added there is in the bundle.
What a page fetches only when a reader asks for it lies in ``lazy/`` and is
served as it is.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent

#: Files that a page may fetch later, by their names under ``_static``.
LAZY = _HERE / "lazy"


def style_sheet() -> str:
    """All style sheets: ``base`` first, ``print`` last, the others by name."""
    from rcssmin import cssmin

    return cssmin(_joined(_HERE / "styles", "css"))


def script() -> str:
    """All scripts, ``base`` first. Each is closed in itself and needs none of the others."""
    from rjsmin import jsmin

    return jsmin(_joined(_HERE / "scripts", "js"))


def _joined(folder: Path, ending: str) -> str:
    def place(path: Path) -> tuple[bool, bool, str]:
        return path.stem != "base", path.stem == "print", path.stem

    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(folder.glob(f"*.{ending}"), key=place))
