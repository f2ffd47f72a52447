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
from coproduce.ground.schema_faults import unknown_key
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import YamlFile, parse_yaml, split_front_matter

HEADER = """\
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3"""

_KNOWN: dict[str, Any] = {
    "jupytext": {
        "text_representation": {
            "extension": None, "format_name": None, "format_version": None, "jupytext_version": None,
        },
        "formats": None,
    },
    "kernelspec": {"display_name": None, "language": None, "name": None},
    "coproduce": {"inputs": None, "checked": None, "web-only": None, "formerly": None},
}
#: Code of the problem that the inputs are no list of names.
INPUTS_FAULT = "front-matter.inputs"
_ADDRESS = re.compile(r"[A-Za-z0-9][\w./-]*(#[^#\s]+)?")
_CELL = re.compile(r"^(`{3,}|:{3,})\{code-cell\}", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """What a page declares: the inputs of its cells and the checks made of it.

    ``inputs`` are names of resources, and ``contributions``; ``checked`` maps the
    name of a recommendation or value to the date on which its facts were read
    against their sources. ``inputs_line`` is where the inputs stand or would stand. ``web_only`` pages stand in no document. ``formerly``
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
    data = file.data if isinstance(file.data, dict) else {}
    problems += _unknown(file, data, _KNOWN, ())
    text_form = _mapping(_mapping(data, "jupytext"), "text_representation")
    complete = text_form.get("format_name") == "myst" and "kernelspec" in data
    if cells and not complete and not file.problems:
        problems.append(_no_header(path, file.line("jupytext")))
    own = _mapping(data, "coproduce")
    inputs = own.get("inputs") or []
    if not isinstance(inputs, list) or not all(isinstance(i, str) for i in inputs):
        problems.append(Problem(
            path, f"‘coproduce.inputs’ is ‘{inputs}’", line=file.line("coproduce", "inputs"),
            code=INPUTS_FAULT, expected="a list of resource names, such as [sources]",
            action="Write the names between square brackets, with commas."))
        inputs = []
    checked = own.get("checked") or {}
    if not isinstance(checked, dict):
        problems.append(Problem(
            path, f"‘coproduce.checked’ is ‘{checked}’", line=file.line("coproduce", "checked"),
            code="front-matter.checked", expected="a mapping of names to dates",
            action="Write one ‘name: \"2026-01-31\"’ a line."))
        checked = {}
    problems += [
        Problem(path, f"the date {given} of ‘{name}’ is not in quotes", line=file.line("coproduce", "checked", name),
                code="front-matter.unquoted-date", expected=f'{name}: "{given}"',
                action="Put the date in quotes: Sphinx cannot keep a bare date.")
        for name, given in checked.items() if isinstance(given, date)
    ]
    web_only = own.get("web-only", False)
    if not isinstance(web_only, bool):
        problems.append(Problem(
            path, f"‘coproduce.web-only’ is ‘{web_only}’", line=file.line("coproduce", "web-only"),
            code="front-matter.web-only", expected="true or false", action="Write ‘web-only: true’, or delete the line."))
    formerly = own.get("formerly") or []
    if not isinstance(formerly, list):
        formerly = [formerly]
    for place, old in enumerate(formerly):
        if not isinstance(old, str) or not _ADDRESS.fullmatch(old):
            problems.append(Problem(
                path, f"‘{old}’ is not an old address", line=file.line("coproduce", "formerly", place),
                code="front-matter.formerly", expected="a page as in _toc.yml, such as ‘old-page’, or ‘old-page#anchor’",
                action="Write the page’s name without ‘.html’, and after ‘#’ the anchor as it stood in the address."))
    formerly = [old for old in formerly if isinstance(old, str) and _ADDRESS.fullmatch(old)]
    lines = {name: file.line("coproduce", "inputs", i) for i, name in enumerate(inputs)}
    return FrontMatter(
        notebook=bool(cells), inputs=tuple(inputs),
        checked={str(k): str(v) for k, v in checked.items()}, lines=lines,
        checked_lines={str(name): file.line("coproduce", "checked", name) for name in checked},
        web_only=web_only is True, formerly=tuple(formerly),
        formerly_lines={old: file.line("coproduce", "formerly", i) for i, old in enumerate(formerly)},
        inputs_line=file.line("coproduce", "inputs") if own else 1,
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


def _mapping(data: Any, key: str) -> dict:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _unknown(file: YamlFile, data: dict, known: dict, at: tuple) -> list[Problem]:
    problems = []
    for key, value in data.items():
        if key not in known:
            problems.append(unknown_key(file.path, file.line(*at, key), (*at, key), sorted(known)))
        elif isinstance(known[key], dict) and isinstance(value, dict):
            problems += _unknown(file, value, known[key], (*at, key))
    return problems


def _no_header(path: str, line: int) -> Problem:
    return Problem(
        path, "this page has code cells but not the header that makes them run", line=line,
        code="front-matter.no-header",
        expected="between two lines ‘---’ at the top:\n        " + HEADER.replace("\n", "\n        "),
        action="Copy the header of another chapter to the top of this one.")
