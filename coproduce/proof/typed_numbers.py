"""Finds statistics that somebody typed instead of computing.

A number in prose is either computed and registered (role ``value``), or a date,
a section number and the like, or said not to be a statistic with the role
``not-a-statistic``. Everything else stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from coproduce.ground.problems import Problem
from coproduce.source.prose import Line, prose, shown_strings

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
# Numbers that name something rather than measure it.
_NAMES = re.compile(
    rf"""
      \b\d{{1,2}}\ (?:(?:{_MONTH})(?:\ {_YEAR})?)\b        # 23 February 2026
    | \b(?:{_MONTH})\ \d{{1,2}}\b                          # February 23
    | \b{_YEAR}[/–-]\d\d(?:\d\d)?\b                        # 2014/15, 2021-22
    | \b{_YEAR}s?\b                                        # 2014, 2010s
    | \b(?:[Ss]ections?|[Aa]rticles?|[Pp]arts?|[Ss]chedules?|[Rr]egulations?|[Cc]lauses?|[Pp]aragraphs?
         |[Rr]ecommendations?|[Cc]hapters?|[Ff]igures?|[Tt]ables?|[Ss]teps?|[Vv]ersions?|[Ll]evels?
         |[Ss]tages?|[Yy]ears?|[Pp]rinciples?|[Rr]ows?|[Ll]ines?|[Pp]ages?|[Nn]umbers?|No\.|c\.|v)
      \ ?\d+[A-Z]*(?:\.\d+)*(?:\(\w+\))*                    # section 16LA(4)(b), key stage 4
      (?:(?:,|\ to|\ and|\ or|–)\ ?\d+[A-Z]*(?:\(\w+\))*)*
    | \b[A-Za-z]+[-–]?\d[\w.-]*                            # A4, N8, PDF/UA-1, SEN2
    | \bPDF/\w+-\d\w*
    | \b\d+(?:st|nd|rd|th)\b                               # 19th century
    """,
    re.VERBOSE,
)
_DIGITS = r"[£$€]?\s?\d[\d,.]*\d|[£$€]?\s?\d"
_UNIT = r"(?:\s?%|\s?(?:per\s?cent|percentage points?|million|billion|thousand|hundred|bn|m)\b)?"
_WORDS = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_FOUND = re.compile(
    rf"(?:{_DIGITS}){_UNIT}"
    rf"|{_WORDS}[- ](?:per\s?cent|percentage points?|hundred|thousand|million|billion)\b"
    rf"|{_WORDS} in (?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b"
    r"|\bhalf (?:of|the)\b"
    r"|\b(?:a|one|two|three)[- ](?:half|third|thirds|quarter|quarters|fifth|fifths)\b of\b",
    re.IGNORECASE,
)


#: What names something, and what makes a number a quantity, in languages other than English: patterns like those above.
_NAMES_IN = {
    "de": r"""
      \b\d{1,2}\.\ (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?:\ (?:19|20)\d\d)?\b
    | \b(?:Abschnitte?|Absatz|Artikel|Teile?|Anlagen?|Kapitel|Abbildung(?:en)?|Tabellen?|Schritte?|Fassung|Stufen?|Klassen?
         |Empfehlung(?:en)?|Schlussfolgerung(?:en)?|Zeilen?|Seiten?|Nummern?|Nr\.|Jahre?|Satz|§§?)
      \ ?\d+[a-z]?(?:\.\d+)*(?:(?:,|\ bis|\ und|\ oder|–)\ ?\d+[a-z]?)*
    | \b\d+\.(?=\ (?:Jahrhundert|Auflage|Ausgabe)\b)
    """,
}
_WORDS_DE = (r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|fünfzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|"
             r"achtzig|neunzig)")
_FOUND_IN = {
    "de": rf"(?:{_DIGITS})(?:\s?%|\s?(?:Prozent|Prozentpunkten?|Million(?:en)?|Milliarden?|Tausend|Hundert|Mio\.|Mrd\.))?"
          rf"|(?:{_WORDS_DE}|\beine?)[- ](?:Prozent|Prozentpunkten?|hundert|tausend|Million(?:en)?|Milliarden?)\b"
          rf"|{_WORDS_DE} von (?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwanzig|hundert)\b"
          r"|\bdie Hälfte\b|\b(?:ein|zwei|drei)[- ](?:Drittel|Viertel|Fünftel)\b",
}


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names and what finds numbers in a language, ``code`` without its country; English where there are none of its own."""
    if code not in _NAMES_IN:
        return _NAMES, _FOUND
    names = re.compile(f"{_NAMES.pattern}|{_NAMES_IN[code]}", re.VERBOSE)
    return names, re.compile(f"{_FOUND_IN[code]}|{_FOUND.pattern}", re.IGNORECASE)


def typed_numbers(text: str, path: str, language: str = "en-GB") -> list[Problem]:
    """A problem for each statistic typed into a page's prose or figure texts, in a report in ``language``."""
    return [
        Problem(
            path, f"‘{number}’ looks like a statistic typed by hand", line=line.number, code="prose.typed-number",
            expected="a registered value, such as {value}`name`",
            action="Compute it in a cell with chapter.value(…) and refer to it by name. "
            "If it is no statistic, write {not-a-statistic}`" + number + "`.")
        for line, number in _suspects([*prose(text), *shown_strings(text)], language.partition("-")[0])
    ]


def _suspects(lines: list[Line], code: str) -> Iterator[tuple[Line, str]]:
    names, found = _patterns(code)
    for line in lines:
        # Blanked rather than cut, so that words on both sides stay apart.
        text = names.sub(lambda name: "□" * len(name.group()), line.text)
        for match in found.finditer(text):
            yield line, match.group().strip()
