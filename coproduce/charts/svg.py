"""A Vega-Lite specification as an SVG that can stand in a page, or as a PNG.

Drawn by vl-convert, which carries Vega and its own text shaping: no browser,
no network. Its first drawing in a process takes about two seconds (it starts a
JavaScript engine), each later one about 0.05.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from coproduce.charts.drawing import SOCKET, Remote
from coproduce.charts.fonts import FACE, static_faces
from coproduce.charts.locales import number_locale, time_locale
from coproduce.charts.palette import DARK, INK, PAPER
from coproduce.charts.theme import FONT

_SVG = "http://www.w3.org/2000/svg"
# What Vega writes for screen readers and pointers. The figure has one
# alternative text and a table; hundreds of labelled marks would drown them, and
# several of the roles are not allowed where Vega puts them.
_DROPPED = {"class", "role", "pointer-events", "version", "display", "xmlns:xlink"}
_DEFAULTS = {
    "opacity": "1",
    "stroke-width": "1",
    "font-weight": "normal",
    "text-anchor": "start",
    "stroke-miterlimit": "10",
}
_PRESENTATION = re.compile(r"fill|stroke|opacity|font|text-anchor|clip|stop|visibility|white-space")
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_NUMERIC = {
    "d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "cx", "cy", "r",
    "points", "stroke-width", "stroke-dasharray", "font-size", "opacity", "fill-opacity",
}  # fmt: skip
# Marks that stand for values; text stands beside one that does.
_TELLING = ("area", "arc", "bar", "circle", "geoshape", "line", "point", "rect", "square", "tick", "trail")
_COLOURS = ("fill", "stroke", "stop-color", "color")


class DrawingError(Exception):
    """The drawing holds what a page cannot show; the message says what."""


@lru_cache(maxsize=1)
def engine() -> Any:
    """What draws, with the faces of charts registered: vl-convert, here or in a process that is warm already."""
    if address := os.environ.get(SOCKET):
        return Remote(address, _registered)
    return _registered()


@lru_cache(maxsize=1)
def _registered() -> ModuleType:
    import vl_convert

    vl_convert.register_font_directory(str(static_faces()))
    return vl_convert


def to_svg(spec: dict, name: str) -> str:
    """The drawing of ``spec`` for a page, with ids that begin with ``name``.

    The same ``spec`` and ``name`` give the same bytes. There are no style
    attributes, scripts, links or roles in it; every colour is one of
    :data:`coproduce.charts.palette.DARK`. It is hidden from screen readers: the
    element around it carries the alternative text.

    Raises :class:`DrawingError` for pictures and colours that are not allowed.
    """
    return clean(draw(spec), name)


def to_vega(spec: dict) -> dict:
    """``spec`` compiled for the Vega that runs in a page, which then needs no Vega-Lite.

    Where a chart does not say what is told of its values (:mod:`.reading`), as an
    author's own may not, it is what their marks encode.
    """
    spec = deepcopy(spec)
    config = spec.setdefault("config", {})
    config |= {"font": FONT, "aria": False, "locale": {"number": number_locale()} | ({"time": times} if (times := time_locale()) else {})}
    if '"tooltip"' not in json.dumps(spec):
        for mark in _TELLING:
            config[mark] = config.get(mark, {}) | {"tooltip": {"content": "encoding"}}
    compiled = engine().vegalite_to_vega(json.dumps(spec))
    compiled.pop("$schema", None)
    return compiled


def _in_face(spec: dict) -> dict:
    return spec | {"config": spec.get("config", {}) | {"font": FACE}}


def size(svg: str) -> tuple[int, int]:
    """Width and height of a cleaned drawing in CSS pixels."""
    root = re.search(r"<svg[^>]*>", svg)
    found = dict(re.findall(r'\b(width|height)="([\d.]+)"', root.group() if root else ""))
    return round(float(found["width"])), round(float(found["height"]))


def draw(spec: dict) -> str:
    """The drawing of ``spec`` as Vega writes it."""
    return _render(json.dumps(_in_face(spec)), json.dumps([number_locale(), time_locale()]))


@lru_cache(maxsize=4)  # what was drawn to be measured is what will be shown
def _render(spec: str, locales: str) -> str:
    numbers, times = json.loads(locales)
    further = {"time_format_locale": times} if times else {}
    return engine().vegalite_to_svg(spec, allowed_base_urls=[], format_locale=numbers, **further)


def parsed(raw: str) -> ElementTree.Element:
    """The elements of a drawing by Vega."""
    return ElementTree.fromstring(raw)


def clean(raw: str, name: str) -> str:
    """A drawing by Vega, made fit for a page as :func:`to_svg` says."""
    ElementTree.register_namespace("", _SVG)
    root = parsed(raw)
    faults: list[str] = []
    ids = {
        element.get("id"): f"{name}-{number}"
        for number, element in enumerate((e for e in root.iter() if e.get("id")), start=1)
    }
    _tidy(root, ids, faults)
    if faults:
        raise DrawingError("; ".join(dict.fromkeys(faults)))
    for group in root.iter(f"{{{_SVG}}}g"):
        _share(group)
    _merge_groups(root)
    width, height = (str(round(float(root.get(side, "0")))) for side in ("width", "height"))
    root.attrib = {
        "class": "chart",
        "viewBox": f"0 0 {width} {height}",
        "width": width,
        "height": height,
        "font-family": FONT,
        "aria-hidden": "true",
        "focusable": "false",
    }
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _tidy(element: ElementTree.Element, ids: Mapping[str | None, str], faults: list[str]) -> None:
    """Of ``element`` and all below it, only what a page may hold and needs."""
    tag = element.tag.removeprefix(f"{{{_SVG}}}")
    if tag in ("script", "image", "foreignObject", "style"):
        faults.append(f"a <{tag}> cannot stand in a figure; draw it with marks")
    if tag == "a":
        element.tag = f"{{{_SVG}}}g"
    # Before ours, so that an attribute wins over the style it is doubled by.
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        key, _, value = declaration.partition(":")
        if _PRESENTATION.match(key.strip()):
            element.attrib.setdefault(key.strip(), value.strip())
    _tidy_attributes(element, ids, faults)
    _round(element)
    if element.get("transform") == "translate(0,0)":
        del element.attrib["transform"]
    for child in list(element):
        if _invisible(child):
            element.remove(child)
            continue
        _tidy(child, ids, faults)
        if child.tag.endswith("}g") and len(child) == 0:
            element.remove(child)


def _tidy_attributes(element: ElementTree.Element, ids: Mapping[str | None, str], faults: list[str]) -> None:
    for key, value in list(element.attrib.items()):
        if key in _DROPPED or key.startswith(("aria-", "{", "on")) or key in ("href", "font-family"):
            del element.attrib[key]
            continue
        if key == "id":
            value = ids[value]
        value = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{ids[m.group(1)]})", value)
        if key == "font-size":
            value = value.removesuffix("px")
        if key in _NUMERIC:
            value = _NUMBER.sub(_shorter, value)
        if key in _COLOURS:
            value = _colour(value, faults)
        if _DEFAULTS.get(key) == value:
            del element.attrib[key]
        else:
            element.attrib[key] = value


def _invisible(element: ElementTree.Element) -> bool:
    if element.get("display") == "none" or element.get("opacity") == "0":
        return True
    if not element.tag.endswith("}path") or not ({"background", "foreground"} & {element.get("class")}):
        return False
    painted = (element.get("fill", "none"), element.get("stroke", "none"))
    return all(paint in ("none", "transparent") for paint in painted)


def _merge_groups(element: ElementTree.Element) -> None:
    """Groups that say nothing give way to what is in them."""
    for child in list(element):
        _merge_groups(child)
    children: list[ElementTree.Element] = []
    for child in element:
        plain = child.tag.endswith("}g") and not child.attrib
        children.extend(list(child) if plain else [child])
    for child in list(element):
        element.remove(child)
    element.extend(children)


_INHERITED = ("fill", "stroke", "stroke-width", "font-size", "font-weight", "text-anchor")


def _share(group: ElementTree.Element) -> None:
    """What all marks of a group have in common is said once, of the group."""
    for key in _INHERITED:
        shared = group[0].get(key) if len(group) > 1 and key not in group.attrib else None
        if shared is not None and all(child.get(key) == shared for child in group):
            group.set(key, shared)
            for child in group:
                del child.attrib[key]


# A circle as Vega draws it: two half turns about its place.
_CIRCLE = re.compile(r"M(?P<r>[\d.]+),0A(?P=r),(?P=r),0,1,1,-(?P=r),0A(?P=r),(?P=r),0,1,1,(?P=r),0Z?")
_PLACE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")


def _round(element: ElementTree.Element) -> None:
    """A path that is a circle becomes one: a third of the bytes."""
    circle = _CIRCLE.fullmatch(element.get("d", ""))
    place = _PLACE.fullmatch(element.get("transform", ""))
    if circle and place:
        element.tag = f"{{{_SVG}}}circle"
        del element.attrib["d"], element.attrib["transform"]
        element.attrib = {
            "cx": place.group(1),
            "cy": place.group(2),
            "r": circle.group("r"),
            **element.attrib,
        }


def _shorter(match: re.Match) -> str:
    return f"{round(float(match.group()), 2):g}" if abs(float(match.group())) < 1e5 else match.group()


def _colour(value: str, faults: list[str]) -> str:
    value = value.strip().lower()
    if value in ("none", "transparent") or value.startswith("url("):
        return "none" if value == "transparent" else value
    numbers = re.fullmatch(r"rgb\((\d+),\s*(\d+),\s*(\d+)\)", value)
    if numbers:
        value = "#" + "".join(f"{int(number):02x}" for number in numbers.groups())
    elif re.fullmatch(r"#[0-9a-f]{3}", value):
        value = "#" + "".join(digit * 2 for digit in value[1:])
    # Vega's own black and white, where neither chart nor theme chose a colour.
    value = {"black": INK, "#000000": INK, "white": PAPER}.get(value, value)
    if value not in DARK:
        faults.append(
            f"the colour {value} is not one of the report's and would not change on a dark page; "
            "take one from coproduce.charts.palette"
        )
    return value
