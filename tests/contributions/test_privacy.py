"""Personal data is found through odd spacing and look-alikes; ordinary prose passes."""

from __future__ import annotations

import pytest

from coproduce.contributions.files import Contributions
from coproduce.contributions.privacy import scan

# Invented: numbers from ranges kept for examples, or with a check that holds by construction.
PERSONAL = [
    ("email", "Write to jo.smith@school.example please", "jo.smith@school.example"),
    ("email", "jo @ school . example", "jo @ school . example"),
    ("email", "jo [at] school [dot] org", "jo [at] school [dot] org"),
    ("email", "jo(at)school.org", "jo(at)school.org"),
    ("email", "jo at school dot org", "jo at school dot org"),
    ("email", "jo\uff20ex\u0430mple.com", "jo\uff20ex\u0430mple.com"),
    ("email", "j\u200bo@exa\u00admple.com", "j\u200bo@exa\u00admple.com"),
    ("email", "[write](mailto:jo@school.org)", "jo@school.org"),
    ("email", "https://school.org/?to=jo@school.org", "jo@school.org"),
    ("telephone", "Ring 07700 900123 at noon", "07700 900123"),
    ("telephone", "0 7 7 0 0 9 0 0 1 2 3", "0 7 7 0 0 9 0 0 1 2 3"),
    ("telephone", "(0161) 496 0000", "(0161) 496 0000"),
    ("telephone", "+44 (0)161 496 0000", "+44 (0)161 496 0000"),
    ("telephone", "0044 7700 900123", "0044 7700 900123"),
    ("telephone", "O77OO 9OO123", "O77OO 9OO123"),
    ("telephone", "07700\u00a0900\u2011123", "07700\u00a0900\u2011123"),
    ("telephone", "\u0660\u0667\u0667\u0660\u0660900123", "\u0660\u0667\u0667\u0660\u0660900123"),
    ("telephone", "Ring 07700\n900123 at noon", "07700\n900123"),
    ("telephone", "07700_900_123", "07700_900_123"),
    ("telephone", "07700*900*123", "07700*900*123"),
    ("telephone", "Aged 8 (07700 900123)", "(07700 900123"),
    ("telephone", "in 2023. 0161 496 0000", "0161 496 0000"),
    ("telephone", "1) 0161 496 0000 2)", "0161 496 0000"),
    ("telephone", "Ring 07700 900123 8 times", "07700 900123"),
    ("nhs-number", "943 476\n5919", "943 476\n5919"),
    ("birth-date", "d.o.b. 03 04 2015", None),
    ("birth-date", "born 1 April 2015 to a mother of two", "1 April 2015"),
    ("postcode", "M1\u0417 9PL", "M1\u0417 9PL"),
    ("handle", "write to jo-smith.bsky.social", "jo-smith.bsky.social"),
    ("handle", "https://fb.com/jo.smith", None),
    ("handle", "https://wa.me/447700900123", None),
    ("nhs-number", "NHS 943 476 5919 and 12 children", "943 476 5919"),
    ("nhs-number", "9434765919", "9434765919"),
    ("nhs-number", "NHS no. 94 34 76 59 19", "94 34 76 59 19"),
    ("nhs-number", "943-476-5919", "943-476-5919"),
    ("nhs-number", "9 4 3 4 7 6 5 9 1 9", "9 4 3 4 7 6 5 9 1 9"),
    ("nhs-number", "\uff19\uff14\uff13 \uff14\uff17\uff16 \uff15\uff19\uff11\uff19", None),
    ("upn", "pupil B801200005001 left", "B801200005001"),
    ("upn", "b 801 2000 05001", "b 801 2000 05001"),
    ("ni-number", "AB 12 34 56 C", "AB 12 34 56 C"),
    ("ni-number", "ab123456c", "ab123456c"),
    ("birth-date", "She was born on 3/4/2015.", None),
    ("birth-date", "DOB: 3rd April 2015", None),
    ("birth-date", "d.o.b. 03.04.15", None),
    ("birth-date", "his birthday is 2015-04-03", None),
    ("birth-date", "Sam (3 April 2015, aged 9)", None),
    ("postcode", "lives at ZZ house, M13 9PL", "M13 9PL"),
    ("postcode", "sw1a1aa", "sw1a1aa"),
    ("postcode", "M 1 3  9 P L", "M 1 3  9 P L"),
    ("postcode", "LS2\u20099JT", "LS2\u20099JT"),
    ("handle", "find me as @jo_smith", "@jo_smith"),
    ("handle", "instagram.com/jo.smith", "instagram.com/jo.smith"),
    ("handle", "https://www.linkedin.com/in/jo-smith-1", None),
    ("handle", "snapchat: jo_12", "jo_12"),
]


@pytest.mark.parametrize("kind, text, found", PERSONAL, ids=[f"{p[0]}-{i}" for i, p in enumerate(PERSONAL)])
def test_personal_data_is_found_where_it_stands(kind, text, found):
    findings = scan("First line.\n" + text)
    assert [f.kind for f in findings] == [kind]
    assert findings[0].line == 2
    if found is not None:
        whole = "First line.\n" + text
        assert whole[findings[0].start : findings[0].end].strip() == found


ORDINARY = [
    "* 1 May 2015: the panel met\n* 2 May 2015: it met again", "As said (7*7}, in the minutes of 2026-02-10.", "*alias\ngiven: true\ndate: '2026-02-10'",
    "From 2019 2020 2021 and 2018-19 to 2024/25.",
    "There were 638,745 plans, at £1,234,567,890, or £9.95 billion.",
    "Grants ES/X00046X/1, MR/S037527/1, NIHR200166 and 2134567890123.",
    "Children's Wellbeing and Schools Act 2026, section 4; section 16LA of the Children Act 2004.",
    "Children born between 1 September 2010 and 31 August 2011 were followed.",
    "Children born 1 September 2010 to 31 August 2011 were followed; others were born 01/09/2011 - 31/08/2012.",
    "Rates were 43 47\n65 91 9 and 12.", "In 2019\n20 schools, 120\n345 children; 01\n02\n03\n04\n05\n06.",
    "07_2019_report_final_12.pdf; 0*1*2*3*4*5*6*7*8*9",
    "Born in Bradford began on 15 March 2007.",
    "The event took place on 23/02/2026.",
    "We meet @ 3.30. Teachers @ school. They talk.",
    "Year 1 2nd term, KS1 1st tier, L2 3rd group, E1 4th.",
    "Written question 97427 was answered on 12 December 2025.",
    "Area codes E92000001, E12000002 and W06000015.",
    "https://doi.org/10.1186/s12889-022-13187-9 and https://example.org/07700900123/M13",
    "ISBN 978-0-306-40615-7; UKPRN 10007798; URN 123456.",
    "#BeeWell reached 38,000 young people, 41 of them outside school.",
    "28.2% (95% confidence interval 10.1 to 14.2); odds ratio 1.85 (1.54-2.22).",
    "0 10 20 30 40 50 60 70",
    "N8, NHS, ONS, DfE, MHCLG, ADR UK, SAIL, ECHILD, LEO, EYFSP, GP2GP, CP-IS",
    "Twitter: a survey of 2020; the data spine; Section 251 support.",
    "In 2020 2021 12 schools took part.",
    "Between 11 and 20, 30 or 400; in 1999 2004 20 towns.",
    "Rates were 12 13 14 15 16 in five years.",
    "The United Kingdom and Unit 4 of it; the next update of 3 April 2015; NATO met on 3 April 2015.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_prose_raises_no_alarm(text):
    assert scan(text) == []


@pytest.mark.parametrize(
    "text",
    ["NHS number 943 476 5918", "UPN A801200005001", "BG 12 34 56 C", "QQ1 1AA and C19 2AB", "0123 456"],
)
def test_numbers_whose_check_fails_pass(text):
    assert scan(text) == []


def test_two_numbers_side_by_side_are_two():
    text = "3 0161 496 0000 07700 900123 12"
    assert [text[f.start : f.end] for f in scan(text)] == ["0161 496 0000", "07700 900123"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "atom, kind",
    [("@", None), ("3 1 ", None), ("07700 900123 ", "telephone"), ("m1 1aa ", "postcode"), ("'", None),
     ("dob ", None), ("a.", None), ("(at)", None)],
)
def test_long_runs_of_anything_are_answered(atom, kind):
    """A search that reads on to the end from each sign would take many minutes here."""
    times = 100_000 // len(atom)
    found = scan(atom * times)
    assert {f.kind for f in found} == ({kind} if kind else set())
    assert len(found) == (times if kind else 0)


def test_findings_do_not_repeat_what_they_found():
    finding = scan("jo.smith@school.example")[0]
    assert finding.masked == "jo…"
    assert "smith" not in finding.masked


BODY = """\
---
title: Stakes{title}
kind: participant
contributor: {{organisation_type: volunteers, region: east, credit: anonymous}}
consent: {{given: true, date: 2026-02-10, wording: '1'}}
theme: planting{extra}
---

Text.{body}
"""


def check(report, **parts):
    text = BODY.format(**{"title": "", "extra": "", "body": "", **parts})
    (report.paths.contributions / "stakes.md").write_text(text, encoding="utf-8")
    (report.paths.dispositions / "stakes.yml").write_text(
        "status: noted\nreason: Later.\ndecided: 2026-02-20\nby: editors\n"
    )
    contributions, _ = Contributions.collect(report.paths)
    return contributions.check({"parish-letter"}, {"mill-lane"}, {"watering-works"})


def test_tiny_report_is_clean(tiny):
    assert check(tiny) == []


@pytest.mark.parametrize(
    "parts, line",
    [
        ({"body": "\nRing 07700 900123"}, 10),
        ({"title": " of jo@school.org"}, 2),
        ({"extra": "\nnote: born on 3/4/2015"}, 7),
        ({"extra": "\nasks: [Ring 07700 900123]\nasks_basis: stated"}, 7),
        ({"extra": "\n# moved from jo@school.org"}, 7),
        ({"extra": "\nunknown: jo@school.org"}, 7),
        ({"extra": '\nnote: "jo\\u0040school.org"'}, 7),
        ({"extra": '\nnote: "ring 07700\n  900123"'}, 7),
    ],
)
def test_every_part_of_a_file_is_searched(tiny, parts, line):
    found = [p for p in check(tiny, **parts) if p.code.startswith("privacy.")]
    assert [(p.path, p.line) for p in found] == [("contributions/stakes.md", line)]
    assert "history" in found[0].action
    assert "school.org" not in found[0].message and "900123" not in found[0].message


def test_published_statements_dispositions_and_file_names_are_searched(tiny):
    statement = tiny.paths.contributions / "parish-watering.md"
    statement.write_text(statement.read_text() + "\nAsk at M13 9PL.\n")
    disposition = tiny.paths.dispositions / "east-volunteer.yml"
    disposition.write_text(disposition.read_text().replace("by: editors", "by: jo@school.org"))
    (tiny.paths.contributions / "from-07700-900123.md").write_text("---\ntitle: x\n---\n\ny\n")
    contributions, _ = Contributions.collect(tiny.paths)
    found = contributions.check({"parish-letter"}, {"mill-lane"}, {"watering-works"})
    assert {(p.path, p.code) for p in found if p.code.startswith("privacy.")} == {
        ("contributions/parish-watering.md", "privacy.postcode"),
        ("contributions/dispositions/east-volunteer.yml", "privacy.email"),
        ("contributions/from-07700-900123.md", "privacy.telephone"),
    }


@pytest.mark.parametrize("parts, line", [
    ({"body": "\nAsked by ⟦Jo Hidden⟧."}, 10), ({"title": " of ⟦Jo"}, 2),
    ({"extra": "\n# Not published. Look at this response because:"}, 7),
])
def test_what_waits_for_review_does_not_pass_with_its_marks(tiny, parts, line):
    (found,) = check(tiny, **parts)
    assert (found.code, found.line) == ("privacy.review-mark", line)
    assert "Hidden" not in found.message and "take out" in found.action.casefold()


def test_every_hit_is_told(tiny):
    found = check(tiny, body="\njo@school.org, sam@school.org\nM13 9PL")
    assert [(p.code, p.line) for p in found] == [
        ("privacy.email", 10),
        ("privacy.email", 10),
        ("privacy.postcode", 11),
    ]
