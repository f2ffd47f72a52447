"""What the fields of a contribution must be taken together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coproduce.ground.yaml_file import KeyPath


@dataclass(frozen=True)
class Breach:
    """A rule that the fields break: where, what, and what to do."""

    place: KeyPath
    code: str
    message: str
    expected: str
    action: str


def slug(text: str) -> str:
    """``text`` as it would read within an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def breaches(data: dict[str, Any], id: str) -> Iterator[Breach]:
    """The rules that the front matter ``data`` of the contribution ``id`` breaks.

    Works on what was typed, so that it tells of these faults even where single
    fields are at fault too.
    """
    kind = data.get("kind")
    yield from _origin(data, kind)
    yield from _credit(data, kind, id)
    if data.get("translation") and not data.get("language"):
        yield Breach(
            ("translation",), "contribution.translation", "There is a translation, but not of which language.",
            "language: the code of the language of the text, such as ur", "Add `language:`, or take the translation out.")
    if data.get("asks") and not data.get("asks_basis"):
        yield Breach(
            ("asks",), "contribution.asks-basis", "There are asks, but not whose words they are.",
            "asks_basis: stated, or asks_basis: implied", "Add asks_basis below the asks.")
    if data.get("asks_basis") and not data.get("asks"):
        yield Breach(
            ("asks_basis",), "contribution.asks-basis", "asks_basis is given, but there are no asks.",
            "asks, or no asks_basis", "Add the asks or take asks_basis out.")


def _origin(data: dict[str, Any], kind: Any) -> Iterator[Breach]:
    consent = data.get("consent")
    if kind == "published-statement":
        for name in ("source", "locator"):
            if not data.get(name):
                yield Breach(
                    ("kind",), "contribution.no-source", f"A published statement needs its {name}.",
                    "source: an id of the report's sources; locator: where in it the statement stands", f"Add `{name}:`.")
        if consent is not None:
            yield Breach(
                ("consent",), "contribution.consent-not-asked",
                "A published statement has no consent: nobody was asked, it was public already.",
                "source and locator instead", "Take consent out, or change the kind if it was handed in.")
        return
    if data.get("source") and not data.get("locator"):
        yield Breach(
            ("source",), "contribution.no-source", "A source is named without the place in it.",
            "source and locator together", "Add `locator:`.")
    if data.get("published"):
        yield Breach(
            ("published",), "contribution.wrong-kind", "Only a published statement has a date of publication.",
            "submitted: the day it was handed in", "Take `published` out, or change the kind.")
    # An unknown kind is told by the field's own message.
    if kind in ("participant", "table-discussion", "written-evidence") and consent is None:
        yield Breach(
            ("kind",), "contribution.no-consent", "There is no record of consent.",
            "consent with given, date and wording; only a published statement does without",
            "Add the contributor's recorded consent. Without it, remove the file.")
    if isinstance(consent, dict) and str(consent.get("given")).casefold() in ("false", "no", "off", "0", "n", "f"):
        yield Breach(
            ("consent", "given"), "contribution.no-consent", "The contributor did not consent to publication.",
            "given: true", "Remove the file. What was committed stays in the history: see contributions/README.md.")


def _credit(data: dict[str, Any], kind: Any, id: str) -> Iterator[Breach]:
    contributor = data.get("contributor")
    contributor = contributor if isinstance(contributor, dict) else {}
    credit = contributor.get("credit")
    name, organisation = contributor.get("name"), contributor.get("organisation")
    organisations = data.get("organisations") or []

    def hidden(place: KeyPath, what: str) -> Breach:
        return Breach(
            place, "contribution.credit", f"credit is {credit}, but the file holds {what}.",
            "no name that the contributor did not choose to show: the file itself is public",
            f"Take {what} out of the file, or correct credit if the contributor chose otherwise.")

    if credit == "named" and not name:
        yield Breach(
            ("contributor", "credit"), "contribution.credit", "credit is named, but there is no name.",
            "name, or another credit", "Add the name, or write credit: organisation or credit: anonymous.")
    if credit == "organisation" and not (organisation or organisations):
        yield Breach(
            ("contributor", "credit"), "contribution.credit", "credit is organisation, but no organisation is named.",
            "organisation, or for a table discussion the list organisations",
            "Add the organisation, or write credit: anonymous.")
    if credit in ("organisation", "anonymous") and name:
        yield hidden(("contributor", "name"), "a person's name")
    if credit == "anonymous" and organisation:
        yield hidden(("contributor", "organisation"), "an organisation's name")
    if credit == "anonymous" and organisations:
        yield hidden(("organisations",), "the organisations at the table")
    if organisations and kind in ("participant", "written-evidence", "published-statement"):
        yield Breach(
            ("organisations",), "contribution.wrong-kind", "Only a table discussion lists several organisations.",
            "contributor: organisation", "Put the organisation under contributor, or change the kind.")
    concealed = [name] if credit == "organisation" else [name, organisation] if credit == "anonymous" else []
    for text in concealed:
        if isinstance(text, str) and slug(text) and slug(text) in id:
            yield Breach(
                ("contributor", "credit"), "contribution.credit",
                f"credit is {credit}, but the file's name '{id}' tells who it is.", "a file name about the topic",
                "Rename the file and its disposition.")
