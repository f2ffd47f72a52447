"""Places as tiles of one size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coproduce.charts import frame, reading
from coproduce.charts.palette import INK, ORANGE, QUIET, SEQUENCE, SEQUENCE_TEXT
from coproduce.charts.rows import two_widths
from coproduce.charts.theme import SMALL, TEXT, WIDTH

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_GAP = 4  # between tiles, px
_LINE = 16  # from line to line in a tile, px


@two_widths
def tile_map(
    df: pd.DataFrame,
    *,
    column: str,
    row: str,
    label: str,
    value: str,
    title: str,
    format: str = ",.0f",
    missing: str | None = None,
    outline: Sequence[str] = (),
    tile: int = 92,
    width: int = WIDTH,
) -> alt.LayerChart:
    """A tile for each place with its name and value, darker for higher values.

    ``column`` and ``row`` count from the upper left; ``tile`` is a tile's height
    in px, its width follows from the chart's. Values fall into five
    classes of equal width between round numbers; since every tile shows its
    value there is no key. ``missing`` is a column with the reason where a value
    is missing. Labels in ``outline`` get a frame: say in ``title`` what it marks.
    """
    import altair as alt

    data = frame.plain(df, column, row, label, value, missing)
    data[label] = data[label].astype(str)
    clash = data[data.duplicated([column, row], keep=False)]
    if len(clash):
        raise ValueError(f"{' and '.join(map(repr, clash[label]))} have the same place (column, row)")
    frame.group_colours(list(data[label]), outline)
    data["_text"] = frame.labels(data, label, value, format, missing)
    marks = frame.ticks(*frame.range_of(data[value], zero=False))
    span = (marks[-1] - marks[0]) or 1
    classes = [
        None if v != v else min(int((v - marks[0]) / span * len(SEQUENCE)), len(SEQUENCE) - 1) for v in data[value]
    ]
    data["_shade"] = ["none" if k is None else SEQUENCE[k] for k in classes]
    data["_letters"] = [INK if k is None else SEQUENCE_TEXT[k] for k in classes]
    data = data.sort_values([row, column], kind="stable")
    data = reading.with_tooltips(data, map(reading.tip, data[label], data["_text"]), data[row])
    left, top = data[column] - data[column].min(), data[row] - data[row].min()
    wide = width / (left.max() + 1)
    data["_x0"], data["_x1"] = left * wide + _GAP / 2, (left + 1) * wide - _GAP / 2
    data["_y0"], data["_y1"] = top * tile + _GAP / 2, (top + 1) * tile - _GAP / 2
    height = float(data["_y1"].max()) + _GAP / 2
    across = alt.Scale(domain=[0, width], nice=False)
    down = alt.Scale(domain=[height, 0], nice=False, zero=False)
    area = alt.Chart(data).encode(
        x=alt.X("_x0:Q", axis=None, scale=across), x2=alt.X2("_x1"), y=alt.Y("_y0:Q", axis=None, scale=down), y2=alt.Y2("_y1")
    )
    layers = [
        area.transform_filter("datum._shade !== 'none'")
        .mark_rect(opacity=1)
        .encode(color=alt.Color("_shade:N", scale=None)),
        area.transform_filter("datum._shade === 'none'").mark_rect(
            fill="none", stroke=QUIET, strokeDash=[3, 3], opacity=1
        ),
    ]
    if outline:
        data["_outlined"] = data[label].isin([str(item) for item in outline])
        layers.append(
            area.transform_filter("datum._outlined").mark_rect(
                fill="none", stroke=ORANGE, strokeWidth=3, opacity=1
            )
        )
    letters = _letters(data, label, wide)
    for size, strong, lines in (
        (SMALL, False, letters[~letters["_strong"]]),
        (TEXT + 2, True, letters[letters["_strong"]]),
    ):
        layers.append(
            alt.Chart(lines)
            .mark_text(fontSize=size, fontWeight=700 if strong else 400, baseline="middle")
            .encode(
                x=alt.X("_x:Q", axis=None, scale=across),
                y=alt.Y("_y:Q", axis=None, scale=down),
                text=alt.Text("_line:N"),
                color=alt.Color("_letters:N", scale=None),
            )
        )
    layers.append(reading.areas(area))
    chart = frame.layered(*layers).properties(width=width, height=height)
    return frame.titled(chart, title, width)


def _letters(data: pd.DataFrame, label: str, wide: float) -> pd.DataFrame:
    """The lines written in each tile, stacked about its centre."""
    import pandas as pd

    rows = []
    for record in frame.records(data):
        name = frame.wrap_to(record[label], wide - 10, SMALL)
        middle = (record["_y0"] + record["_y1"]) / 2
        first = middle - (len(name) * _LINE + _LINE + 3) / 2 + _LINE / 2
        for number, line in enumerate([*name, record["_text"]]):
            strong = number == len(name)
            rows.append(
                {
                    "_x": (record["_x0"] + record["_x1"]) / 2,
                    "_y": first + number * _LINE + (3 if strong else 0),
                    "_line": line,
                    "_letters": record["_letters"],
                    "_strong": strong,
                }
            )
    return pd.DataFrame(rows)
