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
from collections.abc import Iterator
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
    without_links = _LINK.sub(lambda m: "\n" * len(m.group()), plain.text)
    hits: list[tuple[str, int, int]] = []
    for kind, find, searched in (
        ("email", _emails, plain.text),
        ("handle", _handles, plain.text),
        ("birth-date", _birth_dates, without_links),
        ("upn", _upns, without_links),
        ("ni-number", _ni_numbers, without_links),
        ("nhs-number", _nhs_numbers, without_links),
        ("telephone", _telephones, without_links),
        ("postcode", _postcodes, without_links),
    ):
        for start, end in find(searched):
            if not any(start < e and s < end for _, s, e in hits):
                hits.append((kind, start, end))
    return [_finding(text, plain, *hit) for hit in sorted(hits, key=lambda hit: hit[1])]


def _finding(text: str, plain: PlainText, kind: str, start: int, end: int) -> Finding:
    first, last = plain.span(start, end)
    line, column = line_and_column(text, first)
    return Finding(kind, first, last, line, column, plain.text[start : start + 2].strip() + "…")


_LINK = re.compile(r"https?://[^\s<>()\"']+")

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
    r"\.(?:com|co\.uk|net|me)\b"
    r"|\b[\w.+-]{2,64} (?-i:AT) [a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63})+\b",
    re.IGNORECASE,
)


def _emails(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_EMAIL, _SPOKEN_EMAIL, _HALF_SPOKEN_EMAIL):
        for match in pattern.finditer(text):
            yield match.span()


_HANDLE = re.compile(r"(?<![\w@./])@(?=[\w.]*[A-Za-z])[A-Za-z0-9_][\w.]{1,29}\b")
_ACCOUNT = re.compile(
    r"\b(?:(?:facebook|instagram|tiktok|threads|linkedin|youtube|snapchat|twitter|x)\.(?:com|net)|bsky\.app|t\.me)"
    r"/(?!search|hashtag|watch)(?:(?:in|add|profile|user|c)/)?@?[\w.%-]{2,}",
    re.IGNORECASE,
)
# The network's name and then a word that only an account would be called.
_NAMED_ACCOUNT = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|discord)(?: (?:is|name|user(?:name)?|handle))*\s?[:,=-]?\s"
    r"@?(?=[a-z]\w*[\d_.]\w)[a-z][\w.]{3,29}\b",
    re.IGNORECASE,
)


def _handles(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_ACCOUNT, _NAMED_ACCOUNT, _HANDLE):
        for match in pattern.finditer(text):
            yield match.span()


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
# "born from") describes a group of children, not one.
_BORN = re.compile(
    rf"\b(?:born|date of birth|birth ?date|birthday|d\.? ?o\.? ?b\.?)\s?"
    rf"(?:was|is|on|the|{_WEEKDAY}|\([dmy /.-]{{4,12}}\)|:|-|=|\(|,| )*\s?{_DATE}",
    re.IGNORECASE,
)
_BORN_DIGITS = re.compile(r"\b(?:date of birth|birth ?date|d\.? ?o\.? ?b\.?)[\s:=-]{1,3}\d{6}(?:\d\d)?\b", re.IGNORECASE)
_AGED = re.compile(rf"\b{_DATE}[\s,(]{{1,3}}(?:aged?\s\d|years? old)", re.IGNORECASE)
_BORN_AFTER = re.compile(rf"\b{_DATE}\s?[,(-]?\s?(?:d\.? ?o\.? ?b\.?|date of birth|birthday)\b", re.IGNORECASE)


def _birth_dates(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_BORN, _BORN_DIGITS, _AGED, _BORN_AFTER):
        for match in pattern.finditer(text):
            yield match.span()


_UPN = re.compile(r"(?<![A-Z0-9])[A-Z](?:[ .-]?\d){11}[ .-]?[A-Z0-9](?![A-Z0-9])", re.IGNORECASE)


def _upns(text: str) -> Iterator[tuple[int, int]]:
    from stdnum.gb import upn

    for match in _UPN.finditer(text):
        if upn.is_valid(re.sub(r"[ .-]", "", match.group()).upper()):
            yield match.span()


# Prefixes and suffix as in HMRC's National Insurance Manual, NIM39110.
_NI = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z] ?[A-CEGHJ-NPR-TW-Z]"
    r"(?:[ .-]{0,2}\d){6}[ .-]{0,2}[A-D](?![A-Z0-9])",
    re.IGNORECASE,
)


def _ni_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _NI.finditer(text):
        yield match.span()


# Runs of digits with single separators, as people write numbers. A comma is not
# one: it separates thousands.
_GROUPS = re.compile(r"(?<![\w.,£$€-])\d+(?:[ .-]{1,2}\d+)+(?![\w,]\d)|(?<![\w,£$€-])\d{10}(?!\w|,\d)")
_NHS_GROUPS = {(10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (3, 4, 3), (4, 3, 3), (4, 6), (3, 3, 2, 2)}


def _nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    from stdnum.gb import nhs

    for run in _GROUPS.finditer(text):
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
                named = "nhs" in text[max(0, start - 30) : start].lower()
                if lengths in _NHS_GROUPS or set(lengths) == {1} or named:
                    yield start, run.start() + taken[-1][2]


# Digits as people write telephone numbers; o for zero and l for one included.
_TELEPHONE = re.compile(r"(?<![\w£$€,.])(?:\+ ?|\( ?\+? ?)?[\dOo](?:[ ()./-]{0,3}[\dOolI]){9,14}(?![\w]|,\d)")
_NINE_DIGITS = re.compile(r"\d(?:\D{0,4}\d){8}")
_TRANSLATED = str.maketrans("OolI", "0011")


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    import phonenumbers

    for match in _TELEPHONE.finditer(text):
        written = match.group()
        if sum(c.isdigit() for c in written) < 6:
            continue
        digits = re.sub(r"[^\d]", "", written.translate(_TRANSLATED))
        international = digits.removeprefix("00") if digits.startswith("0044") else digits
        if international.startswith("44") and (written.startswith(("+", "(+", "( +", "00")) or len(digits) == 12):
            digits = "0" + international[2:].removeprefix("0")
        # Mobile numbers are taken by their form: the ranges kept for drama, which
        # people use as examples, are not valid in the strict sense. Nor is 01632.
        if re.fullmatch(r"07\d{9}|01632\d{6}", digits):
            yield match.span()
        elif digits.startswith("0") and len(digits) in (10, 11):
            number = phonenumbers.parse(digits, "GB")
            if phonenumbers.is_valid_number(number):
                yield match.span()
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
    # "Year 1 2nd term" is no postcode; an ordinal in capitals is rarer than one.
    r"(?!\d(?-i:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2}(?![A-Z0-9/-])",
    re.IGNORECASE,
)
_SPACED_POSTCODE = re.compile(
    rf"(?<![A-Z0-9/-])(?:{'|'.join(' '.join(a) for a in sorted(_AREAS, key=len, reverse=True))}) \d(?: [A-Z\d])?"
    r" {1,3}\d [ABD-HJLNP-UW-Z] [ABD-HJLNP-UW-Z](?![A-Z0-9/-])"
)


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_POSTCODE, _SPACED_POSTCODE):
        for match in pattern.finditer(text):
            yield match.span()
