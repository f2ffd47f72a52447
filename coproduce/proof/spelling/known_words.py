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

from coproduce.ground import own_files
from coproduce.ground.checksums import checksum, checksum_of
from coproduce.ground.file_cache import user_cache
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
        self._file = _place()
        self._kept = _read(self._file)
        self._new: set[str] = set()

    def __contains__(self, word: str) -> bool:
        if word in self._kept or word in self._new:
            return True
        found = british().lookup(word)
        if found:
            self._new.add(word)
        return found

    def keep(self) -> None:
        """Write down what was learnt; where that cannot be, the dictionary is read again next time."""
        if not self._new or self._file is None:
            return
        known = _read(self._file) | self._new  # another process may have written meanwhile
        text = "\n".join(sorted(known if len(known) <= MOST else self._new))
        with suppress(OSError, ProblemsFound):
            own_files.keep(self._file, f"{checksum_of(text)}\n{text}", self._file.parent.parent)
        self._kept, self._new = known, set()


def _place() -> Path | None:
    """Where words are kept: under a name that says which dictionary and which reader of it knew them."""
    key = checksum_of("".join(checksum(_FILES.with_suffix(end)) for end in (".aff", ".dic")) + version("spylls"))
    try:
        return user_cache() / "spelling" / key
    except OSError:
        return None


def _read(file: Path | None) -> frozenset[str]:
    """The words of ``file``, if it is whole."""
    if file is None:
        return frozenset()
    with suppress(OSError, UnicodeDecodeError):
        stored, _, text = file.read_text(encoding="utf-8").partition("\n")
        if stored == checksum_of(text):
            return frozenset(text.split("\n"))
    return frozenset()
