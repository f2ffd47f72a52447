"""The search for personal data as a page in a browser does it, from the same patterns.

:func:`scan_rules` writes the patterns of :mod:`.privacy_rules`, the look-alikes of
:mod:`.lookalikes` and the forms of British telephone numbers as data for
``publish/html/lazy/personal-data.js``. Only what is no pattern (check digits) is
written a second time there; both are tested on the same labelled texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from coproduce.contributions.lookalikes import ALIKE, DASHES
from coproduce.contributions.privacy import KINDS
from coproduce.contributions.privacy_rules import (
    FEWEST_DIGITS,
    LINK,
    NHS_GROUPS,
    ORDINAL,
    RULES,
    SHORTER,
    national_numbers,
)

_WORD = r"\p{L}\p{N}_"
_EDGE = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
# Written alike in both, with the same meaning in text that was made plain.
_SAME = set(r"dDs.[](){}+*?|/-")


class NotPortable(ValueError):
    """A pattern holds what browsers read in another way."""


def javascript(pattern: re.Pattern) -> list[str]:
    """Source and flags of a regular expression that finds the same in a browser.

    A word's letters and edges are those of all scripts in Python, and of ASCII
    in JavaScript. Raises :class:`NotPortable` for what this does not know.
    """
    source, out, position, in_class = pattern.pattern, [], 0, False
    if found := re.search(r"\(\?[^:=!<]|\(\?<[^=!]", source):
        raise NotPortable(f"{found.group()} in {source}")
    while position < len(source):
        character = source[position]
        if character == "\\":
            escaped = source[position + 1]
            if escaped == "w":
                out.append(_WORD if in_class else f"[{_WORD}]")
            elif escaped == "b" and not in_class:
                out.append(_EDGE)
            elif escaped == "n" or (escaped in _SAME and (escaped != "-" or in_class)):
                out.append(character + escaped)
            else:
                raise NotPortable(f"\\{escaped} in {source}")
            position += 2
            continue
        if character == "[" and not in_class:
            in_class = True
        elif character == "]" and in_class:
            in_class = False
        out.append(character)
        position += 1
    return ["".join(out), "giu" if pattern.flags & re.IGNORECASE else "gu"]


@lru_cache(maxsize=1)
def scan_rules() -> dict[str, Any]:
    """What ``personal-data.js`` searches with, ready for JSON."""
    return {
        "kinds": KINDS,
        "alike": ["".join(map(chr, ALIKE)), "".join(map(chr, ALIKE.values()))],
        "dashes": DASHES,
        "link": javascript(LINK),
        "rules": [
            {
                "kind": kind,
                "inLinks": rule.in_links,
                "patterns": [javascript(pattern) for pattern in rule.patterns],
            }
            for kind, rule in RULES.items()
        ],
        "nhsGroups": sorted("-".join(map(str, lengths)) for lengths in NHS_GROUPS),
        "ordinal": ORDINAL.pattern,
        "shorter": javascript(SHORTER),
        "fewestDigits": FEWEST_DIGITS,
        "telephones": [f"^(?:{pattern})$" for pattern in national_numbers()],
    }
