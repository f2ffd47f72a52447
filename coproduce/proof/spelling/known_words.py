"""Words that the dictionary was asked about before and knows, kept for this user.

To read the dictionary takes longer than all that is asked of it afterwards, and the words of a
report are nearly those of yesterday.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.ground.checksums import checksum
from coproduce.ground.file_cache import read_entry, user_cache, write_entry
from coproduce.ground.problems import ProblemsFound

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary

_FILES = Path(__file__).parent / "en_GB" / "en_GB"
#: More words than a report has; what many reports have taught is begun anew.
MOST = 100_000


@cache
def british() -> "Dictionary":
    """The dictionary itself. Spylls is Hunspell in Python: the C library has no wheels with a British dictionary."""
    from spylls.hunspell import Dictionary

    return Dictionary.from_files(str(_FILES))


class KnownWords:
    """Answers whether the dictionary knows a word, and remembers those that it does."""

    def __init__(self) -> None:
        self._file: Path | None = None
        with suppress(OSError):
            self._file = user_cache() / "words" / "british"
        self._stored = self._read()
        self._new: set[str] = set()

    def __contains__(self, word: str) -> bool:
        if word in self._stored or word in self._new:
            return True
        found = british().lookup(word)
        if found:
            self._new.add(word)
        return found

    def save(self) -> None:
        """Write down what was learnt; where that cannot be, the dictionary is read again next time."""
        if not self._new or self._file is None:
            return
        known = self._read() | self._new  # another process may have written meanwhile
        text = "\n".join(sorted(known if len(known) <= MOST else self._new))
        with suppress(OSError, ProblemsFound):
            write_entry(self._file, _parts(), text.encode(), self._file.parent.parent)
        self._stored, self._new = known, set()

    def _read(self) -> frozenset[str]:
        """The words that are kept, if they are whole and of this dictionary."""
        if self._file is None:
            return frozenset()
        with suppress(OSError):
            text, _ = read_entry(self._file, _parts())
            return frozenset(text.decode().split("\n")) if text else frozenset()
        return frozenset()


@cache
def _parts() -> dict[str, str]:
    """What an answer depends on: the dictionary, and what reads it."""
    return {end: checksum(_FILES.with_suffix(end)) for end in (".aff", ".dic")} | {"spylls": version("spylls")}
