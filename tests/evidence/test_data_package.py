"""The descriptor: each mistake in it gives its own message, with the line."""

from __future__ import annotations

import pytest

from coproduce.evidence.package import DataPackage, UnknownRow
from coproduce.evidence.records import SourceRef
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report


def changed(report: Report, old: str, new: str) -> Report:
    """The report with one text of its descriptor replaced, once."""
    text = report.paths.package.read_text(encoding="utf-8")
    assert old in text
    report.paths.package.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Report(report.paths.root)


def problems(report: Report) -> list:
    with pytest.raises(ProblemsFound) as stopped:
        DataPackage.read(report.paths)
    return stopped.value.problems


BAD = [
    ("title: Street trees", "tittle: Street trees", "data.unknown-key", "the key ‘tittle’ is not known", "‘title’?"),
    ("    path: streets.csv", "    path: ../streets.csv", "data.descriptor", "leads out of data/", "Move the file"),
    ("    path: streets.csv", "    path: /etc/passwd", "data.descriptor", "leads out of data/", "Move the file"),
    ("    path: streets.csv", "    path: street.csv", "data.descriptor", "data/street.csv does not exist",
     "‘streets.csv’"),
    ("    path: streets.csv", "    path: streets.csv\n    bytes: 12", "data.unknown-key", "‘bytes’", "Delete it"),
    ("    path: streets.csv", "    path: streets.csv\n    fromat: csv", "data.unknown-key", "resources.1.fromat’ is not known",
     "‘format’?"),
    ("{name: ward, type: string", "{name: ward, type: sting", "data.value", "‘sting’ cannot be the value of", "‘string’?"),
    ("{name: ward, type: string", "{name: ward, typ: string", "data.unknown-key", "fields.2.typ’ is not known", "‘type’?"),
    ("enum: [East, West]", "enumm: [East, West]", "data.unknown-key", "constraints.enumm’ is not known", "‘enum’?"),
    ("description: The ward it lies in.", "description: ''", "data.value", "fields.2.description’",
     "a sentence that says what the column holds"),
    ("{name: ward, type", "{name: name, type", "data.descriptor", "two fields of ‘streets’ are called ‘name’",
     "Rename"),
    ("  - name: streets", "  - name: sources", "data.descriptor", "two resources are called ‘sources’", "Rename"),
    ("  - name: streets", "  - name: contributions", "data.descriptor", "no table may be called", "Rename"),
    ("primaryKey: [street, year]", "primaryKey: [street, yaer]", "data.descriptor", "‘yaer’ is not a field", "‘year’"),
    ("reference: {resource: streets, fields: [id]}", "reference: {resource: street, fields: [id]}",
     "data.descriptor", "refers to the table ‘street’, which does not exist", "‘streets’"),
    ("reference: {resource: streets, fields: [id]}", "reference: {resource: streets, fields: [ide]}",
     "data.descriptor", "‘ide’ is not a field of ‘streets’", "‘id’"),
    ("enum: [East, West]", "enum: East", "data.descriptor", "‘enum: East’ is not a list", "Correct"),
    ("enum: [East, West]", "unique: maybe", "data.descriptor", "neither true nor false", "Correct"),
    ("enum: [East, West]", "minLength: x", "data.descriptor", "not a number of characters", "Correct"),
    ("enum: [East, West]", "minimum: 3", "data.descriptor", "does not suit the type ‘string’", "Correct"),
    ('pattern: "[a-z0-9-]+"', 'pattern: "["', "data.descriptor", "not a regular expression", "Correct"),
    ("constraints: {minimum: 0}", "constraints: {minimum: abc}", "data.descriptor",
     "not of the field's type ‘integer’", "Correct"),
    ("constraints: {minimum: 0}", "constraints: {pattern: x}", "data.descriptor",
     "does not suit the type ‘integer’", "Correct"),
    ("{fields: [street], reference", "{fields: [street, year], reference", "data.descriptor",
     "not as many fields", "Correct"),
    ("{name: locator, type: string", "{name: place, type: string", "data.descriptor", "has no field ‘locator’",
     "coproduce:unsourced"),
    ('{value: ":", label: not counted}', "{value: 9, label: not counted}", "data.value", "missingValues.0.value’",
     "quotes"),
    ("{name: licence, type: string", "{name: license, type: string", "data.descriptor",
     "the table ‘sources’ has no field ‘licence’", "Add the field"),
]


@pytest.mark.parametrize("old, new, code, message, action", BAD, ids=range(len(BAD)))
def test_a_mistake_in_the_descriptor_is_named(tiny, old, new, code, message, action):
    found = [p for p in problems(changed(tiny, old, new)) if message in p.message]
    assert found, problems(tiny)
    assert found[0].path == "data/datapackage.yaml"
    assert found[0].line, "an editor can jump there"
    assert found[0].code == code
    assert action in found[0].expected + found[0].action


def test_all_mistakes_are_reported_in_one_run(tiny):
    report = changed(tiny, "title: Street trees", "tittle: Street trees")
    report = changed(report, "type: year", "type: yera")
    assert len(problems(report)) == 2


def test_a_link_out_of_the_data_folder_is_refused(tiny, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("id\n1\n", encoding="utf-8")
    (tiny.paths.data / "streets.csv").unlink()
    (tiny.paths.data / "streets.csv").symlink_to(outside)
    assert "through a link" in problems(tiny)[0].message


@pytest.mark.parametrize("text, message", [("", "empty or not a mapping"), ("name: x\n", "‘resources’ is missing"),
                                           ("a: [", "not YAML"), ("- a\n", "not a mapping")])
def test_a_descriptor_without_tables_is_a_problem(tiny, text, message):
    tiny.paths.package.write_text(text, encoding="utf-8")
    assert message in problems(tiny)[0].message


def test_a_schema_may_stand_in_a_file_of_its_own_and_is_checked_there(tiny):
    text = tiny.paths.package.read_text(encoding="utf-8")
    start = text.index("    schema:\n", text.index("- name: streets"))
    end = text.index("  - name: counts")
    (tiny.paths.data / "streets.schema.yaml").write_text(
        "\n".join(line[6:] for line in text[start:end].splitlines()[1:]) + "\n", encoding="utf-8")
    tiny.paths.package.write_text(text[:start] + "    schema: streets.schema.yaml\n" + text[end:], encoding="utf-8")
    report = Report(tiny.paths.root)
    assert report.data.resources["streets"].field_names == ["id", "name", "ward", "source", "locator"]
    before = report.data.descriptor_checksum
    schema = tiny.paths.data / "streets.schema.yaml"
    schema.write_text(schema.read_text(encoding="utf-8").replace("title: Ward", "titel: Ward"), encoding="utf-8")
    [problem] = problems(report)
    assert (problem.path, problem.line) == ("data/streets.schema.yaml", 4)
    assert Report(tiny.paths.root).paths.package.exists() and before


def test_the_checksum_is_that_of_the_file(tiny):
    before = tiny.data.checksum("counts")
    file = tiny.paths.data / "counts.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",40,", ",41,"), encoding="utf-8")
    after = Report(tiny.paths.root).data.checksum("counts")
    assert len(before) == 64 and before != after


def test_the_sources_of_a_row_are_read_from_the_table_not_from_an_edited_copy(tiny):
    frame = tiny.data.table("counts")
    frame["source"] = "somebody-else"
    kept = frame[frame["year"] == 2023]
    assert tiny.data.row_sources(kept.index) == (SourceRef("wardens-2023", "table 2"),)


def test_a_copy_of_a_table_may_be_edited_without_harm(tiny):
    counts = tiny.data.table("counts")
    counts["trees"] = 0
    assert tiny.data.table("counts")["trees"].sum() > 0


@pytest.mark.parametrize("row, message", [
    ("counts:99", "no row ‘counts:99’ (its last is on line 10)"), ("counts:1", "no row"),
    ("trees:2", "no table is called ‘trees’"), ("7", "grouping, merging or resetting the index"),
])
def test_a_row_that_does_not_exist_is_refused(tiny, row, message):
    with pytest.raises(UnknownRow, match=message.replace("(", r"\(").replace(")", r"\)")):
        tiny.data.row_sources([row])


def test_an_unknown_table_names_the_nearest(tiny):
    with pytest.raises(KeyError, match="Did you mean ‘counts’"):
        tiny.data.table("count")
