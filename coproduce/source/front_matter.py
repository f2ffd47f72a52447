"""The front matter of a page: what it may say, and what it says.

A page with code cells is a notebook and needs the full jupytext header: without
``text_representation`` the cells are silently not run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coproduce.ground.problems import Problem
from coproduce.ground.schema_faults import is_valid, schema_problems
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import parse_yaml, split_front_matter, without_empty

HEADER = """\
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3"""

_ADDRESS = r"^[A-Za-z0-9][\w./-]*(#[^#\s]+)?\Z"


def _mapping(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


_OWN: dict[str, Any] = {
    "inputs": {"type": "array", "items": {"type": "string"}, "description":
               "Resources that the page's cells read, and `contributions` where they read those. They decide which chapters run again."},
    "checked": {"type": "object", "description":
                "Names of values and recommendations, each with the date on which it was read against its sources."},
    "web-only": {"type": "boolean", "description": "Whether the page stands in no document."},
    "audience": {"type": "string", "minLength": 1, "maxLength": 120, "description":
                 "For whom the page is, in words that follow “For”; they stand below its heading."},
    "formerly": {"type": ["array", "string"], "pattern": _ADDRESS, "items": {"type": "string", "pattern": _ADDRESS}, "description":
                 "Addresses under which this page, or what stands on it, was published: `page` or `page#anchor`. They lead here."},
}
SCHEMA = _mapping(
    jupytext=_mapping(text_representation=_mapping(extension={}, format_name={}, format_version={}, jupytext_version={}), formats={},
                      notebook_metadata_filter={}, cell_metadata_filter={}, main_language={}),
    kernelspec=_mapping(display_name={}, language={}, name={}),
    coproduce=_mapping(**_OWN),
)
_HINTS = {
    "inputs": "a list of resource names between square brackets, such as [sources]",
    "checked": "a mapping of names to dates, one ‘name: \"2026-01-31\"’ a line",
    "web-only": "true or false",
    "audience": "for whom the page is, in a few words that follow ‘For’, such as ‘residents and parish councillors’",
    "formerly": "pages as in _toc.yml, such as ‘old-page’, or ‘old-page#anchor’",
}
_CELL = re.compile(r"^(`{3,}|:{3,})\{code-cell\}", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """What a page declares: the inputs of its cells and the checks made of it.

    ``inputs`` are names of resources, and ``contributions``; ``checked`` maps the
    name of a recommendation or value to the date on which its facts were read
    against their sources. ``inputs_line`` is where the inputs stand or would stand.
    ``web_only`` pages stand in no document. ``audience`` says for whom the page is. ``formerly``
    lists addresses under which this page, or what stands on it, was published:
    ``page`` or ``page#anchor``. ``lines``, ``checked_lines`` and
    ``formerly_lines`` say where each stands.
    """

    notebook: bool = False
    inputs: tuple[str, ...] = ()
    checked: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    checked_lines: dict[str, int] = field(default_factory=dict)
    web_only: bool = False
    audience: str = ""
    formerly: tuple[str, ...] = ()
    formerly_lines: dict[str, int] = field(default_factory=dict)
    inputs_line: int = 1


def read_front_matter(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """The front matter of a page's text, and all that is wrong with it."""
    header, body, _ = split_front_matter(text)
    cells = _CELL.search(body)
    if header is None:
        problems = []
        if cells:
            problems.append(_no_header(path, 1))
        return FrontMatter(), problems
    file = parse_yaml(header, path, first_line=2)
    problems = list(file.problems)
    data = without_empty(file.data) if isinstance(file.data, dict) else {}
    problems += schema_problems(file, data, SCHEMA, "front-matter", _HINTS)
    text_form = _part(_part(data, "jupytext"), "text_representation")
    complete = text_form.get("format_name") == "myst" and "kernelspec" in data
    if cells and not complete and not file.problems:
        problems.append(_no_header(path, file.line("jupytext")))
    own = {key: value for key, value in _part(data, "coproduce").items() if key in _OWN and is_valid(value, _OWN[key])}
    inputs, checked, formerly = own.get("inputs", []), own.get("checked", {}), own.get("formerly", [])
    formerly = [formerly] if isinstance(formerly, str) else formerly
    problems += [
        Problem(path, f"the date {given} of ‘{name}’ is not in quotes", line=file.line("coproduce", "checked", name),
                code="front-matter.unquoted-date", expected=f'{name}: "{given}"',
                action="Put the date in quotes: Sphinx cannot keep a bare date.")
        for name, given in checked.items() if isinstance(given, date)
    ]
    lines = {name: file.line("coproduce", "inputs", i) for i, name in enumerate(inputs)}
    return FrontMatter(
        notebook=bool(cells), inputs=tuple(inputs),
        checked={str(k): str(v) for k, v in checked.items()}, lines=lines,
        checked_lines={str(name): file.line("coproduce", "checked", name) for name in checked},
        web_only=own.get("web-only", False), audience=" ".join(own.get("audience", "").split()), formerly=tuple(formerly),
        formerly_lines={old: file.line("coproduce", "formerly", i) for i, old in enumerate(formerly)},
        inputs_line=file.line("coproduce", "inputs") if _part(data, "coproduce") else 1,
    ), problems


def check_inputs(matter: FrontMatter, path: str, resources: list[str]) -> list[Problem]:
    """A problem for each declared input that the report does not have."""
    known = sorted([*resources, "contributions"])
    return [
        Problem(path, f"the input ‘{name}’ does not exist", line=matter.lines.get(name),
                code="front-matter.unknown-input",
                expected=_near(name, known), action="Correct the name under ‘coproduce: inputs:’.")
        for name in matter.inputs if name not in known
    ]


def _near(name: str, known: list[str]) -> str:
    return "one of: " + ", ".join(nearest(name, known, n=3) or known)


def _part(data: dict, key: str) -> dict:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _no_header(path: str, line: int) -> Problem:
    return Problem(
        path, "this page has code cells but not the header that makes them run", line=line, code="front-matter.no-header",
        expected="between two lines ‘---’ at the top:\n        " + HEADER.replace("\n", "\n        "),
        action="Copy the header of another chapter to the top of this one.")
