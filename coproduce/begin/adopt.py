"""Takes a Jupyter Book as it is: adds to its settings the few lines that it needs, and says what it gains.

Nothing else is written, and nothing that is there is changed: the lines are added at the end of ``_config.yml``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coproduce.ground import own_files
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.read_input import read_text_input
from coproduce.ground.yaml_file import YamlFile, parse_yaml
from coproduce.source.contents import check_toc
from coproduce.source.paths import Paths
from coproduce.source.rules import BOOK, check_rules
from coproduce.source.settings import check_settings
from coproduce.source.stock_book import note, own_settings

#: What readers of an adopted book get that those of Jupyter Book 1 do not have.
GAINS = (
    "a PDF that is tagged for screen readers and made to be kept (PDF/UA-1, PDF/A-3a), without LaTeX",
    "Word, OpenDocument and EPUB files of the whole book",
    "web pages to WCAG 2.2 AA that work from a disk, without network, cookies or anybody else’s server",
    "a search that works offline",
    "a list, at the end of each build, of what would harm readers: failed cells, missing pictures and alternative texts, broken links",
)


@dataclass(frozen=True)
class Adoption:
    """What adopting a book does: the ``lines`` to add ("" if it is adopted already), and what was found meanwhile."""

    folder: Path
    config: Path
    lines: str
    text: str
    warnings: list[Problem] = field(default_factory=list)


def plan_adoption(folder: Path) -> Adoption:
    """What adopting the book in ``folder`` would do.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is no Jupyter Book, or a report already, or if its
    settings or contents cannot be read.
    """
    paths = Paths(folder.resolve(), "")
    if not paths.toc.is_file():
        raise ProblemsFound([_no_book(folder, paths)])
    # A book may have no settings at all.
    text = read_text_input(paths.config, "_config.yml") if paths.config.is_file() else ""
    file = parse_yaml(text, "_config.yml")
    stop_if_any(file.problems)
    data = file.data if file.data is not None else {}
    if not isinstance(data, dict):
        raise ProblemsFound([Problem("_config.yml", "this file holds no settings", code="adopt.config",
                                     expected="‘key: value’, one a line", action="Correct the file.")])
    toc, missing = check_toc(paths)
    if toc is None:
        raise ProblemsFound(missing)
    found = [*note(file, data), *missing]
    if "coproduce" in data:
        return _adopted(paths, file, data["coproduce"], found)
    lines = _lines(paths, data)
    added = f"{text.rstrip()}\n\n{lines}" if text.strip() else lines
    if parse_yaml(added, "_config.yml").problems:
        raise ProblemsFound([Problem(
            "_config.yml", "lines cannot be added at the end of this file", code="adopt.config",
            expected="settings as ‘key: value’, one a line, without braces around all of them and without a line ‘...’",
            action=f"Add these yourself:\n{lines}")])
    return Adoption(folder, paths.config, lines, added, found)


def adopt(adoption: Adoption) -> None:
    """Write the lines."""
    if adoption.lines:
        own_files.write(adoption.config, adoption.text, adoption.config.parent)


def _lines(paths: Paths, data: dict[str, Any]) -> str:
    own = own_settings(paths, data)
    return f"""\
# Read by coproduce only; Jupyter Book passes over it. docs/books.md of coproduce lists what may stand here.
coproduce:
  rules: book
  pdf_name: {own['pdf_name']}
  # The language that the book is in: screen readers speak it.
  language: {own['language']}
"""


def _adopted(paths: Paths, file: YamlFile, given: Any, found: list[Problem]) -> Adoption:
    rules, problems = check_rules(file, given.get("rules") if isinstance(given, dict) else None)
    stop_if_any(problems)
    if rules.level != BOOK:
        raise ProblemsFound([Problem(
            "_config.yml", "this is a report already", line=file.line("coproduce"), code="adopt.report",
            expected="a Jupyter Book without the key ‘coproduce’",
            action="Nothing is to be done. To lift the rules of reports, write ‘rules: book’ under ‘coproduce’.")])
    settings, problems = check_settings(paths)
    stop_if_any([] if settings else problems)
    return Adoption(paths.root, paths.config, "", "", found)


def _no_book(folder: Path, paths: Paths) -> Problem:
    below = sorted(toc.parent.relative_to(paths.root).as_posix() for toc in paths.root.glob("*/_toc.yml")) if paths.root.is_dir() else []
    return Problem(
        folder.as_posix(), "this folder holds no Jupyter Book", code="adopt.no-book",
        expected="the file _toc.yml, which names the pages of the book",
        action=f"Name the folder ‘{below[0]}’ in it." if below else "Name the folder of the book.")
