"""Answers that say nothing, as people type them where a form wants an answer."""

from __future__ import annotations

import unicodedata

from coproduce.intake.matching import key

_NOTHING = frozenset(
    "".join(words.split()) for words in (
        "na", "none", "nil", "nothing", "not applicable", "does not apply", "no answer", "no response", "no comment", "no comments",
        "no further comment", "no further comments", "no opinion", "nothing to add", "nothing to say", "nothing else",
        "see above", "see below", "as above", "same as above", "see previous", "see previous answer", "see my answer above",
        "see earlier answer", "as before", "ditto", "prefer not to say", "prefer not to answer", "i prefer not to say",
        "i would prefer not to say", "id prefer not to say", "would rather not say", "rather not say", "id rather not say",
        "i would rather not say", "do not wish to say", "do not wish to answer", "none of the above", "none of these", "tbc", "tba",
        "tbd", "blank", "empty", "skip", "no", "no thanks", "no thank you", "x", "xx", "xxx", "not sure", "unsure", "dont know",
        "do not know", "i dont know", "not known", "unknown", "null", "nan",
    )
)


def says_nothing(text: str) -> bool:
    """Whether ``text`` is no answer: empty, signs only, or words such as *N/A* and *Prefer not to say*."""
    said = key(text)
    if any(unicodedata.category(character) == "So" for character in said):
        return False
    return "".join(filter(str.isalnum, said)) in _NOTHING or not any(map(str.isalnum, said))
