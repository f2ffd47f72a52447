"""The file that the page *Contribute* saves: one response, as people can read it.

::

    form: connected-data-2026
    response: bcdf-ghjk-lmnp
    submitted: 2026-11-22
    consent: 2026-11
    language: ur

    ### What is your point, in one sentence?

    Families carry the story from desk to desk

    ### End of the contribution

``response`` is drawn by lot when the page is opened; it tells the file from all
others, and nothing about who wrote it. ``language`` is there if the page was not in the
report's own; questions, and answers that are chosen, are in that one on every page. The
same text may come in an e-mail, with other words before it, with the signs that mail
programs put before each line and the quotation marks that they change. Nothing below the last line is read. Where that
is lacking, because the file is older or somebody copied less, of an answer that is
chosen from a list no more is read than the answer: a signature may follow. It is
untrusted, as an issue is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.intake.issue_form import split_answers
from coproduce.intake.mail import unquoted, unwrapped, width_of
from coproduce.intake.matching import key

if TYPE_CHECKING:
    from coproduce.intake.form import Question
    from coproduce.intake.matching import Choices

#: The last line that the page saves. What somebody types cannot be mistaken for it: there, ### is moved to the right.
END = "### End of the contribution"
_HEAD = re.compile(
    r"^form:[ \t]*(?P<form>\S+)\s+^response:[ \t]*(?P<response>[b-df-hj-np-tv-xz]{4}(?:-[b-df-hj-np-tv-xz]{4}){2,3})\s+"
    r"^submitted:[ \t]*(?P<submitted>\d{4}-\d\d-\d\d)\s+^consent:[ \t]*(?P<consent>\S+)[ \t]*$"
    r"(?:\s+^language:[ \t]*(?P<language>[A-Za-z-]{2,15})[ \t]*$)?",
    re.MULTILINE,
)
_MARKS_BEFORE_LINE = re.compile(r"^[> \t]+", re.MULTILINE)
_QUESTION = re.compile(r"^### +(.+?)[ \t]*$", re.MULTILINE)
_END = re.compile(r"^### +" + re.escape(END.removeprefix("### ")) + r"[ \t]*$", re.MULTILINE | re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
#: What may follow an agreement in the next line, and makes a condition of it.
_CONDITION = re.compile(r"(?:but|only|if|unless|except|provided|as long|however|though|not)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Saved:
    """A saved response: the form it answers, its own id, day, consent wording and answers by question.

    ``language`` is that of the page, "" for the report's own; ``width`` is that at which a mail program had cut the lines, 0 if none did.
    """

    form: str
    response: str
    submitted: str
    consent: str
    answers: dict[str, str]
    width: int = 0
    language: str = ""


def read_saved(text: str, path: str, questions: tuple[Question, ...]) -> Saved | None:
    """The response in ``text``, None if it is not one that the page saved.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if there is no answer in it,
    a question stands in it twice, or several responses do; ``path`` names it in messages.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    _only_one(text, path)
    text = unquoted(text)
    head = _HEAD.search(text)
    if head is None:
        return None
    end = _END.search(text, head.end())
    below = _headings_joined(text[head.end() : end.start() if end else len(text)], questions)
    asked = tuple(question.ask for question in questions)
    answers = split_answers(below, path, asked)
    if end is None and answers:
        last = list(answers)[-1]
        answers[last] = _SIGNATURE.split(answers[last])[0].strip()
    texts = {q.ask: q for q in questions}
    written = "\n\n".join(answer for ask, answer in answers.items() if texts[ask].field == "body")
    width = width_of(written, "\n".join(answers.values()))
    answers = {ask: _answer(answer, texts[ask], width, ended=end is not None) for ask, answer in answers.items()}
    return Saved(**head.groupdict(default=""), answers=answers, width=width)


def _only_one(text: str, path: str) -> None:
    """Raises if several responses stand in ``text``."""
    bare = _MARKS_BEFORE_LINE.sub("", text)
    heads = list(_HEAD.finditer(bare))
    if len(heads) < 2:
        return
    lines = [bare.count("\n", 0, head.start()) + 1 for head in heads]
    once = len({head["response"] for head in heads}) == 1
    raise ProblemsFound([Problem(
        path,
        f"{'The same contribution' if once else 'More than one contribution'} stands in this file"
        f"{f' {len(lines)} times' if once else ''}: in lines {', '.join(map(str, lines[:-1]))} and {lines[-1]} one begins.",
        line=lines[1], code="intake.several", expected="one contribution in a file, from its line 'form:' to its last answer",
        action="Keep one of them, the newer, in this file." if once
        else "Split them: save each in a file of its own, and take them all in.")])


def _headings_joined(text: str, questions: tuple[Question, ...]) -> str:
    """``text`` with the form's questions as the form has them, where a mail program cut or changed them."""
    asked = {key(question.ask): question.ask for question in questions}
    lines, out = text.split("\n"), []
    position = 0
    while position < len(lines):
        line, taken = lines[position], 1
        if found := _QUESTION.fullmatch(line):
            for more in range(1, 4):
                words = key(" ".join([found.group(1), *lines[position + 1 : position + more]]))
                if words in asked:
                    line, taken = f"### {asked[words]}", more
                    break
        out.append(line)
        position += taken
    return "\n".join(out)


def _answer(text: str, question: Question, width: int, ended: bool) -> str:
    if question.choices is None:
        return unwrapped(text, width, entries=question.several)
    if question.several:
        return text
    return " ".join(text.split()) if ended else _chosen(text, question.choices)


def _chosen(text: str, choices: Choices) -> str:
    """The answer with which ``text`` begins: a label that may have been cut, else the first line.

    What makes a condition of it in the next line is part of it.
    """
    lines = [line.strip() for line in text.split("\n")]
    for number in range(1, len(lines) + 1):
        label = " ".join(lines[:number])
        if choices.one(label) is not None:
            after = "\n".join(lines[number:])
            return f"{label} {' '.join(after.split())}" if _CONDITION.match(after) else label
    return lines[0]
