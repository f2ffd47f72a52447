"""The Vega that draws a chart in the page, when a reader asks for an interactive one.

Vega and an interpreter for its expressions, as npm has them; the folder's
README says which, and why they are here.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
VEGA = HERE / "vega.min.js"
INTERPRETER = HERE / "vega-interpreter.js"
LICENCES = HERE / "licences.txt"

_OFFERED = "window.reportVega = { View: vega.View, parse: vega.parse, expr: expression };"


def vega_script() -> str:
    """The script (520 kB) that sets ``window.reportVega`` to ``View``, ``parse`` and ``expr``."""
    library = VEGA.read_text(encoding="utf-8").rstrip()
    return f"/* Licences: licences.txt */\n{library}\n(() => {{\n{_interpreter()}\n}})();\n"


def _interpreter() -> str:
    """The interpreter, a module, as a plain script: pages opened from a file may not load modules."""
    source = INTERPRETER.read_text(encoding="utf-8")
    source = re.sub(r"^import (\{.*\}) from 'vega-util';$", r"const \1 = vega;", source, count=1, flags=re.M)
    source, exports = re.subn(r"^export \{ expression as [\s\S]*", _OFFERED, source, count=1, flags=re.M)
    if not exports or re.search(r"^import ", source, flags=re.M):
        raise ValueError(f"{INTERPRETER.name} has a new form: it imports or exports something else than expected")
    return source
