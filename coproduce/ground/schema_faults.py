"""Faults of a YAML file against its schema, each in a line that says where and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest_or
from coproduce.ground.yaml_file import YamlFile


def schema_problems(file: YamlFile, data: dict, schema: dict, code: str = "config",
                    hints: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """Where ``data`` departs from a JSON schema; codes of the problems begin with ``code``.

    ``hints`` says in words, by key, what a value should look like, where a schema would not help.
    """
    from jsonschema import Draft7Validator

    problems = []
    for error in Draft7Validator(schema).iter_errors(data):
        at = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = sorted(error.schema["properties"])
            for key in sorted(set(error.instance) - set(known), key=str):
                problems.append(
                    unknown_key(file.path, file.line(*at, key), (*at, key), known, code)
                )
        elif error.validator == "required":
            for key in sorted(set(error.validator_value) - set(error.instance)):
                problems.append(missing_key(file, *at, key, code=code, hint=hints.get(key, "")))
        elif error.validator == "not":
            problems.append(Problem(
                file.path, f"the key ‘{at[-1]}’ is not used here: {hints.get(str(at[-1]), 'nothing reads it')}",
                line=file.line(*at), code=f"{code}.unknown-key", action="Delete it."))
        else:
            name = ".".join(map(str, at))
            last = next((part for part in reversed(at) if isinstance(part, str)), "")
            shown = str(error.instance)
            shown = f"{shown[:80]}…" if len(shown) > 80 else shown
            expected = hints.get(last, "") or error.message
            if error.validator == "enum":
                expected = nearest_or(expected, error.instance, error.validator_value)
            problems.append(Problem(
                file.path, f"‘{shown}’ cannot be the value of ‘{name}’", line=file.line(*at), code=f"{code}.value",
                expected=expected, action="Correct the value."))
    return problems


def is_valid(data: Any, schema: dict) -> bool:
    """Whether ``data`` fits a JSON schema."""
    from jsonschema import Draft7Validator

    return Draft7Validator(schema).is_valid(data)


def unknown_key(path: str, line: int | None, keypath: tuple, known: list[str], code: str = "config") -> Problem:
    """A problem for a key that nothing reads, with the nearest known key."""
    return Problem(
        path, f"the key ‘{'.'.join(map(str, keypath))}’ is not known", line=line, code=f"{code}.unknown-key",
        expected=nearest_or("one of: " + ", ".join(known), keypath[-1], known),
        action="Correct the spelling, or delete the key: nothing would read it.")


def missing_key(file: YamlFile, *keypath: Any, code: str = "config", hint: str = "") -> Problem:
    """A problem for a key that must be there; ``hint`` says what its value looks like."""
    name = ".".join(map(str, keypath))
    return Problem(
        file.path, f"‘{name}’ is missing", line=file.line(*keypath[:-1]), code=f"{code}.missing-key", expected=hint,
        action=f"Add ‘{name}’.")
