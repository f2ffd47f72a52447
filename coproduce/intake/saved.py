"""The file that the page *Contribute* saves: one response, as people can read it.

::

    form: connected-data-2026
    response: bcdf-ghjk-lmnp
    submitted: 2026-11-22
    consent: 2026-11

    ### What is your point, in one sentence?

    Families carry the story from desk to desk

``response`` is drawn by lot when the page is opened; it tells the file from all
others, and nothing about who wrote it. The same text may come in an e-mail, with
other words before it, with the signs that mail programs put before each line and
the quotation marks that they change. It is untrusted, as an issue is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coproduce.intake.issue_form import split_answers
from coproduce.intake.matching import key

_HEAD = re.compile(
    r"^form:[ \t]*(?P<form>\S+)\s+^response:[ \t]*(?P<response>[b-df-hj-np-tv-xz]{4}(?:-[b-df-hj-np-tv-xz]{4}){2,3})\s+"
    r"^submitted:[ \t]*(?P<submitted>\d{4}-\d\d-\d\d)\s+^consent:[ \t]*(?P<consent>\S+)[ \t]*$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^[> \t]+(?=form:)", re.MULTILINE)
_QUESTION = re.compile(r"^### +(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Saved:
    """A saved response: the form it answers, its own id, day, consent wording and answers by question."""

    form: str
    response: str
    submitted: str
    consent: str
    answers: dict[str, str]


def read_saved(text: str, path: str, questions: tuple[str, ...]) -> Saved | None:
    """The response in ``text``, None if it is not one that the page saved.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if there is no answer in it,
    or a question stands in it twice; ``path`` names it in messages.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = _as_saved(text)
    head = _HEAD.search(text)
    if head is None:
        return None
    asked = {key(question): question for question in questions}
    below = _QUESTION.sub(lambda m: f"### {asked.get(key(m.group(1)), m.group(1))}", text[head.end():])
    return Saved(**head.groupdict(), answers=split_answers(below, path, questions))


def _as_saved(text: str) -> str:
    """``text`` without what a mail program put before each line, if it did."""
    quoted = _QUOTED.search(text)
    if quoted is None:
        return text
    before = quoted.group()
    lines = (line if line.startswith(before) or line.strip() != before.strip() else before for line in text.split("\n"))
    return "\n".join(line.removeprefix(before) for line in lines)
