"""Which words are known: British English, a report's word list, its names."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from coproduce.ground.suggestions import nearest
from coproduce.proof.spelling.known_words import KnownWords, british

#: A word: letters, and apostrophes inside it. Digits make it a name or a code, which is not spelt.
WORD = re.compile(r"(?<![\w@#./\\-])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w/\\]|\.\w|@)")
#: Capitals inside a word: abbreviations and names such as ADR, GPs, ContactPoint.
_NAME = re.compile(r".[^\W_]*[A-Z]")


#: A letter that British English may be written in; of words in other scripts its lists say nothing.
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

#: Longest text that is looked up: the search for a word takes far longer than its length.
LONGEST_WORD = 60


class Words:
    """Knows words. ``own`` are a report's own, ``names`` known only with their capital."""

    def __init__(self, own: Collection[str] = (), names: Collection[str] = ()):
        self._own = {word.lower() for word in own if word == word.lower()}
        self._exact = {word for word in own if word != word.lower()} | set(names)
        self._dictionary = KnownWords()

    def known(self, word: str) -> bool:
        """Whether ``word`` is spelt right, as far as a list can tell; words in another script are."""
        word = word.replace("’", "'")
        bare = word.removesuffix("'s").removesuffix("'")
        if len(bare) < 2 or _NAME.match(bare) or not _LATIN.search(bare):
            return True
        if len(bare) > LONGEST_WORD:
            return False
        return bare in self._exact or bare.lower() in self._own or bare in self._dictionary

    def suggestion(self, word: str) -> str:
        """The nearest known word, or ""."""
        if len(word) > LONGEST_WORD:
            return ""
        near = next(iter(british().suggest(word.replace("’", "'"))), "")
        return near or self._nearest_own(word)

    def _nearest_own(self, word: str) -> str:
        return next(iter(nearest(word.lower(), self._listed, cutoff=0.8)), "")

    def save(self) -> None:
        """Remember for the next time what the dictionary has answered."""
        self._dictionary.save()

    @cached_property
    def _listed(self) -> list[str]:
        return sorted(self._own | self._exact)


def words(text: str) -> list[str]:
    """The words of a text, in order; parts of a hyphenated word are words."""
    return WORD.findall(text.replace("-", " ").replace("–", " "))
