"""Places as tiles: values are written in them, legibly, and one place holds one tile."""

import pytest

from coproduce import charts
from coproduce.charts.palette import INK, PAPER, SEQUENCE

pytestmark = pytest.mark.slow

NAMES = {"column": "column", "row": "row", "label": "area", "value": "planted"}


def tiles(latest):
    return latest.assign(column=[0, 1, 0, 1], row=[0, 0, 1, 1])


def test_each_tile_names_its_place_at_both_widths(latest, figure):
    record = figure(charts.tile_map(tiles(latest), **NAMES, title="Trees planted", outline=["Dene"]))
    for svg in (record.svg, record.svg_narrow):
        assert all(name.split()[0] in svg for name in latest["area"])


def test_withheld_values_are_written_as_such(latest, figure):
    data = tiles(latest).assign(why=["", "withheld", "", ""])
    data.loc[data["area"] == "Beech Hill", "planted"] = float("nan")
    assert "(withheld)" in figure(charts.tile_map(data, **NAMES, title="Trees", missing="why")).svg


def test_text_on_tiles_contrasts_with_each(latest):
    spec = charts.tile_map(tiles(latest), **NAMES, title="Trees").to_dict()
    rows = [row for data in spec["datasets"].values() for row in data if "_shade" in row]
    assert {row["_shade"] for row in rows} <= set(SEQUENCE)
    assert all(row["_letters"] == (INK if SEQUENCE.index(row["_shade"]) < 3 else PAPER) for row in rows)


def test_two_tiles_at_one_place_are_refused(latest):
    with pytest.raises(ValueError, match="same place"):
        charts.tile_map(tiles(latest).assign(column=0), **NAMES, title="Trees")
