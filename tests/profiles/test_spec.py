"""What ``book/profiles.yml`` may say: each fault is one problem with its line."""

from __future__ import annotations

import pytest

from coproduce.check import check
from coproduce.profiles.spec import check_specs, read_specs


def rewrite(report, old, new):
    path = report.paths.profiles
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return next((n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if new.split("\n")[0] in line))


def test_tables_are_joined_by_their_foreign_keys(tiny):
    spec = read_specs(tiny)["streets"]
    assert spec.key == "id"
    assert [rows.link for part in spec.parts for rows in part.rows] == ["street", "street"]
    assert spec.sources == (("counts", "street"),)


def test_report_without_the_file_has_no_profiles(tiny):
    tiny.paths.profiles.unlink()
    assert check_specs(tiny) == ({}, [])


FAULTS = {
    "unknown table": ("streets:\n", "street:\n", "profiles.unknown-name", "‘streets’?"),
    "unknown table of rows": ("- table: counts\n          show", "- table: count\n          show", "profiles.unknown-name", "‘counts’"),
    "unknown table of sources": ("sources: [counts]", "sources: [conts]", "profiles.unknown-name", "‘counts’?"),
    "unknown title": ("title: name", "title: nam", "profiles.unknown-name", "‘name’?"),
    "unknown field in a text": ('show: "{ward} ward"', 'show: "{wrd} ward"', "profiles.unknown-name", "‘ward’?"),
    "unknown field of rows": ("{planted} planted", "{plantd} planted", "profiles.unknown-name", "‘planted’"),
    "unknown field of a facet": ("field: ward}", "field: wards}", "profiles.unknown-name", "‘ward’?"),
    "unknown value in words": ('words: {"true": New method', 'words: {"yes": New method', "profiles.unknown-name", "true"),
    "unknown field in where": ("where: {series_break:", "where: {series_brek:", "profiles.unknown-name", "‘series_break’"),
    "unknown value in where": ('where: {series_break: "false"', 'where: {series_break: "flase"', "profiles.unknown-name", "‘false’"),
    "unknown look-up": ("{heading: Ward, field: ward}", "{heading: Ward, field: ward, words: wards.name}", "profiles.unknown-name", "streets"),
    "table that does not refer": ("{table: counts, show: \"{year}\", run: true, where: {series_break: \"false\"}}",
                                  "{table: sources, show: \"{title}\"}", "profiles.unrelated", "foreign key"),
    "run neither yes nor no": ('show: "{year}", run: true', 'show: "{year}", run: 1', "profiles.value", "boolean"),
    "open brace": ("{ward} ward", "{ward} {ward", "profiles.braces", "{title}"),
    "misspelt key": ("  title: name", "  titel: name", "profiles.unknown-key", "‘title’?"),
    "missing key": ("  one: street\n", "", "profiles.missing-key", ""),
    "wrong kind": ("one: street\n", "one: [street]\n", "profiles.value", "string"),
    "neither show nor rows": ('    - heading: Ward\n      show: "{ward} ward"\n', "    - heading: Ward\n      none: Nothing.\n", "profiles.part", "‘rows’"),
    "both show and rows": ("      none: No count was published.\n", '      show: "{ward}"\n', "profiles.part", "‘rows’"),
    "groups without a rest": ("{heading: Ward, field: ward}", "{heading: Ward, field: name, groups: {Lanes: [lane]}}", "profiles.groups", "no group"),
    "not YAML": ("  one: street\n", "  one: {street\n", "yaml.syntax", ""),
    "anchor": ("  one: street\n", "  one: &x street\n", "yaml.not-plain", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named_with_its_line_and_what_is_expected(tiny, fault):
    old, new, code, expected = FAULTS[fault]
    rewrite(tiny, old, new) if new else rewrite(tiny, old, "  many: streets\n#")
    specs, problems = check_specs(tiny)
    assert specs == {}
    found = [p for p in problems if p.code == code]
    assert found, problems
    assert found[0].path == "book/profiles.yml"
    assert found[0].line
    assert expected in found[0].expected


def test_line_is_that_of_the_wrong_name(tiny):
    line = rewrite(tiny, 'show: "{ward} ward"', 'show: "{wrd} ward"')
    assert [p.line for p in check_specs(tiny)[1]] == [line]


def test_kind_of_evidence_without_a_label_is_a_problem(tiny):
    rewrite(tiny, 'where: {series_break: "false"}', "evidence: series_break")
    codes = [(p.code, p.message) for p in check_specs(tiny)[1]]
    assert ("profiles.evidence", "‘series_break’ may be ‘true’, which has no label") in codes


def test_all_faults_come_in_one_run(tiny):
    rewrite(tiny, "title: name", "title: nam")
    rewrite(tiny, "field: ward}", "field: wards}")
    assert len(check_specs(tiny)[1]) == 2


def test_check_of_the_report_includes_profiles(tiny):
    rewrite(tiny, "title: name", "title: nam")
    assert [p.code for p in check(tiny)] == ["profiles.unknown-name"]


def test_description_that_no_page_shows_is_a_problem(tiny):
    page = tiny.paths.chapter("streets")
    text = page.read_text(encoding="utf-8")
    page.write_text(text[: text.index("See {profile}")], encoding="utf-8")
    assert [p.code for p in check(tiny)] == ["profiles.unused"]
