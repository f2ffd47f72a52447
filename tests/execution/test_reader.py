"""MyST-NB gets each page with outputs in place and lines that are those of the file."""

from __future__ import annotations

import pytest
from written_chapters import quietly, show_value

from coproduce.evidence.records import MIME_TYPE
from coproduce.execution import reader
from coproduce.execution.notebook import read_chapter
from coproduce.execution.results import Results


@pytest.fixture
def executed(bare, write):
    write("a", ":tags: [remove-output]\n\nprint('from a')", show_value("first"))
    write("b", ":tags: [remove-output]\n\nprint('from b')")
    results, _ = quietly(bare)
    reader.use(results)
    yield bare
    reader.use(Results())


def text_of(report, name: str) -> str:
    return report.paths.chapter(name).read_text(encoding="utf-8")


def test_each_chapter_gets_its_own_outputs(executed):
    first, second = (reader.read(text_of(executed, name)) for name in "ab")
    cells = [c for c in first.cells if c.cell_type == "code"]
    assert cells[0].outputs[0].text == "from a\n"
    record = reader.record_of(cells[1].outputs[0].data[MIME_TYPE])
    assert (record.kind, record.name, record.raw) == ("value", "first", 1)
    assert [c for c in second.cells if c.cell_type == "code"][0].outputs[0].text == "from b\n"


def test_reading_twice_gives_the_same(executed):
    assert reader.read(text_of(executed, "a")) == reader.read(text_of(executed, "a"))


def test_prose_edited_since_the_run_is_read_with_its_new_lines(executed):
    text = text_of(executed, "a").replace("Prose.", "Prose.\n\nMore.\n\n## Heading")
    notebook = reader.read(text)
    lines = text.splitlines()
    for cell, line in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        assert cell.source.splitlines()[0] in lines[line : line + 4]  # the fence and the options come first


def test_cells_edited_since_the_run_are_refused(executed):
    with pytest.raises(reader.NotExecuted, match="print\\('edited'\\)"):
        reader.read(text_of(executed, "a").replace("'from a'", "'edited'"))


def test_a_page_without_code_stays_in_one_piece(executed):
    text = "---\nhtml_meta:\n  description: Words\n---\n\n# Title\n\n+++\n\n```{code-cell}\nx\n```\n"
    notebook = reader.read(text)
    (cell,) = notebook.cells
    assert cell.cell_type == "markdown" and cell.source == text.partition("---\n\n")[2]
    assert notebook.metadata["html_meta"] == {"description": "Words"}
    assert text.splitlines()[notebook.metadata["source_map"][0] + 1] == "# Title"


@pytest.mark.parametrize("text", ["", "\n\n", "---\n---\n", "Only a line"])
def test_odd_pages_are_read(executed, text):
    (cell,) = reader.read(text).cells
    assert cell.source.strip() == text.replace("---", "").strip()


def test_a_cell_inside_another_fence_does_not_run(executed, write):
    inner = "::::{note}\n```{code-cell} python3\nraise ValueError\n```\n::::"
    write("c", "x = 1", prose=inner)
    chapter, problems = read_chapter(executed.paths, "c")
    assert not problems and [cell.source for cell in chapter.cells] == ["x = 1"]


def test_code_lines_are_those_of_the_file(executed, write):
    write("c", ":tags: [a]\n:class: b\n\nx = 1\ny = 2", "---\ntags: [c]\n---\nz = 3", "w = 4")
    chapter, _ = read_chapter(executed.paths, "c")
    lines = text_of(executed, "c").splitlines()
    assert [lines[cell.line - 1] for cell in chapter.cells] == ["x = 1", "z = 3", "w = 4"]
