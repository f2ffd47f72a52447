"""How easily each page reads: sentences, grade, and abbreviations nobody explains.

A sentence ends with a full stop, question mark, exclamation mark or colon before
a line end. Headings and what is no sentence (cells, entries of lists) count for
abbreviations, and for length if they are too long, but not for the median.

The grade is the Automated Readability Index, which counts characters, words and
sentences: years of schooling (US) a reader needs. Of the library's measures it
is among those that need no dictionary, which would be fetched from the network.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import median

from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import split_front_matter
from coproduce.source.prose import Line, prose

#: Words that a sentence may have.
MOST_WORDS = 40

_WORD = re.compile(r"[\w□][\w□'’.,/–-]*")
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z□\d])")
_CLOSED = re.compile(r"[.!?][\"'”’)]*$")
# Full stops that end no sentence.
_ABBREVIATED = re.compile(r"\b(e\.g|i\.e|etc|vs|No|pp?|Dr|Mr|Mrs|Ms|St|cf|al)\.(?=\s)")
_CAPITALS = re.compile(r"(?<![\w/])(?=[A-Z])(?=(?:[A-Z0-9&]*[A-Z]){2})[A-Z][A-Z0-9&]+(?=s?(?!\w))")
_GLOSSARY = re.compile(r"(`{3,}|:{3,})\{glossary\}")


@dataclass(frozen=True)
class Sentence:
    """``text`` and the line it begins on. ``whole`` is false for what only stands
    where a sentence could: a cell, a heading, an entry of a list."""

    text: str
    line: int
    whole: bool = True

    @property
    def words(self) -> int:
        return len(_WORD.findall(self.text))


@dataclass(frozen=True)
class Reading:
    """What a page is like to read. ``unexplained`` are abbreviations in alphabetical order."""

    page: str
    sentences: int
    median: float
    longest: int
    grade: float
    unexplained: tuple[str, ...]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a page, with what readers see of its roles."""
    found: list[Sentence] = []
    for _, block in groupby(prose(text), key=lambda line: line.block):
        found += _of_block([line for line in block if line.spoken.strip()])
    return found


def long_sentences(text: str, path: str) -> Iterator[Problem]:
    """A problem for each sentence of more than :data:`MOST_WORDS` words."""
    for sentence in sentences(text):
        if sentence.words > MOST_WORDS:
            opening = " ".join(sentence.text.split()[:8])
            yield Problem(
                path, f"a sentence has {sentence.words} words: ‘{opening} …’", line=sentence.line,
                code="prose.long-sentence", expected=f"at most {MOST_WORDS} words", action="Make two sentences of it.")


def readings(texts: dict[str, str]) -> list[Reading]:
    """One for each page that has sentences, in the order given."""
    known = {word for text in texts.values() for term in glossary_terms(text) for word in _words(term)}
    return [made for page, text in texts.items() if (made := _reading(page, text, known))]


def glossary_terms(text: str) -> list[str]:
    """The terms that the glossaries of a page explain."""
    _, body, _ = split_front_matter(text)
    terms: list[str] = []
    fence = ""
    for line in body.split("\n"):
        if not fence:
            opened = _GLOSSARY.match(line)
            fence = opened[1] if opened else ""
        elif line.rstrip() == fence:
            fence = ""
        elif line[:1].strip() and not line.startswith(":"):
            terms.append(line.strip())
    return terms


def as_text(made: list[Reading]) -> str:
    """The readings as a table for a terminal."""
    if not made:
        return "No page has a sentence yet."
    width = max(len(reading.page) for reading in made)
    lines = [f"{'page':<{width}}  sentences  median  longest  grade  abbreviations that nobody explains"]
    for r in made:
        lines.append(
            f"{r.page:<{width}}  {r.sentences:>9}  {r.median:>6.3g}  {r.longest:>7}  {r.grade:>5.1f}  "
            + (", ".join(r.unexplained) or "–"))
    return "\n".join(lines)


def _of_block(lines: list[Line]) -> Iterator[Sentence]:
    """The sentences of a paragraph, each with the line that it begins on."""
    if not lines:  # nothing but roles that say nothing
        return
    text, starts = "", []
    for line in lines:
        text += " " if text else ""
        starts.append((len(text), line.number))
        text += line.spoken.strip()
    at = 0
    held = _ABBREVIATED.sub(lambda match: match[1] + "\u2024", text)
    for piece in _END.split(held):
        begin = held.index(piece, at)
        at = begin + len(piece)
        number = starts[bisect_right(starts, begin, key=itemgetter(0)) - 1][1]
        if piece.strip():
            whole = not lines[0].heading and bool(_CLOSED.search(piece.strip()))
            yield Sentence(piece.strip(), number, whole)


def _reading(page: str, text: str, known: set[str]) -> Reading | None:
    import textstat

    all_of_them = sentences(text)
    whole = [s for s in all_of_them if s.whole and s.words]
    if not whole:
        return None
    spoken = " ".join(s.text for s in all_of_them)
    expanded = set(re.findall(r"\(([A-Z][A-Z0-9&]+)\)", spoken))
    used = {match[0] for match in _CAPITALS.finditer(spoken)}
    lengths = [s.words for s in whole]
    grade = textstat.automated_readability_index(" ".join(s.text.replace("□", "it") for s in whole))
    return Reading(page, len(whole), median(lengths), max(lengths), grade,
                   tuple(sorted(used - known - expanded)))


def _words(term: str) -> list[str]:
    """A term's abbreviations, also without the s of the plural."""
    return [match[0] for match in _CAPITALS.finditer(term)]
