r"""``\tag`` in formulas: the labels that an author chose, which Pandoc refuses or passes over in silence.

One that belongs to the whole formula is taken out, and printed beside it. Where rows have tags of their own, each
stands at the end of its row, and so does one that is no plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from coproduce.ground.formulas import Tex, formulas
from coproduce.ground.tex_macros import braced

#: Environments of AMS each row of which may have a number, and those that have one as a whole.
_OF_ROWS = frozenset("align gather flalign alignat xalignat xxalignat eqnarray".split())
_WHOLE = frozenset("equation multline math displaymath".split())
_SIGN = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}]*)\}|\\end\s*\{(?P<end>[^{}]*)\}|(?P<tag>\\tag\s*(?P<bare>\*?)\s*)(?=\{)|\\label\s*\{(?P<label>[^{}]*)\}"
    r"|(?P<none>\\(?:notag|nonumber)(?![A-Za-z]))|(?P<text>\\(?:text|mbox|textrm)\s*)(?=\{)|(?P<row>\\\\)|\\.|(?P<open>\{)|(?P<close>\})",
    re.DOTALL)
#: Commands of text that change its face alone, which Pandoc does not read within text of a formula.
_FACES = re.compile(r"\\(?:text(?:bf|it|rm|sf|sc|sl|tt|up|md|normal)?|emph|mbox)\s*\{([^{}]*)\}")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
#: Elements of MathML whose words stand in a line, so that nothing is lost when they are written as text.
_IN_LINE = frozenset(f"{_MATHML}{name}" for name in ("math", "mrow", "mstyle", "mtext", "mi", "mo", "mn", "mspace"))


class Tag(NamedTuple):
    """What an author wrote (``text``, "" if it is no plain text), as it is ``printed``, and as TeX."""

    text: str
    printed: str
    tex: str


class Tagged(NamedTuple):
    """A formula without the command. ``beside`` are the tags that stand beside it, ``within`` those left in ``text``.

    ``numbered`` says whether it may have a number of its own besides; ``labels`` what the tag is of each
    ``\\label`` whose row, or whole, has one.
    """

    text: str
    beside: tuple[Tag, ...] = ()
    within: tuple[Tag, ...] = ()
    numbered: bool = True
    labels: dict[str, str] = {}  # never changed

    @property
    def printed(self) -> str:
        """What stands beside the formula."""
        return ", ".join(tag.printed for tag in self.beside)

    @property
    def reference(self) -> str:
        """What a reference to the formula says; "" if it has no tag."""
        return ", ".join(tag.printed for tag in self.beside or self.within)


@dataclass
class _Row:
    """What belongs to a row; ``begins`` and ``ends`` are places among the parts of the formula."""

    begins: int
    ends: int = 0
    tags: list[Tag] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    without: bool = False


@dataclass
class _Place:
    """An environment, or the formula around all of them (without a name); ``depth`` is that of the braces in which it stands."""

    name: str
    depth: int
    rows: list[_Row]

    @property
    def owns(self) -> bool:
        """Whether a tag in it is its own, and not that of what is around it."""
        return not self.name or self.name.rstrip("*") in _OF_ROWS | _WHOLE


def tagged(written: str, display: bool = True) -> Tagged:
    """The formula without ``\\tag`` and ``\\notag``. ``display``: it stands on lines of its own, where a tag can stand beside it."""
    parts, places = _read(written)
    whole, *owners = [place for place in places if place.owns]
    rows = {id(place): [row for row in place.rows if _says(parts, row)] for place in owners} or {0: whole.rows}
    if not any(row.tags or row.without for place in (whole, *owners) for row in place.rows):
        return Tagged(written)
    beside: list[Tag] = []
    within: list[Tag] = []
    inserted: dict[int, str] = {}
    for place in (whole, *owners):
        single = len(rows.get(id(place), ())) < 2
        for row in place.rows:
            if single and display and all(tag.text for tag in row.tags):
                beside += row.tags
            else:
                within += row.tags
                inserted[row.ends] = inserted.get(row.ends, "") + "".join(_in_formula(tag, display) for tag in row.tags)
    numbered = not whole.rows[0].tags and any(not (row.tags or row.without) for each in rows.values() for row in each)
    labels = {name: ", ".join(tag.printed for tag in row.tags)
              for place in (whole, *owners) for row in place.rows if row.tags for name in row.labels}
    text = "".join(inserted.get(number, "") + part for number, part in enumerate([*parts, ""]))
    return Tagged(text, tuple(beside), tuple(within), numbered, labels)


def _in_formula(tag: Tag, display: bool) -> str:
    space = r"\qquad" if display else r"\quad"
    return rf"{space}\text{{{tag.tex}}}"


def _says(parts: list[str], row: _Row) -> bool:
    return bool("".join(parts[row.begins:row.ends]).strip())


def _read(written: str) -> tuple[list[str], list[_Place]]:
    """The parts of a formula but its tags, and its environments with their rows; the first is the whole."""
    parts: list[str] = []
    whole = _Place("", 0, [_Row(0)])
    places, opened = [whole], [whole]
    depth = at = 0
    while match := _SIGN.search(written, at):
        parts.append(written[at:match.start()])
        at, kind = match.end(), match.lastgroup
        owner = next(place for place in reversed(opened) if place.owns)
        if kind == "tag":
            inside, at = braced(written, at)
            if written[match.end() + 1 + len(inside):at] != "}":
                parts.append(written[match.start():])  # never closed: Pandoc says so
                break
            owner.rows[-1].tags.append(_tag(inside, bool(match["bare"])))
        elif kind == "none":
            owner.rows[-1].without = True
        elif kind == "text":
            inside, at = braced(written, at)
            parts.append(written[match.start():at])
        else:
            if kind == "label":
                owner.rows[-1].labels.append(match["label"])
            depth += (kind == "open") - (kind == "close")
            if kind == "end" and len(opened) > 1:
                opened.pop().rows[-1].ends = len(parts)
            elif kind == "row" and opened[-1].name.rstrip("*") in _OF_ROWS and depth == opened[-1].depth:
                opened[-1].rows[-1].ends = len(parts)
                opened[-1].rows.append(_Row(len(parts) + 1))
            parts.append(match[0])
            if kind == "begin":
                opened.append(_Place(match["begin"], depth, [_Row(len(parts))]))
                places.append(opened[-1])
    parts.append(written[at:])
    for place in opened:
        place.rows[-1].ends = len(parts)
    return parts, places


def _tag(inside: str, bare: bool) -> Tag:
    inside = _FACES.sub(r"\1", inside).strip()
    tex = inside if bare else f"({inside})"
    plain = tex.replace("~", "\u00a0").replace("--", "\N{EN DASH}")
    if not re.search(r"[\\${}^_&#%]", plain):
        return Tag(plain if bare else plain[1:-1], plain, tex)
    printed, whole = _as_text(tex)
    return Tag((printed if bare else printed[1:-1]) if whole else "", printed or tex, tex)


def _as_text(tex: str) -> tuple[str, bool]:
    """A tag that holds commands as plain text, and whether nothing of it is lost so."""
    from lxml import etree

    asked = Tex(rf"\text{{{tex}}}")
    made = formulas([asked])[asked]
    if made.fault:
        return "", False
    root = etree.fromstring(made.mathml.replace("<math", f'<math xmlns="{_MATHML[1:-1]}"', 1))
    return "".join(map(str, root.itertext())), all(element.tag in _IN_LINE or _is_primed(element) for element in root.iter())


def _is_primed(element: Any) -> bool:
    return element.tag == f"{_MATHML}msup" and set("".join(element[-1].itertext())) <= set("′″‴")
