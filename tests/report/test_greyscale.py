"""The report's figures printed in grey: what stands for different things differs by more than its hue."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest
from contrast import contrast

from coproduce.charts.palette import DARK, SERIES, TEXT_OF

#: Least contrast of two series that nothing but their lightness tells apart.
LEAST = 1.6
SVG = "{http://www.w3.org/2000/svg}"


def marks_and_names(svg: str) -> tuple[dict[str, set[str]], set[str]]:
    """Series colours of marks, each with the shapes of its signs ("" for what is no sign); and colours of letters."""
    shapes: dict[str, set[str]] = {}
    letters: set[str] = set()

    def walk(element: ElementTree.Element, fill: str, stroke: str) -> None:
        fill, stroke = element.get("fill", fill), element.get("stroke", stroke)
        name = element.tag.removeprefix(SVG)
        if name == "text":
            letters.add(fill)
        elif name in ("path", "rect", "line", "circle"):
            # Vega moves signs to their places; bars and lines hold their own.
            sign = name if name == "circle" else element.get("d", "") if element.get("transform") else ""
            for colour in {fill, stroke} & set(SERIES):
                # One that is filled is another sign than the same shape left open.
                shapes.setdefault(colour, set()).add(sign and f"{sign} {fill == colour}")
        for child in element:
            walk(child, fill, stroke)

    walk(ElementTree.fromstring(svg), "", "")
    return shapes, letters


def alike(svg: str) -> list[tuple[str, str]]:
    """Pairs of series that differ in nothing but hue: as light as each other, of one shape, and not named in their colours."""
    shapes, letters = marks_and_names(svg)
    found = []
    for one, other in combinations(sorted(shapes), 2):
        named = {TEXT_OF[one], TEXT_OF[other]} <= letters
        signs = "" not in shapes[one] | shapes[other] and not shapes[one] & shapes[other]
        if contrast(one, other) < LEAST and not named and not signs:
            found.append((one, other))
    return found


@pytest.mark.xdist_group("report")
def test_series_of_every_figure_stay_apart_in_grey(results):
    drawn = {name: figure.svg for name, figure in results.figures.items()}
    assert len(drawn) > 10 and sum(len(marks_and_names(svg)[0]) > 1 for svg in drawn.values()) > 3
    assert {name: pairs for name, svg in drawn.items() if (pairs := alike(svg))} == {}


def test_series_that_only_their_hue_tells_apart_would_be_found():
    orange, green = SERIES[1], SERIES[2]
    bars = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0h9v9z" fill="{orange}"/><path d="M0,9h9v9z" fill="{green}"/>'
    assert contrast(orange, green) < LEAST and set(SERIES) <= set(DARK)
    assert alike(f"{bars}</svg>") == [tuple(sorted((orange, green)))]
    assert alike(f'{bars}<text fill="{orange}">Oaks</text><text fill="{green}">Limes</text></svg>') == []
    assert alike(bars.replace("<path", '<path transform="translate(1,1)"') + "</svg>") == []
    assert alike(f'{bars.replace(green, SERIES[0])}</svg>') == []
