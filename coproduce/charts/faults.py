"""What is wrong with a drawing that can be drawn: found before a reader is misled by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from coproduce.charts.fonts import static_faces
from coproduce.charts.svg import parsed

if TYPE_CHECKING:
    from xml.etree import ElementTree

#: Height of a drawing in CSS px that a page of the PDF holds, with its title and notes.
HIGHEST = 900
#: Width of a drawing in CSS px; a wider one is shrunk to the page, and its letters with it.
WIDEST = 700
#: How far marks may reach out of their plot, in px: half a large sign.
_REACH = 14
#: Signs may stand this far above the plot, where keys are.
_KEYS = 160
_BARS = {"bar", "area"}
_PLACE = re.compile(r"translate\((-?[\d.e-]+),\s*(-?[\d.e-]+)\)")
_STEPS = re.compile(r"([MLHVhvCAZz])([^MLHVhvCAZz]*)")


def spec_faults(spec: dict) -> list[str]:
    """Bars and areas whose scale leaves out nought, so that their lengths say nothing true; marks moved to an edge."""
    faults = []
    for mark, encoding in _layers(spec, {}):
        for channel in ("x", "y"):
            if (encoding.get(channel, {}).get("scale") or {}).get("clamp"):
                faults.append(f"its scale is clamped ({encoding[channel].get('title') or encoding[channel].get('field', channel)}), "
                              "which draws values beyond the edge at the edge: let the domain include all values")
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


def drawing_faults(raw: str, width: int, height: int) -> list[str]:
    """What a reader of the drawing (as Vega writes it) would not see, or would see cut or outside.

    ``width`` and ``height`` are the drawing's in px.
    """
    root = parsed(raw)
    faults = []
    if height > HIGHEST:
        faults.append(f"it is {height:,} px high, and a page holds {HIGHEST}: show fewer rows, or make two figures")
    if width > WIDEST:
        faults.append(f"it is {width:,} px wide, and a page holds {WIDEST}: give it less width, or fewer columns")
    return [*faults, *label_faults(raw), *_outside_faults(root)]


def label_faults(raw: str) -> list[str]:
    """Labels that are cut, that read the same as another of their axis, or that the face of charts cannot write."""
    root = parsed(raw)
    words = _texts(root)
    faults = []
    cut = [word for word in words if word.endswith("…")]
    if cut:
        faults.append(f"the label {cut[0]!r} is cut{f', and {len(cut) - 1} more' if len(cut) > 1 else ''}: "
                      "shorten it, or give it room with labelLimit")
    for group in root.iter():
        named = group.get("aria-label", "")
        if "role-legend" not in group.get("class", "") and " for a discrete scale " not in named:
            continue  # the ticks of a continuous axis may read the same, as two times of one day
        labels = [label for part in group.iter() if re.search("role-(axis|legend)-label", part.get("class", ""))
                  for label in _texts(part) if label.strip() and not label.endswith("…")]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice:
            faults.append(f"two labels of one axis or key read {twice!r}: tell them apart")
    return list(dict.fromkeys([*faults, *unknown_letters(words)]))


def _texts(part: ElementTree.Element) -> list[str]:
    return ["".join(element.itertext()) for element in part.iter()
            if element.tag.endswith("}text") and element.get("opacity") != "0"]


def _outside_faults(root: ElementTree.Element) -> list[str]:
    outside = list(_outside(root))
    if not outside:
        return []
    return [f"{len(outside)} of its marks ({', '.join(dict.fromkeys(outside))}) lie outside the plot: "
            "let the scales' domains include all values"]


def unknown_letters(words: list[str], what: str = "label") -> list[str]:
    """The first of ``words`` with a sign that the face of charts lacks."""
    known = _letters()
    for word in words:
        for letter in word:
            if not letter.isspace() and ord(letter) not in known and letter not in "\u200b\u00ad":
                return [f"the {what} {word!r} has the sign {letter!r} (U+{ord(letter):04X}), which the face of charts "
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
        found = re.match(r"mark-(rect|line|area|rule|symbol|trail) role-mark", named)
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
