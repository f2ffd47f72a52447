"""Personal data that must not be in a contribution, and where it stands.

Found are e-mail addresses, UK telephone numbers, NHS numbers (check digit),
unique pupil numbers (check letter), National Insurance numbers, dates of birth,
full postcodes and social media handles, through odd spacing and look-alike
characters. Numbers that carry a check are reported only where the check holds,
so that years, grant numbers and statistics pass. Names of people cannot be
found in this way: a person has to read each contribution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coproduce.contributions.lookalikes import PlainText, line_and_column, plain_text

KINDS = {
    "email": "an e-mail address",
    "telephone": "a telephone number",
    "nhs-number": "an NHS number",
    "upn": "a unique pupil number",
    "ni-number": "a National Insurance number",
    "birth-date": "a date of birth",
    "postcode": "a full postcode",
    "handle": "a social media account",
}


@dataclass(frozen=True)
class Finding:
    """Personal data of a ``kind`` of :data:`KINDS` at ``start`` to ``end`` of a text.

    ``line`` and ``column`` count from 1. ``masked`` is what may be shown in a
    message, which others can read too: its first characters only.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    masked: str

    @property
    def what(self) -> str:
        return KINDS[self.kind]


def scan(text: str) -> list[Finding]:
    """The personal data in ``text``, in order."""
    plain = plain_text(text)
    # Addresses of web pages hold numbers that are nobody's; an e-mail address or
    # an account in one is still looked for.
    without_links = LINK.sub(lambda m: "\n" * len(m.group()), plain.text)
    hits: list[tuple[str, int, int]] = []
    for kind, rule in RULES.items():
        searched = plain.text if rule.in_links else without_links
        for start, end in rule.spans(searched):
            if not any(start < e and s < end for _, s, e in hits):
                hits.append((kind, start, end))
    return [_finding(text, plain, *hit) for hit in sorted(hits, key=lambda hit: hit[1])]


def _finding(text: str, plain: PlainText, kind: str, start: int, end: int) -> Finding:
    first, last = plain.span(start, end)
    line, column = line_and_column(text, first)
    return Finding(kind, first, last, line, column, plain.text[start : start + 2].strip() + "…")


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


_HANDLE = re.compile(r"(?<![\w@./])@(?=[\w.]*[A-Za-z])[A-Za-z0-9_][\w.]{1,29}\b")
_ACCOUNT = re.compile(
    r"\b(?:(?:facebook|instagram|tiktok|threads|linkedin|youtube|snapchat|twitter|x|fb)\.(?:com|net)"
    r"|bsky\.app|t\.me|m\.me|wa\.me)"
    r"/(?!search|hashtag|watch)(?:(?:in|add|profile|user|c)/)?@?[\w.%-]{2,}",
    re.IGNORECASE,
)
_BLUESKY = re.compile(r"\b[a-z0-9-]{2,63}\.bsky\.social\b", re.IGNORECASE)
# The network's name and then a word that only an account would be called.
_NAMED_ACCOUNT = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|discord)(?: (?:is|name|user(?:name)?|handle))*\s?[:,=-]?\s"
    r"@?(?=[a-z]\w*[\d_.]\w)[a-z][\w.]{3,29}\b",
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
    rf"(?:was|is|on|the|{_WEEKDAY}|\([dmy /.-]{{4,12}}\)|:|-|=|\(|,| )*\s?{_DATE}"
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


# Digits as people write telephone numbers; o for zero and l for one included.
_TELEPHONE = re.compile(r"(?<![\w£$€,.])(?:\+ ?|\( ?\+? ?)?[\dOo](?:[ \n()./_*-]{0,3}[\dOolI]){9,14}(?![\w]|,\d)")
_NINE_DIGITS = re.compile(r"\d(?:\D{0,4}\d){8}")
_TRANSLATED = str.maketrans("OolI", "0011")


#: Taken by their form: the mobile ranges kept for drama, which people use as
#: examples, are not valid in the strict sense. Nor is 01632.
KEPT_FOR_DRAMA = re.compile(r"07\d{9}|01632\d{6}")


def _telephone(match: re.Match) -> Iterator[tuple[int, int]]:
    import phonenumbers

    written = match.group()
    if sum(c.isdigit() for c in written) < 6:
        return
    digits = re.sub(r"[^\d]", "", written.translate(_TRANSLATED))
    international = digits.removeprefix("00") if digits.startswith("0044") else digits
    if international.startswith("44") and (written.startswith(("+", "(+", "( +", "00")) or len(digits) == 12):
        digits = "0" + international[2:].removeprefix("0")
    if KEPT_FOR_DRAMA.fullmatch(digits):
        yield match.span()
    elif digits.startswith("0") and len(digits) in (10, 11) and phonenumbers.is_valid_number(phonenumbers.parse(digits, "GB")):
        yield match.span()


def _more_telephones(text: str) -> Iterator[tuple[int, int]]:
    import phonenumbers

    # The library's own search is slow; a British number has at least nine digits.
    likely = _NINE_DIGITS.search(text)
    for found in phonenumbers.PhoneNumberMatcher(text, "GB") if likely else ():
        if found.number.country_code == 44:
            yield found.start, found.end


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

    ``in_links`` is whether addresses of web pages are searched too, ``more`` a
    search besides the patterns.
    """

    patterns: tuple[re.Pattern, ...]
    counts: Callable[[re.Match], Iterator[tuple[int, int]]] = _whole
    in_links: bool = False
    more: Callable[[str], Iterator[tuple[int, int]]] | None = None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                yield from self.counts(match)
        if self.more:
            yield from self.more(text)


#: One rule a kind, in the order of the search: what one has found, no later one takes.
RULES = {
    "email": Rule((_EMAIL, _SPOKEN_EMAIL, _HALF_SPOKEN_EMAIL, _CAPITAL_AT_EMAIL), in_links=True),
    "handle": Rule((_ACCOUNT, _BLUESKY, _NAMED_ACCOUNT, _HANDLE), in_links=True),
    "birth-date": Rule((_BORN, _BORN_DIGITS, _AGED, _BORN_AFTER)),
    "upn": Rule((_UPN,), _upn),
    "ni-number": Rule((_NI,)),
    "nhs-number": Rule((_GROUPS,), _nhs_number),
    "telephone": Rule((_TELEPHONE,), _telephone, more=_more_telephones),
    "postcode": Rule((_POSTCODE, _SPACED_POSTCODE), _postcode),
}
