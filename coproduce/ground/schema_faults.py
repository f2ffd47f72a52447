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
        else:
            name = ".".join(map(str, at))
            shown = str(error.instance)
            shown = f"{shown[:80]}…" if len(shown) > 80 else shown
            problems.append(
                Problem(
                    file.path,
                    f"‘{shown}’ cannot be the value of ‘{name}’" if name else "this file does not hold keys with values",
                    line=file.line(*at),
                    code=f"{code}.value",
                    expected=(hints.get(str(at[-1]), "") or error.message) if at else "one ‘key: value’ on each line",
                    action="Correct the value.",
                )
            )
    return problems


def unknown_key(path: str, line: int | None, keypath: tuple, known: list[str], code: str = "config") -> Problem:
    """A problem for a key that nothing reads, with the nearest known key."""
    return Problem(
        path,
        f"the key ‘{'.'.join(map(str, keypath))}’ is not known",
        line=line,
        code=f"{code}.unknown-key",
        expected=nearest_or("one of: " + ", ".join(known), keypath[-1], known),
        action="Correct the spelling, or delete the key: nothing would read it.",
    )


def missing_key(file: YamlFile, *keypath: Any, code: str = "config", hint: str = "") -> Problem:
    """A problem for a key that must be there; ``hint`` says what its value looks like."""
    name = ".".join(map(str, keypath))
    return Problem(
        file.path,
        f"‘{name}’ is missing",
        line=file.line(*keypath[:-1]),
        code=f"{code}.missing-key",
        expected=hint,
        action=f"Add ‘{name}’.",
    )
