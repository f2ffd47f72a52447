"""Cut the outline of the United Kingdom, Ireland and the Isle of Man out of world-atlas.

    npm pack world-atlas@2.0.2
    python data/scripts/uk_outline.py world-atlas-2.0.2.tgz

writes ``data/uk-outline.csv`` and ``data/uk-outline-rings.csv``. Standard library only; the same
archive gives the same bytes. Each shared border is simplified once (Douglas and Peucker 1973, on
longitudes shortened by the cosine of the latitude), so that neighbours still touch.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import tarfile
from pathlib import Path

DATA = Path(__file__).resolve().parents[1]
TERRITORIES = {"826": "GBR", "372": "IRL", "833": "IMN"}
TOLERANCE = 0.015
"""Largest distance in degrees that a point may be moved: about 1.7 km."""
SMALLEST = 0.002
"""Least area of an island in square degrees of latitude: about 25 square kilometres."""
NARROWER = math.cos(math.radians(55))
SOURCE, LOCATOR = "world-atlas-2-0-2", "countries-10m.json, object countries, id {}"


def arcs_of(topology: dict) -> list[list[tuple[float, float]]]:
    """The arcs of a quantized topology as longitudes and latitudes."""
    (scale_x, scale_y), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + x0, y * scale_y + y0))
        arcs.append(points)
    return arcs


def distance(point, start, end) -> float:
    """From a point to the line between two others, in degrees of latitude."""
    (px, py), (ax, ay), (bx, by) = [(x * NARROWER, y) for x, y in (point, start, end)]
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))


def simplified(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that are needed to keep within the tolerance; both ends stay."""
    keep, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far, at = max((distance(points[i], points[first], points[last]), i) for i in range(first + 1, last))
        if far > TOLERANCE:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def ring_of(indexes: list[int], arcs) -> list[tuple[float, float]]:
    """One closed ring put together from its arcs; a negative index is an arc run backwards."""
    ring: list[tuple[float, float]] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def area(ring) -> float:
    """Area in square degrees of latitude."""
    pairs = zip(ring, ring[1:] + ring[:1])
    return abs(sum(ax * NARROWER * by - bx * NARROWER * ay for (ax, ay), (bx, by) in pairs)) / 2


def main(archive: str) -> None:
    """Write both tables."""
    with tarfile.open(archive) as packed:
        topology = json.load(packed.extractfile("package/countries-10m.json"))
    full = arcs_of(topology)
    arcs = [simplified(arc) for arc in full]
    rings, points = [], []
    for shape in topology["objects"]["countries"]["geometries"]:
        code = TERRITORIES.get(shape.get("id"))
        if code is None:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        outer = sorted((polygon[0] for polygon in polygons), key=lambda ring: -area(ring_of(ring, full)))
        for number, indexes in enumerate((i for i in outer if area(ring_of(i, full)) >= SMALLEST), 1):
            name = f"{code.lower()}-{number:02}"
            rings.append((name, code, SOURCE, LOCATOR.format(shape["id"])))
            points += [(name, order, f"{x:.3f}", f"{y:.3f}") for order, (x, y) in enumerate(ring_of(indexes, arcs), 1)]
    for file, header, rows in [("uk-outline-rings", ("id", "territory", "source", "locator"), sorted(rings)),
                               ("uk-outline", ("ring", "order", "longitude", "latitude"), sorted(points))]:
        with (DATA / f"{file}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main(sys.argv[1])
