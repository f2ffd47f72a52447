"""What is wrong with a drawing that can be drawn: found before a reader is misled by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coproduce.charts.fonts import static_faces
from coproduce.charts.svg import parsed

if TYPE_CHECKING:
    from xml.etree import ElementTree

#: Height of a drawing in CSS px that a page of the PDF holds, with its title and notes.
HIGHEST = 900
#: How far marks may reach out of their plot, in px: half a large sign.
_REACH = 14
#: Signs may stand this far above the plot, where keys are.
_KEYS = 160
_BARS = {"bar", "area"}
_PLACE = re.compile(r"translate\((-?[\d.e-]+),\s*(-?[\d.e-]+)\)")
_STEPS = re.compile(r"([MLHVhvCAZz])([^MLHVhvCAZz]*)")


def spec_faults(spec: dict) -> list[str]:
    """Bars and areas whose scale leaves out nought, so that their lengths say nothing true."""
    faults = []
    for mark, encoding in _layers(spec, {}):
        if mark.get("type") not in _BARS or mark.get("opacity") == 0:
            continue
        for channel in ("x", "y"):
            field = encoding.get(channel, {})
            scale = field.get("scale") or {}
            if field.get("type") != "quantitative" or f"{channel}2" in encoding or field.get("bin"):
                continue
            domain = scale.get("domain")
            numbers = [d for d in domain if isinstance(d, int | float)] if isinstance(domain, list) else []
            leaves_out = len(numbers) == 2 and not min(numbers) <= 0 <= max(numbers)
            if leaves_out or scale.get("type") == "log" or (scale.get("zero") is False and not numbers):
                named = field.get("title") or field.get("field", channel)
                faults.append(f"its bars begin elsewhere than at nought ({named}), so that their lengths mislead: "
                              "let the scale include 0, or draw dots")
    return list(dict.fromkeys(faults))


def _layers(part: dict, above: dict) -> Iterator[tuple[dict, dict]]:
    encoding = {**above, **part.get("encoding", {})}
    mark = part.get("mark")
    if mark is not None:
        yield (mark if isinstance(mark, dict) else {"type": mark}), encoding
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for child in part.get(key, ()):
            yield from _layers(child, encoding)
    if isinstance(part.get("spec"), dict):
        yield from _layers(part["spec"], encoding)


def drawing_faults(raw: str, height: int) -> list[str]:
    """What a reader of the drawing (as Vega writes it) would not see, or would see cut or outside.

    ``height`` is the drawing's in px.
    """
    root = parsed(raw)
    faults = []
    if height > HIGHEST:
        faults.append(f"it is {height:,} px high, and a page holds {HIGHEST}: show fewer rows, or make two figures")
    words = ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text")]
    cut = [word for word in words if word.endswith("…")]
    if cut:
        faults.append(f"the label {cut[0]!r} is cut{f', and {len(cut) - 1} more' if len(cut) > 1 else ''}: "
                      "shorten it, or give it room with labelLimit")
    faults += _unknown_letters(words)
    outside = list(_outside(root))
    if outside:
        faults.append(f"{len(outside)} of its marks ({', '.join(dict.fromkeys(outside))}) lie outside the plot: "
                      "let the scales' domains include all values")
    return faults


def _unknown_letters(words: list[str]) -> list[str]:
    known = _letters()
    for word in words:
        for letter in word:
            if not letter.isspace() and ord(letter) not in known and letter not in "\u200b\u00ad":
                return [f"the label {word!r} has the sign {letter!r} (U+{ord(letter):04X}), which the face of charts "
                        "does not have: write it in words"]
    return []


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(static_faces() / "Regular.ttf").getBestCmap())


def _outside(root: ElementTree.Element) -> Iterator[str]:
    """The kind of each mark that lies outside its own plot."""
    for group in root.iter():
        ground = next((c for c in group if c.get("class") == "background"), None)
        if ground is None:
            continue
        size = re.match(r"M[^h]*h([\d.]+)v([\d.]+)", ground.get("d", ""))
        if not size:
            continue
        width, height = map(float, size.groups())
        for kind, marks in _marks(group):
            above = _KEYS if kind == "symbol" else _REACH
            for item in marks.iter():
                box = _box(item)
                if box is None or item.get("opacity") == "0":
                    continue
                x0, y0, x1, y1 = box
                if x0 < -_REACH or x1 > width + _REACH or y1 > height + _REACH or y0 < -above:
                    yield kind


def _marks(group: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """Kind and elements of each set of marks in a plot, but for those of plots within it."""
    for child in group:
        named = child.get("class", "")
        found = re.match(r"mark-(rect|line|area|rule|symbol) role-mark", named)
        if found:
            yield found.group(1), child
        elif not named.startswith("mark-"):
            yield from _marks(child)


def _box(item: ElementTree.Element) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of a path or line, without the width of its stroke."""
    place = _PLACE.search(item.get("transform", ""))
    dx, dy = map(float, place.groups()) if place else (0.0, 0.0)
    if item.tag.endswith("}line"):
        x, y = float(item.get("x2", 0)), float(item.get("y2", 0))
        return min(dx, dx + x), min(dy, dy + y), max(dx, dx + x), max(dy, dy + y)
    if not item.tag.endswith("}path") or not item.get("d"):
        return None
    xs, ys = _points(item.get("d", ""))
    return (dx + min(xs), dy + min(ys), dx + max(xs), dy + max(ys)) if xs else None


def _points(path: str) -> tuple[list[float], list[float]]:
    """The corners of a path as Vega writes it: absolute but for its rectangles."""
    xs: list[float] = []
    ys: list[float] = []
    x = y = 0.0
    for step, rest in _STEPS.findall(path):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", rest)]
        if step in "ML" and len(numbers) >= 2:
            x, y = numbers[-2:]
        elif step in "CA" and len(numbers) >= 2:
            x, y = numbers[-2:]
        elif step in "HV" and numbers:
            x, y = (numbers[-1], y) if step == "H" else (x, numbers[-1])
        elif step in "hv" and numbers:
            x, y = (x + sum(numbers), y) if step == "h" else (x, y + sum(numbers))
        else:
            continue
        xs.append(x)
        ys.append(y)
    return xs, ys


def spec_in_utc(spec: dict) -> dict[str, Any]:
    """``spec`` with its dates as points of universal time, so that every reader is shown the same day.

    A day without a time is midnight in universal time to a browser, which then shows
    it in the reader's own time: west of Greenwich, the day before. Here times
    without a zone become universal time, and scales and words for them too.

    Raises ``ValueError`` for dates in another form than 2026-02-23.
    """
    fields: set[str] = set()
    _utc_encodings(spec, fields)
    if fields:
        _utc_data(spec, fields)
    return spec


_UNITS = {"x", "y", "x2", "y2", "color", "fill", "stroke", "size", "opacity", "xOffset", "yOffset"}
_TIME = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?")


def _utc_encodings(part: Any, fields: set[str]) -> None:
    if isinstance(part, list):
        for item in part:
            _utc_encodings(item, fields)
        return
    if not isinstance(part, dict):
        return
    for channel, given in part.get("encoding", {}).items():
        for field in given if isinstance(given, list) else [given]:
            if not isinstance(field, dict) or field.get("type") != "temporal":
                continue
            fields.add(str(field.get("field")))
            unit = field.get("timeUnit")
            if isinstance(unit, str) and not unit.startswith("utc"):
                field["timeUnit"] = f"utc{unit}"
            if channel in _UNITS and field.get("scale", {}) is not None:
                field["scale"] = {"type": "utc", **(field.get("scale") or {})}
            elif "timeUnit" not in field and channel not in _UNITS:
                field["timeUnit"] = "utcyearmonthdate"
    for key, item in part.items():
        if key not in ("data", "datasets", "config"):
            _utc_encodings(item, fields)


def _utc_data(spec: dict, fields: set[str]) -> None:
    tables = [*spec.get("datasets", {}).values()]
    _inline(spec, tables)
    for table in tables:
        for row in table:
            for field in fields & set(row if isinstance(row, dict) else ()):
                value = row[field]
                if not isinstance(value, str):
                    continue
                found = _TIME.fullmatch(value)
                if not found:
                    raise ValueError(f"the dates in {field!r} are text such as {value!r}, which browsers read "
                                     "differently: write 2026-02-23, or draw them as names with the type N")
                if found.group(1) and not found.group(2):
                    row[field] = f"{value}Z"


def _inline(part: Any, tables: list) -> None:
    if isinstance(part, list):
        for item in part:
            _inline(item, tables)
    elif isinstance(part, dict):
        values = part.get("data", {}).get("values") if isinstance(part.get("data"), dict) else None
        if isinstance(values, list):
            tables.append(values)
        for key, item in part.items():
            if key not in ("data", "datasets", "config"):
                _inline(item, tables)
