"""Files that the settings of the look name, and the wording of what is wrong with them."""

from __future__ import annotations

from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import YamlFile
from coproduce.source.paths import Paths


class LookProblem:
    """Words problems of keys below ``coproduce: look:``, under one ``code``."""

    def __init__(self, file: YamlFile, code: str):
        self.file, self.code = file, code

    def __call__(self, key: str, message: str, expected: str, action: str, *, item: int | None = None) -> Problem:
        """A problem of ``key``, such as "fonts.text"; ``item`` counts from 0 where it holds a list."""
        place = ("coproduce", "look", *key.split("."), *(() if item is None else (item,)))
        return Problem(self.file.path, message, line=self.file.line(*place), code=self.code, field=f"coproduce.look.{key}",
                       expected=expected, action=action)


def misplaced(paths: Paths, name: str, what: str) -> tuple[str, str, str] | None:
    """What is wrong with where the file ``name`` lies, what is expected, and what to do; None if it lies among the pages.

    ``what`` is what messages call it: "logo", "font".
    """
    path, folder = paths.root / name, "the book" if paths.is_book else paths.relative(paths.book)
    if not path.resolve().is_relative_to(paths.book.resolve()):
        return f"the {what} ‘{name}’ does not lie in {folder}", f"a file in {folder}", "Move it there."
    if not path.exists():
        return f"the {what} ‘{name}’ is not there", f"a file in {folder}", "Correct the name, or put the file there."
    return None
