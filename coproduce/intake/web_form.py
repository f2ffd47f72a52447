"""The report's form as a page shows it: questions, controls, and what its script needs.

Made from the same questions as the forms of other services, so that what is typed
here is taken in like any other response. The page's template is
``publish/html/templates/contribution-form.html``, its script
``publish/html/lazy/contribute.js``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.contributions.questions import ASKED_WHEN, NEEDED_WHEN
from coproduce.ground.interface_words import current_language, is_english, number, say_all
from coproduce.intake.form_words import SCRIPT, WORDS, halves
from coproduce.intake.issue_form import PLACE, element_id
from coproduce.intake.saved import END

if TYPE_CHECKING:
    from jinja2 import Template

    from coproduce.contributions.vocabulary import Vocabulary
    from coproduce.intake.form import Form, Question
    from coproduce.intake.translation import Translation

_TEMPLATES = Path(__file__).parents[1] / "publish" / "html" / "templates"
#: More answers than these to choose one from stand in a menu.
MOST_RADIOS = 7
#: What browsers call the fields that they can fill in (WCAG 2.2, 1.3.5).
AUTOCOMPLETE = {"contributor.name": "name", "contributor.organisation": "organization"}
#: Longest address that is opened: servers commonly refuse more than 8 kB.
MAX_ADDRESS = 7500


@dataclass(frozen=True)
class Field:
    """A question on the page. ``control`` is "line", "text", "lines" (one entry a
    line), "radios", "menu", "boxes" or "consent"; ``options`` are pairs of what an
    answer stands for and its label."""

    name: str
    id: str
    label: str
    hint: str
    control: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()
    longest: int | None = None
    most: int | None = None
    autocomplete: str = "off"
    #: What the answer must be, in words for people.
    rule: str = ""
    #: Question and answers as the report asks them, and words of consent in its language beside a translation.
    ask: str = ""
    saves: tuple[tuple[str, str], ...] = ()
    original: str = ""


def _rule(field: Field, words: Mapping[str, str]) -> str:
    most = number(field.longest) if field.longest else ""
    if field.control == "boxes":
        return words["choose_all"]
    if not most:
        return ""
    if field.control == "lines":
        rule = words["most_lines"].replace("{lines}", str(field.most)) if field.most else words["one_a_line"]
        return rule.replace("{most}", most)
    return words["most_characters"].replace("{most}", most)


def fields(form: Form, vocabulary: Vocabulary, translation: Translation | None = None) -> list[Field]:
    """The questions of ``form`` in their order, in the report's language or as ``translation`` has them."""
    made = (_field(question, form, vocabulary) for question in form.questions)
    words = translation.words if translation else say_all(WORDS.items())
    asked = [_translated(field, translation) if translation else field for field in made]
    return [replace(field, rule=_rule(field, words)) for field in asked]


def _translated(field: Field, translation: Translation) -> Field:
    asked = translation.questions[field.name]
    options = tuple((meaning, asked.answers[meaning]) for meaning, _ in field.options)
    consent = field.control == "consent"
    return replace(field, label=asked.ask, options=options, hint=translation.consent if consent else asked.help,
                   original=field.hint if consent else "")


def _field(question: Question, form: Form, vocabulary: Vocabulary) -> Field:
    options = tuple((meaning, label) for label, meaning in question.offered.items())
    hint, required = question.help, question.required
    if question.field == "consent.given":
        control = "consent"
        hint = vocabulary.terms("consent_wordings")[form.consent_wording].description
        options = tuple(option for option in options if option[0] == "true")
    elif options:
        control = "boxes" if question.several else "radios" if len(options) <= MOST_RADIOS else "menu"
    else:
        control = "text" if question.field == "body" else "lines" if question.several else "line"
    return Field(
        question.field, f"contribute-{question.field.replace('.', '-').replace('_', '-')}", question.ask, hint,
        control, required, options, question.longest, question.most if question.several else None,
        AUTOCOMPLETE.get(question.field, "off"), ask=question.ask, saves=options,
    )


def script_data(
    form: Form, vocabulary: Vocabulary, title: str, repository: str = "", translation: Translation | None = None
) -> dict[str, Any]:
    """What the page's script checks, saves and opens with, ready for JSON."""
    from coproduce.intake.browser_scan import scan_rules  # compiles patterns, which other pages do not need

    words, rules = translation.words if translation else say_all(WORDS.items()), scan_rules()
    if translation:
        rules = rules | {"kinds": dict(translation.personal)}
    return {
        "form": form.name,
        "consent": form.consent_wording,
        "end": END,
        "title": title,
        "kind": form.kind,
        "language": translation.language.tag if translation else "",
        # Digits as they are typed: those of the keyboard, in every language.
        "locale": f"{translation.language.tag}-u-nu-latn" if translation else (
            f"{current_language()}-u-nu-latn" if not is_english() else "en-GB"),
        "words": {name: words[name] for name in SCRIPT if name != "issue_opens" or issues_address(repository)},
        "questions": [
            {
                "field": field.name, "id": field.id, "label": field.label, "control": field.control,
                "required": field.required, "longest": field.longest, "most": field.most,
                "ask": field.ask, "saves": dict(field.saves),
                "asked": ASKED_WHEN.get(field.name, {}), "needed": NEEDED_WHEN.get(field.name),
                "issue": element_id(field.name) if field.control in ("line", "text", "lines") else "",
            }
            for field in fields(form, vocabulary, translation)
        ],
        "issues": issues_address(repository),
        "longestAddress": MAX_ADDRESS,
        "personal": rules,
    }


def issues_address(repository: str) -> str:
    """Where a new issue with the form is opened; "" unless the forge knows forms that an address fills in."""
    if not repository.startswith("https://github.com/"):
        return ""
    return f"{repository}/issues/new?template={PLACE.rpartition('/')[2]}"


def form_html(
    form: Form, vocabulary: Vocabulary, title: str, repository: str = "", contact: str = "", translation: Translation | None = None
) -> str:
    """The form, as HTML for a page that has the script and the style, in the report's language or that of ``translation``.

    ``contact`` is where answers are sent to, if that is known.
    """
    data = json.dumps(script_data(form, vocabulary, title, repository, translation), ensure_ascii=False, separators=(",", ":"))
    return _template().render(
        fields=fields(form, vocabulary, translation), asked_when=ASKED_WHEN, needed_when=NEEDED_WHEN,
        issues=issues_address(repository), title=title, contact=contact, halves=halves,
        words=translation.words if translation else say_all(WORDS.items()), original_language=form.language or "en",
        chosen=translation.language.tag if translation else "",
        # Within a script element only "<" can end it.
        data=data.replace("<", "\\u003c"),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("contribution-form.html")
