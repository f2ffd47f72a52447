"""The pages of a book as text, and the conclusions and recommendations that they state."""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.ground.read_input import read_text_input
from coproduce.source.paths import Paths
from coproduce.source.prose import directives

_DIRECTIVES = {"conclusion", "recommendation"}


@dataclass(frozen=True)
class Conclusion:
    """A conclusion or recommendation: its name, the page that states it, and its title."""

    name: str
    page: str
    title: str


def page_texts(paths: Paths) -> dict[str, str]:
    """The pages of the book by name."""
    return {p.relative_to(paths.book).with_suffix("").as_posix(): read_text_input(p, paths.relative(p))
            for p in sorted(paths.book.rglob("*.md"))}


def conclusions_in(texts: dict[str, str]) -> dict[str, Conclusion]:
    """All conclusions and recommendations of the pages ``texts``, by name."""
    return {
        (name := d.argument.split()[0]): Conclusion(name, page, d.options.get("title", "").strip())
        for page, text in texts.items()
        for d in directives(text)
        if d.name in _DIRECTIVES and d.argument.strip()
    }
