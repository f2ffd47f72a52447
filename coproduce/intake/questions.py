"""A form's questions written out, to be pasted into Microsoft or Google Forms.

``contributions/README.md`` holds them between two comment lines, made from
``form.yml``, the vocabulary and the model, so that what is asked is what intake
understands. After a change of one of them::

    python -m coproduce.intake.questions contributions/README.md
"""

from __future__ import annotations

import sys
from pathlib import Path

from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground import own_files
from coproduce.ground.generated_part import replace_part
from coproduce.ground.read_input import read_page_input
from coproduce.intake.form import Form, Question
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.report import Report

BEGIN = "<!-- questions: made from form.yml, do not edit by hand -->"
END = "<!-- end of questions -->"


def answer_type(question: Question) -> str:
    """How a form service has to ask ``question``."""
    if question.options:
        return "choice, several answers" if question.several else "choice, one answer"
    return "text, long" if question.field == "body" or question.several else "text, one line"


def questions_markdown(form: Form, vocabulary: Vocabulary) -> str:
    """The questions in order, each with its type and its answers, as Markdown."""
    parts = []
    for number, question in enumerate(form.questions, 1):
        kind = answer_type(question) + (", required" if question.required else "")
        limit = f", at most {question.longest:,} characters" if question.longest else ""
        limit += " each" if limit and question.several else ""
        text = f"{number}. **{question.ask}**  \n   *{kind}{limit}*"
        if question.help:
            text += f"  \n   {question.help}"
        if question.field == "consent.given":
            text += f"  \n   {vocabulary.terms('consent_wordings')[form.consent_wording].description}"
        if question.options:
            text += "\n\n" + "\n".join(f"   - {label}" for label in question.offered)
        parts.append(text)
    return "\n\n".join(parts) + "\n"


def with_questions(text: str, form: Form, vocabulary: Vocabulary) -> str:
    """``text`` with the questions between its two comment lines brought up to date.

    Raises ``ValueError`` if the comment lines are not there.
    """
    return replace_part(text, BEGIN, END, questions_markdown(form, vocabulary))


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    written = with_questions(read_page_input(readme, readme.as_posix()), *form_and_vocabulary(Report.find(readme.parent).paths))
    own_files.write(readme, written, readme.parent)
