"""``_toc.yml``: the book's pages, each there and each listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import YamlFile, parse_yaml, read_yaml
from coproduce.source.book_contents import BookContents, check
from coproduce.source.paths import Paths
from coproduce.source.stock_book import stock_book


@dataclass(frozen=True)
class Toc:
    """The book's pages in reading order, as names without ``.md``.

    ``parts`` groups all but the front page under the captions of the contents;
    a group without caption has "". ``addresses`` are titles and addresses elsewhere that the contents of a
    Jupyter Book list, by the number of the part.
    """

    chapters: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    addresses: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The front page."""
        return self.chapters[0]


def read_toc(paths: Paths) -> Toc:
    """The contents of a report.

    Raises :class:`coproduce.ground.problems.ProblemsFound` naming every fault of the file.
    """
    toc, problems = check_toc(paths)
    if not (toc and paths.is_book):  # a book is made without the pages that are not there
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
        return None, [Problem(
            file.path, f"the contents cannot be read: {error}", code="toc.malformed",
            expected="‘format: jb-book’, ‘root: index’ and a list ‘chapters’ of ‘- file: name’",
            action="Correct the entry named; the keys are those of Jupyter Book.")]
    if paths.is_book:
        return _of_book(site, file, paths)
    names = [site.root.docname, *(n for n in site if n != site.root.docname)]
    problems = []
    pages = sorted(p.relative_to(paths.book).with_suffix("").as_posix() for p in paths.book.rglob("*.md"))
    for name in names:
        if name not in pages:
            near = nearest(name, pages)
            problems.append(Problem(
                file.path, f"the page ‘{name}’ does not exist", line=_line_of_value(file, name), code="toc.missing-page",
                expected=f"‘{near[0]}’?" if near else f"a file {paths.relative(paths.chapter(name))}",
                action="Correct the name, or add the file."))
    for name in pages:
        if name not in names:
            problems.append(Problem(
                paths.relative(paths.chapter(name)), "this page is not in the contents, so no reader would find it",
                code="toc.unlisted-page",
                action=f"Add ‘- file: {name}’ to _toc.yml, or move the file out of the book folder."))
    parts = tuple((tree.caption or "", tuple(_below(site, tree.files()))) for tree in site.root.subtrees)
    return (None if problems else Toc(tuple(names), parts)), problems


def _of_book(site: Any, file: YamlFile, paths: Paths) -> tuple[Toc | None, list[Problem]]:
    config = read_yaml(paths.config, paths.relative(paths.config)).data if paths.config.is_file() else None
    contents = BookContents(site, paths, stock_book(config if isinstance(config, dict) else {}).excluded)
    problems = check(contents, file, lambda name: _line_of_value(file, name))
    there = contents.root in contents.names
    return (Toc(contents.chapters, contents.parts, contents.addresses) if there else None), problems


def pages_of(text: str) -> tuple[str, ...]:
    """The pages that contents of an earlier time name, front page first; none if they cannot be read any more."""
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    try:
        site = parse_toc_data(parse_yaml(text, "").data)
    except MalformedError:
        return ()
    return (site.root.docname, *(name for name in site if name != site.root.docname))


def _below(site: Any, names: list[str]) -> Iterator[str]:
    for name in names:
        yield name
        for tree in site[name].subtrees if name in site else ():
            yield from _below(site, tree.files())


def _line_of_value(file: YamlFile, value: str) -> int | None:
    def path_to(data: Any, at: tuple) -> tuple | None:
        items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for key, item in items:
            if item == value:
                return (*at, key)
            if (below := path_to(item, (*at, key))) is not None:
                return below
        return None

    at = path_to(file.data, ())
    return file.line(*at) if at else None
