"""Problems as people read them: also those that quote a stranger."""

import pytest

from coproduce.ground.problems import Problem, render


@pytest.mark.parametrize(("words", "shown"), [
    ("\x1b[31mred\x1b[0m\x07", "\\u001b[31mred\\u001b[0m\\u0007"), ("\u202eevil\u2066", "\\u202eevil\\u2066"),
    ("half \ud800", "half \\ud800"), ("naïve 👩\u200d👧 Ελλάδα é", "naïve 👩\u200d👧 Ελλάδα é"), ("a\tb", "a\tb"),
])
def test_what_a_terminal_would_obey_is_shown_instead(words, shown):
    for made in (Problem("a.md", words), Problem(words, "m"), Problem("a.md", "m", expected=words, action=words, field=words)):
        assert shown in render([made])
        render([made]).encode("utf-8")


@pytest.mark.parametrize("words", ["x\n::error::y", "x\n  ##[error]y", "::add-mask::y"])
def test_no_line_is_a_command_to_the_log_of_a_workflow(words):
    for made in (Problem("a.md", words), Problem(words, "m"), Problem("", "m", action=f"{words}\n{words}")):
        assert [line for line in render([made]).splitlines() if line.strip().startswith(("::", "##["))] == []


def test_lines_of_a_message_stay_lines():
    assert render([Problem("a.md", "one\ntwo")]).splitlines()[:3] == ["a.md", "  one", "two"]
