"""Personal data that must not be in a contribution, and where it stands.

Found are e-mail addresses, telephone numbers, health numbers (check digit),
unique pupil numbers (check letter), National Insurance numbers, dates of birth,
full postcodes, street addresses, references of cases and social media handles,
through odd spacing and look-alike characters, and numbers said in words. Numbers
that carry a check are reported only where the check holds, so that years, grant
numbers and statistics pass. Names of people cannot be found in this way: a person
has to read each contribution.
"""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.contributions.lookalikes import Lines, PlainText, plain_text
from coproduce.ground.country import current_country
from coproduce.ground.interface_words import marked_words

KINDS = marked_words({
    "email": "an e-mail address",
    "telephone": "a telephone number",
    "nhs-number": "an NHS, CHI or Health and Care number",
    "upn": "a unique pupil number",
    "ni-number": "a National Insurance number",
    "birth-date": "a date of birth",
    "postcode": "a full postcode",
    "handle": "a social media account",
    "address": "a street address",
    "reference": "the reference of somebody's case",
})
_ELSEWHERE = marked_words({
    "pps-number": "a Personal Public Service number",
    "social-security-number": "a Social Security number",
    "tax-id": "a tax identification number",
})


def kinds() -> dict[str, str]:
    """What each kind that is searched for in this country is called."""
    if current_country() == "GB":
        return dict(KINDS)
    from coproduce.contributions.privacy_rules import RULES_IN

    names = {**KINDS, **_ELSEWHERE}
    return {kind: names[kind] for kind in RULES_IN[current_country()]}


@dataclass(frozen=True)
class Finding:
    """Personal data of a ``kind`` of :data:`KINDS` at ``start`` to ``end`` of a text.

    ``line`` and ``column`` count from 1. ``masked`` is what may be shown in a
    message, which others can read too: its first characters only.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    masked: str

    @property
    def kind_label(self) -> str:
        return kinds()[self.kind]


def scan(text: str) -> list[Finding]:
    """The personal data in ``text``, in order, as the country of the report at hand has it."""
    # Its patterns take a fifth of a second to compile, and most builds search no text anew.
    from coproduce.contributions.privacy_rules import LINK, RULES_IN

    plain = plain_text(text)
    # Addresses of web pages hold numbers that are nobody's; an e-mail address or
    # an account in one is still looked for.
    without_links = LINK.sub(lambda m: "\n" * len(m.group()), plain.text)
    hits: list[tuple[str, int, int]] = []
    taken = bytearray(len(plain.text))
    for kind, rule in RULES_IN[current_country()].items():
        searched = plain.text if rule.in_links else without_links
        for start, end in rule.spans(searched):
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                hits.append((kind, start, end))
    lines = Lines(text)
    return [_finding(lines, plain, *hit) for hit in sorted(hits, key=lambda hit: hit[1])]


def _finding(lines: Lines, plain: PlainText, kind: str, start: int, end: int) -> Finding:
    first, last = plain.span(start, end)
    line, column = lines.place(first)
    return Finding(kind, first, last, line, column, plain.text[start : start + 2].strip() + "…")
