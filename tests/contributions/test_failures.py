"""What a contribution may get wrong, and the message each fault must give."""

from __future__ import annotations

import textwrap

import pytest

from coproduce.contributions.files import Contributions
from coproduce.ground.problems import ProblemsFound, render

GOOD = """\
---
title: Trees need stakes
kind: participant
contributor:
  name: Asha Patel
  organisation: Larkwell Parish Council
  organisation_type: parish-council
  region: town
  sectors: [council]
  credit: named
consent:
  given: true
  date: 2026-02-10
  wording: "1"
theme: planting
claims: [alive]
---

Stakes keep young trees upright.
"""
NAME = "contributions/stakes.md"


def problems(report, text: str, name: str = "stakes.md") -> list:
    (report.paths.contributions / name).write_text(text, encoding="utf-8")
    return Contributions.collect(report.paths)[1]


def test_good_contribution_has_no_problems(tiny):
    assert problems(tiny, GOOD) == []


# (what is replaced, by what, line, words of the message, words of expected or action)
FAULTS = [
    ("title: Trees need stakes\n", "", 2, "'title' is missing: the point made", "For example"),
    ("title: Trees need stakes", "title:", 2, "'title' is missing", "a text of at most 120"),
    ("title: Trees need stakes", "title: " + "x" * 121, 2, "121 characters, more than 120", "at most 120"),
    ("title: Trees need stakes", 'title: "Trees \\u202Eneed"', 2, "RIGHT-TO-LEFT OVERRIDE", "plain text"),
    ("title: Trees need stakes", 'title: "Trees\\u0007"', 2, "cannot be seen", "characters that readers see"),
    ("title: Trees need stakes", "title: Trees: need stakes", 2, "not YAML", "colon inside unquoted text"),
    ("title: Trees need stakes", "title: [Trees]", 2, "'['Trees']'", "a text"),
    ("title: Trees need stakes", "titel: Trees need stakes", 2, "'titel' is not a field. Did you mean 'title'?", "title"),
    ("kind: participant", "kind: particpant", 3, "'particpant' is not allowed here. Did you mean 'participant'?", "written"),
    ("kind: participant", "kind: participant\ncredit: named", 4, "'credit' stands in the wrong place", "contributor"),
    ("kind: participant", "kind: participant\nkind: participant", 4, "given twice (first on line 3)", "Delete one"),
    ("region: town", "region: toun", 8, "'toun' is not one of the regions. Did you mean 'town'?", "vocabulary.yml"),
    ("region: town", "region: Whole town", 8, "Did you mean 'town'?", "east, west, town"),
    ("region: town", "region: atlantis", 8, "'atlantis' is not one of the regions.", "Choose from the list"),
    ("sectors: [council]", "sectors: council", 9, "'council' does not fit here", "a list of council"),
    ("sectors: [council]", "sectors: [council, church]", 9, "'church' is not one of the sectors", "council"),
    ("credit: named", "credit: public", 10, "'public' is not allowed here", "anonymous"),
    ("credit: named", "credit: organisation", 5, "credit is organisation, but the file holds a person's name", "Take"),
    ("credit: named", "credit: anonymous", 6, "the file holds an organisation's name", "Take"),
    ("  name: Asha Patel\n", "", 9, "credit is named, but there is no name", "Add the name"),
    ("  name: Asha Patel", "  nmae: Asha Patel", 5, "'nmae' is not a field. Did you mean 'name'?", "name"),
    ("  name: Asha Patel", "  theme: planting", 5, "'theme' stands in the wrong place", "margin"),
    ("  given: true", "  given: false", 12, "did not consent", "Remove the file"),
    ("  given: true", "  given: maybe", 12, "'maybe' does not fit here", "true or false"),
    ("date: 2026-02-10", "date: 10/02/26", 13, "'10/02/26' is not a date", "year-month-day"),
    ("date: 2026-02-10", "date: 1770681600", 13, "'1770681600' is not a date", "year-month-day"),
    ("date: 2026-02-10", "date: 2026-02-30", 13, "is not a date", "year-month-day"),
    ('wording: "1"', 'wording: "9"', 14, "'9' is not one of the consent wordings", "1"),
    ("theme: planting", "theme: *all", 15, "‘*all’ is a YAML alias", "in quotes"),
    ("theme: planting", "theme: &a planting", 15, "‘&a’ is a YAML anchor", "in quotes"),
    ("theme: planting", "theme: !!python/name:os.system x", 15, "is a YAML tag", "in quotes"),
    ("theme: planting", "theme: planting\norganisations: [A, B]", 16, "Only a table discussion", "contributor"),
    ("theme: planting", "theme: planting\nasks: [Water more]", 16, "not whose words they are", "asks_basis"),
    ("theme: planting", "theme: planting\nasks_basis: stated", 16, "no asks", "asks"),
    ("theme: planting", "theme: planting\nsource: parish-letter", 16, "without the place in it", "locator"),
    ("theme: planting", "theme: planting\npublished: 2024", 16, "Only a published statement", "submitted"),
    ("theme: planting", "theme: " + "[" * 30, 15, "nested more than 20 deep", "in quotes"),
    ("Stakes keep young trees upright.", "", 18, "has no text", "plain sentences"),
    ("Stakes keep", "x" * 6001, 19, "6,022 characters", "at most 6,000"),
    ("Stakes keep", "Stakes <b>keep</b>", 19, "raw HTML: '<b>'", "Take the tags out"),
    ("Stakes keep", "First <i>\nand</i> keep", 20, "raw HTML: '</i>'", "paragraphs"),
    ("Stakes keep", "<script>alert(1)</script>\n\nStakes keep", 19, "raw HTML", "Take the tags out"),
    ("Stakes keep", "```{raw} html\nx\n```\n", 19, "a directive in a chapter", "text, not a chapter"),
    ("Stakes keep", ":::{note}\nx\n:::\n", 19, "a directive in a chapter", "text, not a chapter"),
    ("Stakes keep", "{download}`x` keep", 19, "a role in a chapter", "text, not a chapter"),
    ("Stakes keep", "{{ title }} keep", 19, "a substitution in a chapter", "text, not a chapter"),
    ("Stakes keep", "![pixel](https://example.org/p.png)", 19, "an image: 'https://example.org/p.png'", "Describe"),
    ("Stakes keep", "One\n\n[x](javascript:alert(1))", 21, "a link to 'javascript:alert(1)'", "https://"),
    ("Stakes keep", "[x](JaVaScRiPt&#58;alert(1))", 19, "a link to", "https://"),
    ("Stakes keep", "[x](data:text/html;base64,AAAA)", 19, "a link to 'data:", "https://"),
    ("Stakes keep", "[x](//example.org/a)", 19, "a link to '//example.org/a'", "full address"),
    ("Stakes keep", "[x](../secret)", 19, "a link to '../secret'", "full address"),
    ("Stakes keep", "# Stakes keep", 19, "a heading", "from the title"),
    ("Stakes keep young trees upright.", "Stakes keep\n---\nmore", 19, "a heading", "empty line"),
    ("Stakes keep", "```\ncode\n```\n", 19, "a code block", "in words"),
    ("Stakes keep", "One.\n\n    code\n", 21, "indented by four spaces", "spaces at the beginning"),
    ("Stakes keep", "> " * 12 + "deep", 19, "nested too deep", "one or two levels"),
    ("Stakes keep", "Stakes \u202ekeep", 19, "RIGHT-TO-LEFT OVERRIDE (character 8", "Type the line anew"),
    ("Stakes keep", "Stakes\x1b[31m keep", 19, "cannot be seen", "Type the line anew"),
]


@pytest.mark.parametrize("old, new, line, message, advice", FAULTS, ids=range(len(FAULTS)))
def test_fault_is_told_with_its_line(tiny, old, new, line, message, advice):
    assert old in GOOD
    found = problems(tiny, GOOD.replace(old, new, 1))
    hits = [p for p in found if message in p.message]
    assert hits, render(found)
    assert hits[0].path == NAME
    assert hits[0].line == line, render(found)
    assert advice in hits[0].expected + hits[0].action
    assert hits[0].code.startswith(("contribution.", "yaml."))


def test_all_faults_of_a_file_are_told_in_one_run(tiny):
    text = GOOD.replace("region: town", "region: toun").replace("theme: planting", "theme: trees")
    text = text.replace("  given: true", "  given: no").replace("Stakes keep", "<i>Stakes</i> keep")
    codes = {p.code for p in problems(tiny, text)}
    assert codes == {"contribution.term", "contribution.no-consent", "contribution.html"}


def test_consent_is_needed_unless_published(tiny):
    without = GOOD.replace('consent:\n  given: true\n  date: 2026-02-10\n  wording: "1"\n', "")
    assert [p.code for p in problems(tiny, without)] == ["contribution.no-consent"]
    published = without.replace("kind: participant", "kind: published-statement")
    assert [p.message for p in problems(tiny, published)] == [
        "A published statement needs its source.",
        "A published statement needs its locator.",
    ]
    whole = published.replace("theme:", "source: parish-letter\nlocator: end\npublished: 2026-01\ntheme:")
    assert problems(tiny, whole) == []
    bad_date = whole.replace("2026-01", "2026-13")
    assert [p.code for p in problems(tiny, bad_date)] == ["contribution.date"]


def test_published_statement_has_no_consent(tiny):
    text = GOOD.replace("kind: participant", "kind: published-statement\nsource: parish-letter\nlocator: end")
    assert [p.code for p in problems(tiny, text)] == ["contribution.consent-not-asked"]


@pytest.mark.parametrize("text", ["", "No fields at all.\n", "---\ntitle: open\n", "\n---\ntitle: late\n---\n"])
def test_fields_that_are_not_enclosed(tiny, text):
    found = problems(tiny, text)
    assert [p.code for p in found] == ["contribution.front-matter"]
    assert "second line of ---" in found[0].expected


def test_file_that_is_not_utf8(tiny):
    (tiny.paths.contributions / "stakes.md").write_bytes(b"---\ntitle: Caf\xe9\n---\n\nText.\n")
    found = Contributions.collect(tiny.paths)[1]
    assert [(p.code, p.line) for p in found] == [("input.encoding", 2)]


def test_windows_line_ends_and_byte_order_mark_are_fine(tiny):
    (tiny.paths.contributions / "stakes.md").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    contributions, found = Contributions.collect(tiny.paths)
    assert found == []
    assert contributions["stakes"].body == "Stakes keep young trees upright."


@pytest.mark.parametrize("name", ["Stakes.md", "trees & stakes.md", "-stakes.md", "x" * 61 + ".md"])
def test_names_that_cannot_be_an_id(tiny, name):
    assert "contribution.file-name" in {p.code for p in problems(tiny, GOOD, name)}


@pytest.mark.parametrize("name", ["stakes.markdown", "stakes.md.txt", "answers.xlsx"])
def test_files_that_would_not_be_read_are_told(tiny, name):
    found = problems(tiny, GOOD, name)
    assert [(p.path, p.code) for p in found] == [(f"contributions/{name}", "contribution.file-name")]


def test_read_raises_with_all_problems(tiny):
    (tiny.paths.contributions / "a.md").write_text("no fields")
    (tiny.paths.contributions / "b.md").write_text("no fields")
    with pytest.raises(ProblemsFound) as caught:
        Contributions.read(tiny.paths)
    assert [p.path for p in caught.value.problems] == ["contributions/a.md", "contributions/b.md"]


def test_yaml_that_grows_is_not_expanded(tiny):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    )
    found = problems(tiny, f"---\n{bomb}---\n\nText.\n")
    assert {p.code for p in found} == {"yaml.not-plain"}


VOCABULARY_FAULTS = [
    ("regions:", "regoins:", "the key ‘regoins’ is not known"),
    ("regions:", "regoins:", "‘regions’ is missing"),
    ("id: east,", "id: East Ward,", "‘East Ward’ cannot be the value of ‘regions.0.id’"),
    ("id: west,", "id: east,", "'east' is in the list twice"),
    ("label: East ward, ", "", "‘regions.0.label’ is missing"),
    ("label: East ward,", "lable: East ward,", "the key ‘regions.0.lable’ is not known"),
    ("description: All of Larkwell.", "description: All of Larkwell., includes: [nord]", "'nord' is not an id of this list"),
]


@pytest.mark.parametrize("old, new, message", VOCABULARY_FAULTS)
def test_faults_of_the_vocabulary(tiny, old, new, message):
    file = tiny.paths.contributions / "vocabulary.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    found = Contributions.collect(tiny.paths)[1]
    hits = [p for p in found if message in p.message]
    assert hits, render(found)
    assert hits[0].line and hits[0].path == "contributions/vocabulary.yml"


def test_missing_vocabulary_is_told(tiny):
    (tiny.paths.contributions / "vocabulary.yml").unlink()
    assert "vocabulary.missing" in {p.code for p in Contributions.collect(tiny.paths)[1]}


def test_report_without_contributions_is_fine(tmp_path):
    from coproduce.source.paths import Paths

    contributions = Contributions.read(Paths(tmp_path))
    assert len(contributions) == 0
    assert contributions.frame().empty
    assert contributions.check(set(), set(), set()) == []


def test_unknown_source_and_case_study_name_the_nearest(tiny):
    found = Contributions.read(tiny.paths).check({"parish-leter"}, {"mill-line"}, {"watering-works"})
    assert [(p.code, p.line) for p in found] == [
        ("contribution.unknown-source", 9),
        ("contribution.unknown-case-study", 13),
    ]
    assert "Nearest: parish-leter." in found[0].message
    assert "Nearest: mill-line." in found[1].message


def test_message_reads_as_a_whole(tiny):
    text = render(problems(tiny, GOOD.replace("region: town", "region: toun")))
    assert text == textwrap.dedent(
        """\
        contributions/stakes.md
          line 8, contributor.region: 'toun' is not one of the regions. Did you mean 'town'? [contribution.term]
              Expected: one of: east, west, town
              Do: Write 'town', or another of the list. A new term is added in contributions/vocabulary.yml.
        1 problem in 1 file."""
    )
