"""A chart with everything that must stand beside it, or not at all."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coproduce.charts.dates import spec_in_utc
from coproduce.charts.dial import Dial, dial_faults, steps
from coproduce.charts.faults import drawing_faults, label_faults, spec_faults, unknown_letters
from coproduce.charts.layout import fitted, narrowed
from coproduce.charts.rows import narrow_of
from coproduce.charts.svg import DrawingError, draw, size, to_svg, to_vega
from coproduce.charts.theme import NARROW, themed
from coproduce.evidence.records import Column, FigureRecord, SourceRef

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

#: An alternative text shorter than this cannot say what a chart shows.
SHORTEST_ALT = 40
_OPENINGS = re.compile(
    r"(?:an? |the )?(?:chart|graph|image|picture|figure|graphic|diagram) (?:of|show(?:s|ing))\b", re.I
)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class FigureError(ValueError):
    """A figure lacks a part or has an unfit one; the message lists all of them."""


def build_figure(
    chapter: str,
    name: str,
    chart: alt.TopLevelMixin,
    *,
    headline: str,
    subtitle: str,
    alt: str,
    provenance: Sequence[str],
    sources: Sequence[SourceRef],
    data: pd.DataFrame,
    columns: Mapping[str, str] | None = None,
    caveat: str = "",
    dial: Dial | None = None,
) -> FigureRecord:
    """The figure ``name`` of ``chapter``, drawn for a wide page and a telephone.

    ``headline`` states the finding, ``subtitle`` measure, place and period,
    ``alt`` what a reader would see. ``data`` is what readers download;
    ``columns`` chooses and titles its columns. Where a value is missing and
    ``data`` has a column ``<name>_missing``, its label stands in the cell.
    ``dial`` lets readers of the page move along the rows of ``data``.

    Raises :class:`FigureError`.
    """
    faults = _missing_parts(_Parts(name, chart, headline, subtitle, alt, provenance, sources, data, columns))
    positions = _positions(data) if dial and hasattr(data, "columns") else []
    faults += dial_faults(dial, positions) if dial and positions else []
    if faults:
        raise FigureError(_worded(name, faults))
    shown = list(columns) if columns else [c for c in data.columns if not str(c).endswith("_missing")]
    try:
        with themed():
            own = narrow_of(chart)
            # A chart of this package is valid, as tests hold; one of an author's own is held against Vega-Lite's schema.
            drawn = fitted(spec_in_utc(chart.to_dict(validate=own is None)))
            small = fitted(spec_in_utc(own.to_dict(validate=False)), NARROW) if own else narrowed(drawn)
        raw = draw(drawn)
        faults = [*spec_faults(drawn), *drawing_faults(raw, *size(raw))]
        faults += [f"on a telephone, {fault}" for fault in label_faults(draw(small)) if fault not in faults]
        faults += unknown_letters([headline], "headline") + unknown_letters([subtitle], "subtitle")
        if faults:
            raise FigureError(_worded(name, faults))
        svg, svg_narrow = to_svg(drawn, name), to_svg(small, f"{name}-narrow")
        interactive = {"wide": to_vega(drawn), "narrow": to_vega(small)}
    except FigureError:
        raise
    except DrawingError as error:
        raise FigureError(_worded(name, [str(error)])) from None
    except ValueError as error:  # vl-convert: what Vega could not draw
        raise FigureError(_worded(name, [f"the chart cannot be drawn: {str(error).splitlines()[0]}"])) from error
    if not re.search(r"<(?:path|rect|circle|text)\b", svg):
        raise FigureError(_worded(name, ["the chart is empty: its data have no rows, or its scales leave them out"]))
    width, height = size(svg)
    return FigureRecord(
        name=name,
        chapter=chapter,
        headline=headline.strip(),
        subtitle=subtitle.strip(),
        alt=" ".join(alt.split()),
        svg=svg,
        svg_narrow=svg_narrow,
        width=width,
        height=height,
        columns=tuple(_column(data, key, columns) for key in shown),
        data=tuple(
            tuple(_cell(row, key) for key in shown) for row in data.to_dict("records")
        ),
        caveat=caveat.strip(),
        vega=json.loads(json.dumps(drawn)),
        interactive=interactive,
        dial=steps(dial, positions) if dial else {},
        provenance=tuple(provenance),
        sources=tuple(sources),
    )


@dataclass(frozen=True)
class _Parts:
    """What was given for a figure, as it was given; see :func:`build_figure`."""

    name: str
    chart: Any
    headline: str
    subtitle: str
    alt: str
    provenance: Sequence[str]
    sources: Sequence[SourceRef]
    data: Any
    columns: Mapping[str, str] | None


def _missing_parts(given: _Parts) -> list[str]:
    faults, data = [], given.data
    if not _NAME.fullmatch(given.name or ""):
        faults.append(f"its name {given.name!r} is not made of lower-case letters, digits and hyphens")
    if not hasattr(given.chart, "to_dict"):
        faults.append(f"chart is {type(given.chart).__name__}, not an Altair chart")
    if not _text(given.headline):
        faults.append("headline is missing: state the finding in a sentence")
    if not _text(given.subtitle):
        faults.append("subtitle is missing: name the measure, the place and the period")
    faults += _alt_faults(_text(given.alt), _text(given.headline))
    if not given.provenance:
        faults.append("provenance is missing: pass the rows it was drawn from as rows=")
    if not given.sources:
        faults.append("sources are missing: the rows it was drawn from must name theirs")
    if not hasattr(data, "columns"):
        faults.append("data is missing: pass the table that readers can download")
        return faults
    if len(data) == 0:
        faults.append("data has no rows: a filter may be too narrow")
    unknown = [key for key in given.columns or () if key not in data.columns]
    if unknown:
        faults.append(
            f"columns names {', '.join(map(repr, unknown))}, which data lacks; "
            f"it has {', '.join(map(str, data.columns))}"
        )
    return faults


def _alt_faults(alt: str, headline: str) -> list[str]:
    if not alt:
        return ["alt is missing: say in a sentence or two what a reader would see"]
    faults = []
    if alt.casefold().rstrip(".") == headline.casefold().rstrip("."):
        faults.append("alt repeats the headline: describe what the chart shows, with its values")
    elif len(alt) < SHORTEST_ALT:
        faults.append(f"alt {alt!r} has {len(alt)} characters, fewer than {SHORTEST_ALT}: say what the chart shows")
    opening = _OPENINGS.match(alt)
    if opening:
        faults.append(
            f"alt begins with {opening.group()!r}: readers are told that already; name the kind of chart, "
            "as in 'Line chart: ...', or begin with what it shows"
        )
    return faults


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _worded(name: str, faults: Sequence[str]) -> str:
    lines = "\n".join(f"  - {fault}" for fault in faults)
    return f"figure {name!r} cannot be made:\n{lines}"


def _column(data: pd.DataFrame, key: str, titles: Mapping[str, str] | None) -> Column:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    numeric = is_numeric_dtype(data[key]) and not is_bool_dtype(data[key])
    title = (titles or {}).get(key) or str(key).replace("_", " ").capitalize()
    return Column(name=str(key), title=title, align="right" if numeric else "left")


def _positions(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of the data, for a dial, which may speak of columns that are not shown."""
    return [{str(key): _cell(row, str(key)) for key in row} for row in data.to_dict("records")]


def _cell(row: Mapping[Any, Any], key: str) -> Any:
    """The cell as JSON has it: a number, a text, or the label of what is missing."""
    import pandas as pd

    value = row[key]
    if pd.api.types.is_scalar(value) and pd.isna(value):
        label = row.get(f"{key}_missing", "")
        return label if isinstance(label, str) else ""
    if hasattr(value, "item"):  # numpy's own numbers
        value = value.item()
    if isinstance(value, float):
        if math.isinf(value):
            return ""
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value)
