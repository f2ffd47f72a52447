"""An imprint names the edition and the most direct way to report an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from larkwell import SETTINGS

from coproduce.ground.git_revision import Revision
from coproduce.publish.imprint import imprint

CLEAN = Revision("0123456789abcdef0123456789abcdef01234567", False, 0)
FORGE = "https://forge.example.org/larkwell/trees"


def said(settings, revision=CLEAN):
    return {line.label: line for line in imprint(settings, revision)}


def test_edition_date_commit_and_licence_are_said():
    lines = said(replace(SETTINGS, repository=FORGE))
    assert [lines[label].text for label in ("Edition", "Date", "Commit", "Licence")] == [
        "1.0", "1 March 2026", "0123456789ab", "CC BY 4.0"
    ]  # fmt: skip
    assert lines["Commit"].address == f"{FORGE}/commit/{CLEAN.commit}"


def test_a_commit_that_does_not_hold_what_was_built_is_not_linked():
    line = said(replace(SETTINGS, repository=FORGE), replace(CLEAN, changed=True))["Commit"]
    assert line.address == "" and "uncommitted" in line.text


@pytest.mark.parametrize(
    "fields, address, text",
    [
        ({"contact": "mailto:errors@example.org", "repository": FORGE}, "mailto:errors@example.org", "errors@example.org"),
        ({"repository": FORGE}, f"{FORGE}/issues", "forge.example.org/larkwell/trees/issues"),
        ({}, "https://trees.example.org/report/", "trees.example.org/report"),
        ({"web_address": ""}, "", "Tell Larkwell Tree Wardens, naming the edition and the page or figure."),
        ({"web_address": "", "publisher": "", "author": "A. Warden"}, "",
         "Tell A. Warden, naming the edition and the page or figure."),
    ],
)  # fmt: skip
def test_the_most_direct_way_to_report_an_error_is_named(fields, address, text):
    line = said(replace(SETTINGS, **fields))["Report an error"]
    assert (line.address, line.text) == (address, text)
