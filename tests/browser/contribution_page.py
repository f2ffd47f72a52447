"""Ways to fill in the page to contribute on."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]
LAZY = TESTS.parent / "coproduce" / "publish" / "html" / "lazy"
CHECK = "Check what I wrote"
#: What is chosen and typed, by field; choices by label.
ANSWERS = {
    "kind": "We speak as a table",
    "title": "Water new trees",
    "body": "We carry water.\n\n### Your name\n\n- [x] every week\n*Not* <b>bold</b>.",
    "theme": "Watering",
    "claims": "Trees live",
    "asks": "A tap\nA longer hose",
    "contributor.organisation_type": "Volunteers",
    "contributor.region": "Whole town",
    "contributor.credit": "With my organisation's name only",
    "organisations": "Larkwell Tree Wardens\nMill Lane School",
    "consent.given": "I agree",
}
WITHOUT_TABLE = {name: answer for name, answer in ANSWERS.items() if name != "organisations"}


def field(page, name):
    return page.locator(f".question[data-field='{name}']")


def fill(page, answers=ANSWERS):
    for name, answer in answers.items():
        block = field(page, name)
        if block.locator("input[type=radio], input[type=checkbox]").count():
            block.get_by_label(answer, exact=True).check()
        else:
            block.locator("input, textarea").fill(answer)


def check(page):
    page.get_by_role("button", name=CHECK).click()
