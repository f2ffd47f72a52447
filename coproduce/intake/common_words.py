"""Whether a name is a word of the language too: Will, May, Young, Mill.

Asks the list of the spelling dictionary's words for those in small letters. The file is
read as a list: what its rules for endings could make is not needed for this question.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

_DICTIONARY = ("proof", "spelling", "en_GB", "en_GB.dic")
#: Written with a capital though they are no names of people in most sentences.
_CAPITALISED = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday easter christmas english welsh scottish irish british".split()
)
_ENDINGS = ("s", "es", "er", "ers", "ing", "ed", "y")


@cache
def _words() -> frozenset[str]:
    file = resources.files("coproduce").joinpath(*_DICTIONARY)
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if (word := line.partition("/")[0].strip())[:1].islower())


def is_common_word(word: str) -> bool:
    """Whether ``word``, in small letters, stands in the dictionary, whole or without an ending."""
    word = word.casefold()
    if word in _CAPITALISED or word in _words():
        return True
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return any(len(stem) > 2 and (stem in _words() or f"{stem}e" in _words()) for stem in stems)
