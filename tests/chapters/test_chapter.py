"""What chapters call, on the tiny report: what is refused, and what is traced."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd
import pytest

from coproduce.chapters.chapter import ChapterError, open_chapter
from coproduce.contributions.withdrawal import withdraw
from coproduce.evidence.records import MIME_TYPE, SourceRef, from_json, to_json

WORDS = {"unit": "count", "label": "Trees", "calculation": "Sum over the streets"}


def test_a_value_carries_its_rows_and_their_sources(chapter, latest):
    record = chapter.value("trees", latest["trees"].sum(), rows=latest, period="2025", place="Larkwell", **WORDS)
    assert (record.text, record.raw, record.chapter) == ("1,188", 1188, "streets")
    assert type(record.raw) is int
    assert record.provenance == ("counts:4", "counts:7", "counts:10")
    assert record.sources == (SourceRef("wardens-2025", "table 2"),)
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


def test_rows_of_several_tables_are_joined_and_each_is_named_once(chapter, latest):
    streets = chapter.table("streets")
    record = chapter.value("trees", 3, rows=[latest, streets, latest[:1]], **WORDS)
    assert record.provenance == (*latest.index, *streets.index)


def test_sources_come_from_the_data_whatever_the_chapter_did_to_its_copy(chapter, latest):
    edited = latest.assign(source="nobody", locator="").drop(columns=["street"])
    assert chapter.value("trees", 1, rows=edited, **WORDS).sources == (SourceRef("wardens-2025", "table 2"),)


def test_a_column_with_one_row_stands_for_its_number(chapter, latest):
    one = latest[latest["street"] == "mill-lane"]
    assert chapter.value("trees", one["trees"], rows=one, **WORDS).raw == 47


REFUSED_VALUES = [
    ({"rows": lambda t: t[:0]}, "has no rows, so nobody could check it"),
    ({"rows": lambda t: t.reset_index()}, "have lost their names"),
    ({"rows": lambda t: t.groupby("street").sum(numeric_only=True)}, "a row that does not exist"),
    ({"rows": lambda t: t.groupby(["street", "year"]).sum(numeric_only=True)}, "have lost their names"),
    ({"rows": lambda t: t.rename(index=lambda row: "counts:99")}, "no row ‘counts:99’"),
    ({"rows": lambda t: "counts:2"}, "rows of the kind str"),
    ({"rows": lambda t: ["counts:2"]}, "rows of the kind str"),
    ({"rows": lambda t: None}, "rows of the kind NoneType"),
    ({"label": ""}, "has no label"),
    ({"calculation": " "}, "has no calculation"),
    ({"unit": "trees"}, "‘trees’ is not a unit"),
    ({"raw": None}, "missing"),
    ({"raw": float("nan")}, "missing"),
    ({"raw": 1.5}, "not whole"),
    ({"raw": pd.Series([1, 2])}, "a column of 2 rows, not one number"),
    ({"raw": pd.Series([], dtype="Int64")}, "a column of 0 rows, not one number"),
    ({"name": "Trees 2025"}, "cannot be a name"),
    ({"name": "trees_2025"}, "cannot be a name"),
    ({"evidence": "proved"}, "\"showed\", \"used\" or \"changed\""),
    ({"interval": 3}, "Give \\(low, high\\)"),
    ({"interval": (2, 3)}, "lies outside its interval"),
    ({"people": True, "unit": "percent"}, "marked people=True"),
    ({"people": True, "raw": 3}, "the rows given would tell how many"),
]


@pytest.mark.parametrize("changes, message", REFUSED_VALUES, ids=range(len(REFUSED_VALUES)))
def test_a_value_that_nobody_could_check_is_refused(chapter, latest, changes, message):
    arguments = {"name": "trees", "raw": 1188, "rows": lambda t: t, **WORDS, **changes}
    arguments["rows"] = arguments["rows"](latest)
    with pytest.raises(ChapterError, match=message):
        chapter.value(arguments.pop("name"), arguments.pop("raw"), **arguments)
    assert chapter.records == {}


def test_a_name_is_given_once(chapter, latest):
    chapter.value("trees", 1, rows=latest, **WORDS)
    with pytest.raises(ChapterError, match="‘trees’ is already taken by a value"):
        chapter.data_table("trees", latest, caption="Trees", rows=latest)


def test_an_interval_and_kind_of_evidence_are_kept(chapter, latest):
    record = chapter.value("effect", 12, rows=latest, unit="percent", label="Effect", calculation="As published",
                           interval=(10, 14), interval_kind="ci95", evidence="changed")
    assert record.text == "12% (95% confidence interval 10% to 14%)"
    assert (record.low, record.high, record.evidence) == (10.0, 14.0, "changed")


def test_a_small_count_of_people_is_withheld_everywhere_in_the_record(chapter):
    counts = pd.concat([chapter.table("counts")[["street"]], chapter.table("streets")])
    record = chapter.value("wardens", 3, rows=counts, people=True, **WORDS)
    assert {record.text, record.rounded, record.bare, record.raw} == {"fewer than 10"}


def test_an_undeclared_table_names_the_line_to_write(chapter):
    with pytest.raises(ChapterError) as refused:
        chapter.table("sources")
    text = chapter.report.paths.chapter("streets").read_text(encoding="utf-8").splitlines()
    assert "inputs: [counts, streets, contributions, sources]" in str(refused.value)
    line = int(str(refused.value).partition("line ")[2].partition(",")[0])
    assert text[line - 1].strip().startswith("inputs:")


def test_rows_of_an_undeclared_table_are_refused_too(chapter):
    foreign = chapter.report.data.table("sources")
    with pytest.raises(ChapterError, match="‘sources’ is not among the inputs"):
        chapter.value("count", 3, rows=foreign, **WORDS)


def test_an_unknown_table_names_the_nearest(chapter):
    with pytest.raises(ChapterError, match="Did you mean ‘counts’"):
        chapter.table("count")


def test_contributions_need_to_be_declared(tiny, monkeypatch):
    monkeypatch.setenv("COPRODUCE_REPORT", str(tiny.paths.root))
    path = tiny.paths.chapter("streets")
    path.write_text(path.read_text(encoding="utf-8").replace(", contributions]", "]"), encoding="utf-8")
    with pytest.raises(ChapterError, match="‘contributions’ is not among the inputs"):
        open_chapter("streets").contributions()


def test_a_count_of_contributions_names_them_and_their_sources(chapter):
    frame = chapter.contributions()
    record = chapter.value("voices", len(frame), rows=frame, **WORDS)
    assert record.provenance == tuple(f"contributions:{name}" for name in frame.index)
    assert SourceRef("parish-letter", "second paragraph") in record.sources


def counted(chapter, name):
    gone, given = chapter.contributions_withdrawn(), chapter.contributions()
    return chapter.value(name, len(gone), rows=gone if len(gone) else given,
                         **WORDS | {"label": "Withdrawn contributions", "calculation": "Counted"})


def test_withdrawn_contributions_are_counted_with_their_records(chapter, tiny):
    none = counted(chapter, "withdrawn-before")
    assert none.raw == 0 and none.provenance == ("contributions:east-volunteer", "contributions:parish-watering")
    withdraw(tiny.paths, "east-volunteer", "Asked for.")
    one = counted(open_chapter("streets"), "withdrawn-after")
    assert (one.raw, one.provenance, one.sources) == (1, ("contributions:withdrawn/east-volunteer",), ())


def test_withdrawn_contributions_need_to_be_declared(tiny, monkeypatch):
    monkeypatch.setenv("COPRODUCE_REPORT", str(tiny.paths.root))
    with pytest.raises(ChapterError, match="inputs: .*contributions"):
        open_chapter("survival").contributions_withdrawn()


def test_the_inputs_read_are_known(chapter):
    chapter.table("counts")
    chapter.contributions()
    assert chapter.inputs_read == {"counts", "contributions"}
    assert chapter.inputs == ("counts", "streets", "contributions")


@pytest.mark.parametrize("name, message", [("street", "Did you mean ‘streets’"), ("streets.md", "without ‘.md’"),
                                           ("../secret", "there is no chapter")])
def test_an_unknown_chapter_is_refused(tiny, monkeypatch, name, message):
    monkeypatch.setenv("COPRODUCE_REPORT", str(tiny.paths.root))
    with pytest.raises(ChapterError, match=message):
        open_chapter(name)


@pytest.mark.parametrize("old, new, message", [
    ("inputs: [counts, streets, contributions]", "inputs: counts", "names between square brackets"),
    ("inputs: [counts, streets, contributions]", "inputs: [counts", "not YAML"),
])
def test_unsound_front_matter_is_one_message(tiny, monkeypatch, old, new, message):
    monkeypatch.setenv("COPRODUCE_REPORT", str(tiny.paths.root))
    path = tiny.paths.chapter("streets")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ChapterError, match=message):
        open_chapter("streets")


def test_an_unsound_data_package_is_one_message(tiny, monkeypatch):
    monkeypatch.setenv("COPRODUCE_REPORT", str(tiny.paths.root))
    tiny.paths.package.write_text("nonsense: true\n", encoding="utf-8")
    with pytest.raises(ChapterError, match="data/datapackage.yaml"):
        open_chapter("streets")


def test_the_report_around_the_working_directory_is_found(tiny, monkeypatch, tmp_path):
    monkeypatch.delenv("COPRODUCE_REPORT", raising=False)
    monkeypatch.chdir(tiny.paths.book)
    assert open_chapter("streets").report.paths.root == tiny.paths.root
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ChapterError, match="_config.yml"):
        open_chapter("streets")


def test_a_table_for_readers_has_titles_units_and_reasons(chapter):
    counts = chapter.table("counts").query("street == 'station-street'").assign(share=[None, 12.25, 3])
    record = chapter.data_table(
        "station", counts, caption="Trees in Station Street", rows=counts, units={"share": "percent"},
        columns={"year": "Year", "trees": "Trees", "share": "Share", "series_break": "Break"})
    assert [(c.title, c.align) for c in record.columns] == [
        ("Year", "left"), ("Trees", "right"), ("Share", "right"), ("Break", "left")]
    assert record.data == (("2023", "not counted", "not stated", "no"), ("2024", "1,012", "12.3%", "no"),
                           ("2025", "1,015", "3.0%", "yes"))


@pytest.mark.parametrize("changes, message", [
    ({"caption": ""}, "has no caption"), ({"columns": {"tree": "Trees"}}, "Did you mean ‘trees’"),
    ({"columns": {"trees": ""}}, "has no title"), ({"units": {"trees": "oaks"}}, "is not a unit"),
    ({"rows": pd.DataFrame()}, "has no rows"),
])
def test_a_table_that_lacks_something_is_refused(chapter, latest, changes, message):
    with pytest.raises(ChapterError, match=message):
        chapter.data_table("t", latest, **{"caption": "Trees", "rows": latest, **changes})


def test_a_figure_has_the_trail_of_its_rows(chapter, latest):
    drawn = alt.Chart(latest.astype({"trees": "float64"})).mark_bar().encode(x="trees:Q", y="street:N")
    parts = {"headline": "Station Street has most trees", "subtitle": "Trees by street, Larkwell, 2025",
             "alt": "Bar for each of three streets: Station Street 1,015, Orchard Road 126, Mill Lane 47."}
    record = chapter.figure("by-street", drawn, rows=latest, columns={"street": "Street", "trees": "Trees"}, **parts)
    assert record.provenance == tuple(latest.index)
    assert record.sources == (SourceRef("wardens-2025", "table 2"),)
    assert record.data[0] == ("mill-lane", 47)
    with pytest.raises(ChapterError, match="alt is missing"):
        chapter.figure("no-alt", drawn, rows=latest, **{**parts, "alt": ""})


def test_in_a_notebook_records_are_displayed_once_and_a_cell_may_run_again(tiny, monkeypatch):
    shell_module = pytest.importorskip("IPython.core.interactiveshell")
    from IPython.utils.capture import capture_output

    monkeypatch.delenv("COPRODUCE_REPORT", raising=False)
    monkeypatch.chdir(tiny.paths.book)
    shell = shell_module.InteractiveShell.instance()
    cell = ('chapter.value("trees", 1188, unit="count", label="Trees", calculation="Sum", rows=latest)')
    try:
        with capture_output() as shown:
            shell.run_cell("from coproduce import open_chapter\nchapter = open_chapter('streets')\n"
                           "latest = chapter.table('counts').query('year == 2025')", store_history=True)
            for _ in range(2):
                assert shell.run_cell(cell, store_history=True).success
            again = shell.run_cell(f"{cell}\n{cell}", store_history=True)
    finally:
        shell_module.InteractiveShell.clear_instance()
    bundles = [output.data for output in shown.outputs if MIME_TYPE in output.data]
    assert [bundle["text/plain"] for bundle in bundles[:2]] == ["trees: 1,188"] * 2
    assert from_json(bundles[0][MIME_TYPE]).text == "1,188"
    assert "<strong>1,188</strong>" in bundles[0]["text/html"]
    assert "ValueRecord(" not in shown.stdout, "the record is not printed again as the cell's result"
    assert isinstance(again.error_in_exec, Exception) and "already taken" in str(again.error_in_exec)
