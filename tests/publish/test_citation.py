"""Citations: every style says who, what, which edition, when and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coproduce.evidence.records import FigureRecord, TableRecord
from coproduce.publish.citation import FOR_MACHINES, STYLES, cite_figure, cite_report
from coproduce.source.settings import Settings

SETTINGS = Settings(
    title="Trees & streets", author="Tree Wardens", edition="1.2", date="2026-03-01", pdf_name="trees",
    subtitle="What 100% shade costs", publisher="Larkwell Council", web_address="https://trees.example.org/report/",
    keywords=("trees", "shade"),
)
FIGURE = FigureRecord(name="shade", chapter="streets", headline="Shade grows", subtitle="", alt="", svg="", width=1, height=1)


def test_styles_read_as_their_rules_say():
    cited = cite_report(SETTINGS)
    assert list(cited) == list(STYLES)
    assert cited["Harvard"] == (
        "Tree Wardens (2026) Trees & streets: what 100% shade costs. Edition 1.2, 1 March 2026. "
        "Larkwell Council. Available at: https://trees.example.org/report/"
    )
    assert cited["APA"] == (
        "Tree Wardens. (2026, March 1). Trees & streets: what 100% shade costs (Edition 1.2). "
        "Larkwell Council. https://trees.example.org/report/"
    )
    assert cited["Vancouver"] == (
        "Tree Wardens. Trees & streets: what 100% shade costs. Edition 1.2. Larkwell Council; 2026 Mar 1. "
        "Available from: https://trees.example.org/report/"
    )


def test_bibtex_is_read_back_by_a_bibtex_parser():
    from pybtex.database import parse_string

    ((key, entry),) = parse_string(cite_report(SETTINGS)["BibTeX"], "bibtex").entries.items()
    assert (key, entry.type) == ("trees-1.2", "techreport")
    assert entry.fields["title"] == r"{Trees \& streets: what 100\% shade costs}"
    assert (entry.fields["year"], entry.fields["month"], entry.fields["day"]) == ("2026", "March", "1")
    assert entry.persons["author"][0].last_names == ["{Tree Wardens}"]


def test_ris_has_one_tag_a_line_and_ends():
    lines = cite_report(SETTINGS)["RIS"].splitlines()
    assert lines[0] == "TY  - RPRT" and lines[-1] == "ER  - "
    assert {"AU  - Tree Wardens", "DA  - 2026/03/01", "ET  - 1.2", "KW  - shade"} <= set(lines)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_not_set_is_left_out(style):
    cited = cite_report(replace(SETTINGS, subtitle="", publisher="", web_address="", keywords=()))[style]
    assert "http" not in cited and "None" not in cited and "{}" not in cited
    assert "Trees" in cited and ("1.2" in cited)
    if style not in FOR_MACHINES:
        assert ".." not in cited and ": ." not in cited and cited.endswith(".")


def test_figure_and_table_are_cited_within_the_report():
    cited = cite_figure(SETTINGS, FIGURE, 3, "https://trees.example.org/report/streets.html#shade", ["Wardens, Census (2025)"])
    assert cited == (
        "Tree Wardens (2026) Figure 3: Shade grows. In: Trees & streets: what 100% shade costs. "
        "Edition 1.2, 1 March 2026. Larkwell Council. Based on: Wardens, Census (2025). "
        "Available at: https://trees.example.org/report/streets.html#shade"
    )
    table = TableRecord(name="t", chapter="streets", caption="Trees by street")
    assert "Table 2: Trees by street." in cite_figure(SETTINGS, table, "2", "")
