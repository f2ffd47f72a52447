"""What the executed chapters gave: outputs by cell, and every record by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from coproduce.evidence.records import (
    MIME_TYPE,
    FigureRecord,
    Record,
    TableRecord,
    ValueRecord,
    from_json,
    to_json,
)
from coproduce.evidence.sources import Source, period_of
from coproduce.ground.problems import Problem

Output = dict[str, Any]


@dataclass(frozen=True)
class ChapterResult:
    """One executed chapter.

    ``outputs`` holds a list of notebook outputs for each code cell, ``lines`` the
    line of the file on which each of these cells begins, ``checksum`` that of the
    cells that ran. ``reason`` says why the chapter ran ("" if it did not:
    ``cached``), ``seconds`` how long its last run took.
    """

    name: str
    path: str
    checksum: str
    outputs: tuple[tuple[Output, ...], ...]
    lines: tuple[int, ...]
    inputs: tuple[str, ...] = ()
    seconds: float = 0.0
    cached: bool = False
    reason: str = ""

    @cached_property
    def placed_records(self) -> tuple[tuple[int, Record], ...]:
        """Each record with the line of the cell that made it."""
        return tuple(
            (line, from_json(output["data"][MIME_TYPE]))
            for line, outputs in zip(self.lines, self.outputs, strict=True)
            for output in outputs
            if MIME_TYPE in output.get("data", {})
        )

    @property
    def records(self) -> tuple[Record, ...]:
        """What the chapter registered, in its order."""
        return tuple(record for _, record in self.placed_records)


@dataclass(frozen=True)
class Results:
    """All executed chapters, in the order of the contents.

    ``sources`` date the numbers whose chapters name no period.
    """

    chapters: dict[str, ChapterResult] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Record]:
        return (record for chapter in self.chapters.values() for record in chapter.records)

    def _of(self, kind: type) -> dict[str, Any]:
        return {record.name: record for record in self if isinstance(record, kind)}

    @cached_property
    def values(self) -> dict[str, ValueRecord]:
        found = self._of(ValueRecord)
        return {name: replace(record, period=period_of(record, self.sources)) for name, record in found.items()}

    @cached_property
    def figures(self) -> dict[str, FigureRecord]:
        return self._of(FigureRecord)

    @cached_property
    def tables(self) -> dict[str, TableRecord]:
        return self._of(TableRecord)

    def to_json(self) -> dict[str, Any]:
        """Everything that chapters registered, the same for the same inputs."""
        return {
            name: {
                "inputs": list(chapter.inputs),
                "records": [to_json(record) for record in chapter.records],
            }
            for name, chapter in self.chapters.items()
        }


def check_names(chapters: Iterable[ChapterResult]) -> list[Problem]:
    """A problem for each name that two records share.

    Figures and tables are referred to in the same way, so they share their names.
    """
    problems = []
    first: dict[tuple[str, str], str] = {}
    for chapter in chapters:
        for line, record in chapter.placed_records:
            family = "value" if isinstance(record, ValueRecord) else "figure or table"
            earlier = first.get((family, record.name))
            first.setdefault((family, record.name), f"{chapter.path}:{line}")
            if earlier:
                problems.append(Problem(
                    chapter.path, f"the name ‘{record.name}’ is already that of a {family} in {earlier}", line=line,
                    code="chapter.duplicate-name", expected="a name that no other chapter uses",
                    action="Rename one of the two, and the places that refer to it."))
    return problems
