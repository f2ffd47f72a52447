"""Chapters run isolated and side by side; every failure is reported with its line."""

from __future__ import annotations

import pytest
from written_chapters import printed, problems_of, quietly, show_figure, show_value

from coproduce.execution.runner import execute
from coproduce.execution.warm import CAN_FORK, ForkServer
from coproduce.ground.problems import ProblemsFound

pytestmark = pytest.mark.slow


def test_a_report_without_code_has_no_results(bare):
    bare.paths.toc.write_text("format: jb-book\nroot: index\n")
    results, lines = quietly(bare)
    assert not results.chapters and not lines


def test_chapters_come_in_the_order_of_the_contents_with_what_they_registered(bare, write):
    write("b", show_value("second", "b"), show_figure("drawing", "b"))
    write("a", show_value("first"), show_value("third"))
    results, lines = quietly(bare)
    assert list(results.chapters) == ["b", "a"]
    assert list(results.values) == ["second", "first", "third"]
    assert list(results.figures) == ["drawing"]
    assert results.values["first"].raw == 1
    assert "executing b: not run before" in lines


@pytest.mark.parametrize("warm", [True, False])
def test_surroundings_of_a_chapter_are_fixed(bare, write, warm, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "4")
    write(
        "a",
        ":tags: [remove-output]\n\nimport os, time, locale\n"
        "print(time.tzname[0], hash('a'), os.environ['COPRODUCE_REPORT'], os.getcwd(), sep='\\n')",
    )
    first, _ = quietly(bare, warm=warm)
    zone, hashed, root, folder = printed(first, "a").splitlines()
    assert (zone, root, folder) == ("UTC", str(bare.paths.root), str(bare.paths.book))
    bare.paths.cache.joinpath("a.outputs").unlink()
    again, _ = quietly(bare, warm=warm)
    assert printed(again, "a").splitlines()[1] == hashed


def test_nothing_leaks_from_one_chapter_to_another(bare, write):
    write("a", "import pandas as pd\nleaked = 1\npd.leaked = 1\nimport os; os.environ['LEAKED'] = '1'")
    write("b", ":tags: [remove-output]\n\nimport os\nimport pandas as pd\nprint('leaked' in globals(), hasattr(pd, 'leaked'), 'LEAKED' in os.environ)")
    results, _ = quietly(bare, jobs=1)
    assert printed(results, "b").strip() == "False False False"


@pytest.mark.parametrize("names", [("a/b", "a-b"), ("n" * 120, "short")])
def test_each_chapter_has_a_kernel_of_its_own_whatever_it_is_called(bare, write, names):
    bare.paths.book.joinpath("a").mkdir()
    for number, name in enumerate(names):
        write(name, show_value(f"number-{number}", name), ":tags: [remove-output]\n\nimport os\nprint(os.getpid())")
    results, _ = quietly(bare)
    assert list(results.values) == ["number-0", "number-1"]
    assert len({printed(results, name, 1) for name in names}) == 2


def test_failures_of_all_chapters_are_reported_each_with_its_line(bare, write):
    first = write("a", "x = 1\ny = 2\nraise ValueError('the first\\nis wrong')")
    second = write("b", "print(1)", ":tags: [hide-input]\n\nx = {}\n\nx['missing']")
    write("c", show_value("fine", "c"))
    a, b = sorted(problems_of(bare), key=lambda p: p.path)
    assert (a.path, a.line, a.message) == ("book/a.md", first + 2, "ValueError: is wrong")
    lines = bare.paths.chapter("b").read_text().splitlines()
    assert b.path == "book/b.md" and lines[b.line - 1] == "x['missing']" and b.line > second
    assert b.message == "KeyError: 'missing'"
    # What did run is kept.
    write("a", "x = 1")
    write("b", "x = 1")
    results, _ = quietly(bare)
    assert results.chapters["c"].cached and not results.chapters["a"].cached


def test_an_error_inside_a_function_points_at_the_line_that_failed(bare, write):
    line = write("a", "def halve(x):\n    return x / 0\n", "halve(1)")
    (problem,) = problems_of(bare)
    assert problem.line == line + 1 and "ZeroDivisionError" in problem.message


def test_a_syntax_error_points_at_its_line(bare, write):
    line = write("a", "x = 1\ny = = 2")
    (problem,) = problems_of(bare)
    assert problem.line == line + 1 and problem.message.startswith("SyntaxError")


def test_a_tag_does_not_make_an_error_pass(bare, write):
    write("a", ":tags: [raises-exception]\n\nraise ValueError('tagged')")
    (problem,) = problems_of(bare)
    assert "tagged" in problem.message


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import warnings\nwarnings.warn('take care')", "UserWarning: take care"),
        ("import sys\nprint('spoken aside', file=sys.stderr)", "the cell wrote to stderr: spoken aside"),
        ("import logging\nlogging.warning('logged')", "the cell wrote to stderr: WARNING:root:logged"),
    ],
)
def test_a_warning_stops_the_build(bare, write, code, message):
    line = write("a", code)
    (problem,) = problems_of(bare)
    assert problem.message == message and problem.code == "chapter.warning"
    assert problem.line == (line + 1 if "UserWarning" in message else line)
    assert len(problems_of(bare)) == 1, "a chapter with warnings must not be kept"


@pytest.mark.parametrize(
    ("code", "line", "message"),
    [
        ("x = 1\nprint('seen', x)\nprint('again')", 2, "the cell prints ‘seen 1’"),
        ("import pandas as pd\nframe = pd.DataFrame({'a': [1]})\nframe", 3, "the cell ends with something that is not registered: ‘a’"),
        ("'a string'", 1, "the cell ends with something that is not registered: ‘'a string'’"),
        ("from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))", 2, "the cell shows something that is not registered: ‘<IPython"),
    ],
)
def test_what_a_cell_shows_without_registering_it_stops_the_build(bare, write, code, line, message):
    first = write("a", code, show_value("fine"))
    (problem,) = problems_of(bare)
    assert problem.message.startswith(message) and problem.code == "chapter.stray-output"
    assert problem.line == first + line - 1
    assert "register" in problem.action
    assert len(problems_of(bare)) == 1, "such a chapter must not be kept"


def test_outputs_that_are_left_out_of_the_page_may_stay(bare, write):
    write("a", ":tags: [remove-output]\n\nprint('seen')\n'a string'")
    results, _ = quietly(bare)
    assert printed(results, "a") == "seen\n"


def test_a_cell_that_does_not_end_is_stopped(bare, write):
    line = write("a", "x = 1", "import time\ntime.sleep(60)")
    (problem,) = problems_of(bare, cell_seconds=1)
    assert problem.code == "chapter.cell-timeout" and problem.line == line + 4


@pytest.mark.parametrize("warm", [True, False])
def test_a_kernel_that_dies_is_reported(bare, write, warm):
    line = write("a", "import os\nos._exit(3)")
    (problem,) = problems_of(bare, warm=warm)
    assert problem.code == "chapter.kernel-died" and problem.line == line


@pytest.mark.skipif(not CAN_FORK, reason="kernels are not forked here")
@pytest.mark.parametrize(
    "code",
    ["import pandas as pd\npd.read_csv('../data/counts.csv')", "open('../contributions/vocabulary.yml')"],
)
def test_inputs_are_not_read_past_their_declaration(bare, write, code):
    write("a", code, inputs=("counts", "contributions"))
    (problem,) = problems_of(bare, warm=True)
    assert "was opened directly" in problem.message and "chapter.table" in problem.message


def test_an_input_that_does_not_exist_is_named_before_anything_runs(bare, write):
    write("a", "1/0", inputs=("count",))
    (problem,) = problems_of(bare)
    assert problem.code == "front-matter.unknown-input" and "counts" in problem.expected


def test_cell_options_that_cannot_be_read_are_a_problem(bare, write):
    write("a", "---\ntags: [a\n---\nx = 1")
    (problem,) = problems_of(bare)
    assert problem.code == "chapter.cell-options" and problem.path == "book/a.md"


@pytest.mark.parametrize("show", [show_value, show_figure])
def test_a_name_used_in_two_chapters_is_a_problem(bare, write, show):
    line = write("a", show("same"))
    write("b", "x = 1", show("same", "b"))
    (problem,) = problems_of(bare)
    assert problem.path == "book/b.md" and problem.line == line + 4
    assert "‘same’" in problem.message and f"book/a.md:{line}" in problem.message


def test_a_value_and_a_figure_may_share_a_name(bare, write):
    write("a", show_value("same"), show_figure("same"))
    results, _ = quietly(bare)
    assert "same" in results.values and "same" in results.figures


@pytest.mark.skipif(not CAN_FORK, reason="kernels are not forked here")
def test_a_warm_process_that_has_died_is_reported(bare, write):
    write("a", "x = 1")
    server = ForkServer()
    server.close()
    with pytest.raises(ProblemsFound) as found:
        execute(bare, log=lambda line: None, server=server)
    (problem,) = found.value.problems
    assert problem.code == "chapter.kernel-died" and problem.path == "book/a.md"


@pytest.mark.parametrize(("measured", "order"), [
    ('{"seconds": {"a": 1, "b": 3, "c": 9}}', ["new", "c", "b", "a"]),
    ('{"seconds": {"a": "long"}}', ["a", "b", "c", "new"]),
    ("not JSON", ["a", "b", "c", "new"]),
])
def test_what_took_longest_begins_first_and_comes_in_its_place(bare, write, measured, order):
    for name in ("a", "b", "c", "new"):
        write(name, show_value(f"of-{name}", name))
    bare.paths.run_times.parent.mkdir(exist_ok=True)
    bare.paths.run_times.write_text(measured)
    results, lines = quietly(bare, jobs=1)
    assert [line.split(":")[0] for line in lines if line.startswith("executing")] == [f"executing {name}" for name in order]
    assert list(results.chapters) == ["a", "b", "c", "new"]
