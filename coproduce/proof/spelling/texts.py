"""What of a report is read for spelling, and the names that it need not list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coproduce.ground.read_input import read_input, read_page_input
from coproduce.ground.yaml_file import read_yaml, split_front_matter
from coproduce.source.paths import Paths
from coproduce.source.prose import Line, prose, shown_strings

#: Arguments of a chapter's calls that readers see as text.
SHOWN = frozenset({"headline", "alt", "caption", "subtitle", "label", "calculation", "caveat", "missing"})
#: Settings that hold names.
_NAMING = ("title", "author", "publisher", "organisations")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|(?<![\w.-])[\w.-]++@[\w.-]+\b")
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:['’][^\W\d_]+)?")


def texts(paths: Paths) -> Iterator[tuple[str, Line]]:
    """Each piece of text that the report's editors wrote for readers, with its file.

    Chapters, the documents beside them, descriptions of profiles, questions and
    vocabulary. Contributions are not among them: their words are their authors'.
    """
    for path in _markdown(paths):
        text = read_page_input(path, paths.relative(path))
        for line in [*prose(text), *shown_strings(text, SHOWN)]:
            yield paths.relative(path), Line(line.number, _ADDRESS.sub("□", line.text))
    for path in (paths.profiles, paths.contributions / "form.yml", paths.contributions / "vocabulary.yml"):
        if path.is_file():
            yield from _sentences_of_yaml(path, paths.relative(path))


def names(paths: Paths) -> set[str]:
    """Capitalised words of settings, regions, the data's cells and contributions: people, places, organisations."""
    found = set(_CAPITALISED.findall(" ".join(_named(paths))))
    for path in sorted(paths.data.rglob("*.csv")):
        # What is wrong with a table or a contribution is told where it is read as one: here any text will do.
        found.update(_CAPITALISED.findall(_any_text(path, paths)))
    for path in sorted(paths.contributions.glob("*.md")):
        header, _, _ = split_front_matter(_any_text(path, paths))
        found.update(_CAPITALISED.findall(header or ""))
    return {name.replace("’", "'").removesuffix("'s") for name in found}


def _named(paths: Paths) -> Iterator[str]:
    """Whom and what the settings name, and the regions to choose from."""
    for path, keys in ((paths.config, _NAMING), (paths.contributions / "vocabulary.yml", ("regions",))):
        data = read_yaml(path, paths.relative(path)).data if path.is_file() else None
        data = data if isinstance(data, dict) else {}
        own = data.get("coproduce")
        for key in keys:
            yield str(data.get(key) or "")
            yield str(own.get(key) or "") if isinstance(own, dict) else ""


def _any_text(path: Path, paths: Paths) -> str:
    return read_input(path, paths.relative(path)).decode("utf-8-sig", errors="replace")


def _markdown(paths: Paths) -> list[Path]:
    documents = [*paths.root.glob("*.md"), *paths.root.glob("docs/*.md"),
                 paths.data / "README.md", paths.contributions / "README.md"]
    return [*sorted(paths.book.rglob("*.md")), *sorted(p for p in documents if p.is_file())]


def _sentences_of_yaml(path: Path, relative: str) -> Iterator[tuple[str, Line]]:
    """Values of more than one word: single ones are names that the machinery reads."""
    file = read_yaml(path, relative)

    def walk(data: Any, at: tuple) -> Iterator[Line]:
        if isinstance(data, str) and " " in data.strip():
            yield Line(file.line(*at), _ADDRESS.sub("□", data))
        elif isinstance(data, (dict, list)):
            for key, item in data.items() if isinstance(data, dict) else enumerate(data):
                yield from walk(item, (*at, key))

    for line in walk(file.data, ()):
        yield relative, line
