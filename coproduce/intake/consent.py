"""Whether a response says yes to publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coproduce.intake.matching import key

if TYPE_CHECKING:
    from coproduce.intake.form import Form

#: A clear yes; a yes with something added; an answer of the form, or none; anything else.
GIVEN, CONDITIONAL, REFUSED, UNCLEAR = "given", "conditional", "refused", "unclear"


def consent_of(answer: str, form: Form) -> str:
    """What ``answer`` to the form's question for consent says. Only :data:`GIVEN` is a yes."""
    known, unknown = form.consent_answers.several(answer)
    if not unknown:
        return GIVEN if known == ["true"] else REFUSED
    if "false" in known or form.consent_answers.one(answer) == "false":
        return UNCLEAR
    said = key(answer)
    agreed = [key(label) for label, meaning in {**form.consent.understood, **form.consent.options}.items() if meaning == "true"]
    for label in sorted(agreed, key=len, reverse=True):
        rest = said.removeprefix(label)
        if rest != said and not rest[:1].isalnum():
            return UNCLEAR if rest.strip(" ,;.:!-").split(maxsplit=1)[:1] == ["not"] else CONDITIONAL
    return UNCLEAR
