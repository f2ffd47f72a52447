"""Formulas written in TeX, as MathML and as words.

Pandoc reads the TeX, as it does for every paged format: a formula means the same
everywhere, and what Pandoc cannot read stops the build once, with its own words.
Pandoc is a process that takes a tenth of a second to start, so formulas are given to
it together, and what it made of one is remembered as long as this process lives.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from coproduce.ground.formula_words import spoken_form
from coproduce.ground.interface_words import current_language

#: Characters of TeX that are read as one formula.
MOST_CHARACTERS = 2_000
#: Indices and powers in each other. Pandoc takes four times as long for each further one.
MOST_DEEP = 6
#: Seconds in which Pandoc reads the formulas of a page; a thousand ordinary ones take one.
_MOST_SECONDS = 15
_UNREAD = "Pandoc cannot read it"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


class Tex(NamedTuple):
    """A formula as it was written; ``display`` says whether it stands on a line of its own."""

    text: str
    display: bool = False


@dataclass(frozen=True)
class Formula:
    """``mathml`` is a ``<math>`` element for HTML, ``words`` says the formula in English.

    ``fault`` is why it cannot be read, "" if it can; the others are then empty.
    """

    mathml: str = ""
    words: str = ""
    fault: str = ""


#: By language and formula.
_known: dict[tuple[str, Tex], Formula] = {}


def formulas(written: Iterable[Tex]) -> Mapping[Tex, Formula]:
    """What each formula is, by how it was written."""
    wanted = list(dict.fromkeys(written))
    new = [tex for tex in wanted if (current_language(), tex) not in _known]
    for tex in new:
        if fault := _not_tried(tex.text):
            _known[current_language(), tex] = Formula(fault=fault)
    made = _converted([tex for tex in new if (current_language(), tex) not in _known])
    _known.update({(current_language(), tex): formula for tex, formula in made.items()})
    return {tex: _known[current_language(), tex] for tex in wanted}


def _not_tried(text: str) -> str:
    if not text.strip():
        return "it is empty"
    if len(text) > MOST_CHARACTERS:
        return f"it has {len(text):,} characters, more than {MOST_CHARACTERS:,}"
    if _depth(text) > MOST_DEEP:
        return f"more than {MOST_DEEP} indices or powers stand in each other"
    return ""


def _depth(text: str) -> int:
    """How deep indices and powers stand in each other."""
    opened: list[bool] = []
    deepest = 0
    for match in re.finditer(r"\\.|([_^]?\s*)\{|\}", text, re.DOTALL):
        if match[0] == "}":
            opened = opened[:-1]
        elif match[1] is not None:
            opened.append(bool(match[1].strip()))
            deepest = max(deepest, sum(opened))
    return deepest


def _converted(written: list[Tex]) -> dict[Tex, Formula]:
    if not written:
        return {}
    from lxml import etree

    kinds = ("InlineMath", "DisplayMath")
    blocks = [{"t": "Div", "c": [["", [], []], [{"t": "Plain", "c": [
        {"t": "Math", "c": [{"t": kinds[tex.display]}, tex.text]}]}]]} for tex in written]
    try:
        markup, reasons = _pandoc({"pandoc-api-version": _api_version(), "meta": {}, "blocks": blocks})
    except subprocess.TimeoutExpired:
        late = Formula(fault="it takes too long to read, or one of its page does")
        return dict.fromkeys(written, late)
    made = {}
    for tex, division in zip(written, markup.split("</div>")[:-1], strict=True):
        try:
            math = etree.fromstring(f"{division}</div>").find(f".//{_MATHML}math")
            made[tex] = Formula(fault=reasons.get(tex.text, _UNREAD)) if math is None else _formula(math)
        except (etree.XMLSyntaxError, RecursionError):
            made[tex] = Formula(fault="its parts stand too deep in each other")
    return made


def _pandoc(document: dict) -> tuple[str, dict[str, str]]:
    """HTML of a Pandoc document, and why formulas that it could not read were refused, by their TeX."""
    import pypandoc

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        done = subprocess.run(
            [pypandoc.get_pandoc_path(), "--from=json", "--to=html5", "--mathml", "--wrap=none", "--sandbox", f"--log={log}"],
            input=json.dumps(document).encode(), capture_output=True, check=True, timeout=_MOST_SECONDS)
        said = json.loads(log.read_text(encoding="utf-8"))
    reasons = {entry.get("contents", ""): _reason(entry["message"]) for entry in said if entry.get("message")}
    return done.stdout.decode(), reasons


@cache
def _api_version() -> list[int]:
    """The version of Pandoc's document format, which only Pandoc of that version reads."""
    import pypandoc

    return json.loads(pypandoc.convert_text("", "json", format="html"))["pandoc-api-version"]


def _reason(message: str) -> str:
    """What Pandoc says of a formula, less the picture of the place and what else it could imagine there."""
    lines = [line.strip() for line in message.splitlines()]
    pointed = next((n for n, line in enumerate(lines) if line == "^"), -1)
    said = [line for line in lines[pointed + 1:] if not line.startswith("expecting")]
    if said == ["unexpected eof"]:
        return "it ends too early: a brace is not closed, or something is missing behind the last sign"
    return "; ".join(said) or _UNREAD


def _formula(math) -> Formula:
    """Pandoc's MathML less what a page does not need: its TeX, and styles, which pages forbid."""
    from lxml import etree

    inner = math[0]  # <semantics>
    content = [child for child in inner if not str(child.tag).startswith(f"{_MATHML}annotation")]
    words = spoken_form(content[0])
    if not words:
        return Formula(fault="it shows nothing")
    parts = []
    for element in content:
        for each in element.iter():
            each.attrib.pop("style", None)
        parts.append(re.sub(r' xmlns="[^"]*"', "", etree.tostring(element, encoding="unicode", method="xml")))
    display = ' display="block"' if math.get("display") == "block" else ""
    return Formula(f"<math{display}>{''.join(parts)}</math>", words)
