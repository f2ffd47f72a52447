"""A formula in words of the report's language: what a document has for those who cannot see it, and what search finds.

Screen readers that know MathML say it in their own way. A PDF holds no MathML that they
would read, so each formula there has a text (PDF/UA-1, 7.7). The wording follows what
MathSpeak calls brief: brackets are said where the words alone could be grouped otherwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import marked_words, say

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS = marked_words({
    "+": "plus", "-": "minus", "−": "minus", "±": "plus or minus", "=": "equals", "≠": "does not equal", "<": "is less than",
    ">": "is greater than", "≤": "is at most", "≥": "is at least", "≈": "is about", "∼": "is distributed as", "≡": "is identical to",
    "∝": "is proportional to", "×": "times", "⋅": "times", "·": "times", "∗": "star", "*": "star", "÷": "divided by", "/": "over",
    "%": "per cent", "∑": "sum", "∏": "product", "∫": "integral", "∂": "partial", "∞": "infinity", "√": "square root of",
    "∣": "given", "|": "bar", "‖": "double bar", "→": "to", "⇒": "implies", "∈": "in", "∉": "not in", "⊂": "is a subset of",
    "∪": "union", "∩": "intersection", "∅": "the empty set", "!": "factorial", "′": "prime", "″": "double prime",
    "…": "and so on", "⋯": "and so on", "∀": "for all", "∃": "there is", "¬": "not", "∧": "and", "∨": "or", "°": "degrees",
    "(": "open bracket", ")": "close bracket", "[": "open square bracket", "]": "close square bracket",
    "{": "open brace", "}": "close brace", })
_POINTS = ",;:."
#: Signs of which nothing is said.
_SILENT = {"\u2061", "\u2062", "\u2063", "\u2064", "&", ""}
_ACCENTS = marked_words({
    "‾": "bar", "¯": "bar", "̅": "bar", "\u0304": "bar", "^": "hat", "̂": "hat", "ˆ": "hat", "~": "tilde", "̃": "tilde", "˜": "tilde",
    "˙": "dot", "\u0307": "dot", "→": "vector", "⃗": "vector", "⏞": "brace above", "⏟": "brace below", "_": "underlined",
})
_POWERS = marked_words({"2": "squared", "3": "cubed", "′": "prime", "∗": "star", "*": "star", "⊤": "transposed"})
_LARGE = {"∑": "sum", "∏": "product", "∫": "integral", "⋃": "union", "⋂": "intersection"}


def spoken_form(element: "_Element") -> str:
    """Words for an element of presentation MathML."""
    words = " ".join(_spoken(element).split())
    for sign in ",;:.":
        words = words.replace(f" {sign}", sign)
    return words.strip()


def _spoken(element: "_Element") -> str:
    tag = str(element.tag).rpartition("}")[2]
    children = list(element)
    if tag in ("mi", "mn", "mo", "mtext", "ms"):
        text = " ".join((element.text or "").split()) if tag != "mo" else (element.text or "").strip()
        return text if tag in ("mn", "mtext", "ms") or (tag == "mi" and _is_word(text)) else _sign(text)
    if tag in ("mspace", "annotation", "annotation-xml", "none", "mprescripts"):
        return " "
    if tag in _FORMS and len(children) == _CHILDREN[tag]:
        return _FORMS[tag](children)
    if tag == "mfrac":
        return _fraction(element, children)
    if tag == "mtable":
        # Cells of lines that are set below each other at a sign are parts of one relation.
        between = " " if any(cell.get("columnalign") == "right" for cell in element.iter()) else " , "
        rows = [between.join(map(_spoken, row)) for row in children]
        return " ; ".join(say("row {number}: {cells}", number=n, cells=cells) for n, cells in enumerate(rows, start=1))
    return _row(children)


def _row(children: Sequence["_Element"]) -> str:
    """Parts side by side; upright letters one after the other are a word, such as ‘Var’."""
    parts: list[str] = []
    joins = False
    for child in children:
        upright = str(child.tag).endswith("}mi") and child.get("mathvariant") == "normal" and (child.text or "").isalpha()
        if upright and joins:
            parts[-1] += child.text or ""
        else:
            parts.append(_spoken(child))
        joins = upright
    return " ".join(parts)


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _sign(text: str) -> str:
    if text in _SILENT:
        return ""
    if text in _POINTS:
        return text
    if text in _SIGNS:
        return say(_SIGNS[text])
    return " ".join(map(_character, text))


def _character(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() or sign not in _SIGNS else say(_SIGNS[sign])
    sign = unicodedata.normalize("NFKC", sign)[:1]
    name = unicodedata.name(sign, "").lower()
    for start in ("greek small letter ", "greek capital letter ", "greek "):
        if name.startswith(start):
            return name.removeprefix(start).removesuffix(" symbol").replace("lamda", "lambda")
    return sign if sign.isalpha() or not name else say(_SIGNS[sign]) if sign in _SIGNS else name


def _simple(element: "_Element") -> bool:
    """Whether an element is one thing, so that words around it belong to nothing else."""
    tag = str(element.tag).rpartition("}")[2]
    if tag in ("mrow", "mstyle", "mpadded"):
        return len(element) == 1 and _simple(element[0])
    return tag in ("mi", "mn", "mo", "mtext", "msub", "msup") or (tag in ("mover", "munder") and all(map(_simple, element)))


def _grouped(element: "_Element") -> str:
    return _spoken(element) if _simple(element) else say("open bracket {inside} close bracket", inside=_spoken(element))


def _fraction(element: "_Element", children: Sequence["_Element"]) -> str:
    above, below = map(_grouped, children)
    said = say("{above} choose {below}", above=above, below=below) if element.get("linethickness") == "0" else say(
        "{above} over {below}", above=above, below=below)
    return f" {said} "


def _power(children: Sequence["_Element"]) -> str:
    base, power = children
    text = "".join(str(part) for part in power.itertext()).strip()
    return f"{_grouped(base)} {say(_POWERS[text])}" if text in _POWERS else say(
        "{base} to the power {power}", base=_grouped(base), power=_grouped(power))


def _index(children: Sequence["_Element"]) -> str:
    base, below = children
    return _limits(base, below, None) if _operator(base) else say("{base} sub {index}", base=_spoken(base), index=_grouped(below))


def _index_and_power(children: Sequence["_Element"]) -> str:
    base, below, above = children
    if _operator(base):
        return _limits(base, below, above)
    text = "".join(str(part) for part in above.itertext()).strip()
    indexed = say("{base} sub {index}", base=_spoken(base), index=_grouped(below))
    return f"{indexed} {say(_POWERS[text])}" if text in _POWERS else say("{base} to the power {power}", base=indexed, power=_grouped(above))


def _under(children: Sequence["_Element"]) -> str:
    base, below = children
    accent = _ACCENTS.get(below.text or "") if not len(below) else None
    return f"{_grouped(base)} {say(accent)}" if accent else _limits(base, below, None)


def _over(children: Sequence["_Element"]) -> str:
    base, above = children
    accent = _ACCENTS.get(above.text or "") if not len(above) else None
    return f"{_grouped(base)} {say(accent)}" if accent else say("{base} to {above}", base=_spoken(base), above=_grouped(above))


def _operator(base: "_Element") -> bool:
    return (base.text or "").strip() in _LARGE


def _limits(base: "_Element", below: "_Element", above: "_Element | None") -> str:
    start, end = _spoken(below), _spoken(above) if above is not None else ""
    if above is not None:
        said = say("{sign} from {start} to {end}", sign=_spoken(base), start=start, end=end)
    else:
        said = say("{sign} over {range}", sign=_spoken(base), range=start)
    return say("{sign} of", sign=said) if _operator(base) else f"{said} ,"


_FORMS = {
    "msup": _power, "msub": _index, "msubsup": _index_and_power, "munder": _under, "mover": _over,
    "munderover": lambda c: _limits(c[0], c[1], c[2]),
    "mroot": lambda c: say("root {degree} of {inside}", degree=_spoken(c[1]), inside=_grouped(c[0])),
    "msqrt": lambda c: say("square root of {inside}", inside=_grouped(c[0])),
}
_CHILDREN = {"msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2, "msqrt": 1}
