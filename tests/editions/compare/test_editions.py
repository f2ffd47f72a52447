"""``coproduce diff`` between two git revisions of the tiny report."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from commands import coproduce
from report_parts import keep_chapters

from coproduce.editions.compare.built_revision import built_revision

pytestmark = pytest.mark.slow

TINY = Path(__file__).parents[2] / "tiny"


def run(folder, *arguments):
    return subprocess.run(arguments, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder, message):
    run(folder, "git", "add", "-A")
    run(folder, "git", "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", message)


@pytest.fixture(scope="module")
def history(tmp_path_factory, built_tiny):
    """Three commits: the report, its chapters executed; from there, one value edited, or the code of a chapter rearranged."""
    root = tmp_path_factory.mktemp("history") / "tiny"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, root)
    (root / ".gitignore").write_text("_build/\n")
    run(root, "git", "init", "-q")
    commit(root, "report")
    run(root, "git", "branch", "report")
    counts = root / "data/counts.csv"
    counts.write_text(counts.read_text().replace("orchard-road,2025,126,", "orchard-road,2025,131,"))
    commit(root, "one value")
    run(root, "git", "branch", "value")
    run(root, "git", "checkout", "-qb", "rearranged", "report")
    chapter = root / "book/survival.md"
    text = chapter.read_text()
    chapter.write_text(text.replace('latest = counts[counts["year"] == 2025]', 'latest = counts.query("year == 2025")'))
    assert chapter.read_text() != text
    commit(root, "rearranged")
    return root


def diff(root, old, new, form="json"):
    done = coproduce("diff", old, new, "--format", form, cwd=root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_edited_value_names_exactly_what_changed(history):
    changes = json.loads(diff(history, "report", "value"))
    assert [(n["name"], n["old"], n["new"], n["cause"]) for n in changes["numbers_changed"]] == [
        ("east-share", "14.6%", "14.9%", "data row"), ("trees-latest", "1,188", "1,193", "data row")]
    assert [f["name"] for f in changes["figures_changed"]] == ["trees-by-street", "trees-by-year"]
    assert changes["pages_affected"] == ["index", "streets", "survival"]
    others = set(changes) - {"numbers_changed", "figures_changed", "pages_affected"}
    assert {name: changes[name] for name in others if changes[name]} == {}


def test_rearranged_code_changes_nothing_and_no_worktree_stays(history):
    assert diff(history, "report", "rearranged", "text").strip() == "Readers see no change."
    assert len(run(history, "git", "worktree", "list").splitlines()) == 1


def test_chapters_that_are_the_same_are_not_run_again(history):
    """The time that a run took is kept with its result."""
    cache = history / "_build" / "cache"
    chapters = ("streets.outputs", "survival.outputs")
    kept = [(cache / name).read_bytes() for name in chapters]
    commit = run(history, "git", "rev-parse", "report").strip()
    with built_revision(history, "report", commit, cache=cache) as built:
        assert [(built / "cache" / name).read_bytes() for name in chapters] == kept
    assert [(cache / name).read_bytes() for name in chapters] == kept


def test_a_revision_that_does_not_exist(history):
    done = coproduce("diff", "report", "v9", cwd=history)
    assert done.returncode == 1
    assert "neither a built folder" in done.stderr
    assert "Traceback" not in done.stderr
