"""Which pages are reworded, from marks of their passages."""

from coproduce.editions.compare.changes import compare
from coproduce.editions.compare.passages import changed, passages

PAGE = "# Trees\n\nMost live.\nSome do not.\n\nThe census counted {value}`trees` of them.\n\n- oak\n- elm\n"


def test_a_number_a_source_and_another_line_break_are_no_rewording():
    other = PAGE.replace("{value}`trees`", "{value}`trees-2025`").replace("live.\nSome", "live. Some")
    assert passages(PAGE) == passages(other)


def test_a_changed_word_changes_one_passage():
    assert changed(passages(PAGE), passages(PAGE.replace("Most", "Many"))) == "passages: 1 reworded"


def test_added_and_dropped_are_told_apart():
    assert changed(passages(PAGE), passages(PAGE + "\nMore.\n\nAnd more.\n")) == "passages: 2 added"
    assert changed(passages(PAGE), passages(PAGE.replace("- elm\n", ""))) == "passages: 1 dropped"
    assert changed(passages(PAGE), passages(PAGE)) == ""


def test_code_is_no_passage():
    assert passages("```{code-cell} python3\nx = 1\n```\n") == passages("")


def test_an_edition_without_marks_says_nothing_of_them():
    old = {"pages": [{"name": "index", "title": "Trees"}]}
    new = {"pages": [{"name": "index", "title": "Trees", "passages": ["a"]}]}
    assert not compare(old, new)


def test_a_reworded_page_is_affected():
    old, new = ({"pages": [{"name": "index", "title": title, "passages": marks}]}
                for title, marks in (("Trees", ["a"]), ("More trees", ["b"])))
    changes = compare(old, new)
    assert [(p.name, p.detail) for p in changes.pages_reworded] == [("index", "title, passages: 1 reworded")]
    assert changes.pages_affected == ["index"]


def test_the_ledger_carries_the_marks(built_tiny):
    import json

    ledger = json.loads((built_tiny.html / "ledger.json").read_text(encoding="utf-8"))
    page = next(p for p in ledger["pages"] if p["name"] == "survival")
    text = built_tiny.report.paths.chapter("survival").read_text(encoding="utf-8")
    assert page["passages"] == passages(text) and len(page["passages"]) >= 4


def test_a_changed_figure_names_its_tables():
    figure = {"name": "f", "title": "F", "chapter": "index", "data_checksum": "1", "rows": ["counts:3", "streets:2"]}
    changes = compare({"figures": [figure]}, {"figures": [{**figure, "data_checksum": "2"}]})
    assert changes.figures_changed[0].data == ("counts", "streets")
