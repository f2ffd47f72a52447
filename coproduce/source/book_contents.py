"""``_toc.yml`` of a Jupyter Book that is no report: pages of every kind, patterns, addresses, pages that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest
from coproduce.ground.yaml_file import YamlFile
from coproduce.source.book_files import page_names
from coproduce.source.paths import PAGE_ENDINGS, Paths

if TYPE_CHECKING:
    from collections.abc import Callable

#: A part's caption ("" for none) and its pages.
Part = tuple[str, tuple[str, ...]]


class BookContents:
    """What the contents name: pages that are there in reading order, parts, and what is wrong.

    ``missing`` are pages that are named and are not there; the book is made without them. ``addresses`` are the titles and
    addresses elsewhere of each part.
    """

    def __init__(self, site: Any, paths: Paths, excluded: tuple[str, ...]):
        self.site = site
        self.names = page_names(paths, excluded)
        self.missing: list[str] = []
        self.root = _plain(site.root.docname)
        self.addresses: dict[int, tuple[tuple[str, str], ...]] = {}
        self._urls: list[tuple[str, str]] = []
        self.parts: tuple[Part, ...] = tuple(
            (tree.caption or "", self._of_part(number, tree)) for number, tree in enumerate(site.root.subtrees))
        listed = [self.root, *(name for _, names in self.parts for name in names)]
        self.chapters = tuple(dict.fromkeys(name for name in listed if name in self.names))

    def _of_part(self, number: int, tree: Any) -> tuple[str, ...]:
        self._urls = []
        pages = tuple(dict.fromkeys(self._of_tree(tree)))
        self.addresses[number] = tuple(self._urls)
        return pages

    def _of_tree(self, tree: Any) -> Iterator[str]:
        from sphinx.util.matching import patfilter
        from sphinx_external_toc.api import FileItem, GlobItem, UrlItem

        for item in tree.items:
            if isinstance(item, GlobItem):
                yield from sorted(patfilter(self.names, str(item)))
            elif isinstance(item, UrlItem):
                self._urls.append((item.title or item.url, item.url))
            elif isinstance(item, FileItem):
                name = _plain(str(item))
                if name not in self.names:
                    self.missing.append(str(item))
                    continue
                yield name
                for below in self.site[item].subtrees if item in self.site else ():
                    yield from self._of_tree(below)


def check(contents: BookContents, file: YamlFile, line: Callable[[str], int | None]) -> list[Problem]:
    """A problem for each page that is not there. Without a front page there is no book."""
    problems = [_missing(name, contents, file, line(name), "toc.missing-page") for name in dict.fromkeys(contents.missing)]
    if contents.root not in contents.names:
        problems.append(_missing(contents.root, contents, file, line(contents.root), "toc.no-root"))
    return problems


def _missing(name: str, contents: BookContents, file: YamlFile, line: int | None, code: str) -> Problem:
    near = nearest(_plain(name), contents.names)
    return Problem(file.path, f"the page ‘{name}’ does not exist", line=line, code=code,
                   expected=f"‘{near[0]}’?" if near else f"a file that ends with {', '.join(PAGE_ENDINGS)}",
                   action="Correct the name, or add the file.")


def _plain(name: str) -> str:
    """A page's name without the ending that contents may have."""
    return next((name.removesuffix(ending) for ending in PAGE_ENDINGS if name.endswith(ending)), name)
