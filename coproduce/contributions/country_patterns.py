"""Numbers, postcodes and streets that lead to one person in Ireland, the United States and Germany.

Those of the United Kingdom stand in :mod:`.number_patterns` and :mod:`.place_patterns`. Where a
number carries a check it is reported only if the check holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from coproduce.contributions.number_patterns import SHORTER
from coproduce.contributions.search_pattern import ANY_DIGIT, END, LETTERS, Pattern, Span, compiled
from coproduce.ground.country import current_country


@dataclass(frozen=True)
class Plan:
    """How telephone numbers of a country are dialled: from abroad with ``code``, within it with ``trunk`` before them."""

    code: str
    trunk: str
    fewest: int


PLANS = {"IE": Plan("353", "0", 9), "US": Plan("1", "", 10), "DE": Plan("49", "0", 8)}
_TYPES = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan", "voicemail")


@cache
def national_patterns(country: str) -> tuple[str, ...]:
    """Patterns of a country's numbers without what is dialled before them, one for each kind that is in use."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(country)
    found = (getattr(metadata, name) for name in _TYPES)
    return tuple(dict.fromkeys(kind.national_number_pattern for kind in found if kind and kind.national_number_pattern))


@cache
def _national(country: str) -> re.Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in national_patterns(country)))


def is_telephone_of(country: str, written: str) -> bool:
    """Whether ``written`` is a number of the country, however it is dialled."""
    plan, digits = PLANS[country], re.sub(r"\D", "", written)
    if written.lstrip("( ").startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if not digits.startswith(plan.code):
            return False
        digits = digits.removeprefix(plan.code).removeprefix("0")
    elif plan.trunk:
        if not digits.startswith(plan.trunk):
            return False
        digits = digits.removeprefix(plan.trunk)
    elif len(digits) == 11:
        digits = digits.removeprefix(plan.code)
    return bool(_national(country).fullmatch(digits))


def national_holds(match: re.Match) -> Iterator[Span]:
    """The longest number of this country with which ``match`` begins."""
    country = current_country()
    for end in reversed([m.end() for m in SHORTER.finditer(match.group())]):
        written = match.group()[:end]
        if sum(sign.isdigit() for sign in written) < PLANS[country].fewest:
            return
        if is_telephone_of(country, written):
            yield match.start(), match.start() + end
            return


def pps_holds(match: re.Match) -> Iterator[Span]:
    """The whole of ``match`` if its check letter holds."""
    from stdnum.ie import pps

    if pps.is_valid(re.sub(r"[ ./-]", "", match.group()).upper()):
        yield match.span()


def tax_id_holds(match: re.Match) -> Iterator[Span]:
    """The whole of ``match`` if its check digit holds, and its digits repeat as those of a tax number do."""
    from stdnum.de import idnr

    if idnr.is_valid(re.sub(r"\D", "", match.group())):
        yield match.span()


_BETWEEN = r"[ \n()./_-]{0,3}"
_DIALLED = compiled(rf"(?<![\w£$€,.+])(?:\+ ?|\( ?)?\d(?:{_BETWEEN}\d){{7,14}}(?!\w|,\d)")
NATIONAL_TELEPHONE = Pattern(_DIALLED, "national", gate=ANY_DIGIT)

# Ireland. A routing key, then four signs of which one at least is a letter (Eircode product guide).
_EIRCODE = "AC-FHKNPRTV-Y"
EIRCODE = (Pattern(compiled(
    rf"(?<![A-Z0-9/-])(?:[{_EIRCODE}]\d\d|D6W)[ \n-]{{0,2}}(?=\d{{0,3}}[{_EIRCODE}])[0-9{_EIRCODE}]{{4}}(?![A-Z0-9/-])"), gate=ANY_DIGIT),)
PPS = (Pattern(compiled(r"(?<![A-Z0-9])\d{7}[ ./-]{0,2}[A-W](?:[ ./-]{0,2}[ABHTWX])?(?![A-Z0-9])"), "pps", gate=ANY_DIGIT),)

# The United States. What the Social Security Administration never gives is no number.
_NEVER_GIVEN = r"(?!000|666|9\d\d)\d{3}"
SOCIAL_SECURITY = (
    Pattern(compiled(rf"(?<![\w.,/-]){_NEVER_GIVEN}(?:-(?!00)\d\d-|(?: )(?!00)\d\d )(?!0000)\d{{4}}(?![\w/-]|[.,]\d)"), gate=ANY_DIGIT),
    Pattern(compiled(rf"(?<![\w.,/-]){_NEVER_GIVEN}(?!00)\d\d(?!0000)\d{{4}}(?![\w/-]|[.,]\d)"), gate=ANY_DIGIT,
            before=compiled(rf"\b(?:ssn|social security)\b[^.!?\n\d]{{0,24}}[ :=#]{END}")),
)
_STATES = ("AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|"
           "TN|TX|UT|VT|VA|WA|WV|WI|WY")
ZIP = (
    Pattern(compiled(rf"\b(?:{_STATES}),? {{1,2}}\d{{5}}(?:-\d{{4}})?(?![\w-]|[.,]\d)", any_case=False), gate=ANY_DIGIT),
    Pattern(compiled(r"(?<![\w.,$/-])\d{5}(?:-\d{4})?(?![\w-]|[.,]\d)"), gate=ANY_DIGIT,
            before=compiled(rf"\bzip(?: ?-?code)?\b[^.!?\n\d]{{0,12}}[ :=]{END}")),
)

# Germany. A noun behind five digits may count people, so a postcode needs a street, its own name or D- before it.
_TOWN = rf"[A-ZÄÖÜ][{LETTERS}-]{{2,30}}"
_POSTCODE = compiled(rf"(?<![\w.,/])(?:D-)?(?:0[1-9]|[1-9]\d)\d{{3}} {{1,2}}{_TOWN}", any_case=False)
GERMAN_POSTCODE = (
    Pattern(compiled(rf"\bD-(?:0[1-9]|[1-9]\d)\d{{3}} {{1,2}}{_TOWN}", any_case=False), gate=ANY_DIGIT),
    Pattern(_POSTCODE, gate=ANY_DIGIT, before=compiled(
        rf"(?:\b\d{{1,3}} ?[a-z]?,? ?\n?|\b(?:plz|postleitzahl|anschrift|adresse|wohn\w{{0,6}}(?: (?:ich|er|sie|wir))?(?: in)?)\b[ :]{{0,2}}){END}")),
    Pattern(compiled(r"(?<![\w.,/-])(?:0[1-9]|[1-9]\d)\d{3}(?![\w-]|[.,]\d)"), gate=ANY_DIGIT,
            before=compiled(rf"\b(?:plz|postleitzahl)\b[^.!?\n\d]{{0,12}}[ :=]{END}")),
)
TAX_ID = (Pattern(compiled(r"(?<![\w£$€.,/-])[1-9]\d(?:[ ./-]?\d{3}){3}(?![\w/-]|[.,]\d)"), "tax-id", gate=ANY_DIGIT),)
_WAYS = "straße|strasse|str\\.|weg|allee|platz|gasse|ring|ufer|damm|stieg|chaussee"
GERMAN_ADDRESS = (
    Pattern(compiled(rf"(?<![\w-])[A-ZÄÖÜ][{LETTERS}-]{{1,30}}(?:{_WAYS}) \d{{1,3}} ?[a-z]?(?![\w%])", any_case=False), gate=ANY_DIGIT),
    Pattern(compiled(rf"(?<![\w-])[A-ZÄÖÜ][{LETTERS}-]{{1,30}} (?:Straße|Strasse|Str\.|Weg|Allee|Platz|Gasse|Ring|Ufer|Damm) \d{{1,3}} ?[a-z]?(?![\w%])",
                     any_case=False), gate=ANY_DIGIT),
)
