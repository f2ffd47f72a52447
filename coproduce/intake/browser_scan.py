"""The search for personal data as a page in a browser does it, from the same patterns.

:func:`scan_rules` writes the patterns of :mod:`.privacy_rules`, the look-alikes of
:mod:`.lookalikes` and the forms of British telephone numbers as data for
``publish/html/lazy/personal-data.js``. Only what is no pattern (check digits, numbers
said in words) is written a second time there; both are tested on the same labelled texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from coproduce.contributions.country_patterns import PLANS, national_patterns
from coproduce.contributions.lookalikes import ALIKE, DASHES, NO_LETTER
from coproduce.contributions.number_patterns import (
    FEWEST_DIGITS,
    FEWEST_SAID,
    NHS_GROUPS,
    NHS_NAMED,
    SAID,
    SAID_TOKEN,
    SHORTER,
    national_numbers,
)
from coproduce.contributions.privacy import kinds
from coproduce.contributions.privacy_rules import LINK, ORDINAL, RULES_IN
from coproduce.contributions.search_pattern import WINDOW, Pattern
from coproduce.ground.country import current_country
from coproduce.ground.interface_words import say_all

# Written alike in both, with the same meaning in text that was made plain.
_SAME = set(r"bdDsnw.[](){}+*?|/-")
# How search_pattern.compiled writes letters and edges of words, which are those of ASCII.
_OF_ASCII = re.compile(r"\(\?a:(\\b|\\w|\[(?:\\.|[^\]\\])*\])\)")


class NotPortable(ValueError):
    """A pattern holds what browsers read in another way."""


def javascript(pattern: re.Pattern) -> list[str]:
    """Source and flags of a regular expression that finds the same in a browser.

    A word's letters and edges are those of ASCII in JavaScript, so they have to be in
    Python (:func:`~coproduce.contributions.search_pattern.compiled`). Raises
    :class:`NotPortable` where they are not, and for what this does not know.
    """
    source = _OF_ASCII.sub(lambda found: found.group(1), pattern.pattern)
    if re.search(r"\\[bw]", _OF_ASCII.sub("", pattern.pattern)):
        raise NotPortable(f"\\b or \\w of all scripts in {source}")
    if found := re.search(r"(?<!\\)\(\?(?:[^:=!<]|<[^=!])", source):
        raise NotPortable(f"{found.group()} in {source}")
    for escaped in re.findall(r"\\(.)", source, re.DOTALL):
        if escaped not in _SAME:
            raise NotPortable(f"\\{escaped} in {source}")
    if re.search(r"\[[^\]]*\\b", source):
        raise NotPortable(f"\\b in a class of {source}")
    return [source, "giu" if pattern.flags & re.IGNORECASE else "gu"]


def _as_data(pattern: Pattern, written: list[list[str]]) -> dict[str, Any]:
    """``pattern`` with the names that the script has for its parts, each a place in ``written``, to which it is added.

    Parts that are lacking are left out.
    """
    def place(part: re.Pattern) -> int:
        if (source := javascript(part)) not in written:
            written.append(source)
        return written.index(source)

    parts = {
        "value": pattern.value, "before": pattern.before, "after": pattern.after,
        "unlessBefore": pattern.unless_before, "unlessAfter": pattern.unless_after, "never": pattern.never,
    }
    data: dict[str, Any] = {name: place(part) for name, part in parts.items() if part}
    return data | ({"check": pattern.check} if pattern.check else {})


def scan_rules() -> dict[str, Any]:
    """What ``personal-data.js`` searches with, ready for JSON, in the country and the language of the report at hand."""
    rules = _rules_in(current_country())
    return {"written": rules["written"], "kinds": say_all(kinds().items()), **rules}


@lru_cache(maxsize=2)
def _rules_in(country: str) -> dict[str, Any]:
    """The rules of a country.

    Each regular expression stands there once, in ``written``.
    """
    written: list[list[str]] = []
    return {
        "written": written,
        "alike": ["".join(map(chr, ALIKE)), "".join(map(chr, ALIKE.values()))],
        "dashes": DASHES,
        "link": javascript(LINK),
        "rules": [
            {
                "kind": kind,
                "inLinks": rule.in_links,
                "patterns": [_as_data(pattern, written) for pattern in rule.patterns],
            }
            for kind, rule in RULES_IN[country].items()
        ],
        "window": WINDOW,
        "noLetter": NO_LETTER,
        "said": SAID,
        "saidToken": javascript(SAID_TOKEN),
        "fewestSaid": FEWEST_SAID,
        "nhsGroups": sorted("-".join(map(str, lengths)) for lengths in NHS_GROUPS),
        "nhsNamed": javascript(NHS_NAMED),
        "ordinal": ORDINAL.pattern,
        "shorter": javascript(SHORTER),
        "fewestDigits": FEWEST_DIGITS,
        "telephones": [f"^(?:{pattern})$" for pattern in national_numbers()],
    } | _plan(country)


def _plan(country: str) -> dict[str, Any]:
    """How telephone numbers are dialled where that is not as in the United Kingdom."""
    if country not in PLANS:
        return {}
    plan = PLANS[country]
    return {"national": {"code": plan.code, "trunk": plan.trunk, "fewest": plan.fewest,
                         "patterns": [f"^(?:{pattern})$" for pattern in national_patterns(country)]}}
