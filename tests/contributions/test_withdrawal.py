"""A withdrawn contribution leaves nothing but the fact that it was withdrawn."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from warm_builds import build

from coproduce.check import check
from coproduce.cli import main
from coproduce.contributions.files import Contributions
from coproduce.contributions.withdrawal import read_withdrawn, withdraw, withdrawn_ids
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report

DAY = dt.date(2026, 3, 1)


def everything(report):
    return {p: p.read_bytes() for p in sorted(report.paths.root.rglob("*")) if p.is_file()}


def test_only_id_day_and_reason_remain(tiny):
    before = everything(tiny)
    words = "trees die of thirst"
    assert any(words in text.decode() for text in before.values())
    done = withdraw(tiny.paths, "parish-watering", "The council asked for it.", DAY)
    after = everything(tiny)
    assert not any(words in text.decode() for text in after.values())
    changed = {tiny.paths.relative(p) for p in before.keys() ^ after.keys()}
    changed = {name for name in changed if not name.startswith("_build/")}  # where halves of files are written
    assert changed == {*done.removed, done.record}
    assert all(after[p] == before[p] for p in before.keys() & after.keys())
    assert (tiny.paths.root / done.record).read_text() == (
        "id: parish-watering\ndate: '2026-03-01'\nreason: The council asked for it.\n"
    )


def test_it_tells_which_conclusions_lose_which_support(tiny):
    done = withdraw(tiny.paths, "parish-watering", "Asked for.", DAY)
    assert [(v.conclusion, v.stance, v.left) for v in done.lost] == [("watering-works", "supports", {"qualifies": 1})]
    assert "Nobody supports it any more" in str(done.lost[0])
    assert done.mentions == ("book/index.md:11",)


def test_a_voice_that_qualifies_is_not_called_support(tiny):
    done = withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
    assert done.lost[0].stance == "qualifies" and "Nobody" not in str(done.lost[0])
    assert done.lost[0].left == {"supports": 1}


def test_the_report_is_sound_afterwards(tiny):
    withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
    found, problems = read_withdrawn(tiny.paths)
    assert [w.id for w in found] == ["east-volunteer"] and problems == []
    assert list(Contributions.read(tiny.paths)) == ["parish-watering"]
    assert check(Report(tiny.paths.root)) == []


@pytest.mark.parametrize("content", ["not a contribution", "---\ntitle: [\n---\n", "---\nkind: ???\n---\n\n"])
def test_a_file_that_is_not_sound_can_be_withdrawn(tiny, content):
    file = tiny.paths.contributions / "east-volunteer.md"
    file.write_text(content)
    withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
    assert not file.exists() and withdrawn_ids(tiny.paths) == {"east-volunteer"}


def test_an_interrupted_withdrawal_can_be_finished(tiny):
    file = tiny.paths.contributions / "east-volunteer.md"
    text = file.read_text()
    withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
    file.write_text(text)
    assert [p.code for p in read_withdrawn(tiny.paths)[1]] == ["withdrawn.back"]
    withdraw(tiny.paths, "east-volunteer", "Another reason.", dt.date(2026, 4, 1))
    assert not file.exists()
    assert [(w.date, w.reason) for w in read_withdrawn(tiny.paths)[0]] == [("2026-03-01", "Asked for.")]


@pytest.mark.parametrize(
    "id, hint",
    [("parish-water", "parish-watering"), ("parish-watering.md", "parish-watering"), ("../_config", ""), ("README", ""),
     ("", ""), ("a/b", "")],
)
def test_an_unknown_id_changes_nothing(tiny, id, hint):
    before = everything(tiny)
    with pytest.raises(ProblemsFound) as found:
        withdraw(tiny.paths, id, "Asked for.", DAY)
    assert found.value.problems[0].code == "withdrawn.unknown" and hint in found.value.problems[0].message
    assert everything(tiny) == before


@pytest.mark.parametrize(
    "reason, code",
    [("", "reason"), ("  ", "reason"), ("x" * 201, "reason"), ("a\u202eb", "reason"), ("Ring 07700 900123", "private"),
     ("Mail jo@school.org", "private")],
)
def test_a_reason_that_is_not_fit_to_be_public_changes_nothing(tiny, reason, code):
    before = everything(tiny)
    with pytest.raises(ProblemsFound) as found:
        withdraw(tiny.paths, "east-volunteer", reason, DAY)
    assert {p.code for p in found.value.problems} == {f"withdrawn.{code}"}
    assert everything(tiny) == before


def test_what_was_withdrawn_cannot_be_withdrawn_again(tiny):
    withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
    with pytest.raises(ProblemsFound) as found:
        withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
    assert found.value.problems[0].code == "withdrawn.twice"


@pytest.mark.parametrize(
    "name, text, code",
    [
        ("gone.yml", "id: other\ndate: '2026-03-01'\nreason: Asked.\n", "withdrawn.record"),
        ("gone.yml", "id: gone\ndate: March\nreason: Asked.\n", "withdrawn.record"),
        ("gone.yml", "id: gone\ndate: '2026-03-01'\n", "withdrawn.record"),
        ("gone.yml", "id: gone\ndate: '2026-03-01'\nreason: Asked.\ntext: what was said\n", "withdrawn.record"),
        ("gone.yml", "", "withdrawn.record"),
        ("gone.yml", "id: gone\ndate: '2026-03-01'\nreason: jo@school.org\n", "withdrawn.private"),
        ("gone.txt", "id: gone\ndate: '2026-03-01'\nreason: Asked.\n", "withdrawn.record"),
        ("gone.yml", "id: &a gone\ndate: *a\nreason: Asked.\n", "yaml.not-plain"),
    ],
)
def test_a_record_that_is_none_is_a_problem_of_the_report(tiny, name, text, code):
    folder = tiny.paths.contributions / "withdrawn"
    folder.mkdir()
    (folder / name).write_text(text)
    assert code in {p.code for p in check(tiny)}


def test_the_command_says_what_it_did_and_what_is_left_to_do(tiny):
    result = CliRunner().invoke(
        main, ["--report", str(tiny.paths.root), "withdraw", "parish-watering", "--reason", "The council asked for it."]
    )
    assert result.exit_code == 0, result.output
    assert "contributions/parish-watering.md" in result.output
    assert "watering-works (in survival) loses one that supports it" in result.output
    assert "book/index.md:11" in result.output and "history" in result.output


def taken_back(tiny) -> str:
    result = CliRunner().invoke(
        main, ["--report", str(tiny.paths.root), "withdraw", "parish-watering", "--reason", "The council asked for it."])
    assert result.exit_code == 0, result.output
    return result.output


def git(root, *arguments):
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, env=os.environ | who)


def repository(tiny, *without: str) -> None:
    """Commits the report, but not what is named."""
    git(tiny.paths.root, "init", "-q", "-b", "main")
    git(tiny.paths.root, "add", "-A", "--", ".", *(f":(exclude)*{name}*" for name in without))
    git(tiny.paths.root, "commit", "-qm", "first")


KEPT, NOT_KEPT = "still in git’s history", "never committed here"


def test_git_keeps_what_was_committed_and_the_command_says_so(tiny):
    repository(tiny)
    assert KEPT in (said := taken_back(tiny)) and NOT_KEPT not in said


@pytest.mark.parametrize("inside", [True, False], ids=["repository", "no-repository"])
def test_git_is_not_said_to_keep_what_was_never_committed(tiny, inside):
    if inside:
        repository(tiny, "parish-watering")
    assert NOT_KEPT in (said := taken_back(tiny)) and KEPT not in said


def test_what_became_of_it_may_quote_it_and_was_committed(tiny):
    repository(tiny, "parish-watering.md")
    assert KEPT in taken_back(tiny)


def test_what_is_staged_for_the_next_commit_is_told(tiny):
    repository(tiny, "parish-watering")
    git(tiny.paths.root, "add", "-A")
    said = taken_back(tiny)
    assert KEPT not in said and "git rm --cached --quiet contributions/parish-watering.md" in said


@pytest.mark.parametrize("where", ["another branch", "a merged branch that took it out again", "a stash", "an amended commit"])
def test_git_keeps_it_wherever_it_was_committed(tiny, where):
    root = tiny.paths.root
    text = (tiny.paths.contributions / "parish-watering.md").read_text()
    repository(tiny, "parish-watering")
    if where == "a stash":
        git(root, "stash", "-u")
    else:
        git(root, "checkout", "-q", "-b", "side")
        git(root, "add", "-A")
        git(root, "commit", "-qm", "in")
        git(root, "rm", "-q", "--cached", "contributions/parish-watering.md", "contributions/dispositions/parish-watering.yml")
        git(root, "commit", "-qm", "out", *(["--amend", "--allow-empty"] if "amended" in where else []))
        git(root, "clean", "-fdq", "contributions")
        git(root, "checkout", "-q", "main")
        if "merged" in where:
            git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
        if where != "another branch":
            git(root, "branch", "-qD", "side")
    (tiny.paths.contributions / "parish-watering.md").write_text(text)
    assert KEPT in taken_back(tiny)


def test_a_clone_without_the_whole_history_says_that_it_cannot_tell(tiny, tmp_path):
    repository(tiny, "parish-watering")
    text = (tiny.paths.contributions / "parish-watering.md").read_text()
    git(tiny.paths.root, "commit", "--allow-empty", "-qm", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tiny.paths.root}", "shallow")
    shallow = Report(tmp_path / "shallow")
    (shallow.paths.contributions / "parish-watering.md").write_text(text)
    said = taken_back(shallow)
    assert "cannot tell" in said and NOT_KEPT not in said


def test_the_command_wants_a_reason(tiny):
    result = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "withdraw", "parish-watering"])
    assert result.exit_code == 2 and "--reason" in result.output
    assert (tiny.paths.contributions / "parish-watering.md").exists()


CELL = """\
```{code-cell} python3
gone, given = chapter.contributions_withdrawn(), chapter.contributions()
chapter.value("withdrawn", len(gone), unit="count", rows=gone if len(gone) else given,
              label="Withdrawn contributions", calculation="Counted", period="to March 2026", place="Larkwell")
```

Of all contributions, {value}`withdrawn` were taken back.
"""


def test_the_number_withdrawn_changes_on_the_page_and_in_the_ledger(tiny_executed):
    tiny = tiny_executed
    page = tiny.paths.chapter("streets")
    page.write_text(page.read_text(encoding="utf-8") + "\n" + CELL, encoding="utf-8")
    seen = []
    for take in (False, True):
        if take:
            withdraw(tiny.paths, "east-volunteer", "Asked for.", DAY)
        build(Report(tiny.paths.root), log=lambda line: None)
        ledger = json.loads((tiny.paths.html / "ledger.json").read_text(encoding="utf-8"))
        value = next(v for v in ledger["values"] if v["name"] == "withdrawn")
        article = BeautifulSoup((tiny.paths.html / "streets.html").read_text(encoding="utf-8"), "html.parser")
        sentence = next(p for p in article.select("article p") if "were taken back" in p.get_text())
        seen.append((value["raw"], sentence.select_one(".value-text").get_text()))
    assert seen == [(0, "0"), (1, "1")]
    assert "record of a withdrawal" in (tiny.paths.html / "ledger.html").read_text(encoding="utf-8")
    assert "One contribution was withdrawn" in (tiny.paths.html / "contributions.html").read_text(encoding="utf-8")
