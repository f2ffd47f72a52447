"""Charts that another process draws are the same, byte for byte, and are drawn here if it is gone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from coproduce.charts import svg
from coproduce.charts.drawing import SOCKET, Remote, drawing_process

SPEC = {
    "data": {"values": [{"year": 2024, "share": 0.1}, {"year": 2025, "share": 1e-9}]},
    "mark": "bar",
    "encoding": {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "share", "type": "quantitative"}},
}


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """What draws is decided once a process; here once a test."""
    for kept in (svg.engine, svg._render):
        kept.cache_clear()
    yield
    for kept in (svg.engine, svg._render):
        kept.cache_clear()


def drawn() -> tuple[str, str]:
    for kept in (svg.engine, svg._render):
        kept.cache_clear()
    return svg.draw(SPEC), json.dumps(svg.to_vega(SPEC))


def test_another_process_draws_the_same() -> None:
    here = drawn()
    with drawing_process():
        there = drawn()
        assert isinstance(svg.engine(), Remote)
        assert drawn() == there == here
        with pytest.raises(ValueError, match="JSON"):
            svg.engine().vegalite_to_svg("{")
    assert SOCKET not in os.environ


def test_a_chart_is_drawn_here_where_nobody_listens(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    here = drawn()
    monkeypatch.setenv(SOCKET, str(tmp_path / "nobody"))
    assert drawn() == here
