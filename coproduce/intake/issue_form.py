"""The issue form of a forge: written from the report's form, and its answers read back.

``.github/ISSUE_TEMPLATE/contribution.yml`` asks what ``contributions/form.yml``
asks, with the vocabulary's terms to choose from. The forge turns the answers
into an issue's body, one heading with each question. After a change of the form
or of the vocabulary, in the report's folder::

    python -m coproduce.intake.issue_form

A body is untrusted text. Nothing in it is obeyed, and a question that stands in
it twice stops the reading, so that no answer can pretend to be another one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground import own_files
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.source.folders import paths_of
from coproduce.source.paths import Paths

if TYPE_CHECKING:
    from coproduce.intake.form import Form, Question

#: Where the form lies in a report's folder.
PLACE = ".github/ISSUE_TEMPLATE/contribution.yml"

#: What stands above a body as columns do in an export: which response it is, and its day.
NUMBER, SUBMITTED = "Response ID", "Submitted"

_INTRODUCTION = """\
Everything in this form is public from the moment you send it, and so is the name of your account, \
whatever you choose below. If you do not want to be seen here, use another way: CONTRIBUTING.md tells which there are.

Do not write about a child, a patient or another person in a way that lets anyone find out who they are. \
Give no e-mail addresses, telephone numbers, postcodes or dates of birth.
"""
_NO_RESPONSE = "_No response_"
#: Fields whose answer takes more than one line.
_LONG = ("body", "asks", "organisations")


def issue_form(form: Form, vocabulary: Vocabulary) -> dict[str, Any]:
    """The form's definition, in the syntax of GitHub's issue forms."""
    return {
        "name": "Contribute to the report",
        "description": "Say what you know. An editor reads it before it enters the report.",
        "title": "Contribution",
        "labels": ["contribution"],
        "body": [
            {"type": "markdown", "attributes": {"value": _INTRODUCTION}},
            *(_element(question, form, vocabulary) for question in form.questions),
        ],
    }


def _element(question: Question, form: Form, vocabulary: Vocabulary) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": question.ask}
    if question.help:
        attributes["description"] = question.help
    options = list(question.offered)
    if question.field == "consent.given":
        words = vocabulary.terms("consent_wordings")[form.consent_wording].description
        agreed = next(label for label, meaning in question.offered.items() if meaning == "true")
        attributes |= {"description": words, "options": [{"label": agreed, "required": True}]}
        kind = "checkboxes"
    elif options and question.several:
        attributes["options"] = [{"label": option} for option in options]
        kind = "checkboxes"
    elif options:
        attributes["options"] = options
        kind = "dropdown"
    else:
        kind = "textarea" if question.field in _LONG else "input"
    element = {"type": kind, "id": element_id(question.field), "attributes": attributes}
    # A checkbox is required by itself, not as a question.
    return element if kind == "checkboxes" else {**element, "validations": {"required": question.required}}


def element_id(field: str) -> str:
    """The id of a field's question, by which an address can fill it in.

    With a word before it: the forge takes ``title`` and ``body`` for those of the
    issue itself.
    """
    return "answer-" + re.sub(r"[._]", "-", field)


def issue_form_text(form: Form, vocabulary: Vocabulary) -> str:
    """The form's file."""
    import yaml

    text = yaml.safe_dump(issue_form(form, vocabulary), sort_keys=False, allow_unicode=True, width=100)
    return (
        "# Made from contributions/form.yml and vocabulary.yml; do not edit by hand. To write it anew:\n"
        f"# python -m coproduce.intake.issue_form\n{text}"
    )


def write_issue_form(paths: Paths) -> Path:
    """Write the report's issue form; where it was written."""
    from coproduce.intake.form_file import form_and_vocabulary

    file = paths.root / PLACE
    own_files.write(file, issue_form_text(*form_and_vocabulary(paths)), paths.root)
    return file


def event_text(event: dict[str, Any]) -> str:
    """The issue of a forge's event, as the file that intake takes.

    Above the body, which is left as it is, stand the issue's number and the day
    on which it was opened.
    """
    issue = event["issue"]
    number, opened = int(issue["number"]), str(issue["created_at"])[:10]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", opened):
        raise ValueError(f"{opened!r} is not a date")
    return f"---\nissue: {number}\nsubmitted: {opened}\n---\n\n{issue.get('body') or ''}\n"


_HEAD = re.compile(r"\A---\nissue: (\d+)\nsubmitted: (\d{4}-\d\d-\d\d)\n---\n")
_HEADING = re.compile(r"^### +(.+?)\s*$", re.MULTILINE)
_BOX = re.compile(r"\s*- \[([ xX])\] (.+?)\s*")


def parse_issue_body(
    text: str, path: str = "the issue", questions: Collection[str] | None = None
) -> dict[str, str]:
    """The answers in an issue's body, by question; questions left empty are absent.

    Of boxes, those that are ticked, one a line. With ``questions``, only these
    headings count; any other is part of the answer in which it stands. If the
    text begins as :func:`event_text` writes it, the number and the day are there
    as ``Response ID`` and ``Submitted``, which no heading can replace. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if there is no question in it, or
    one stands in it twice; ``path`` names it in messages.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = _HEAD.match(text)
    own = {NUMBER: f"issue-{head.group(1)}", SUBMITTED: head.group(2)} if head else {}
    answers = {label: _answer(words) for label, words in split_answers(text, path, questions, own).items()}
    return own | {label: answer for label, answer in answers.items() if answer}


def split_answers(
    text: str, path: str, questions: Collection[str] | None = None, taken: Collection[str] = ()
) -> dict[str, str]:
    """What stands below each question's heading in ``text``, as it is.

    Arguments and errors as for :func:`parse_issue_body`; a heading of ``taken``
    counts as one that stands there twice.
    """
    marks = [m for m in _HEADING.finditer(text) if questions is None or m.group(1) in questions]
    if not marks:
        stop_if_any([Problem(
            path, "This is not an answered form: no question stands in it.", code="issue.no-form",
            expected="the issue form's questions as headings, each with its answer below",
            action="Ask the contributor to use the form, or copy the text into it for them.")])
    times = Counter([*taken, *(m.group(1) for m in marks)])
    stop_if_any(
        Problem(
            path, f"The question ‘{label}’ stands in it {number} times.",
            line=text.count("\n", 0, [m for m in marks if m.group(1) == label][-1].start()) + 1, code="issue.twice",
            field=label, expected="each question once",
            action="Read which answer is meant, and take the other heading out.")
        for label, number in times.items() if number > 1
    )
    ends = [*(m.start() for m in marks[1:]), len(text)]
    return {mark.group(1): text[mark.end(): end].strip() for mark, end in zip(marks, ends)}


def _answer(text: str) -> str:
    if text == _NO_RESPONSE:
        return ""
    boxes = [_BOX.fullmatch(line) for line in text.split("\n") if line.strip()]
    ticked = [box for box in boxes if box]
    if boxes and len(ticked) == len(boxes):
        return "\n".join(box.group(2) for box in ticked if box.group(1) in "xX")
    return text


if __name__ == "__main__":
    import sys

    if len(sys.argv) == 3:  # the event's file and the file to write: a workflow's way in
        event = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        own_files.write(Path(sys.argv[2]), event_text(event), Path(sys.argv[2]).parent)
    else:
        print(write_issue_form(paths_of(Path.cwd())))
