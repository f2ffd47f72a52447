"""The files of a new report, made of the templates beside this module.

A template's name is that of its file with ``.j2`` behind it, and ``dot-`` for a point in front.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jinja2
import yaml
from babel.core import Locale

from coproduce.begin.answers import Answers
from coproduce.begin.choices import LICENCES
from coproduce.begin.package import Package, locked
from coproduce.ground.country import PRESETS
from coproduce.ground.licences import address

HERE = Path(__file__).parent
#: What a report begins with in each language: chapters, data, form, and what tells people what to do.
TEXTS = HERE / "texts"
#: What vocabularies of new reports hold: a folder a language, a file a country.
COUNTRIES = HERE / "countries"
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com"}
#: What belongs to the authors from the first day on: written once, and never compared again.
_THEIRS = ("book/", "data/", "contributions/", "docs/", "_toc.yml", "CHANGELOG.md", "requirements.lock")
_OURS = ("book/jupytext.toml",)
#: Signs that Markdown might take for more than themselves.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#$~|^@&:!])")

#: A number that is no year: a page of the report holds none that nobody computed, unless it says so.
_NUMBER = re.compile(r"(?<![\w.-])(?!(?:19|20)\d\d(?![\w%]))[£$€]?\d+(?:[.,]\d+)*(?: ?%)?(?!\w)")


def files(answers: Answers, package: Package) -> dict[str, str | bytes]:
    """Each file of a report with its content, by its path in the report's folder."""
    environment = jinja2.Environment(
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>", trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701 these are texts, each place escaped for its kind
    environment.filters.update(yaml=_as_yaml, markdown=_as_markdown, heading=_as_heading)
    values = _values(answers, package)
    made: dict[str, str | bytes] = {}
    for folder in (HERE / "report", TEXTS / answers.spoken, HERE / answers.forge):
        for template in sorted(folder.rglob("*.j2")):
            name = template.relative_to(folder).as_posix().removesuffix(".j2")
            name = re.sub(r"(^|/)dot-", r"\1.", name)
            made[name] = environment.from_string(template.read_text(encoding="utf-8")).render(values)
    if package.wheel:
        made[package.line.removeprefix("./")] = package.wheel.read_bytes()
    return made


def is_ours(name: str) -> bool:
    """Whether a newer version may have something to say about the file: authors write the others anew."""
    return name in _OURS or not name.startswith(_THEIRS)


def _values(answers: Answers, package: Package) -> dict[str, Any]:
    return {
        "title": answers.title, "publisher": answers.publisher, "language": answers.language, "date": answers.date,
        "slug": answers.slug, "forge": answers.forge, "host": _HOSTS.get(answers.forge, ""), "licence": answers.licence,
        "licence_name": LICENCES[answers.licence], "licence_address": address(answers.licence),
        "package": package.line, "locked": locked(), **terms(answers.spoken, answers.country),
        "preset": answers.country if answers.country in PRESETS else "",
    }


def terms(spoken: str, country: str) -> dict[str, list[Any]]:
    """Regions, broadest first, and types of organisation of a country (an ISO code), in a language; their words that no dictionary has.

    Of a country without a preset: the country itself, the rest of the world, and types that every country has.
    """
    named = COUNTRIES / spoken / f"{country}.yml"
    preset = named.is_file()
    found = yaml.safe_load((named if preset else COUNTRIES / spoken / "any.yml").read_text(encoding="utf-8"))
    if not preset and (name := Locale(spoken).territories.get(country)):
        found["regions"][0]["label"] = name
    return {"words": []} | found


def _as_yaml(text: str) -> str:
    """A text as a quoted scalar, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)


def _as_markdown(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _as_heading(text: str) -> str:
    """A text as Markdown on a page of the report."""
    parts, end = [], 0
    for number in _NUMBER.finditer(text):
        parts += [_as_markdown(text[end:number.start()]), f"{{not-a-statistic}}`{number[0]}`"]
        end = number.end()
    return "".join([*parts, _as_markdown(text[end:])])
