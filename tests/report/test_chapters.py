"""What this report's chapters must satisfy against its data, whatever the words."""

from __future__ import annotations

import re

import pytest

from coproduce.chapters.chapter import CONTRIBUTIONS
from coproduce.contributions.accounting import voices
from coproduce.evidence.records import FigureRecord, ValueRecord
from coproduce.report import Report

SHORT = (
    "lives-across-services", "it-has-been-done", "it-can-be-done-responsibly", "it-improves-decisions",
    "it-supports-coordination", "what-already-exists", "what-national-policy-must-do", "what-we-do-not-know",
    "what-contributors-said", "how-this-report-was-made",
)
ANNEX = {
    "lives-across-services": "figures-on-need-and-services", "it-has-been-done": "case-studies-compared",
    "it-can-be-done-responsibly": "law-and-safeguards-in-full", "it-improves-decisions": "effects-and-findings",
    "it-supports-coordination": "coordination-in-full", "what-already-exists": "register-of-what-exists",
    "what-national-policy-must-do": "proposals-and-asks", "what-we-do-not-know": "open-questions",
    "what-contributors-said": "contributors-and-proposals", "how-this-report-was-made": "methods-in-full",
}
RECOMMENDATIONS = {
    "publish-a-timetable", "allow-planning-for-send", "approve-matching-once", "publish-match-rates",
    "give-families-a-say", "use-the-early-years-duty", "refresh-national-linkage",
    "bring-education-and-care-under-standards", "fund-regional-capability", "evaluate-what-changes",
}
FACTS = ("problem", "owner", "lever", "timing", "cost", "against", "measure")
CONCLUSIONS = {
    "fragmentation-delays-help", "linkage-is-established", "works-at-population-scale",
    "safeguards-exist-but-fears-remain", "decisions-improve-but-few-outcomes-proven",
    "coordination-needs-different-rules", "use-what-exists-first", "evidence-gaps-are-answerable",
}


@pytest.fixture(scope="module")
def report(report_root):
    return Report(report_root)


@pytest.fixture(scope="module")
def pages(report):
    return {path.stem: path.read_text(encoding="utf-8") for path in report.paths.book.glob("*.md")}


@pytest.fixture(scope="module")
def series_of(report):
    """The statistical series of a row, or "" for a row of another table."""
    tables = {name: report.data.table(name) for name in report.data.resources if name.startswith("statistics-")}

    def find(row: str) -> str:
        name = row.rpartition(":")[0]
        return str(tables[name].at[row, "series"]) if name in tables else ""

    return find


# The values below are in the data's own notes of what was checked; they were
# worked out apart from the chapters. A new edition of the data changes them.
@pytest.mark.parametrize(("name", "text"), [
    ("ehc-plans-active-latest", "718,838"),
    ("ehc-plans-annual-growth", "12.5%"),
    ("north-share-plans", "28.2%"),
    ("north-share-requests", "29.3%"),
    ("north-share-new-plans", "29.3%"),
    ("north-share-looked-after", "36.4%"),
    ("within-20-weeks-north", "52.2%"),
    ("authorities-counted", "151"),
    ("authorities-lowest", "3.2%"),
    ("authorities-highest", "100%"),
    ("authorities-median", "52.3%"),
    ("ehc-refused-latest", "25.2%"),
    ("tribunal-appeals-latest", "22,276"),
])
def test_values_agree_with_the_checks_made_on_the_data(results, name, text):
    assert results.values[name].text == text


def test_growth_counted_by_this_report_agrees_with_the_published_rate(results):
    values = results.values
    before = values["ehc-plans-active-latest"].raw - values["ehc-plans-added"].raw
    assert 100 * values["ehc-plans-added"].raw / before == pytest.approx(values["ehc-plans-annual-growth"].raw, abs=0.05)


def test_the_weighting_of_regions_comes_close_to_the_published_average(results):
    check, published = results.values["weighting-check"].raw, results.values["ehc-20-weeks-latest"].raw
    assert check == pytest.approx(published, abs=0.5)


def test_every_annex_page_with_cells_registers_values(results):
    silent = [name for name in (*ANNEX.values(), "recommended-reading") if name != "open-questions"
              and not any(isinstance(record, ValueRecord) for record in results.chapters[name].records)]
    assert silent == []


@pytest.mark.parametrize(("short", "annex"), ANNEX.items())
def test_a_short_chapter_and_its_annex_page_lead_to_each_other(pages, short, annex):
    assert f"{{doc}}`{annex}`" in pages[short]
    assert f"{{doc}}`{short}`" in pages[annex]


@pytest.mark.parametrize("annex", ANNEX.values())
def test_an_annex_page_concludes_and_recommends_nothing(pages, annex):
    """What the report concludes stands in the short chapters, once."""
    assert not re.search(r"^:::\{(conclusion|recommendation)\}", pages[annex], re.MULTILINE)


def test_no_cell_writes_warnings(results):
    streams = [output.get("text", "") for chapter in results.chapters.values() for outputs in chapter.outputs
               for output in outputs if output.get("output_type") == "stream"]
    assert streams == []


def test_there_are_figures_enough_and_of_the_kinds_asked_for(results):
    figures = results.figures
    assert len(figures) >= 16
    assert {"plans-by-region", "case-studies-by-sector", "who-goes-unmatched", "ratios-with-uncertainty"} <= set(figures)
    assert {row[0] for row in figures["plans-by-region"].data} >= {"North East", "North West", "Yorkshire and The Humber"}
    assert {row[1] for row in figures["case-studies-by-sector"].data} == {"The North", "Elsewhere"}


def test_every_tested_outcome_stands_in_the_table_of_effects(results, report):
    """A result that is given twice, as a ratio and in points, is one outcome."""
    effects = report.data.table("effects")
    listed = effects[effects["standing"] != "second-measure"]
    table = results.tables["effects-tested"]
    assert len(table.data) == len(listed)
    inconclusive = [row for row in table.data if row[3].startswith("Inconclusive")]
    assert len(inconclusive) == int((listed["direction"] == "inconclusive").sum()) > 0


def test_headlines_and_subtitles_say_what_they_must(results):
    for record in results.figures.values():
        assert len(record.headline) <= 110, record.name
        assert not record.headline.endswith("."), record.name
        assert record.subtitle != record.headline, record.name
        assert re.search(r"\d{4}|source|edition|period|[Pp]ublished|plans left out|evidence", record.subtitle), record.name


def test_a_figure_across_a_series_break_speaks_of_it(results, report, series_of):
    """A break inside the rows drawn must be named in the caveat or the alternative text."""
    tables = {name: report.data.table(name) for name in report.data.resources if name.startswith("statistics-")}
    for record in results.figures.values():
        broken = [row for row in record.provenance
                  if series_of(row) and tables[row.rpartition(":")[0]].at[row, "series_break"]]
        periods = {tables[row.rpartition(":")[0]].at[row, "period"] for row in record.provenance if series_of(row)}
        if broken and len(periods) > 1:
            assert record.caveat, record.name


def test_a_value_of_a_series_with_a_break_has_a_caveat(results, report, series_of):
    series = report.data.table("series").set_index("id")
    with_break = set(series.index[series["break_note"].notna()])
    bare = {record.name for record in results.values.values()
            if not record.caveat and any(series_of(row) in with_break for row in record.provenance)}
    assert bare == set()


def test_the_table_of_series_lists_just_those_that_the_chapters_use(results, report, series_of):
    used = {series_of(row) for record in results if record.chapter != "methods-in-full"
            for row in record.provenance} - {""}
    rows = results.tables["series-used"].provenance
    listed = set(report.data.table("series").loc[list(rows), "id"])
    assert sorted(used ^ listed) == [], "bring USED in book/methods-in-full.md up to date"


def test_every_value_is_used_in_some_page(results, pages):
    told = set(re.findall(r"\{value\}`([^`|]+?)(?:\s*\|[^`]*)?`", "".join(pages.values())))
    options = re.findall(r"^:(?:values|findings): (.+)$", "".join(pages.values()), re.MULTILINE)
    told |= {name.strip() for line in options for name in line.split(",")}
    assert sorted(set(results.values) - told) == []


def boxes(pages, kind: str) -> dict[str, tuple[str, str]]:
    """For each conclusion or recommendation its page and its body."""
    found: dict[str, tuple[str, str]] = {}
    for page, text in pages.items():
        for name, body in re.findall(rf"^:::\{{{kind}\}} (\S+)\n(.*?)^:::$", text, re.MULTILINE | re.DOTALL):
            assert name not in found, name
            found[name] = (page, body)
    return found


def test_the_conclusions_are_each_defined_once_with_evidence(pages, results):
    found = boxes(pages, "conclusion")
    assert set(found) == CONCLUSIONS
    for name, (_, body) in found.items():
        values = re.search(r"^:values: (.+)$", body, re.MULTILINE)
        assert values, name
        assert {v.strip() for v in values.group(1).split(",")} <= set(results.values), name


def test_each_recommendation_says_all_that_an_official_needs(pages):
    found = boxes(pages, "recommendation")
    assert set(found) == RECOMMENDATIONS
    lacking = [f"{name}: {fact}" for name, (_, body) in found.items() for fact in FACTS
               if not re.search(rf"^:{fact}: \S", body, re.MULTILINE)]
    assert lacking == []


def test_the_summary_names_every_recommendation(pages):
    assert set(re.findall(r"\{conclusion\}`([\w-]+)`", pages["index"])) >= RECOMMENDATIONS


def test_every_contribution_that_is_used_is_named_in_the_chapter_that_uses_it(report, pages):
    """In the text, or in the box of a conclusion on that page, which lists the voices for and against it."""
    at_home = {name: page for kind in ("conclusion", "recommendation") for name, (page, _) in boxes(pages, kind).items()}
    missing = [
        f"{voice.contribution} in {voice.chapter}" for voice in voices(report.contributions)
        if f"{{contribution}}`{voice.contribution}`" not in pages[voice.chapter]
        and at_home.get(voice.conclusion) != voice.chapter]
    assert missing == []


def test_findings_carry_their_kind_of_evidence(results, report):
    table = report.data.table("case-study-findings")
    for record in results.values.values():
        kinds = {table.at[row, "evidence"] for row in record.provenance if row.startswith("case-study-findings:")}
        if record.evidence and kinds:
            assert kinds == {record.evidence}, record.name


def test_what_the_text_says_in_words_is_still_so(results, report):
    """Statements that no value carries; reword the sentence if one of these fails."""
    values = results.values
    tables = {name: report.data.table(name) for name in
              ("case-studies", "case-study-regions", "case-study-sectors")}
    studies = tables["case-studies"]
    effects = report.data.table("studies")
    assert not effects["set_off_by_linked_records"].fillna(False).astype(bool).any()
    assert {"England", "Wales", "Scotland", "Northern Ireland"} <= set(studies["nation"])
    assert {"E12000001", "E12000002", "E12000003"} <= set(tables["case-study-regions"]["area"])
    assert set(tables["case-study-sectors"]["sector"].value_counts().index[:2]) == {"education", "health"}
    assert studies.loc[studies["started"].idxmin(), "id"] == "western-australia-dpp"
    assert values["ehc-requests-growth"].raw > values["ehc-new-plans-growth"].raw
    assert values["ehc-20-weeks-latest"].raw < 50 and values["ehc-20-weeks-latest"].raw < values["ehc-20-weeks-2022"].raw
    assert values["fnp-odds-development"].low > 1 > values["fnp-odds-in-need"].low
    assert values["fnp-odds-in-need"].high > 1
    assert values["bradford-autism-low"].raw < 5  # "almost all of them had no diagnosis"
    assert "about 20 councils" in report.data.row(values["meals-councils"].provenance[0])["statement"]
    lines = {(row[0], row[1]): row[2] for row in results.figures["within-20-weeks-north-and-rest"].data}
    gap = {year: lines["North", year] - lines["Rest of England", year] for year in ("2022", "2024")}
    assert lines["North", "2024"] < lines["North", "2022"]
    assert 0 < gap["2024"] < gap["2022"]


def test_participants_contributions_are_counted_not_claimed(results, report, pages):
    kinds = report.contributions.frame()["kind"]
    assert results.values["contributions-participants"].raw == int((kinds != "published-statement").sum())
    assert CONTRIBUTIONS in results.chapters["contributors-and-proposals"].inputs
    for name in ("index", "contributors-and-proposals"):
        assert "{value}`contributions-participants`" in pages[name]


@pytest.mark.parametrize("words", [
    "presented at the showcase", "groundbreaking", "data subject", "vulnerable child", "left behind", "!",
])
def test_words_that_this_report_does_not_use(pages, words):
    prose = {name: re.sub(r"```\{code-cell\}.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE) for name, text in pages.items()}
    assert [name for name, text in prose.items() if words in text.lower()] == []


def test_no_sentence_is_long_and_most_are_short(pages):
    from statistics import median

    from coproduce.source.prose import prose

    for name, text in pages.items():
        text = re.sub(r"\{term\}`([^`<]*)(?:<[^`]*>)?`", r"\1", text)
        text = re.sub(r"\{\w+\}`[^`]*`", "X", text)
        sentences = [sentence for line in prose(text) if not line.heading
                     for sentence in re.split(r"(?<=[.?])\s+", line.text)]
        lengths = [len(re.findall(r"[\w'’-]+", sentence)) for sentence in sentences]
        lengths = [length for length in lengths if length > 2]
        assert max(lengths, default=0) <= 40, name
        if name in (*SHORT, *ANNEX.values(), "index"):
            assert median(lengths) < 20, name


def test_no_heading_is_a_question(pages):
    assert [line for text in pages.values() for line in text.splitlines() if line.startswith("#") and line.endswith("?")] == []


def test_each_figure_has_a_caveat_or_needs_none(results):
    """Figures on which a reader could go wrong without one."""
    bare = {record.name for record in results.figures.values() if isinstance(record, FigureRecord) and not record.caveat}
    assert bare == set()
