"""``book/brief.yml``: what the brief holds. Every key may be left out::

    messages: index                  # the page whose first key finding gives the messages
    numbers:                         # in this order; six at most fit
      - value: trees-latest          # the name of a registered value
      - value: trees-alive
        of: trees-planted            # shown as "310 of 340"
        label: Young trees alive after a year; {trees-lost} were lost
    recommendations:
      first: policy                  # the page whose first key finding links to those that come first
      facts: {owner: Lead, timing: When}

``label`` is for a value whose registered label cannot stand alone. It may name
values in braces and must not hold a typed number. ``facts`` are facts of a
recommendation with the word that stands before each.

Without the file the brief has the messages of the front page and all
recommendations, and no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coproduce.ground.interface_words import say
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.suggestions import nearest_or
from coproduce.ground.yaml_file import YamlFile, read_yaml
from coproduce.source.conclusion_facts import FACTS

if TYPE_CHECKING:
    from coproduce.source.paths import Paths

#: A value named in a label.
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Number:
    """A headline number; ``line`` is where the file asks for it."""

    value: str
    of: str = ""
    label: str = ""
    line: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Every value that it needs."""
        return tuple(filter(None, (self.value, self.of, *PLACEHOLDER.findall(self.label))))


@dataclass(frozen=True)
class BriefSpec:
    """What the file says. ``messages`` and ``first`` are names of pages.

    ``path`` is the file as messages name it, ``lines`` where it says what.
    """

    messages: str
    numbers: tuple[Number, ...] = ()
    first: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    path: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    def line(self, key: str) -> int | None:
        """Where ``messages`` or ``first`` stands; None if the file does not say it."""
        return dict(self.lines).get(key)


_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["value"],
    "properties": {"value": _TEXT, "of": _TEXT, "label": _TEXT},
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "messages": _TEXT,
        "numbers": {"type": "array", "items": _NUMBER, "maxItems": 6},
        "recommendations": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "first": _TEXT,
                "facts": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": dict.fromkeys(FACTS, _TEXT),
                },
            },
        },
    },
}


def read_spec(paths: "Paths", pages: Iterable[str]) -> BriefSpec:
    """The description of the brief of a report with these ``pages``, the front page first.

    Raises :class:`coproduce.ground.problems.ProblemsFound` naming every fault of the file.
    """
    spec, problems = check_spec(paths, pages)
    stop_if_any(problems)
    return spec


def check_spec(paths: "Paths", pages: Iterable[str]) -> tuple[BriefSpec, list[Problem]]:
    """The description, and all that can be wrong with it before chapters have run."""
    from coproduce.ground.schema_faults import schema_problems

    pages = list(pages)
    root = pages[0] if pages else ""
    default = BriefSpec(messages=root, facts=(("owner", say(FACTS["owner"])),))
    if not paths.brief.exists():
        return default, []
    file = read_yaml(paths.brief, paths.relative(paths.brief))
    problems = list(file.problems) or schema_problems(file, file.data or {}, SCHEMA, "brief")
    if problems:
        return default, problems
    given = file.data or {}
    wanted = given.get("recommendations", {})
    places = {"messages": ("messages",), "first": ("recommendations", "first")}
    spec = BriefSpec(
        messages=given.get("messages", root),
        numbers=tuple(
            Number(**entry, line=file.line("numbers", i)) for i, entry in enumerate(given.get("numbers", ()))
        ),
        first=wanted.get("first", ""),
        facts=tuple(wanted["facts"].items()) if "facts" in wanted else default.facts,
        path=file.path,
        lines=tuple((key, file.line(*at)) for key, at in places.items() if at in file.lines),
    )
    for key, page in (("messages", spec.messages), ("first", spec.first)):
        if page and page not in pages:
            problems.append(unknown(file.path, file.line(*places[key]), "page", page, pages,
                                    "Use the name of a page in _toc.yml, without its ending."))
    problems += _typed_numbers(file, spec)
    return spec, problems


def unknown(path: str, line: int | None, what: str, name: str, known: Iterable[str], action: str) -> Problem:
    """A problem for a name that does not exist, with the nearest that does."""
    known = list(known)
    others = f"one of {len(known)} names, such as ‘{known[0]}’" if known else ""
    return Problem(
        path, f"there is no {what} called ‘{name}’", line=line, code=f"brief.unknown-{what}",
        expected=nearest_or(others, name, known, cutoff=0.5), action=action,
    )


def _typed_numbers(file: YamlFile, spec: BriefSpec) -> list[Problem]:
    return [
        Problem(
            file.path, f"the label ‘{number.label}’ holds a typed number",
            line=file.line("numbers", i, "label"), code="brief.typed-number",
            expected="the name of a registered value in braces, or a number in words",
            action="Write {name-of-value} in its place.",
        )
        for i, number in enumerate(spec.numbers)
        if _DIGIT.search(PLACEHOLDER.sub("", number.label))
    ]
