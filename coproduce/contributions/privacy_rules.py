"""The patterns by which personal data is known, and what a match must hold besides.

:mod:`coproduce.contributions.privacy` searches with them; the page on which people
write their contribution searches with the same ones (:mod:`coproduce.intake.browser_scan`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

# Each pattern below looks at a bounded number of characters from where it starts, or
# cannot start inside what it has read: the time of a search grows with the text.

#: The address of a web page.
LINK = re.compile("https?://[^\\s<>()\"']+")

_AT = r"(?:\s?@\s?|\s?[\[({<]\s*at\s*[\])}>]\s?)"
_DOT = r"(?:\.|\s\.\s|\s?[\[({]\s*dot\s*[\])}]\s?)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+'-]{{1,64}}{_AT}[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{0,4}}{_DOT}[a-z]{{2,24}}\b",
    re.IGNORECASE,
)
_SAID_AT = r"(?: at |\s?[\[({<]\s*at\s*[\])}>]\s?)"
_SPOKEN_EMAIL = re.compile(
    rf"\b[\w.+-]{{2,64}}{_SAID_AT}[a-z0-9-]{{2,63}} dot (?:[a-z0-9-]{{1,63}} dot ){{0,3}}[a-z]{{2,7}}\b", re.IGNORECASE
)
# "Read more at example.org" is no address; with the name of a mail service, or AT in capitals, it is one.
_HALF_SPOKEN_EMAIL = re.compile(
    r"\b[\w.+-]{2,64} at (?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|btinternet|sky|protonmail|nhs)"
    r"\.(?:com|co\.uk|net|me)\b",
    re.IGNORECASE,
)
_CAPITAL_AT_EMAIL = re.compile(r"\b[\w.+-]{2,64} AT [A-Za-z0-9-]{2,63}(?:\.[A-Za-z0-9-]{2,63})+\b")


_HANDLE = re.compile(r"(?<![\w@./])@(?=[\w.]{0,29}[A-Za-z])[A-Za-z0-9_][\w.]{1,29}\b")
_ACCOUNT = re.compile(
    r"\b(?:(?:facebook|instagram|tiktok|threads|linkedin|youtube|snapchat|twitter|x|fb)\.(?:com|net)"
    r"|bsky\.app|t\.me|m\.me|wa\.me)"
    r"/(?!search|hashtag|watch)(?:(?:in|add|profile|user|c)/)?@?[\w.%-]{2,}",
    re.IGNORECASE,
)
_BLUESKY = re.compile(r"\b[a-z0-9-]{2,63}\.bsky\.social\b", re.IGNORECASE)
# The network's name and then a word that only an account would be called.
_NAMED_ACCOUNT = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|discord)(?: (?:is|name|user(?:name)?|handle)){0,4}\s?[:,=-]?\s"
    r"@?(?=[a-z]\w{0,29}[\d_.]\w)[a-z][\w.]{3,29}\b",
    re.IGNORECASE,
)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_DATE = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})|\d{4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -](?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b"
)
# A date beside the words for a birth. A range of births ("born between",
# "born from", "born 1 May 2015 to 30 April 2016") describes a group of children, not one.
_BORN = re.compile(
    rf"\b(?:born|date of birth|birth ?date|birthday|d\.? ?o\.? ?b\.?)\s?"
    rf"(?:was|is|on|the|{_WEEKDAY}|\([dmy /.-]{{4,12}}\)|:|-|=|\(|,| ){{0,24}}\s?{_DATE}"
    rf"(?!\s?(?:to|until|and|-)\s?{_DATE})",
    re.IGNORECASE,
)
_BORN_DIGITS = re.compile(
    r"\b(?:date of birth|birth ?date|d\.? ?o\.? ?b\.?)[\s:=-]{1,3}"
    r"(?:\d{6}(?:\d\d)?|\d{1,2} \d{1,2} (?:\d{4}|\d{2}))\b",
    re.IGNORECASE,
)
_AGED = re.compile(rf"\b{_DATE}[\s,(]{{1,3}}(?:aged?\s\d|years? old)", re.IGNORECASE)
_BORN_AFTER = re.compile(rf"\b{_DATE}\s?[,(-]?\s?(?:d\.? ?o\.? ?b\.?|date of birth|birthday)\b", re.IGNORECASE)


_UPN = re.compile(r"(?<![A-Z0-9])[A-Z](?:[ .-]?\d){11}[ .-]?[A-Z0-9](?![A-Z0-9])", re.IGNORECASE)


def _upn(match: re.Match) -> Iterator[tuple[int, int]]:
    from stdnum.gb import upn

    if upn.is_valid(re.sub(r"[ .-]", "", match.group()).upper()):
        yield match.span()


# Prefixes and suffix as in HMRC's National Insurance Manual, NIM39110.
_NI = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z] ?[A-CEGHJ-NPR-TW-Z]"
    r"(?:[ .-]{0,2}\d){6}[ .-]{0,2}[A-D](?![A-Z0-9])",
    re.IGNORECASE,
)


# Runs of digits with single separators, as people write numbers. A comma is not
# one: it separates thousands.
_GROUPS = re.compile(r"(?<![\w.,£$€-])\d+(?:[ \n.-]{1,2}\d+)+(?![\w,]\d)|(?<![\w,£$€-])\d{10}(?!\w|,\d)")
#: How an NHS number is written: the lengths of its groups of digits.
NHS_GROUPS = {(10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (3, 4, 3), (4, 3, 3), (4, 6), (3, 3, 2, 2)}


def _nhs_number(run: re.Match) -> Iterator[tuple[int, int]]:
    from stdnum.gb import nhs

    groups = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\d+", run.group())]
    for first in range(len(groups)):
        number = ""
        for last in range(first, len(groups)):
            number += groups[last][0]
            if len(number) > 10:
                break
            taken = groups[first : last + 1]
            if len(number) != 10 or number.startswith("0") or not nhs.is_valid(number):
                continue
            # One in eleven numbers has a valid check digit: a row of statistics
            # is not taken for one number unless the words before say so.
            lengths = tuple(len(digits) for digits, _, _ in taken)
            start = run.start() + taken[0][1]
            named = "nhs" in run.string[max(0, start - 30) : start].lower()
            if lengths in NHS_GROUPS or set(lengths) == {1} or named:
                yield start, run.start() + taken[-1][2]


# Digits as people write telephone numbers; o for zero and l for one included. All
# begin with the country's code or with 0, and then no 0 but in 0044.
_BETWEEN = r"[ \n()./_*-]{0,3}"
_TELEPHONE = re.compile(
    rf"(?<![\w£$€,.])(?:\+ ?|\( ?\+? ?)?(?=4|[Oo0]{_BETWEEN}(?:[1-9lI]|[Oo0]{_BETWEEN}4))"
    rf"[04Oo](?:{_BETWEEN}[\dOolI]){{9,14}}(?![\w]|,\d)"
)
_TRANSLATED = str.maketrans("OolI", "0011", " \n()./_*-+")
#: Digits of the shortest number; what has fewer signs need not be looked at.
FEWEST_DIGITS = 10
#: Where a number may end before the last digit of a match: no digit follows.
SHORTER = re.compile(r"[\dOolI](?![\dOolI])")

#: Taken by their form: the mobile ranges kept for drama, which people use as
#: examples, are not valid in the strict sense. Nor is 01632.
KEPT_FOR_DRAMA = re.compile(r"07\d{9}|01632\d{6}")
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


def _is_telephone(written: str) -> bool:
    digits = written.translate(_TRANSLATED)
    if len(digits) < FEWEST_DIGITS or sum(map(written.count, "0123456789")) < 6:
        return False
    international = digits.removeprefix("00") if digits.startswith("0044") else digits
    if international.startswith("44") and (written.startswith(("+", "(+", "( +", "00")) or len(digits) == 12):
        digits = "0" + international[2:].removeprefix("0")
    return len(digits) in (10, 11) and bool(_national().fullmatch(digits))


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    """Numbers in ``text``: the longest that holds from each place where one may begin.

    Another number before or behind ("1) 0161 …", "… 123 8 times") must not hide one,
    so a match that is none is read again with fewer digits, and from its second sign.
    """
    at = 0
    while match := _TELEPHONE.search(text, at):
        at = match.start() + 1
        for end in reversed([m.end() for m in SHORTER.finditer(match.group())]):
            if end < FEWEST_DIGITS:
                break
            if _is_telephone(match.group()[:end]):
                at = match.start() + end
                yield match.start(), at
                break


# The 124 postcode areas, and the letters that the inward part never has
# (Royal Mail, Programmers' Guide to the Postcode Address File).
_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE "
    "NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ "
    "TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()
_POSTCODE = re.compile(
    rf"(?<![A-Z0-9/-])(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))})\d[A-Z\d]?[ \n.-]{{0,3}}"
    r"\d[ABD-HJLNP-UW-Z]{2}(?![A-Z0-9/-])",
    re.IGNORECASE,
)
_SPACED_POSTCODE = re.compile(
    rf"(?<![A-Z0-9/-])(?:{'|'.join(' '.join(a) for a in sorted(_AREAS, key=len, reverse=True))}) \d(?: [A-Z\d])?"
    r" {1,3}\d [ABD-HJLNP-UW-Z] [ABD-HJLNP-UW-Z](?![A-Z0-9/-])"
)


# "Year 1 2nd term" is no postcode; an ordinal in capitals is rarer than one.
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")


def _postcode(match: re.Match) -> Iterator[tuple[int, int]]:
    if not ORDINAL.search(match.group()):
        yield match.span()


def _whole(match: re.Match) -> Iterator[tuple[int, int]]:
    yield match.span()


@dataclass(frozen=True)
class Rule:
    """How one kind is found: ``patterns``, and what of each match counts.

    ``in_links`` is whether addresses of web pages are searched too, ``search``
    what finds the spans where matches may overlap.
    """

    patterns: tuple[re.Pattern, ...]
    counts: Callable[[re.Match], Iterator[tuple[int, int]]] = _whole
    in_links: bool = False
    search: Callable[[str], Iterator[tuple[int, int]]] | None = None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self.search:
            yield from self.search(text)
            return
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                yield from self.counts(match)


#: One rule a kind, in the order of the search: what one has found, no later one takes.
RULES = {
    "email": Rule((_EMAIL, _SPOKEN_EMAIL, _HALF_SPOKEN_EMAIL, _CAPITAL_AT_EMAIL), in_links=True),
    "handle": Rule((_ACCOUNT, _BLUESKY, _NAMED_ACCOUNT, _HANDLE), in_links=True),
    "birth-date": Rule((_BORN, _BORN_DIGITS, _AGED, _BORN_AFTER)),
    "upn": Rule((_UPN,), _upn),
    "ni-number": Rule((_NI,)),
    "nhs-number": Rule((_GROUPS,), _nhs_number),
    "telephone": Rule((_TELEPHONE,), search=_telephones),
    "postcode": Rule((_POSTCODE, _SPACED_POSTCODE), _postcode),
}
