"""The report's form as a page shows it: questions, controls, and what its script needs.

Made from the same questions as the forms of other services, so that what is typed
here is taken in like any other response. The page's template is
``publish/html/templates/contribution-form.html``, its script
``publish/html/lazy/contribute.js``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.contributions.questions import ASKED_WHEN, NEEDED_WHEN
from coproduce.intake.browser_scan import scan_rules
from coproduce.intake.issue_form import PLACE, element_id
from coproduce.intake.saved import END

if TYPE_CHECKING:
    from coproduce.contributions.vocabulary import Vocabulary
    from coproduce.intake.form import Form, Question

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

    @property
    def rule(self) -> str:
        """What the answer must be, in words for people."""
        if self.control == "boxes":
            return "Choose all that apply."
        if self.control == "lines":
            entries = f"At most {self.most} lines" if self.most else "One a line"
            return f"{entries}, each of at most {self.longest:,} characters." if self.longest else ""
        return f"At most {self.longest:,} characters." if self.longest else ""


def fields(form: Form, vocabulary: Vocabulary) -> list[Field]:
    """The questions of ``form`` in their order."""
    return [_field(question, form, vocabulary) for question in form.questions]


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
        AUTOCOMPLETE.get(question.field, "off"),
    )


def script_data(form: Form, vocabulary: Vocabulary, title: str, repository: str = "") -> dict[str, Any]:
    """What the page's script checks, saves and opens with, ready for JSON."""
    return {
        "form": form.name,
        "consent": form.consent_wording,
        "end": END,
        "title": title,
        "kind": form.kind,
        "questions": [
            {
                "field": field.name, "id": field.id, "label": field.label, "control": field.control,
                "required": field.required, "longest": field.longest, "most": field.most,
                "options": dict(field.options),
                "asked": ASKED_WHEN.get(field.name, {}), "needed": NEEDED_WHEN.get(field.name),
                "issue": element_id(field.name) if field.control in ("line", "text", "lines") else "",
            }
            for field in fields(form, vocabulary)
        ],
        "issues": issues_address(repository),
        "longestAddress": MAX_ADDRESS,
        "personal": scan_rules(),
    }


def issues_address(repository: str) -> str:
    """Where a new issue with the form is opened; "" unless the forge knows forms that an address fills in."""
    if not repository.startswith("https://github.com/"):
        return ""
    return f"{repository}/issues/new?template={PLACE.rpartition('/')[2]}"


#: Said where the report names no address for what people write, around the setting's name.
NO_ADDRESS = ("This report does not say yet where to send it: its setting ", " is missing. Send it to whoever gave you the report.")


def form_html(form: Form, vocabulary: Vocabulary, title: str, repository: str = "", contact: str = "") -> str:
    """The form, as HTML for a page that has the script and the style. ``contact`` is where answers are sent to, if that is known."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )
    data = json.dumps(script_data(form, vocabulary, title, repository), ensure_ascii=False, separators=(",", ":"))
    return templates.get_template("contribution-form.html").render(
        fields=fields(form, vocabulary), asked_when=ASKED_WHEN, needed_when=NEEDED_WHEN,
        issues=issues_address(repository), title=title, contact=contact, no_address=NO_ADDRESS,
        # Within a script element only "<" can end it.
        data=data.replace("<", "\\u003c"),
    )
