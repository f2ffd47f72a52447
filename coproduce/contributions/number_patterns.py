"""Numbers that lead to one person: telephone, health, pupil and National Insurance numbers.

Those that carry a check are reported only where it holds, so that years, grant
numbers and statistics pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from coproduce.contributions.search_pattern import ANY_DIGIT, END, Pattern, Span, compiled, words

_UPN = compiled(r"(?<![A-Z0-9])[A-Z](?:[ ./-]?\d){11}[ ./-]?[A-Z0-9](?![A-Z0-9])")
UPN = (Pattern(_UPN, "upn", gate=ANY_DIGIT),)


def upn_holds(match: re.Match) -> Iterator[Span]:
    """The whole of ``match`` if its check letter holds; whichever authority gave it."""
    from stdnum.exceptions import ValidationError
    from stdnum.gb import upn

    number = re.sub(r"[ ./-]", "", match.group()).upper()
    try:
        holds = upn.calc_check_digit(number[1:]) == number[0]
    except (ValidationError, ValueError):
        return
    if holds:
        yield match.span()


# Prefixes and suffix as in HMRC's National Insurance Manual, NIM39110.
_NI_START = r"(?<![A-Z0-9])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z] ?[A-CEGHJ-NPR-TW-Z]"
_NI = compiled(_NI_START + r"(?:[ ./-]{0,2}\d){6}[ ./-]{0,2}[A-D](?![A-Z0-9])")
_NI_SHORT = compiled(_NI_START + r"(?:[ ./-]{0,2}\d){6}(?![\w/-])")
NI = (
    Pattern(_NI, gate=ANY_DIGIT),
    Pattern(_NI_SHORT, before=compiled(rf"\b(?:ni|nino|national insurance|nat\.? ins)\b[^.!?\n\d]{{0,16}}[ :=]{END}")),
)


# Runs of digits with single separators, as people write numbers. A comma is not
# one: it separates thousands. A run is read from each of its groups.
_GROUPS = compiled(r"(?<![\w.,£$€/+-])(?<!\+44 )\d{1,9}(?:[ \n./_-]{1,3}\d{1,9}){1,9}(?![\w,]\d|\d)|(?<![\w,£$€-])\d{10}(?!\w|,\d)", any_case=False)
#: How a health number is written: the lengths of its groups of digits.
NHS_GROUPS = {(10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (3, 4, 3), (4, 3, 3), (4, 6), (3, 3, 2, 2), (2, 2, 2, 4)}
#: Words before a health number that make any grouping one.
NHS_NAMED = compiled(r"nhs|\bchi\b|\bgig\b|h&c|health (?:and care|& care|no|number)")
NHS = (Pattern(_GROUPS, "nhs", gate=ANY_DIGIT),)


def health_number(digits: str) -> bool:
    """Whether ten ``digits`` are an NHS number (England, Wales), a Health and Care number or a CHI number (Scotland).

    All three hold the same check (NHS Data Dictionary). Only a CHI number may begin with a nought:
    with the day, month and year of birth.
    """
    from stdnum.gb import nhs

    if len(digits) != 10 or not nhs.is_valid(digits):
        return False
    return not digits.startswith("0") or 1 <= int(digits[2:4]) <= 12


def nhs_holds(run: re.Match) -> Iterator[Span]:
    """The health number with which ``run`` begins.

    One in eleven numbers has a valid check digit: a row of statistics is not taken for
    one number unless the words before say so.
    """
    digits, lengths = "", []
    for group in re.finditer(r"\d+", run.group()):
        digits += group.group()
        lengths.append(len(group.group()))
        if len(digits) >= 10:
            break
    else:
        return
    if not health_number(digits):
        return
    start = run.start()
    named = NHS_NAMED.search(run.string[max(0, start - 30) : start])
    if tuple(lengths) in NHS_GROUPS or set(lengths) == {1} or named:
        yield start, start + group.end()


# Digits as people write telephone numbers; o for zero and l for one included. All
# begin with the country's code or with 0, and then no 0 but in 0044.
_BETWEEN = r"[ \n()./_*-]{0,3}"
_TELEPHONE = compiled(
    rf"(?<![\w£$€,.])(?:\+ ?|\( ?\+? ?)?(?=4|[Oo0]{_BETWEEN}(?:[1-9lI]|[Oo0]{_BETWEEN}4))"
    rf"[04Oo](?:{_BETWEEN}[\dOolI]){{9,14}}(?!\w|,\d)",
    any_case=False,
)
# Of another country (ITU-T E.164: at most 15 digits): with + or 00.
_ABROAD = compiled(r"(?<![\w+])(?:\+ ?|00 ?)[1-9](?:[ ()./-]{0,2}\d){8,14}(?![\w]|,\d)", any_case=False)
# Without the code of a place it is a number only beside the word.
_LOCAL = compiled(r"(?<![\w£$€,./-])\d{3}[ -]?\d{3,4}(?![\w/-]|[.,]\d)", any_case=False)
_SAYS_TELEPHONE = compiled(
    r"\b(?:tel(?:ephone)?|(?:tele)?phone|mob(?:ile)?|landline|ring (?:me|us|him|her|them)|call (?:me|us|him|her|them)|text (?:me|us)|ffôn)"
    rf"(?: (?:no|number))?\b\.?(?: (?:is|on|at))?[ :=]{{1,2}}{END}"
)
#: With the code of another country, or beside the word: the same in every country.
TELEPHONE_ANYWHERE = (Pattern(_ABROAD, gate=ANY_DIGIT), Pattern(_LOCAL, gate=ANY_DIGIT, before=_SAYS_TELEPHONE))
TELEPHONE = (Pattern(_TELEPHONE, "telephone", gate=ANY_DIGIT), *TELEPHONE_ANYWHERE)

_TRANSLATED = str.maketrans("OolI", "0011", " \n()./_*-+")
#: Digits of the shortest number; what has fewer signs need not be looked at.
FEWEST_DIGITS = 10
#: Where a number may end before the last digit of a match: no digit follows.
SHORTER = compiled(r"[\dOolI](?![\dOolI])", any_case=False)

#: Taken by their form: the mobile ranges kept for drama, which people use as
#: examples, are not valid in the strict sense. Nor is 01632.
KEPT_FOR_DRAMA = compiled(r"07\d{9}|01632\d{6}", any_case=False)
#: Who share the country code 44 and one numbering plan.
_REGIONS = ("GB", "GG", "IM", "JE")
_TYPES = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan",
    "voicemail",
)


@cache
def national_numbers() -> tuple[str, ...]:
    """Patterns of British numbers as digits that begin with 0, one for each kind that is in use."""
    from phonenumbers import PhoneMetadata

    found: dict[str, None] = {}
    for region in _REGIONS:
        metadata = PhoneMetadata.metadata_for_region(region)
        for name in _TYPES:
            described = getattr(metadata, name)
            if described and described.national_number_pattern:
                found[f"0(?:{described.national_number_pattern})"] = None
    return (KEPT_FOR_DRAMA.pattern, *found)


@cache
def _national() -> re.Pattern:
    return re.compile("|".join(national_numbers()))


def is_telephone(written: str) -> bool:
    digits = written.translate(_TRANSLATED)
    if len(digits) < FEWEST_DIGITS or sum(map(written.count, "0123456789")) < 6:
        return False
    international = digits.removeprefix("00") if digits.startswith("0044") else digits
    if international.startswith("44") and (written.startswith(("+", "(+", "( +", "00")) or len(digits) == 12):
        digits = "0" + international[2:].removeprefix("0")
    return len(digits) in (10, 11) and bool(_national().fullmatch(digits))


def telephone_holds(match: re.Match) -> Iterator[Span]:
    """The longest number with which ``match`` begins.

    Another number behind ("… 123 8 times") must not hide one, so a match that is none is read
    again with fewer digits.
    """
    for end in reversed([m.end() for m in SHORTER.finditer(match.group())]):
        if end < FEWEST_DIGITS:
            return
        if is_telephone(match.group()[:end]):
            yield match.start(), match.start() + end
            return


#: Words for digits in English, Welsh, Polish and Urdu, and what they are written as. "double" and the like
#: double what follows; a word for tens takes the one after it as its second digit.
SAID = {
    form: digits
    for digits, said in {
        "0": "oh o zero nought naught nil dim sero صفر", "1": "one un jeden ایک", "2": "two dau dwy dwa دو", "3": "three tri tair trzy تین",
        "4": "four pedwar pedair cztery چار", "5": "five pump pum pięć پانچ", "6": "six chwech chwe sześć چھ چھے", "7": "seven saith siedem سات",
        "8": "eight wyth osiem آٹھ", "9": "nine naw dziewięć نو", "00": "hundred", "10": "ten", "11": "eleven", "12": "twelve", "13": "thirteen",
        "14": "fourteen", "15": "fifteen", "16": "sixteen", "17": "seventeen", "18": "eighteen", "19": "nineteen", "2-": "twenty", "3-": "thirty",
        "4-": "forty fourty", "5-": "fifty", "6-": "sixty", "7-": "seventy", "8-": "eighty", "9-": "ninety",
        "x2": "double dwbl podwójne", "x3": "triple treble",
    }.items()
    for form in words(said).split("|")
}
_SAID_WORD = f"(?:{'|'.join(sorted(SAID, key=lambda word: (-len(word), word)))})"
_TOKEN = rf"(?:{_SAID_WORD}|\d{{1,6}})"
#: One word or group of digits in a number that is said.
SAID_TOKEN = compiled(rf"(?<!\w){_TOKEN}(?!\w)")
_SAID_NUMBER = compiled(rf"(?<!\w)(?:\d{{1,6}}[ ,.\n-]{{1,3}}){{0,3}}{_SAID_WORD}(?:[ ,.\n-]{{1,3}}{_TOKEN}(?!\w)){{2,24}}")
SAID_HEALTH = Pattern(_SAID_NUMBER, "said-health")
SAID_TELEPHONE = Pattern(_SAID_NUMBER, "said-telephone")
#: So many words must be among its digits: otherwise the other patterns know it better.
FEWEST_SAID = 3


def spoken_digits(tokens: Iterable[str]) -> Iterator[str]:
    """The digits that the first of ``tokens``, the first two and so on stand for; words are in lower case."""
    out, times, tens = "", 1, ""
    for token in tokens:
        value = SAID.get(token, token)
        if value.startswith("x"):
            times = int(value[1])
        else:
            out += "" if not tens else tens if len(value) == 1 and value != "0" else f"{tens}0"
            tens = value[0] if value.endswith("-") else ""
            out += "" if tens else value * times
            times = 1
        yield f"{out}{tens}0" if tens else out


def longest_spoken(match: re.Match, is_one: Callable[[str], bool]) -> Iterator[Span]:
    """The longest part of ``match``, from its beginning, for whose digits ``is_one`` holds."""
    tokens = [(token.group().lower(), token.end()) for token in SAID_TOKEN.finditer(match.group())]
    found, said = 0, 0
    for (token, end), digits in zip(tokens, spoken_digits(token for token, _ in tokens)):
        said += token in SAID
        if len(digits) > 14:
            break
        if said >= FEWEST_SAID and len(digits) >= FEWEST_DIGITS and is_one(digits):
            found = end
    if found:
        yield match.start(), match.start() + found
