"""YAML that people edit by hand, read safely and with line numbers.

Only plain data is allowed: mappings, lists, text, numbers, dates, yes and no.
Anchors, aliases, merges and tags are refused, because a reader who does not
know YAML cannot see what they do, and a key given twice is refused because the
first would be lost without a word. Faults are collected as problems, never
raised: :attr:`YamlFile.problems`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input

KeyPath = tuple[Any, ...]

# The C parser reads a long descriptor ten times faster; every kernel reads it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Deepest nesting that a person would write.
MAX_DEPTH = 20
_OPENING = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken,
            yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class YamlFile:
    """The data of a YAML text, where each part stands, and what is wrong with it.

    ``data`` is ``None`` if the text is empty or cannot be read at all. Keys are
    those of the text; line numbers count from 1.
    """

    path: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    #: Texts that do not read as they are typed, by place: of those with escapes or folded lines.
    rewritten: dict[KeyPath, str] = field(default_factory=dict)

    def line(self, *keypath: Any) -> int:
        """The line of a key or list item, for example ``line("resources", 0, "name")``.

        A part that is not in the text gets the line of the nearest part around
        it, so that a message about a missing key still points somewhere useful.
        """
        for length in range(len(keypath), -1, -1):
            found = self.lines.get(keypath[:length])
            if found is not None:
                return found
        return 1


def read_yaml(path: Path, relative: str, typed: bool = True) -> YamlFile:
    """The YAML file at ``path``; problems name it ``relative``. ``typed`` as for :func:`parse_yaml`."""
    try:
        text = read_text_input(path, relative)
    except ProblemsFound as found:
        return YamlFile(relative, problems=found.problems)
    except FileNotFoundError:
        return YamlFile(relative, problems=[_problem(
            relative, None, "yaml.missing-file", "this file does not exist", "", "Create the file.")])
    return parse_yaml(text, relative, typed=typed)


def parse_yaml(text: str, relative: str, first_line: int = 1, typed: bool = True) -> YamlFile:
    """The data of ``text``, whose first line is line ``first_line`` of the file.

    With ``typed`` false, what is not empty stays the text that was typed: ``no``
    and ``2024`` are words that people write.
    """
    file = YamlFile(relative)
    try:
        _refuse_hidden_parts(text, relative, first_line, file.problems)
        if file.problems:  # an alias may contain itself: do not follow it
            return file
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            scalar = _scalar if typed else _as_typed
            data = None if node is None else _build(loader, node, (), text, first_line, file, scalar)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        return replace(file, problems=[*file.problems, _syntax_problem(error, relative, first_line)])
    return replace(file, data=data)


def plain_data(text: str) -> Any:
    """The data of a ``text`` in which :func:`parse_yaml` has looked for faults; ``yaml.YAMLError`` if there still is one."""
    return yaml.load(text, _Loader)  # noqa: S506 (both loaders are safe ones)


def without_empty(data: Any) -> Any:
    """``data`` without the fields that were left empty."""
    if isinstance(data, dict):
        return {key: without_empty(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [without_empty(value) for value in data]
    return data


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """Front matter, the rest, and the line on which the rest begins.

    Front matter is YAML between a first line ``---`` and the next line ``---``;
    it starts on line 2 of the file. ``None`` if the text has none.
    """
    text = text.removeprefix("\ufeff")
    found = _FRONT_MATTER.match(text)
    if not found:
        return None, text, 1
    return found.group(1), text[found.end():], text.count("\n", 0, found.end()) + 1


def _refuse_hidden_parts(text, relative, first_line, problems) -> None:
    """Add a problem for each anchor, alias and tag, and for nesting that only a machine would write."""
    refused = {
        yaml.AnchorToken: ("anchor", "&"),
        yaml.AliasToken: ("alias", "*"),
        yaml.TagToken: ("tag", "!"),
    }
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > MAX_DEPTH:  # reading on would exhaust the parser
            problems.append(_problem(
                relative, token.start_mark.line + first_line, "yaml.depth",
                f"lists and mappings are nested more than {MAX_DEPTH} deep here",
                "a few levels", "Put text that begins with [ or { in quotes."))
            return
        kind = refused.get(type(token))
        if kind is None:
            continue
        named = getattr(token, "value", "")
        value = named if isinstance(named, str) else "".join(filter(None, named))
        problems.append(_problem(
            relative, token.start_mark.line + first_line, "yaml.not-plain",
            f"‘{kind[1]}{value.lstrip('!')}’ is a YAML {kind[0]}, which is not allowed here",
            "plain YAML: keys, lists, text and numbers",
            "Write the value out in full, or put the text in quotes if the sign belongs to it."))


def _build(loader, node, keypath, text, first_line, file, scalar):
    """The value of a node; notes in ``file`` the line of every part, and what reads otherwise than in ``text``."""
    relative, problems, lines = file.path, file.problems, file.lines
    lines.setdefault(keypath, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        result: dict = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + first_line
            if not isinstance(key_node, yaml.ScalarNode):
                problems.append(_problem(
                    relative, line, "yaml.key", "a key here is a list or a mapping", "a word as key",
                    "Put quotes around the key."))
                continue
            if key_node.value == "<<":
                problems.append(_problem(
                    relative, line, "yaml.not-plain", "‘<<’ is a YAML merge, which is not allowed here",
                    "plain YAML: keys, lists, text and numbers", "Write the keys out in full."))
                continue
            key = scalar(loader, key_node, relative, first_line, problems)
            if key in result:
                problems.append(_problem(
                    relative, line, "yaml.duplicate-key",
                    f"the key ‘{key}’ is given twice (first on line {lines[(*keypath, key)]})",
                    "each key once", "Delete one of the two."))
                continue
            lines[(*keypath, key)] = line
            result[key] = _build(loader, value_node, (*keypath, key), text, first_line, file, scalar)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(loader, item, (*keypath, index), text, first_line, file, scalar)
            for index, item in enumerate(node.value)
        ]
    if node.value not in text[node.start_mark.index:node.end_mark.index]:
        file.rewritten[keypath] = node.value
    return scalar(loader, node, relative, first_line, problems)


def _scalar(loader, node, relative, first_line, problems):
    """Text, number, date, yes/no or nothing; text as written if it is neither."""
    try:
        return loader.construct_object(node, deep=True)
    except (ValueError, yaml.YAMLError):
        problems.append(_problem(
            relative, node.start_mark.line + first_line, "yaml.value",
            f"‘{node.value}’ looks like a {node.tag.rpartition(':')[2]} but is not one", "",
            "Correct it, or put it in quotes if it is text."))
        return node.value


def _as_typed(loader, node, relative, first_line, problems):
    """The text as typed; nothing if there is none."""
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _syntax_problem(error: yaml.YAMLError, relative: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + first_line if mark else None
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None)
    return _problem(
        relative, line, "yaml.syntax",
        f"this is not YAML: {what}" + (f" ({context})" if context else ""),
        "one ‘key: value’ on each line, indented with spaces",
        "Look at this line and the one above: a missing quote, a colon inside unquoted text, "
        "or a tab are the usual causes.")


def _problem(path, line, code, message, expected, action) -> Problem:
    return Problem(path, message, line=line, code=code, expected=expected, action=action)
