"""``coproduce diff`` between two git revisions of the tiny report."""

import json
import subprocess

import pytest
from commands import coproduce
from report_parts import keep_cache

from coproduce.editions.compare.built_revision import built_revision
from coproduce.source.paths import Paths

pytestmark = pytest.mark.slow

def run(folder, *arguments):
    return subprocess.run(arguments, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder, message):
    run(folder, "git", "add", "-A")
    run(folder, "git", "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", message)


@pytest.fixture(scope="module")
def history(tmp_path_factory, two_editions):
    """Three commits: the report as it was built here; from there, one value edited, or the code of a chapter rearranged."""
    root = tmp_path_factory.mktemp("history") / "tiny"
    two_editions.clone(root)
    keep_cache(Paths(two_editions.root), root)
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
        ("east-share", "14.7%", "15.1%", "data row"), ("trees-latest", "1,190", "1,195", "data row")]
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
