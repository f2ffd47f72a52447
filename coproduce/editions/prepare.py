"""Prepares an edition: its version and date in every file that names them, and a changelog to edit.

People finish it: they edit the changelog, commit and tag. The tag is what makes
the edition; the release workflow, or ``coproduce publish --freeze``, freezes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from coproduce.ground import own_files
from coproduce.ground.git_revision import ask, head, toplevel
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.read_input import read_page_input
from coproduce.ground.yaml_file import read_yaml
from coproduce.source.settings import EDITION
from coproduce.source.write_inputs import writing

if TYPE_CHECKING:
    from coproduce.report import Report
    from coproduce.source.paths import Paths
    from coproduce.source.settings import Settings

CHANGELOG, CITATION, ZENODO = "CHANGELOG.md", "CITATION.cff", ".zenodo.json"
#: What is built is no part of an edition, whether git ignores it or not.
BUILT = "_build"
_FIRST = "- First edition."


@dataclass(frozen=True)
class Prepared:
    """The files that were changed, the tag to set, and the edition that the changelog compares with ("" if none)."""

    files: tuple[str, ...]
    tag: str
    before: str


def prepare(
    report: "Report", version: str, day: date, changes: str | None = None, log: Callable[[str], object] = lambda line: None,
) -> Prepared:
    """Write edition ``version`` of ``day`` into the report's files, all of them or none.

    ``changes`` are the changelog's lines; without them the report is compared with
    the last tagged edition, which is built for that. A section that the changelog
    has already is kept. Waits for another command that changes the report, and says
    so with ``log``. Raises :class:`~coproduce.ground.problems.ProblemsFound` if the
    folder has uncommitted changes, or the version is not a new one.
    """
    with writing(report.paths, log):
        return _prepare(report, version, day, changes)


def _prepare(report: "Report", version: str, day: date, changes: str | None) -> Prepared:
    root, settings = report.paths.root, report.settings
    stop_if_any(_tree_problems(root) if not toplevel(root) or not head(root) else
                [*_version_problems(root, settings, version), *_tree_problems(root)])
    before = last_edition(root)
    changelog = root / CHANGELOG
    written = read_page_input(changelog, CHANGELOG) if changelog.is_file() else "# Changelog\n"
    if not _has_section(written, version):
        if changes is None:
            changes = _compared(root, before) if before else _FIRST
        written = _with_section(written, f"## {version} ({day.isoformat()})", changes)
    new = {
        "_config.yml": _config(report.paths, version, day),
        CHANGELOG: written,
        CITATION: _citation(root / CITATION, settings, version, day),
        ZENODO: zenodo(settings, version, day),
    }
    _write_all(root, new)
    return Prepared(tuple(new), f"v{version}", before)


def check_edition(paths: "Paths", settings: "Settings") -> Iterator[Problem]:
    """Files that name an edition and do not agree with ``_config.yml``; a missing file is none of them."""
    wanted = {CITATION: ("version", "date-released"), ZENODO: ("version", "publication_date")}
    for name, keys in wanted.items():
        path = paths.root / name
        if not path.is_file():
            continue
        file = read_yaml(path, name)  # JSON is YAML
        yield from file.problems
        data = file.data if isinstance(file.data, dict) else {}
        for key, value in zip(keys, (settings.edition, settings.date), strict=True):
            if str(data.get(key)) != value:
                yield Problem(
                    name, f"‘{key}’ is ‘{data.get(key)}’, but _config.yml says ‘{value}’", line=file.line(key),
                    code="release.disagrees", expected=f"‘{value}’",
                    action="Let coproduce release VERSION write both, or correct the one that is wrong.")
    path = paths.root / CHANGELOG
    if path.is_file() and not _has_section(read_page_input(path, CHANGELOG), settings.edition):
        yield Problem(
            CHANGELOG, f"there is no section for edition {settings.edition}", code="release.changelog",
            expected=f"a heading ‘## {settings.edition} ({settings.date})’",
            action="Say there what the edition changes for readers.")


def last_edition(root: Path) -> str:
    """The tag of the highest version among those that lead to the current commit; "" if there is none."""
    tags = []
    for tag in ask(root, "tag", "--merged", "HEAD", "--list", "v*").split():
        try:
            tags.append((Version(tag), tag))
        except InvalidVersion:
            continue
    return max(tags)[1] if tags else ""


def zenodo(settings: "Settings", version: str, day: date) -> str:
    """The deposit's description as Zenodo reads it from a repository.

    https://developers.zenodo.org/#github
    """
    title = f"{settings.title}: {settings.subtitle}" if settings.subtitle else settings.title
    return json.dumps({
        "title": title,
        "upload_type": "publication",
        "publication_type": "report",
        "version": version,
        "publication_date": day.isoformat(),
        "language": "eng" if settings.language.startswith("en") else settings.language[:2],
        "license": settings.licence.lower().replace(" ", "-"),
        "creators": [{"name": settings.author}],
        "contributors": [{"name": name, "type": "Other"} for name in settings.organisations],
        "keywords": list(settings.keywords),
        "description": escape(settings.cover_note or title, quote=False),  # read as HTML
    }, indent=1, ensure_ascii=False) + "\n"


def _write_all(root: Path, texts: dict[str, str]) -> None:
    """Write all files or, where one cannot be written, none."""
    own_files.write_all({root / name: text for name, text in texts.items()}, root)


def _version_problems(root: Path, settings: "Settings", version: str) -> Iterator[Problem]:
    def problem(message: str, expected: str) -> Problem:
        return Problem(version, message, code="release.version", expected=expected, action="Choose another version.")

    try:
        new = Version(version)
    except InvalidVersion:
        yield problem("this is not a version", "numbers with points between them, such as 1.0 or 1.2.1")
        return
    if not re.fullmatch(EDITION, version):
        yield problem("this version cannot name a folder of a website", "numbers with points between them, such as 1.0")
        return
    if str(new) != version:
        yield problem("this version can be written in other ways too", f"{new}, its normal form")
        return
    tags = ask(root, "tag", "--list", "v*").split()
    if f"v{version}" in tags:
        yield problem("this edition is tagged already", "a version that has no tag")
        return
    try:
        current = Version(settings.edition)
    except InvalidVersion:
        return
    # The edition in _config.yml may be the first one, not tagged yet.
    if new < current or (new == current and f"v{settings.edition}" in tags):
        yield problem(f"_config.yml is at edition {settings.edition} already", f"a version after {settings.edition}")


def _tree_problems(root: Path) -> Iterator[Problem]:
    if not toplevel(root) or not head(root):
        yield Problem(
            root.as_posix(), "this folder is not a git repository with a commit", code="release.no-repository",
            action="Make editions in a clone of the report's repository.")
        return
    for line in ask(root, "status", "--porcelain", "--", ":/", f":(exclude){BUILT}").splitlines():
        yield Problem(
            line[2:].strip(), "this file has changes that are not committed", code="release.uncommitted",
            expected="a clean folder, so that the edition is what the commit says",
            action="Commit it, or put it aside with git stash.")


def _compared(root: Path, before: str) -> str:
    """What readers of the last edition will find changed, as a draft for people to edit."""
    from coproduce.editions.compare.changes import compare
    from coproduce.editions.compare.editions import read_ledger
    from coproduce.editions.compare.text_report import as_markdown

    return as_markdown(compare(read_ledger(before, root), read_ledger("HEAD", root)))


def _has_section(text: str, version: str) -> bool:
    return re.search(rf"(?m)^## \[?v?{re.escape(version)}\]?(?![\w.])", text) is not None


def _with_section(text: str, heading: str, changes: str) -> str:
    """The changelog with a section before the newest one."""
    section = f"{heading}\n\n{changes.strip()}\n"
    first = re.search(r"(?m)^## ", text)
    if first is None:
        return f"{text.rstrip()}\n\n{section}"
    return f"{text[:first.start()]}{section}\n{text[first.start():]}"


def _config(paths: "Paths", version: str, day: date) -> str:
    """``_config.yml`` with two values replaced, and every comment in its place."""
    file = read_yaml(paths.config, paths.relative(paths.config))
    lines = read_page_input(paths.config, paths.relative(paths.config)).splitlines(keepends=True)
    for key, value in (("edition", version), ("date", day.isoformat())):
        number = file.line("coproduce", key) - 1
        lines[number] = re.sub(r"(:\s*)(\"[^\"]*\"|'[^']*'|[^\s#]+)", rf'\g<1>"{value}"', lines[number], count=1)
    return "".join(lines)


def _citation(path: Path, settings: "Settings", version: str, day: date) -> str:
    """``CITATION.cff`` with version and date replaced, or a new one from the settings.

    https://github.com/citation-file-format/citation-file-format
    """
    if not path.is_file():
        title = f"{settings.title}: {settings.subtitle}" if settings.subtitle else settings.title
        text = (
            "cff-version: 1.2.0\nmessage: Please cite the edition that you used, with its date.\n"
            f"title: {json.dumps(title, ensure_ascii=False)}\nauthors:\n"
            f"  - name: {json.dumps(settings.author, ensure_ascii=False)}\n"
        )
    else:
        text = read_page_input(path, CITATION)
    for key, value in (("version", version), ("date-released", day.isoformat())):
        line = f'{key}: "{value}"'
        text, found = re.subn(rf"(?m)^{key}:.*$", line, text)
        if not found:
            text = f"{text.rstrip()}\n{line}\n"
    return text
