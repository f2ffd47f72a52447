"""What was saved, by what it means for a book: compared by content, not by what a watcher tells."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coproduce.ground.checksums import checksum
from coproduce.source.inputs import input_files, kind_of
from coproduce.source.paths import Paths


class Inputs:
    """Remembers checksums by what the system says of a file, so that looking is cheap."""

    def __init__(self, paths: Paths):
        self.paths = paths
        self._known: dict[str, tuple[tuple, str]] = {}

    def checksums(self) -> dict[str, str]:
        """The checksum of each file that a build reads, by its name."""
        found: dict[str, str] = {}
        for name, path in self._files():
            try:
                seen = os.stat(path)
                stamp = seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino
                known = self._known.get(name)
                if known is None or known[0] != stamp:
                    self._known[name] = known = stamp, checksum(path)
            except OSError:  # an editor that replaces a file by renaming
                continue
            found[name] = known[1]
        return found

    def _files(self) -> list[tuple[str, Path]]:
        more = [self.paths.words]  # what only checks read
        return [*input_files(self.paths), *((self.paths.relative(path), path) for path in more if path.is_file())]


@dataclass
class Changes:
    """Files that differ between two looks, by kind.

    ``pages`` are names of chapters whose text changed, ``tables`` paths of data files,
    ``everything`` says that a part changed on which all depends, ``contributions`` that one or
    what became of it did.
    """

    pages: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    contributions: bool = False
    everything: bool = False

    @property
    def text_only(self) -> bool:
        """Whether nothing but the text of pages changed."""
        return not (self.tables or self.contributions or self.everything)


def between(old: Mapping[str, str], new: Mapping[str, str], paths: Paths) -> Changes:
    """What changed from ``old`` to ``new``, both as :meth:`Inputs.checksums` gives them."""
    found = Changes()
    book = paths.relative(paths.book) + "/"
    for name in old.keys() | new.keys():
        if old.get(name) == new.get(name):
            continue
        both, kind = name in old and name in new, kind_of(name, paths)
        if paths.is_book:  # whose pages may be notebooks, and are read with all that lies beside them
            found.everything = True
        elif both and kind == "page":
            found.pages.add(name.removeprefix(book).removesuffix(".md"))
        elif both and kind == "table":
            found.tables.add(name)
        elif kind == "contribution":
            found.contributions = True
        else:
            found.everything = True
    return found
