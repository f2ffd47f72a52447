"""``_config.yml``: what it may say, and what it says.

Jupyter Book passes over a misspelt key in silence. Here every key
is known, and an unknown one is a problem with the nearest known key beside it.
The keys that belong to Jupyter Book are those of its own schema and defaults;
the mapping ``coproduce`` is ours and described by :class:`Settings`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coproduce.ground.country import HOME, PRESETS, listed_presets
from coproduce.ground.interface_words import ORIGINAL, has_words, listed_languages
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.schema_faults import missing_key, schema_problems
from coproduce.ground.yaml_file import YamlFile, read_yaml
from coproduce.source import documents, folders, look
from coproduce.source.documents import Document
from coproduce.source.folders import Folders
from coproduce.source.look import Look
from coproduce.source.paths import Paths
from coproduce.source.rules import Rules, check_rules
from coproduce.source.stock_book import StockBook, author_of, note, own_settings, stock_book
from coproduce.source.stock_settings import check_stock_settings


@dataclass(frozen=True)
class Pages:
    """Which chapter holds each generated list or form; "" if the report has none."""

    sources: str = ""
    contributions: str = ""
    ledger: str = ""
    conclusions: str = ""
    contribute: str = ""
    accessibility: str = ""


#: What each page of :class:`Pages` holds.
_HELD = ("The page of sources.", "The page of contributions.", "The page of all registered numbers.",
         "The page of conclusions and recommendations.", "The page with the form to contribute with.", "The statement on accessibility.")
#: What an edition may be called (a pattern): it names a folder on the web, beside three files, and a tag.
EDITION = r"(?!.*\.(?:html|js|json)\Z)[0-9A-Za-z][0-9A-Za-z._+-]{0,39}"
_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_NAME_LIKE = "lower-case letters, digits and hyphens, such as annual-report"
_LIST = {"type": "array", "items": _TEXT}
#: What stands there is checked in :mod:`coproduce.source.rules`.
_RULES = {"$comment": "text or a mapping"}


def _mapping(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, **more}


def _own(schema: dict[str, Any], said: str, like: str = "", default: Any = MISSING) -> Any:
    """A key of ours: what it may hold, what it is for, and what it should look like in words."""
    return field(default=default, metadata={"schema": schema | {"description": said}, "like": like})


_PAGES = _mapping({page.name: _NAME | {"description": said} for page, said in zip(fields(Pages), _HELD, strict=True)})


@dataclass(frozen=True)
class Settings:
    """What ``_config.yml`` says of the report.

    Each key of the mapping ``coproduce`` is a field here that says what it may hold, as a
    JSON schema, what it is for, and what it should look like where a schema would not help. The others
    are Jupyter Book's own keys: ``title``, ``author``, and ``repository`` (its address on
    the forge) with ``branch`` (the one that is published).

    ``extended``: Sphinx extensions other than ours are loaded, which may bring roles and directives.
    ``rules`` says what the report is held to, ``stock`` what a Jupyter Book that is no report asks of a build.
    """

    title: str
    author: str
    edition: str = _own({"type": "string", "pattern": rf"^{EDITION}\Z"}, "The version; `coproduce release` changes it, and the date.",
                        'a version in quotes, such as "1.0": it becomes the name of a folder')
    date: str = _own({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"}, "The edition's date.",
                     'a date in quotes, year first, such as "2026-02-23"')
    pdf_name: str = _own(_NAME, "The file name of PDF, Word, OpenDocument and EPUB, without its ending.", _NAME_LIKE)
    identifier: str = _own(_NAME, "Tells this report's editions from another's, and never changes; without it, `pdf_name`.",
                           _NAME_LIKE, default="")
    subtitle: str = _own(_TEXT, "Below the title.", default="")
    language: str = _own({"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"}, "The language of the text; dates are written as there.",
                         "a language code such as en-GB", default="en-GB")
    country: str = _own({"type": "string", "pattern": "^[A-Z]{2}$"},
                        "Whose identifiers, postcodes and telephones count as personal data.",
                        "a country's code of two capitals, such as GB", default=HOME)
    organisations: tuple[str, ...] = _own(_LIST, "Who makes the report together; on the cover.", default=())
    publisher: str = _own(_TEXT, "Who puts it out.", default="")
    web_address: str = _own({"type": "string", "pattern": "^https?://"}, "Where the web edition stands, once it does.",
                            "an address that begins with https://", default="")
    keywords: tuple[str, ...] = _own(_LIST, "In the files' properties and for search engines.", default=())
    licence: str = _own(_TEXT, "Under which readers may use the text, such as CC BY 4.0.", default="")
    contact: str = _own({"type": "string", "pattern": "^(https?://|mailto:)"}, "Where readers write to, and reports of errors go.",
                        "an address that begins with https:// or mailto:", default="")
    cover_note: str = _own(_TEXT, "A sentence at the foot of the cover.", default="")
    case_studies: str = _own(_NAME, "The table whose ids a contribution may refer to.", default="")
    disclosure_threshold: int = _own({"type": "integer", "minimum": 2},
                                     "The smallest count of people that is published, where a cell asks for it.", default=10)
    checked_pages: tuple[str, ...] = _own(
        _LIST, "Pages of which every value and recommendation must have been read against its sources.", default=())
    removed_pages: tuple[str, ...] = _own(_LIST, "Pages of earlier editions that nothing took the place of.", default=())
    search_synonyms: tuple[tuple[str, ...], ...] = _own(
        {"type": "array", "items": {"type": "array", "items": _TEXT, "minItems": 2}},
        "Words and phrases that mean the same to who searches.",
        "a list of lists, each of words or phrases that mean the same, such as [[tree, timber], [CO2, carbon dioxide]]", default=())
    pages: Pages = _own(_PAGES, "Which page holds each list or form that the build makes.", default=Pages())  # noqa: RUF009 frozen
    documents: tuple[Document, ...] = _own(
        documents.SCHEMA, "Which parts of `_toc.yml` go into which PDF; without it, one holds all.", default=())
    folders: Folders = _own(folders.SCHEMA, "What the folders of pages and of data are called.", default=Folders())  # noqa: RUF009 frozen
    look: Look = _own(look.SCHEMA, "The publisher's colour, logo and typefaces.", default=Look())  # noqa: RUF009 frozen
    repository: str = ""
    branch: str = "main"
    extended: bool = False
    rules: Rules = _own(_RULES, "What this is held to: `report`, `book`, or a mapping (docs/books.md).", default=Rules())  # noqa: RUF009 frozen
    stock: StockBook = StockBook()  # noqa: RUF009 frozen

    @property
    def interface_language(self) -> str:
        """The language of the machinery's own words: English in a book in a language that they are not in."""
        return self.language if has_words(self.language) else ORIGINAL

    @property
    def main_document(self) -> Document:
        """The document that readers are offered first."""
        return self.printed[0]

    @property
    def printed(self) -> tuple[Document, ...]:
        """The documents of which PDFs are made; one that holds everything if the settings name none."""
        return self.documents or documents.from_settings(
            [], self.title, self.subtitle, self.pdf_name, "the book" if self.rules.is_book else "the report")


_OWN = [key for key in fields(Settings) if key.metadata]
OWN_SCHEMA = _mapping({key.name: key.metadata["schema"] for key in _OWN},
                       required=[key.name for key in _OWN if key.default is MISSING])
_BOOK_SCHEMA = _mapping({"coproduce": OWN_SCHEMA | {"required": []}})
_HINTS = {key.name: key.metadata["like"] for key in _OWN if key.metadata["like"]} | look.HINTS


def read_settings(paths: Paths) -> Settings:
    """The settings of a report.

    Raises :class:`coproduce.ground.problems.ProblemsFound` naming every fault of the file.
    """
    settings, problems = check_settings(paths)
    stop_if_any(settings.rules.judge(problems)[0] if settings else problems)
    assert settings is not None
    return settings


def check_settings(paths: Paths) -> tuple[Settings | None, list[Problem]]:
    """The settings, or ``None``, and all that is wrong with ``_config.yml``.

    With settings come only problems that their own rules decide on.
    """
    file = read_yaml(paths.config, paths.relative(paths.config))
    problems = list(file.problems)
    if problems:
        return None, problems
    data = file.data if isinstance(file.data, dict) else {}
    given = data["coproduce"] if isinstance(data.get("coproduce"), dict) else {}
    rules, problems = check_rules(file, given.get("rules"))
    if rules.is_book:
        problems += schema_problems(file, {"coproduce": given}, _BOOK_SCHEMA, hints=_HINTS)
    else:
        problems += schema_problems(file, data, _schema(), hints=_HINTS)
    own = own_settings(paths, data) | given if rules.is_book else given
    if not problems:
        problems += documents.check(file, given.get("documents", []))
        problems += folders.check_folders(file, given.get("folders", {}), paths)
        looks, more = look.check_look(file, given.get("look", {}), paths, own.get("language", Settings.language))
        problems += more
    if not rules.is_book:
        problems += [missing_key(file, key) for key in ("title", "author") if not str(data.get(key) or "").strip()]
    if not problems:
        problems += [*_impossible(file, own), *_unknown_country(file, own)]
        without = list(_without_words(file, own.get("language", Settings.language)))
        problems += [] if rules.is_book else [*without, *check_stock_settings(file, data)]
    if problems:
        return None, problems
    title = str(data.get("title") or "").strip() or paths.root.name
    return Settings(title=title, author=author_of(data), **_values(own, data, title) | {"rules": rules, "look": looks}), (
        [*without, *note(file, data)] if rules.is_book else [])


def _values(own: dict[str, Any], data: dict[str, Any], title: str) -> dict[str, Any]:
    """What the fields of :class:`Settings` hold, of settings without fault."""
    own = own | {"pages": Pages(**own.get("pages", {})), "folders": Folders(**own.get("folders", {}))}
    for key in ("organisations", "keywords", "checked_pages", "removed_pages"):
        own[key] = tuple(own.get(key, ()))
    own["search_synonyms"] = tuple(map(tuple, own.get("search_synonyms", ())))
    if listed := own.get("documents"):
        own["documents"] = documents.from_settings(listed, title, own.get("subtitle", ""), own["pdf_name"])
    forge = data.get("repository") or {}
    own["repository"] = str(forge.get("url") or "").rstrip("/").removesuffix(".git")
    own["branch"] = str(forge.get("branch") or "main")
    extensions = (data.get("sphinx") or {}).get("extra_extensions") or ()
    own["extended"] = bool(set(extensions) - {"coproduce.sphinx_ext"})
    own["stock"] = stock_book(data)
    return own


def _impossible(file: YamlFile, own: dict[str, Any]) -> Iterator[Problem]:
    """A date that is in no calendar, and a language that nobody knows how to write dates in."""
    if not is_day(own["date"]):
        yield Problem(file.path, f"there is no day ‘{own['date']}’", line=file.line("coproduce", "date"),
                      code="config.date", field="coproduce.date", expected=_HINTS["date"], action="Correct the date.")
    language = own.get("language", Settings.language)
    if not is_language(language):
        yield Problem(file.path, f"‘{language}’ is not a language that dates can be written in",
                      line=file.line("coproduce", "language"), code="config.language", field="coproduce.language",
                      expected=_HINTS["language"], action="Correct the code.")


def _without_words(file: YamlFile, language: str) -> Iterator[Problem]:
    """A language that the machinery's own words are not in: a report is refused, a book has them in English."""
    if is_language(language) and not has_words(language):
        yield Problem(file.path, f"there is no catalogue of the interface's words in ‘{language}’: they would be English on its pages",
                      line=file.line("coproduce", "language"), code="config.language-words", field="coproduce.language",
                      expected=f"one of these, with a country or without: {listed_languages()}",
                      action="Choose one of them, or add a catalogue: docs/languages.md of this program says how.")


def _unknown_country(file: YamlFile, own: dict[str, Any]) -> Iterator[Problem]:
    """A country whose numbers of people, postcodes and telephones nobody here knows."""
    if (country := own.get("country", HOME)) not in PRESETS:
        yield Problem(file.path, f"there is no preset for the country ‘{country}’: personal data would be searched for in the wrong forms",
                      line=file.line("coproduce", "country"), code="config.country", field="coproduce.country",
                      expected=f"one of these: {listed_presets()}",
                      action="Choose the one whose numbers contributors are likeliest to write, or add a preset: docs/languages.md of "
                             "this program says how.")


def is_day(text: str) -> bool:
    """Whether ``text`` (ISO) is a day of the calendar."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_language(code: str) -> bool:
    """Whether ``code``, such as en-GB, is a language known to CLDR."""
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _schema() -> dict[str, Any]:
    """Jupyter Book's own schema and defaults, closed, with our mapping added."""
    package = find_spec("jupyter_book")
    assert package and package.origin, "Jupyter Book is installed with this package"
    folder = Path(package.origin).parent
    schema: dict[str, Any] = json.loads((folder / "config_schema.json").read_text(encoding="utf-8"))
    defaults = read_yaml(folder / "default_config.yml", "default_config.yml").data
    _close(schema, defaults)
    schema["properties"]["coproduce"] = OWN_SCHEMA
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
