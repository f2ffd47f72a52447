"""Finds words that neither the dictionary nor the report knows."""

from __future__ import annotations

from pathlib import Path

from coproduce.ground.problems import Problem
from coproduce.ground.read_input import read_page_input
from coproduce.proof.spelling.dictionary import Words, words
from coproduce.proof.spelling.texts import names, texts
from coproduce.source.paths import Paths

#: Words for which a suggestion is looked up; each takes a tenth of a second.
MOST_SUGGESTIONS = 20

#: Languages whose words are spelt as the dictionary has them. American, Canadian and Australian English differ.
IN_BRITISH_SPELLING = frozenset({"en", "en-GB", "en-IE"})

#: Words that commands write into a report's files and no dictionary has.
OURS = ("changelog",)


def checks_spelling_of(language: str) -> bool:
    """Whether the dictionary is right for a report in ``language``, such as en-GB."""
    return language in IN_BRITISH_SPELLING


def not_checked(language: str) -> str:
    """A line for who asks for a check of a report whose words no dictionary here knows; "" for others."""
    if checks_spelling_of(language):
        return ""
    return (f"Spelling was not checked: the dictionary is British English, and the report's language is {language} "
            f"(it is right for {', '.join(sorted(IN_BRITISH_SPELLING))}).")


def check_spelling(paths: Paths, language: str = "en-GB") -> list[Problem]:
    """A problem for each unknown word, at the first place in each file where it stands.

    In a report in a ``language`` that the dictionary is wrong for only the report's own list is looked at.
    """
    own, problems = read_words(paths.words, paths.relative(paths.words))
    if not checks_spelling_of(language):
        return problems
    known = Words([*own, *OURS], names(paths))
    places: dict[tuple[str, str], int] = {}
    for path, line in texts(paths):
        for word in words(line.text):
            if not known.known(word):
                places.setdefault((path, word), line.number)
    known.save()
    suggestions: dict[str, str] = {}
    for _, word in places:
        if word not in suggestions and len(suggestions) < MOST_SUGGESTIONS:
            suggestions[word] = known.suggestion(word)
    listed = paths.relative(paths.words)
    return problems + [
        Problem(path, f"‘{word}’ is in no list of words", line=number, code="spelling.unknown",
                expected=f"‘{suggestions[word]}’?" if suggestions.get(word) else "a word in British spelling",
                action=f"Correct it, or add it to {listed} if it is right.")
        for (path, word), number in places.items()
    ]


def read_words(path: Path, relative: str) -> tuple[list[str], list[Problem]]:
    """The report's own words, one a line in alphabetical order, and what is wrong with the list.

    A word with a capital is known only so; lines that begin with # are remarks.
    """
    if not path.is_file():
        return [], []
    found: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_page_input(path, relative).splitlines(), 1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        if found and _order(word) <= _order(found[-1]):
            problems.append(Problem(
                relative, f"‘{word}’ stands after ‘{found[-1]}’", line=number, code="spelling.order",
                expected="each word once, in alphabetical order", action="Sort the list, so that two people's additions rarely meet."))
        found.append(word)
    return found, problems


def _order(word: str) -> tuple[str, str]:
    return word.lower(), word
