"""How wide a drawing is: fitted to a page, and laid out again for a telephone."""

from __future__ import annotations

import textwrap
from copy import deepcopy

from coproduce.charts.svg import draw, size
from coproduce.charts.theme import NARROW, WIDTH


def fitted(spec: dict, width: int = WIDTH) -> dict:
    """``spec`` with its plot so wide that the whole drawing is ``width`` wide.

    Letters then have one size in all figures. A specification without a width
    of its own gets one, unless it joins or splits charts or has fixed steps.
    """
    spec = deepcopy(spec)
    holder = spec.get("spec", spec)
    split = {"row", "column", "facet"} & set(spec.get("encoding", {}))
    if "width" not in spec and ("mark" in spec or "layer" in spec) and not split:
        spec["width"] = width
    columns = int(spec.get("columns", 1))
    if not isinstance(holder.get("width"), int | float):
        return spec
    for _ in range(3):  # what is written may change with the width
        over = size(draw(spec))[0] - width
        if abs(over) < 1:
            break
        # Not below a third: then it is names that are wide, and less plot is no help.
        # On a telephone names and values matter more than their places.
        least = width / columns / (7 if width <= NARROW else 3)
        holder["width"] = max(least, round(holder["width"] - over / columns, 2))
    return spec


def narrowed(spec: dict, width: int = NARROW) -> dict:
    """``spec`` laid out again for a telephone: letters keep their size.

    Small multiples get fewer columns, long lists of ticks are thinned from the
    last one back, long titles are broken, and names that leave no room for
    their rows stand above them.
    """
    spec = deepcopy(spec)
    if "columns" in spec:
        before = spec["columns"]
        spec["columns"] = 1 if before < 2 else 2
        if isinstance(spec.get("spec", {}).get("width"), int | float):
            spec["spec"]["width"] = spec["spec"]["width"] * width / WIDTH * before / spec["columns"]
    elif isinstance(spec.get("width"), int | float):
        spec["width"] = spec["width"] * width / WIDTH
    _narrow_parts(spec, characters=width // 7)
    found = fitted(spec, width)
    if size(draw(found))[0] > width * 1.05 and isinstance(spec.get("width"), int | float) and _names_above(spec):
        taller = spec.get("height")
        spec |= {"width": width, "height": taller * 2.3 if isinstance(taller, int | float) else {"step": 40}}
        found = fitted(spec, width)
    return found


def _names_above(part: dict) -> bool:
    """Moves the names of rows into the plot, above the middle of each; whether there were any."""
    y = part.get("encoding", {}).get("y", {})
    moved = y.get("type") in ("nominal", "ordinal") and y.get("axis", {}) is not None
    if moved:
        above = {"labelAlign": "left", "labelBaseline": "bottom", "labelOffset": -9, "labelPadding": 0, "ticks": False}
        y["axis"] = y.get("axis", {}) | above
    return any([moved, *map(_names_above, part.get("layer", ()))])


def _narrow_parts(part: object, characters: int) -> None:
    if isinstance(part, list):
        for item in part:
            _narrow_parts(item, characters)
    elif isinstance(part, dict):
        values = part.get("values")
        if "labelExpr" in part and isinstance(values, list) and len(values) > 4:
            step = -(-len(values) // 4)
            part["values"] = values[::-1][::step][::-1]
        title = part.get("title")
        if isinstance(title, dict) and isinstance(title.get("text"), str):
            title["text"] = textwrap.wrap(title["text"], characters)
        for key, item in part.items():
            if key not in ("data", "datasets", "config"):
                _narrow_parts(item, characters)
