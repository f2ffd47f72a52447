"""Invented personal data in the forms in which people write it, for ``scan_generator.py``.

Telephone numbers come from the ranges that Ofcom keeps for drama; numbers with a
check hold it by construction; the rest is drawn by lot. Of the forms of each kind
those at even places are for tuning, those at odd places are held out.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from functools import cache

from babel import Locale
from stdnum.gb import nhs, upn

Form = Callable[[random.Random, str], str]

NAMES = ("Jack", "Aisha", "Zosia", "Rhys", "Sam", "Imogen", "Tomasz", "Bethan", "Hamza", "Chloe")
_DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    *(f"twenty-{n}" for n in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")),
    "thirtieth", "thirty-first",
)
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WELSH = ("", "af", "il", "ydd", "ydd", "ed", "ed", "fed", "fed", "fed", "fed", "eg", "fed")
_ARABIC = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@cache
def _month(language: str, number: int, width: str = "wide") -> str:
    return str(Locale(language).months["format"][width][number])


def _day(random_: random.Random) -> dt.date:
    return dt.date(2006, 1, 1) + dt.timedelta(days=random_.randrange(18 * 365))


def _nth(day: int) -> str:
    return f"{day}{'th' if 10 < day % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _year_said(year: int) -> str:
    rest = year - 2000
    said = (*_DIGITS[1:], "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
            "nineteen", "twenty", "twenty one", "twenty two", "twenty three", "twenty four")[rest - 1]
    return f"two thousand and {said}" if rest < 20 else f"twenty {said}"


def _dates(language: str) -> list[Callable[[dt.date], str]]:
    def m(d: dt.date) -> str:
        return _month(language, d.month)

    if language == "cy":
        return [
            lambda d: f"{d.day} {m(d)} {d.year}", lambda d: f"{d:%d/%m/%y}",
            lambda d: f"{d.day}/{d.month}/{d.year}", lambda d: f"{d.day}{_WELSH[min(d.day, 12)]} o {m(d)} {d.year}",
        ]
    if language == "pl":
        return [
            lambda d: f"{d.day} {m(d)} {d.year}", lambda d: f"{d.day} {m(d)} {d.year} roku",
            lambda d: f"{d.day}.{d.month:02}.{d.year} r.", lambda d: f"{d.day} {_ROMAN[d.month]} {d.year}",
        ]
    if language == "ur":
        return [
            lambda d: f"{d.day} {m(d)} {d.year}", lambda d: f"{d.day} {m(d)}، {d.year}",
            lambda d: f"{d:%d-%m-%Y}".translate(_ARABIC), lambda d: f"{d.day} {m(d)} {d.year}".translate(_ARABIC),
        ]
    return [
        lambda d: f"{d.day}/{d.month}/{d.year}", lambda d: f"{_nth(d.day)} of {m(d)}, {d.year}",
        lambda d: f"{d:%d.%m.%y}", lambda d: f"{m(d)[:3]}. {_nth(d.day)} {d.year}",
        lambda d: f"{_nth(d.day)} {m(d)} {d.year}", lambda d: f"{d:%d-%b-%Y}",
        lambda d: f"{m(d)} {d.day}, {d.year}", lambda d: f"{d.day}/{d.month}/{d:%y}",
        lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d:%Y/%m/%d}",
        lambda d: f"{d.day} {m(d)[:3]} '{d:%y}", lambda d: f"{d.day} {m(d).lower()} {d:%y}",
        lambda d: f"the {_ORDINALS[d.day]} of {m(d)} {d.year}", lambda d: f"{m(d)} the {_nth(d.day)} {d.year}",
        lambda d: f"{d:%d-%m-%y}", lambda d: f"{d:%d|%m|%Y}",
        lambda d: f"{d:%d %m %Y}", lambda d: f"{_ORDINALS[d.day]} {m(d)} {_year_said(d.year)}",
        lambda d: f"{d:%d%m%Y}", lambda d: f"{d:%a} {d.day} {m(d)[:3]} {d.year}",
    ]


def _days_months(language: str) -> list[Callable[[dt.date], str]]:
    def m(d: dt.date) -> str:
        return _month(language, d.month)

    if language != "en":
        return [lambda d: f"{d.day} {m(d)}", lambda d: f"{d.day} {m(d)}"]
    return [
        lambda d: f"{_nth(d.day)} {m(d)}", lambda d: f"the {_nth(d.day)} of {m(d)}",
        lambda d: f"{d.day} {m(d)[:3]}", lambda d: f"{m(d)} {_nth(d.day)}",
        lambda d: f"{m(d)} {d.day}", lambda d: f"{_ORDINALS[d.day]} {m(d)}",
    ]


def _email(at: str, dot: str) -> Form:
    def write(r: random.Random, language: str) -> str:
        local = r.choice(("jo.smith", "asha_patel", "rhys84", "mrs.k.nowak", "tombradley"))
        host = r.choice(("larkwell.example", "millane.sch.uk", "talktalk.net", "poczta.pl", "gmail.com"))
        return f"{local}{at}{host.replace('.', dot)}"
    return write


_EMAILS = [
    _email("@", "."), _email(" @ ", "."), _email("(at)", "."), _email(" [at] ", " [dot] "), _email(" at ", " dot "),
    _email("@", " dot "), _email(" AT ", "."), _email("<at>", "<dot>"), _email("(@)", "."), _email("-at-", "-dot-"),
    _email(" małpa ", " kropka "), _email(" malpa ", "."), _email(" arobase ", " point "), _email("(małpa)", "."),
    _email(" ایٹ ", " ڈاٹ "), _email(" arroba ", " punto "), _email(" (at) ", " (dot) "), _email(" at-sign ", " full stop "),
]


def _said(digits: str) -> str:
    out, at = [], 0
    while at < len(digits):
        double = digits[at : at + 2] == digits[at] * 2
        out.append(("double " if double else "") + _DIGITS[int(digits[at])])
        at += 2 if double else 1
    return " ".join(out)


def _mobile(r: random.Random) -> str:
    return f"07700900{r.randrange(1000):03}"


def _landline(r: random.Random) -> str:
    return r.choice(("0161496", "0113496", "0131496", "0292018")) + f"0{r.randrange(1000):03}"


_TELEPHONES: list[Form] = [
    lambda r, _: _mobile(r), lambda r, _: "{0[0]}{0[1]}{0[2]}{0[3]}{0[4]} {0[5]}{0[6]}{0[7]}{0[8]}{0[9]}{0[10]}".format(_mobile(r)),
    lambda r, _: f"0{r.choice(('161', '113', '131'))} 496 0{r.randrange(1000):03}", lambda r, _: _landline(r),
    lambda r, _: f"+44 {_mobile(r)[1:5]} {_mobile(r)[5:]}", lambda r, _: f"0044{_mobile(r)[1:]}",
    lambda r, _: f"(0161) 496-0{r.randrange(1000):03}", lambda r, _: f"+44(0){_mobile(r)[1:]}",
    lambda r, _: "-".join((_mobile(r)[:5], _mobile(r)[5:8], f"{r.randrange(1000):03}")), lambda r, _: " ".join(_mobile(r)),
    lambda r, _: _said(_mobile(r)), lambda r, _: _said(_landline(r)).replace("oh", "zero"),
    lambda r, _: f"+48 601 {r.randrange(100, 1000)} {r.randrange(100, 1000)}", lambda r, _: f"+92 300 {r.randrange(1000000, 10000000)}",
    lambda r, _: "07700 " + _said(f"900{r.randrange(1000):03}"), lambda r, _: _said(_mobile(r)).replace(" ", ", ").replace("double,", "double"),
    lambda r, _: f"0 7700 900 {r.randrange(1000):03}", lambda r, _: f"0{r.choice(('161', '113'))}/496/0{r.randrange(1000):03}",
]


def _health_number(r: random.Random, start: str = "") -> str:
    while True:
        nine = (start or r.choice("4679")) + "".join(r.choice("0123456789") for _ in range(9 - len(start or "9")))
        if (check := 11 - sum(int(d) * (10 - i) for i, d in enumerate(nine)) % 11) != 10:
            number = nine + str(check % 11)
            assert nhs.is_valid(number)
            return number


def _chi(r: random.Random) -> str:
    return _health_number(r, f"{_day(r).replace(day=r.randrange(1, 10)):%d%m%y}")


def _cut(number: str, *lengths: int, between: str = " ") -> str:
    out, at = [], 0
    for length in lengths:
        out.append(number[at : at + length])
        at += length
    return between.join(out)


def _health_forms(number: Callable[[random.Random], str]) -> list[Form]:
    return [
        lambda r, _: number(r), lambda r, _: _cut(number(r), 3, 3, 4), lambda r, _: _cut(number(r), 6, 4),
        lambda r, _: _cut(number(r), 3, 3, 4, between="-"), lambda r, _: _cut(number(r), 3, 3, 4, between="/"),
        lambda r, _: _cut(number(r), 3, 3, 4, between="."), lambda r, _: " ".join(number(r)), lambda r, _: _cut(number(r), 6, 4, between="/"),
        lambda r, _: _said(number(r)), lambda r, _: _cut(number(r), 6, 4, between="-"),
    ]


def _upn(r: random.Random) -> str:
    rest = f"{r.choice(('801', '330', '873', '211', '382'))}{r.randrange(2000, 3000)}{r.randrange(12, 24)}{r.randrange(1, 1000):03}"
    number = upn.calc_check_digit(rest) + rest
    assert upn.is_valid(number)
    return number


_UPNS: list[Form] = [
    lambda r, _: _upn(r), lambda r, _: _cut(_upn(r), 1, 3, 4, 5), lambda r, _: _upn(r).lower(),
    lambda r, _: _cut(_upn(r), 1, 3, 4, 2, 3, between="/"), lambda r, _: _cut(_upn(r), 1, 3, 4, 5, between="/"),
    lambda r, _: _cut(_upn(r), 4, 4, 5, between="-"),
]


def _ni(r: random.Random) -> str:
    return r.choice(("AB", "CE", "JG", "LP", "WM", "YX")) + f"{r.randrange(10**6):06}" + r.choice("ABCD")


_NIS: list[Form] = [
    lambda r, _: _ni(r), lambda r, _: _cut(_ni(r), 2, 2, 2, 2, 1), lambda r, _: _cut(_ni(r), 2, 2, 2, 2, 1, between="/"),
    lambda r, _: _cut(_ni(r), 2, 6, 1).lower(), lambda r, _: " ".join(_ni(r)), lambda r, _: _cut(_ni(r), 2, 3, 3, 1, between="-"),
]


def _postcode(r: random.Random) -> tuple[str, str]:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return r.choice(("M13", "LS2", "BD7", "CF10", "EH6", "SW1A", "BT9", "G4", "SA1")), f"{r.randrange(1, 10)}{r.choice(letters)}{r.choice(letters)}"


_POSTCODES: list[Form] = [
    lambda r, _: " ".join(_postcode(r)), lambda r, _: "".join(_postcode(r)), lambda r, _: " ".join(_postcode(r)).lower(),
    lambda r, _: "".join(_postcode(r)).lower(), lambda r, _: "  ".join(_postcode(r)), lambda r, _: "-".join(_postcode(r)),
    lambda r, _: " ".join("".join(_postcode(r))).lower(), lambda r, _: " ".join("".join(_postcode(r))),
]


def _account(r: random.Random, even: int) -> str:
    return (r.choice(("jo_smith", "sams.mum", "leeds_mum", "rhys_b")) if even == 0 else r.choice(("zosia2011", "jo.smith", "mum_of_3", "itz_jay"))) + str(r.randrange(100))


_PROFILES = ("instagram.com/", "facebook.com/", "https://x.com/", "tiktok.com/@", "youtube.com/@", "www.linkedin.com/in/", "reddit.com/u/", "t.me/")


def _address(r: random.Random, streets: tuple[str, ...]) -> str:
    name = r.choice(("Acacia", "Mill", "Station", "St Mary's", "Upper Brook", "Larkwell"))
    return f"{r.randrange(1, 200)} {name} {r.choice(streets)}"


_ADDRESSES: list[Form] = [
    lambda r, _: _address(r, ("Street", "Road", "Lane", "Avenue")), lambda r, _: _address(r, ("Close", "Drive", "Crescent", "Terrace")),
    lambda r, _: f"Flat {r.randrange(1, 20)}, " + _address(r, ("Court", "Gardens", "Way")), lambda r, _: _address(r, ("St", "Rd", "Ave")) + ", Leeds",
    lambda r, _: _address(r, ("road", "street", "close")).lower(), lambda r, _: f"{r.randrange(2, 90)}{r.choice('abc')} " + _address(r, ("Grove", "Place", "Mews")).split(" ", 1)[1],
]
_ADDRESSES_CY: list[Form] = [lambda r, _: f"{r.randrange(1, 99)} Heol y Bont", lambda r, _: f"{r.randrange(1, 99)} Stryd Fawr"]
_ADDRESSES_PL: list[Form] = [lambda r, _: f"ul. Kwiatowa {r.randrange(1, 99)}", lambda r, _: f"{r.randrange(1, 99)} Beeston Road"]

_REFERENCES: list[Form] = [
    lambda r, _: f"EH{r.randrange(100, 1000)}/24/{r.randrange(100000):05}", lambda r, _: f"{r.randrange(10**6, 10**7)}",
    lambda r, _: f"SEN-2023-{r.randrange(10**4):04}", lambda r, _: f"{r.randrange(10, 99)}/{r.randrange(10**5, 10**6)}",
    lambda r, _: f"K{r.randrange(10**5, 10**6)}", lambda r, _: f"CS/{r.randrange(10**4, 10**5)}/{r.choice('AB')}",
    lambda r, _: f"{r.randrange(10**4, 10**5)}", lambda r, _: f"LCC {r.randrange(10**5, 10**6)}",
]


def _on_a_day(forms: Callable[[str], list[Callable[[dt.date], str]]], half: int) -> Form:
    return lambda r, language: r.choice(forms(language)[half::2])(_day(r))


def value(slot: str, language: str, half: int, r: random.Random) -> str:
    """What ``{slot}`` becomes; ``half`` is 0 for tuning, 1 for what is held out."""
    if slot == "name":
        return r.choice(NAMES[half::2])
    if slot == "age":
        return str(r.randrange(2, 15))
    if slot in ("date", "day_month"):
        return _on_a_day(_dates if slot == "date" else _days_months, half)(r, language)
    if slot in ("account", "handle"):
        return ("@" if slot == "handle" else "") + _account(r, half)
    if slot == "profile":
        return r.choice(_PROFILES[half::2]) + _account(r, half)
    forms = {
        "email": _EMAILS, "phone": _TELEPHONES, "nhs": _health_forms(_health_number), "chi": _health_forms(_chi), "upn": _UPNS,
        "ni": _NIS, "postcode": _POSTCODES, "address": _ADDRESSES, "address_cy": _ADDRESSES_CY, "address_pl": _ADDRESSES_PL,
        "ref": _REFERENCES,
    }[slot]
    return r.choice(forms[half::2])(r, language)
