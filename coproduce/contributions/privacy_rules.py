"""Which patterns find which kind of personal data, in which order, and what a match must hold besides.

:mod:`coproduce.contributions.privacy` searches with them; the page on which people
write their contribution searches with the same ones (:mod:`coproduce.intake.browser_scan`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coproduce.contributions.account_patterns import EMAIL, HANDLE
from coproduce.contributions.birth_patterns import BIRTH
from coproduce.contributions.country_patterns import (
    EIRCODE,
    GERMAN_ADDRESS,
    GERMAN_POSTCODE,
    NATIONAL_TELEPHONE,
    PPS,
    SOCIAL_SECURITY,
    TAX_ID,
    ZIP,
    national_holds,
    pps_holds,
    tax_id_holds,
)
from coproduce.contributions.number_patterns import (
    NHS,
    NI,
    SAID_HEALTH,
    SAID_TELEPHONE,
    TELEPHONE,
    TELEPHONE_ANYWHERE,
    UPN,
    health_number,
    is_telephone,
    longest_spoken,
    nhs_holds,
    telephone_holds,
    upn_holds,
)
from coproduce.contributions.place_patterns import ADDRESS, POSTCODE, REFERENCE
from coproduce.contributions.search_pattern import Check, Pattern, Span

#: The address of a web page.
LINK = re.compile("https?://[^\\s<>()\"']+")
# "Year 1 2nd term" is no postcode; an ordinal in capitals is rarer than one.
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")


def _postcode(match: re.Match) -> Iterator[Span]:
    if not ORDINAL.search(match.group()):
        yield match.span()


#: What of a match counts, by the name that a pattern gives it.
CHECKS: dict[str, Check] = {
    "upn": upn_holds,
    "nhs": nhs_holds,
    "telephone": telephone_holds,
    "said-health": lambda match: longest_spoken(match, health_number),
    "said-telephone": lambda match: longest_spoken(match, is_telephone),
    "postcode": _postcode,
    "national": national_holds,
    "pps": pps_holds,
    "tax-id": tax_id_holds,
}


@dataclass(frozen=True)
class Rule:
    """How one kind is found; ``in_links`` is whether addresses of web pages are searched too."""

    patterns: tuple[Pattern, ...]
    in_links: bool = False

    def spans(self, text: str) -> Iterator[Span]:
        for pattern in self.patterns:
            yield from pattern.spans(text, CHECKS)


#: One rule a kind, in the order of the search: what one has found, no later one takes. Those of the United Kingdom.
RULES = {
    "email": Rule(EMAIL, in_links=True),
    "handle": Rule(HANDLE, in_links=True),
    "birth-date": Rule(BIRTH),
    "upn": Rule(UPN),
    "ni-number": Rule(NI),
    "nhs-number": Rule((*NHS, SAID_HEALTH)),
    "telephone": Rule((*TELEPHONE, SAID_TELEPHONE)),
    "postcode": Rule(POSTCODE),
    "address": Rule(ADDRESS),
    "reference": Rule(REFERENCE),
}


def _preset(numbers: dict[str, Rule], postcode: tuple[Pattern, ...], address: tuple[Pattern, ...] = ()) -> dict[str, Rule]:
    """The rules of another country: what is the same everywhere, with the numbers and postcodes that are its own."""
    return {
        **{kind: RULES[kind] for kind in ("email", "handle", "birth-date")}, **numbers,
        "telephone": Rule((NATIONAL_TELEPHONE, *TELEPHONE_ANYWHERE)), "postcode": Rule(postcode),
        "address": Rule((*address, *ADDRESS)), "reference": RULES["reference"],
    }


#: The rules of each country that there is a preset for.
RULES_IN = {
    "GB": RULES,
    "IE": _preset({"pps-number": Rule(PPS)}, EIRCODE),
    "US": _preset({"social-security-number": Rule(SOCIAL_SECURITY)}, ZIP),
    "DE": _preset({"tax-id": Rule(TAX_ID)}, GERMAN_POSTCODE, GERMAN_ADDRESS),
}
