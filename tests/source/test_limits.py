"""Texts far larger than people write are refused in words or answered, and never waited for."""

import pytest
from click.testing import CliRunner

from coproduce.check import check_before_merging
from coproduce.cli import main
from coproduce.ground import size_limits
from coproduce.proof.readability import glossary_terms, long_sentences, readings
from coproduce.proof.spelling.texts import _ADDRESS
from coproduce.proof.typed_numbers import typed_numbers
from coproduce.source.prose import overlong, prose

LARGE = 200_000


@pytest.mark.parametrize(
    ("file", "most"),
    [("contributions/parish-watering.md", size_limits.CONTRIBUTION), ("book/survival.md", size_limits.PAGE),
     ("_config.yml", size_limits.YAML), ("data/counts.csv", size_limits.TABLE),
     ("contributions/dispositions/east-volunteer.yml", size_limits.CONTRIBUTION)],
)
def test_a_file_that_is_too_large_is_named_and_not_read(tiny, file, most):
    path = tiny.paths.root / file
    with path.open("ab") as opened:
        opened.truncate(most + 1)  # a hole: it takes no room on the disk
    (problem,) = check_before_merging(tiny)
    assert (problem.path, problem.code) == (file, "input.too-large")
    assert f"{most + 1:,} bytes" in problem.message and f"{most:,}" in problem.expected and problem.action
    run = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "check"])
    assert run.exit_code == 1 and "input.too-large" in run.output and "Traceback" not in run.output


def test_the_tiny_report_is_far_below_the_limits(tiny):
    assert check_before_merging(tiny) == []


def test_a_paragraph_that_is_too_long_is_told_with_its_line():
    long = "tree " * 2000
    (problem,) = overlong(f"# A\n\nShort.\n\n{long}\n", "book/a.md")
    assert (problem.code, problem.line) == ("prose.long-paragraph", 5) and "9,999 characters" in problem.message
    assert overlong(f"# A\n\n{long[:4000]}\n\n{long[:4000]}\n", "book/a.md") == []


def test_a_paragraph_in_a_box_is_told_too():
    (problem,) = overlong("# A\n\n:::{note}\n" + "tree " * 2000 + "\n:::\n", "book/a.md")
    assert (problem.code, problem.line) == ("prose.long-paragraph", 4)


def test_boxes_in_boxes_without_end_are_told():
    text = "\n".join(":" * (400 - i) + "{note}\nx" for i in range(300))
    assert [p.code for p in overlong(text, "book/a.md")] == ["prose.depth"]
    assert prose(text)


@pytest.mark.slow
@pytest.mark.parametrize("atom", ["@", "&", "A&", "1.", "a.", "-a", "<a", "<", "[", "*a ", "_", "`", "{a}`b`",
                                  "```{glossary}\n", "\u0301", "😀", "$", "|", "\n", " ", "http://a.b "])
def test_checks_of_a_chapter_answer_whatever_it_holds(atom):
    """One that reads on to the end from each sign would take hours here."""
    text = atom * (LARGE // len(atom)) + "\n\nThere are 45 trees.\n"
    list(long_sentences(text, "a"))
    readings({"a": text})
    glossary_terms(text)
    _ADDRESS.sub("", text)
    told = [p.message for p in typed_numbers(text, "a")]
    assert atom == "```{glossary}\n" or any("45" in message for message in told) or atom in ("`", "\n", "<a") or overlong(text, "a")


@pytest.mark.parametrize("code", [
    "x = " + "(" * 9000 + ")" * 9000, "x = " + "[" * 9000, "x(alt=" + " + ".join(["'a'"] * 9000) + ")", "x = " + "-" * 9000 + "1",
    "open_chapter('\\x')", "x\x00y",
])
def test_a_cell_that_cannot_be_parsed_is_no_traceback(code, tiny):
    page = tiny.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8") + f"\n```{{code-cell}} python3\n{code}\n```\n", encoding="utf-8")
    assert all(p.path == "book/survival.md" for p in check_before_merging(tiny))


def test_a_paragraph_of_roles_that_say_nothing_has_no_sentence():
    assert list(long_sentences("{source}`wardens-2025`\n\nTrees live.\n", "a")) == [] and readings({"a": "{source}`x`\n"}) == []


def test_faults_of_one_file_are_told_up_to_a_number(tiny):
    path = tiny.paths.contributions / "parish-watering.md"
    path.write_text(path.read_text(encoding="utf-8").replace("kind:", "".join(f"k{n}: v\n" for n in range(500)) + "kind:", 1))
    told = [p for p in check_before_merging(tiny) if p.path == "contributions/parish-watering.md"]
    assert len(told) == 101 and told[-1].code == "contribution.more-faults" and "400 more" in told[-1].message
