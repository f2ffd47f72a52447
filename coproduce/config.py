"""``_config.yml`` and ``_toc.yml``: what they may say, and what they say.

Jupyter Book passes over a misspelt key in silence. Here every key of both files
is known, and an unknown one is a problem with the nearest known key beside it.
The keys that belong to Jupyter Book are those of its own schema and defaults;
the mapping ``coproduce`` is ours and described by :class:`Settings`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coproduce.problems import Problem, stop_if_any
from coproduce.report import Paths
from coproduce.yamlfile import YamlFile, read_yaml


@dataclass(frozen=True)
class Pages:
    """Which chapter holds each generated list or form; "" if the report has none."""

    sources: str = ""
    contributions: str = ""
    ledger: str = ""
    conclusions: str = ""
    contribute: str = ""
    accessibility: str = ""


@dataclass(frozen=True)
class Settings:
    """What ``_config.yml`` says of the report.

    ``date`` is the edition's date (ISO). ``pdf_name`` is the PDF's file name
    without its ending. ``case_studies`` names the resource whose ids a
    contribution may refer to ("" if there is none). ``disclosure_threshold`` is
    the smallest count of people that is published. ``checked_pages`` are pages
    whose values and recommendations must have been read against their sources.
    ``repository`` is the address of the repository on its forge and ``branch``
    the branch that is published; both are Jupyter Book's own keys.
    """

    title: str
    author: str
    edition: str
    date: str
    pdf_name: str
    subtitle: str = ""
    language: str = "en-GB"
    organisations: tuple[str, ...] = ()
    publisher: str = ""
    web_address: str = ""
    keywords: tuple[str, ...] = ()
    licence: str = ""
    report_error: str = ""
    cover_note: str = ""
    case_studies: str = ""
    disclosure_threshold: int = 10
    checked_pages: tuple[str, ...] = ()
    pages: Pages = Pages()
    repository: str = ""
    branch: str = "main"


@dataclass(frozen=True)
class Toc:
    """The book's pages in reading order, as names without ``.md``.

    ``parts`` groups all but the front page under the captions of the contents;
    a group without caption has "".
    """

    chapters: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def root(self) -> str:
        """The front page."""
        return self.chapters[0]


#: What an edition may be called (a pattern): it names a folder on the web, beside three files, and a tag.
EDITION = r"(?!.*\.(?:html|js|json)\Z)[0-9A-Za-z][0-9A-Za-z._+-]{0,39}"

_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_LIST = {"type": "array", "items": _TEXT}
_OWN_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["edition", "date", "pdf_name"],
    "additionalProperties": False,
    "properties": {
        "edition": {"type": "string", "pattern": rf"^{EDITION}\Z"},
        "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "pdf_name": _NAME,
        "subtitle": _TEXT,
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "organisations": _LIST,
        "publisher": _TEXT,
        "web_address": {"type": "string", "pattern": "^https?://"},
        "keywords": _LIST,
        "licence": _TEXT,
        "report_error": {"type": "string", "pattern": "^(https?://|mailto:)"},
        "cover_note": _TEXT,
        "case_studies": _NAME,
        "checked_pages": _LIST,
        "disclosure_threshold": {"type": "integer", "minimum": 2},
        "pages": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(
                [page.name for page in fields(Pages)], _NAME
            ),
        },
    },
}

# What a value of ours should look like, in words, where a pattern would not help.
_HINTS = {
    "date": 'a date in quotes, year first, such as "2026-02-23"',
    "pdf_name": "lower-case letters, digits and hyphens, such as annual-report",
    "language": "a language code such as en-GB",
    "web_address": "an address that begins with https://",
    "report_error": "an address that begins with https:// or mailto:",
    "edition": 'a version in quotes, such as "1.0": it becomes the name of a folder',
}


def read_settings(paths: Paths) -> Settings:
    """The settings of a report.

    Raises :class:`coproduce.problems.ProblemsFound` naming every fault of the file.
    """
    settings, problems = check_settings(paths)
    stop_if_any(problems)
    assert settings is not None
    return settings


def check_settings(paths: Paths) -> tuple[Settings | None, list[Problem]]:
    """The settings, or ``None``, and all that is wrong with ``_config.yml``."""
    file = read_yaml(paths.config, paths.relative(paths.config))
    problems = list(file.problems)
    if problems:
        return None, problems
    data = file.data if isinstance(file.data, dict) else {}
    schema = _schema()
    problems += schema_problems(file, data, schema)
    for key in ("title", "author"):
        if not str(data.get(key) or "").strip():
            problems.append(_missing(file, key))
    if problems:
        return None, problems
    own = dict(data["coproduce"])
    own["pages"] = Pages(**own.get("pages", {}))
    for key in ("organisations", "keywords", "checked_pages"):
        own[key] = tuple(own.get(key, ()))
    forge = data.get("repository") or {}
    own["repository"] = str(forge.get("url") or "").rstrip("/").removesuffix(".git")
    own["branch"] = str(forge.get("branch") or "main")
    return Settings(title=data["title"], author=data["author"], **own), []


def _schema() -> dict[str, Any]:
    """Jupyter Book's own schema and defaults, closed, with our mapping added."""
    folder = Path(find_spec("jupyter_book").origin).parent
    schema = json.loads((folder / "config_schema.json").read_text(encoding="utf-8"))
    defaults = read_yaml(folder / "default_config.yml", "default_config.yml").data
    _close(schema, defaults)
    schema["properties"]["coproduce"] = _OWN_SCHEMA
    schema["required"] = ["coproduce"]
    return schema


def _close(schema: dict[str, Any], defaults: Any) -> None:
    """Allow in each mapping the keys of the schema and of the defaults only."""
    if "properties" not in schema:
        return
    for key, value in (defaults or {}).items():
        schema["properties"].setdefault(key, {})
        _close(schema["properties"][key], value if isinstance(value, dict) else None)
    schema["additionalProperties"] = False


def schema_problems(file: YamlFile, data: dict, schema: dict, code: str = "config") -> list[Problem]:
    """Where ``data`` departs from a JSON schema; codes of the problems begin with ``code``."""
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
                problems.append(_missing(file, *at, key, code=code))
        else:
            name = ".".join(map(str, at))
            problems.append(
                Problem(
                    file.path,
                    f"‘{error.instance}’ cannot be the value of ‘{name}’",
                    line=file.line(*at),
                    code=f"{code}.value",
                    expected=_HINTS.get(str(at[-1]), "") or error.message,
                    action="Correct the value.",
                )
            )
    return problems


def unknown_key(path: str, line: int | None, keypath: tuple, known: list[str], code: str = "config") -> Problem:
    """A problem for a key that nothing reads, with the nearest known key."""
    near = get_close_matches(str(keypath[-1]), known, n=1, cutoff=0.6)
    return Problem(
        path,
        f"the key ‘{'.'.join(map(str, keypath))}’ is not known",
        line=line,
        code=f"{code}.unknown-key",
        expected=f"‘{near[0]}’?" if near else "one of: " + ", ".join(known),
        action="Correct the spelling, or delete the key: nothing would read it.",
    )


def _missing(file: YamlFile, *keypath: Any, code: str = "config") -> Problem:
    name = ".".join(map(str, keypath))
    return Problem(
        file.path,
        f"‘{name}’ is missing",
        line=file.line(*keypath[:-1]),
        code=f"{code}.missing-key",
        expected=_HINTS.get(str(keypath[-1]), ""),
        action=f"Add ‘{name}’.",
    )


def read_toc(paths: Paths) -> Toc:
    """The contents of a report.

    Raises :class:`coproduce.problems.ProblemsFound` naming every fault of the file.
    """
    toc, problems = check_toc(paths)
    stop_if_any(problems)
    assert toc is not None
    return toc


def check_toc(paths: Paths) -> tuple[Toc | None, list[Problem]]:
    """The contents, or ``None``, and all that is wrong with ``_toc.yml``."""
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    file = read_yaml(paths.toc, paths.relative(paths.toc))
    if file.problems:
        return None, list(file.problems)
    try:
        site = parse_toc_data(file.data)
    except MalformedError as error:
        return None, [
            Problem(
                file.path,
                f"the contents cannot be read: {error}",
                code="toc.malformed",
                expected="‘format: jb-book’, ‘root: index’ and a list ‘chapters’ of ‘- file: name’",
                action="Correct the entry named; the keys are those of Jupyter Book.",
            )
        ]
    names = [site.root.docname, *(n for n in site if n != site.root.docname)]
    problems = []
    pages = sorted(p.relative_to(paths.book).with_suffix("").as_posix() for p in paths.book.rglob("*.md"))
    for name in names:
        if name not in pages:
            near = get_close_matches(name, pages, n=1)
            problems.append(
                Problem(
                    file.path,
                    f"the page ‘{name}’ does not exist",
                    line=_line_of_value(file, name),
                    code="toc.missing-page",
                    expected=f"‘{near[0]}’?" if near else f"a file {paths.relative(paths.chapter(name))}",
                    action="Correct the name, or add the file.",
                )
            )
    for name in pages:
        if name not in names:
            problems.append(
                Problem(
                    paths.relative(paths.chapter(name)),
                    "this page is not in the contents, so no reader would find it",
                    code="toc.unlisted-page",
                    action=f"Add ‘- file: {name}’ to _toc.yml, or move the file out of the book folder.",
                )
            )
    parts = tuple((tree.caption or "", tuple(_below(site, tree.files()))) for tree in site.root.subtrees)
    return (None if problems else Toc(tuple(names), parts)), problems


def _below(site: Any, names: list[str]) -> Iterator[str]:
    for name in names:
        yield name
        for tree in site[name].subtrees if name in site else ():
            yield from _below(site, tree.files())


def _line_of_value(file: YamlFile, value: str) -> int | None:
    def found(data: Any, at: tuple) -> tuple | None:
        items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for key, item in items:
            if item == value:
                return (*at, key)
            if (below := found(item, (*at, key))) is not None:
                return below
        return None

    at = found(file.data, ())
    return file.line(*at) if at else None
