"""The form in a further language, as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coproduce.ground.language_tags import Language


@dataclass(frozen=True)
class TranslatedQuestion:
    """A question in the language: its words, its help, and the answers by what they stand for."""

    ask: str
    help: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Translation:
    """The form in ``language``. ``confirmed`` is by whom and when, "" while nobody answers for it."""

    language: Language
    path: str
    confirmed: str
    title: str
    introduction: tuple[str, ...]
    unreviewed: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    words: Mapping[str, str]
    personal: Mapping[str, str]
    consent: str
    questions: Mapping[str, TranslatedQuestion]
