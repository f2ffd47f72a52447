"""References of pages, checked without a build."""

import pytest

from coproduce.proof.references.check import check_references
from coproduce.proof.references.names import headings, links


def found(report):
    paths = report.paths
    texts = {p.relative_to(paths.book).with_suffix("").as_posix(): p.read_text(encoding="utf-8")
             for p in sorted(paths.book.rglob("*.md"))}
    return check_references(report, texts)


def append(report, text, name="index"):
    page = report.paths.chapter(name)
    page.write_text(page.read_text(encoding="utf-8") + "\n" + text + "\n", encoding="utf-8")


def test_a_sound_report_has_none(tiny):
    assert found(tiny) == []


@pytest.mark.parametrize(("wrong", "code", "near"), [
    ("{value}`trees-latets | rounded`", "value", "‘trees-latest’?"),
    ("{numref}`trees-by-yera`", "numref", "‘trees-by-year’?"),
    ("{numref}`the figure <trees-by-yera>`", "numref", "‘trees-by-year’?"),
    ("{source}`wardens-2025, warden-2023`", "source", "‘wardens-2023’?"),
    ("{contribution}`the parish <parish-waterin>`", "contribution", "‘parish-watering’?"),
    ("{conclusion}`watering-work`", "conclusion", "‘watering-works’?"),
    ("{profile}`mil-lane`", "profile", "‘mill-lane’?"),
    ("{term}`the wardens <wardn>`", "term", "‘warden’?"),
    ("{doc}`the streets <street>`", "doc", "‘streets’?"),
    ("[the streets](street.md)", "link", "a path from this file to one of the report"),
    ("[the streets](streets.md#every-streets)", "anchor", "‘#every-street’?"),
    ("[above](#street-trees)", "anchor", "‘#street-trees-of-larkwell’?"),
    (":::{key-finding} Links\nSee [the streets](street.md).\n:::", "link", "a path from this file to one of the report"),
])
def test_a_reference_to_nothing_names_line_and_nearest(tiny, wrong, code, near):
    append(tiny, f"First line.\n\n{wrong}")
    (problem,) = found(tiny)
    line = tiny.paths.chapter("index").read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line and line in wrong
    assert (problem.path, problem.code, problem.expected) == ("book/index.md", f"references.{code}", near)


@pytest.mark.parametrize("right", [
    "{value}`trees-latest | bare`", "{numref}`trees-by-street`", "{doc}`the streets </streets>`", "{term}`Warden`",
    "[streets](streets.md#every-street)", "[top](#street-trees-of-larkwell)", "[out](https://example.org/x.md)",
    "[mail](mailto:a@example.org)", "`{value}`", "(here)=\n\nSee {ref}`there <here>`, [it](#here) and [it again](here).",
])
def test_a_reference_to_something_is_none(tiny, right):
    append(tiny, right)
    assert found(tiny) == []


def test_names_that_a_cell_puts_together_count(tiny):
    chapter = tiny.paths.chapter("streets")
    text = chapter.read_text(encoding="utf-8").replace(
        "latest = counts", 'for street in counts["street"]:\n    name = f"trees-of-{street}"\nlatest = counts', 1)
    chapter.write_text(text, encoding="utf-8")
    append(tiny, "{value}`trees-of-mill-lane`, {value}`flowers-of-mill-lane`")
    assert [p.message.split("‘")[1].split("’")[0] for p in found(tiny)] == ["flowers-of-mill-lane"]


def test_names_in_the_options_of_a_conclusion(tiny):
    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8").replace(":values: survival,", ":values: survivals,"), encoding="utf-8")
    assert [(p.code, p.expected) for p in found(tiny)] == [("references.value", "‘survival’?")]


def test_documents_beside_the_book_are_read_too(tiny):
    (tiny.paths.root / "README.md").write_text("[gone](docs/gone.md) [out](../elsewhere.md) [book](book/index.md)\n", encoding="utf-8")
    assert [(p.path, p.code) for p in found(tiny)] == [("README.md", "references.link")] * 2


def test_unsound_data_are_said_once_and_elsewhere(tiny):
    (tiny.paths.data / "sources.csv").write_text("not a table\n", encoding="utf-8")
    assert [p for p in found(tiny) if p.code == "references.source"] == []


def test_anchors_are_those_of_the_book(built_tiny):
    page = (built_tiny.html / "streets.html").read_text(encoding="utf-8")
    text = built_tiny.report.paths.chapter("streets").read_text(encoding="utf-8")
    anchors = headings(text.split("---", 2)[2])
    assert anchors == {"streets-differ", "every-street"}
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_links_know_their_line_also_in_a_paragraph():
    assert list(links("# A\n\none\n[two](b.md)\n")) == [(4, "b.md")]
