"""Joins the parts of the book's style sheet and of its script into one file each.

A page asks for one style sheet and one script, without comments and spare blanks.
Each part has one job and a file of its own in ``styles/`` or ``scripts/``; a part
added there is in the bundle.
What a page fetches only when a reader asks for it lies in ``lazy/`` and is
served as it is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from coproduce.ground.interface_words import is_english, messages, plural_rule

_HERE = Path(__file__).parent

#: Files that a page may fetch later, by their names under ``_static``.
LAZY = _HERE / "lazy"


# In turn: a text, which stays; a remark; a colon and blanks behind it, which no selector has; blanks around a sign that
# separates; other blanks.
_CSS = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|(:)\s+|\s*([{};,])\s*|\s+""", re.DOTALL)
#: A line of a script that is empty or a remark, and what indents the others. No text of a script goes on for lines.
_JS = re.compile(r"^[ \t]*(?://.*)?\n?", re.MULTILINE)


def style_sheet() -> str:
    """All style sheets: ``base`` first, ``print`` last, the others by name."""
    return minify_css(_joined(_HERE / "styles", "css"))


def script() -> str:
    """All scripts, ``base`` first. Each is closed in itself and needs none of the others."""
    return catalogue() + minify_js(_joined(_HERE / "scripts", "js"))


def catalogue() -> str:
    """What the scripts say, in the language spoken; "" for English, in which they are written."""
    if is_english():
        return ""
    told = json.dumps(messages(scripts=True), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    told = told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"globalThis.reportCatalogue={{messages:{told},plural:(n)=>Number({plural_rule()})}};\n"


def minify_css(text: str) -> str:
    """The same style sheet without remarks and blanks that say nothing."""

    def replacement(match: re.Match) -> str:
        quoted, colon, sign = match.groups()
        return quoted or colon or sign or ("" if match[0].startswith("/*") else " ")

    return _CSS.sub(replacement, text).replace(";}", "}").strip()


def minify_js(text: str) -> str:
    """The same script without indentation, empty lines and lines that are a remark."""
    return "".join(line for line in _JS.sub("\n", text).splitlines(keepends=True) if line.strip()).strip()


def _joined(folder: Path, ending: str) -> str:
    def place(path: Path) -> tuple[bool, bool, str]:
        return path.stem != "base", path.stem == "print", path.stem

    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(folder.glob(f"*.{ending}"), key=place))
