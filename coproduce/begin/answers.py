"""What a person says of a report that is to be begun."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from coproduce.begin.choices import FORGES, LICENCES
from coproduce.ground.interface_words import has_words, listed_languages
from coproduce.ground.problems import Problem
from coproduce.source.settings import is_language

#: The countries of languages that one country's speakers are most of.
_MOST_SPOKEN_IN = {"de": "DE"}
#: Longest title or name: it stands on one line of a cover.
LONGEST = 120


@dataclass(frozen=True)
class Answers:
    """``language`` is a code with a country, such as en-IE: it decides in which words the report begins, how dates and
    numbers are written, and the regions and types of organisation.

    ``date`` is the first edition's (ISO).
    """

    title: str
    publisher: str
    language: str
    licence: str
    forge: str
    date: str

    @property
    def slug(self) -> str:
        """The title as the name of a file: small letters, digits and hyphens."""
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "report"

    @property
    def spoken(self) -> str:
        """The language without its country."""
        return self.language.partition("-")[0]

    @property
    def country(self) -> str:
        """The country of the language code, or that where most people speak the language; "" if neither is plain."""
        return self.language.partition("-")[2] or _MOST_SPOKEN_IN.get(self.language, "")


def check_answers(answers: Answers) -> Iterator[Problem]:
    """What cannot stand in a report's settings."""
    for option, text in (("--title", answers.title), ("--publisher", answers.publisher)):
        if not text.strip():
            yield _problem(option, "this is empty", "a few words")
        elif len(text) > LONGEST:
            yield _problem(option, f"this has {len(text)} characters", f"at most {LONGEST}")
        elif any(unicodedata.category(sign).startswith("C") for sign in text):
            yield _problem(option, "this holds a character that cannot be shown", "one line of words")
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", answers.language) or not is_language(answers.language):
        yield _problem("--language", f"‘{answers.language}’ is not a language that dates can be written in",
                       "a code such as en-GB or de-DE")
    elif not has_words(answers.language):
        yield _problem("--language", f"there is no catalogue of the interface's words in ‘{answers.language}’",
                       f"one of these, with a country or without: {listed_languages()}")
    if answers.licence not in LICENCES:
        yield _problem("--licence", f"‘{answers.licence}’ is none of the licences known here", ", ".join(LICENCES))
    if answers.forge not in FORGES:
        yield _problem("--forge", f"there are no workflows for ‘{answers.forge}’", ", ".join(FORGES))


def _problem(option: str, message: str, expected: str) -> Problem:
    return Problem("coproduce init", message, field=option, code="init.answer", expected=expected, action=f"Say another with {option}.")
