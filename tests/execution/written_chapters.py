"""Cells that register records, and executing chapters as a test wants it."""

from __future__ import annotations

import json
from functools import cache

import pytest

from coproduce.evidence.records import MIME_TYPE, FigureRecord, ValueRecord, to_json
from coproduce.execution.results import Results
from coproduce.execution.runner import execute
from coproduce.execution.warm import CAN_FORK, ForkServer
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.report import Report


def show_value(name: str, chapter: str = "a", raw: float = 1) -> str:
    """A cell that registers a value as the chapter API does."""
    return _show(ValueRecord(name, chapter, str(raw), str(raw), str(raw), raw, "number", name, "typed"))


def show_figure(name: str, chapter: str = "a") -> str:
    """A cell that registers a figure as the chapter API does."""
    return _show(FigureRecord(name, chapter, "Headline", "Subtitle", "Alt", "<svg/>", 1, 1))


def _show(record: ValueRecord | FigureRecord) -> str:
    bundle = {MIME_TYPE: to_json(record), "text/plain": record.name}
    return (
        "import json\nfrom IPython.display import display\n"
        f"display(json.loads({json.dumps(bundle)!r}), raw=True)"
    )


@cache
def warm_process() -> ForkServer:
    return ForkServer()


def quietly(report: Report, **options) -> tuple[Results, list[str]]:
    """Executes anew, as if nothing had been read before. The warm process is shared, to save time."""
    lines: list[str] = []
    server = warm_process() if CAN_FORK and "warm" not in options else None
    results = execute(Report(report.paths.root), log=lines.append, server=server, **options)
    return results, lines


def problems_of(report: Report, **options) -> list[Problem]:
    with pytest.raises(ProblemsFound) as found:
        quietly(report, **options)
    return found.value.problems


def printed(results: Results, name: str, cell: int = 0) -> str:
    return "".join(o["text"] for o in results.chapters[name].outputs[cell] if o["output_type"] == "stream")
