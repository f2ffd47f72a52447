"""Writes docs/reference/ from what the package itself says: schemas, docstrings, the command line's help.

    .venv/bin/python docs/make_reference.py [FOLDER]

``make reference`` calls it; a test compares its pages with those that are committed.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from code_parts import cells, modules, prose, table

from coproduce import cli
from coproduce.contributions import vocabulary
from coproduce.evidence import descriptor_schema
from coproduce.intake import form_file, translations
from coproduce.profiles import spec as profiles
from coproduce.publish.formats.brief import spec as brief
from coproduce.source import front_matter, settings
from coproduce.source.conclusion_facts import FACTS
from coproduce.sphinx_ext import conclusions, registration

FOLDER = Path(__file__).parent / "reference"
_MADE = "<!-- Made by docs/make_reference.py from the package; change it there, then `make reference`. -->"


def pages() -> dict[str, str]:
    """Every page of the reference by file name, as Markdown."""
    made = {
        "settings.md": ("Settings", "what `_config.yml` may say below `coproduce:`", _settings()),
        "markup.md": ("Markup", "the roles and directives that chapters have besides MyST's own", _markup()),
        "cells.md": ("Cells", "what a chapter's cells call: tables, values, figures, charts, disclosure control", cells()),
        "files.md": ("Files", "front matter, `form.yml`, `vocabulary.yml`, `profiles.yml`, `brief.yml`, the data package", _files()),
        "commands.md": ("Commands", "the verbs of `coproduce`", _commands()),
        "modules.md": ("Modules", "what each module of the package is for, in its own words", modules()),
    }
    listed = "\n".join(f"| [{title}]({name}) | {about} |" for name, (title, about, _) in made.items())
    index = (
        f"# Reference\n\n{_MADE}\n\n| page | holds |\n|---|---|\n{listed}\n\n"
        "[../chapters.md](../chapters.md) says how a chapter is written; "
        "[../../contributions/README.md](../../contributions/README.md) lists the fields of a contribution and of a disposition.\n")
    return {"README.md": index} | {
        name: f"# {title}\n\n{_MADE}\n\n" + "\n\n".join(part.strip("\n") for part in parts) + "\n"
        for name, (title, _, parts) in made.items()}


# Settings and files: JSON schemas -------------------------------------------------------------------


def _settings() -> Iterator[str]:
    yield ("Below `coproduce:` in `_config.yml`. Keys outside are [Jupyter Book's own](https://jupyterbook.org/v1/customize/config.html); "
           "a key that nothing reads stops the build, with the nearest known one beside it.")
    yield from _keys(settings.OWN_SCHEMA)


def _files() -> Iterator[str]:
    yield "## The front matter of a page"
    yield "A page with cells begins as notebooks do; what is ours stands below `coproduce:`."
    yield f"```yaml\n---\n{front_matter.HEADER}\ncoproduce:\n  inputs: [name-of-a-table]\n---\n```"
    yield from _keys(front_matter.SCHEMA["properties"]["coproduce"])
    yield "## `contributions/form.yml`"
    yield "What the report's form asks. The page *Contribute*, the forge's issue form and the reading of exports are made from it."
    yield from _keys(form_file.SCHEMA)
    yield "## `contributions/languages/CODE.yml`"
    yield "The form in a further language, one file each; it is called unreviewed until somebody confirms it."
    yield from _keys(translations.SCHEMA, translations.HINTS)
    yield "## `contributions/vocabulary.yml`"
    yield "The terms that contributions choose from, in these lists; entries of all have the same keys."
    yield from _keys(vocabulary.SCHEMA)
    for title, module in (("book/profiles.yml", profiles), ("book/brief.yml", brief)):
        yield f"## `{title}`"
        yield prose(inspect.getdoc(module) or "")
        yield from _keys(module.SCHEMA)
    yield "## `data/datapackage.yaml`"
    yield ("A [Data Package](https://datapackage.org/standard/data-package/), version 2. These keys of the standard are honoured:")
    yield from _keys(descriptor_schema.PACKAGE, descriptor_schema.HINTS)
    yield "These are refused:"
    yield table(("key", "why"), [(f"`{key}`", why) for key, why in descriptor_schema.REFUSED_KEYS.items()])


def _keys(schema: dict[str, Any], hints: dict[str, str] | None = None) -> Iterator[str]:
    found = list(_rows(schema, "", hints or {}))
    rows = [row for row in found if row[1]]
    said = any(row[2] for row in rows)  # where a file's own description stands above, its keys say nothing more
    yield table(("key", "holds", "what for") if said else ("key", "holds"), [row if said else row[:2] for row in rows])
    if others := [key for key, holds, _ in found if not holds]:
        yield f"Likewise, as the standard has them: {', '.join(others)}."


def _rows(schema: dict[str, Any], prefix: str, hints: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    required, shown = schema.get("required", ()), []
    for name, inner in schema.get("properties", {}).items():
        if inner == {"not": {}}:
            continue
        said = inner.get("description") or hints.get(name, "")
        must = " (required)" if name in required else ""
        yield f"`{prefix}{name}`{must}", _holds(inner), said
        yield from _rows(inner, f"{prefix}{name}.", hints)
        items = inner.get("items")
        if isinstance(items, dict) and items not in shown:  # lists of the same things: told of the first
            shown.append(items)
            yield from _rows(items, f"{prefix}{name}[].", hints)
        more = inner.get("additionalProperties")
        if isinstance(more, dict):
            yield from _rows(more, f"{prefix}{name}.*.", hints)
    more = schema.get("additionalProperties")
    if not prefix and isinstance(more, dict):
        yield from _rows(more, "*.", hints)


_TYPES = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
          "array": "a list", "object": "a mapping"}


def _types(schema: dict[str, Any]) -> list[str]:
    types = schema.get("type", ["string"] if "description" in schema else [])
    return [types] if isinstance(types, str) else types


def _holds(schema: dict[str, Any]) -> str:
    """What a key may hold, in a few words."""
    if "$comment" in schema:
        return str(schema["$comment"])
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return ", or ".join(_holds(one) for one in schema["anyOf"])
    said = " or ".join(_TYPES[one] for one in _types(schema))
    items = schema.get("items")
    if said == "a list" and isinstance(items, dict) and "type" in items:
        said = "a list of " + " or ".join({"string": "texts", "object": "mappings", "array": "lists"}[one] for one in _types(items))
    limits = [f"{words} {schema[key]}" for key, words in (("minimum", "at least"), ("maximum", "at most")) if key in schema]
    if schema.get("maxItems"):
        limits.append(f"at most {schema['maxItems']} entries")
    if schema.get("maxLength"):
        limits.append(f"at most {schema['maxLength']} letters")
    return ", ".join([said, *limits])


# Markup: roles and directives as they are registered ------------------------------------------------


class _Registered:
    """Stands in for Sphinx while the extension registers what it brings; keeps roles and directives."""

    def __init__(self) -> None:
        self.roles: dict[str, Any] = {}
        self.directives: dict[str, Any] = {}

    def add_role(self, name: str, role: Any, **_: Any) -> None:
        self.roles[name] = role

    def add_directive(self, name: str, directive: Any, **_: Any) -> None:
        self.directives[name] = directive

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def registered() -> _Registered:
    """The roles and directives of the extension."""
    found = _Registered()
    registration.register(found)  # type: ignore[arg-type]
    return found


def _markup() -> Iterator[str]:
    found = registered()
    yield "## Roles"
    yield "Within a line of text. A name that does not exist stops the build, with the nearest known one beside it."
    yield table(("role", "what it does"), [
        (f"`{name}`", " ".join(prose(inspect.getdoc(type(role)) or "").split())) for name, role in found.roles.items()])
    yield "## Directives"
    yield "On lines of their own, between `:::{name} argument` and `:::`; options stand below the first line."
    shared: dict[Any, list[str]] = {}
    for name, directive in found.directives.items():
        if name not in conclusions.PagePart.SHOWS:
            shared.setdefault(directive, []).append(name)
    for directive, names in shared.items():
        yield f"### {', '.join(f'`{name}`' for name in names)}"
        said, options = _split(inspect.getdoc(directive) or "")
        yield prose(said)
        if set(FACTS) <= set(directive.option_spec or ()):
            options |= {key: f"Shown behind “{words}”." for key, words in FACTS.items()}
        if options:
            yield table(("option", "what it says"), [(f"`:{key}:`", prose(words)) for key, words in options.items()])
    yield "### Lists that the build makes"
    yield "Without argument or body."
    yield table(("directive", "what it shows"), [(f"`{name}`", said) for name, said in conclusions.PagePart.SHOWS.items()])


def _split(doc: str) -> tuple[str, dict[str, str]]:
    """A docstring without its lines ``:option: words``, and those by option."""
    options = dict(re.findall(r"^:([\w-]+): (.+)$", doc, re.MULTILINE))
    return re.sub(r"^:[\w-]+: .+\n?", "", doc, flags=re.MULTILINE).strip(), options


# Commands: the command line's own help --------------------------------------------------------------


def _commands() -> Iterator[str]:
    yield f"```text\n{_help(cli.main, 'coproduce')}\n```"
    for name, command in sorted(cli.main.commands.items()):
        yield from _verbs(f"coproduce {name}", command)


def _verbs(name: str, command: click.Command) -> Iterator[str]:
    yield f"## `{name}`"
    yield f"```text\n{_help(command, name)}\n```"
    if isinstance(command, click.Group):
        for inner, one in sorted(command.commands.items()):
            yield from _verbs(f"{name} {inner}", one)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100, help_option_names=["-h", "--help"])
    return command.get_help(context)


def write(folder: Path) -> None:
    """Write the pages to ``folder``, and take away pages that are no longer made."""
    folder.mkdir(exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
