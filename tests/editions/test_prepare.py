"""Preparing an edition: every file that names it, and a changelog for people to edit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from edition_history import change_to_second_edition, git, make_repository
from report_parts import keep_cache

from coproduce.check import check
from coproduce.cli import main
from coproduce.editions.prepare import check_edition, last_edition, prepare, zenodo
from coproduce.ground.problems import ProblemsFound
from coproduce.report import Report
from coproduce.source.settings import read_settings

pytestmark = pytest.mark.slow

DAY = date(2026, 5, 4)
FILES = ("_config.yml", "CHANGELOG.md", "CITATION.cff", ".zenodo.json")


@pytest.fixture
def repository(tmp_path) -> Path:
    root = tmp_path / "trees"
    make_repository(root)
    return root


@pytest.fixture
def executed(repository, two_editions) -> Path:
    """The repository, the chapters of its first commit executed: what is built of it makes only what is new."""
    keep_cache(two_editions.kept_of_first, repository)
    return repository


def commit(root: Path, message: str = "Change") -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", message)


def written(root: Path) -> dict[str, str | None]:
    return {name: (root / name).read_text() if (root / name).exists() else None for name in FILES}


def refusals(root: Path, version: str) -> set[str]:
    before = written(root)
    with pytest.raises(ProblemsFound) as found:
        prepare(Report(root), version, DAY, changes="- Nothing.")
    assert written(root) == before
    return {problem.code for problem in found.value.problems}


def test_every_file_names_the_edition_and_the_check_agrees(repository):
    done = prepare(Report(repository), "1.0", DAY)
    assert (done.files, done.tag, done.before) == (FILES, "v1.0", "")
    settings = read_settings(Report(repository).paths)
    assert (settings.edition, settings.date) == ("1.0", "2026-05-04")
    assert (repository / "CHANGELOG.md").read_text() == "# Changelog\n\n## 1.0 (2026-05-04)\n\n- First edition.\n"
    assert 'version: "1.0"\ndate-released: "2026-05-04"\n' in (repository / "CITATION.cff").read_text()
    assert check(Report(repository)) == []


def test_comments_and_everything_else_in_settings_stay(repository):
    path = repository / "_config.yml"
    path.write_text("# Ours.\n" + path.read_text().replace('edition: "1.0"', "edition: '1.0'   # as printed"))
    commit(repository)
    before = path.read_text()
    prepare(Report(repository), "2.0", DAY, changes="- New.")
    assert path.read_text() == before.replace("'1.0'   #", '"2.0"   #').replace('"2026-03-01"', '"2026-05-04"')


def test_changelog_is_drafted_from_what_readers_see_changed(executed):
    repository = executed
    prepare(Report(repository), "1.0", DAY)
    commit(repository, "Edition 1.0")
    git(repository, "tag", "-a", "v1.0", "-m", "Edition 1.0")
    text = (repository / "data" / "counts.csv").read_text()
    (repository / "data" / "counts.csv").write_text(text.replace("mill-lane,2025,47,6", "mill-lane,2025,49,8"))
    commit(repository)
    run = CliRunner().invoke(main, ["--report", str(repository), "release", "1.1", "--date", "2026-06-01"])
    assert run.exit_code == 0, run.output
    assert "Compared with v1.0." in run.output and "git tag -a v1.1" in run.output
    log = (repository / "CHANGELOG.md").read_text()
    new, old = log.split("## 1.0 (2026-05-04)")
    assert new.startswith("# Changelog\n\n## 1.1 (2026-06-01)\n\n### Numbers changed (")
    assert "(trees-latest): **" in new and "cause: " in new
    assert "More trees each year" in new
    assert old == "\n\n- First edition.\n"
    assert git(repository, "tag", "--list") == "v1.0"  # people tag
    assert check(Report(repository)) == []


def test_section_that_people_wrote_is_kept(repository):
    text = "# Changelog\n\n## 2.0 (May 2026)\n\n- Written by hand.\n\n## 1.0\n\n- First.\n"
    (repository / "CHANGELOG.md").write_text(text)
    commit(repository)
    prepare(Report(repository), "2.0", DAY, changes="- Drafted.")
    assert (repository / "CHANGELOG.md").read_text() == text


def test_section_of_a_longer_version_is_another(repository):
    (repository / "CHANGELOG.md").write_text("# Changelog\n\n## 2.0.1\n\n- Later.\n\n## 12.0\n\n- Much later.\n")
    commit(repository)
    prepare(Report(repository), "2.0", DAY, changes="- New.")
    assert "## 2.0 (2026-05-04)\n\n- New.\n\n## 2.0.1" in (repository / "CHANGELOG.md").read_text()


def test_citation_file_of_people_is_kept_but_for_two_lines(repository):
    (repository / "CITATION.cff").write_text(
        "# Ours\ncff-version: 1.2.0\nmessage: Cite.\ntitle: Trees\nversion: 1.0\nauthors:\n  - name: Wardens\n    version: x\n")
    commit(repository)
    prepare(Report(repository), "1.1", DAY, changes="- New.")
    assert (repository / "CITATION.cff").read_text() == (
        '# Ours\ncff-version: 1.2.0\nmessage: Cite.\ntitle: Trees\nversion: "1.1"\nauthors:\n'
        '  - name: Wardens\n    version: x\ndate-released: "2026-05-04"\n')


def test_citation_file_is_valid(repository):
    """By the schema of the Citation File Format, as check-jsonschema carries it."""
    prepare(Report(repository), "1.0", DAY)
    path = repository / "CITATION.cff"
    tool = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [tool, "--builtin-schema", "vendor.citation-file-format", "--default-filetype", "yaml", path],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_deposit_is_described_in_words_that_zenodo_knows(repository):
    made = json.loads(zenodo(read_settings(Report(repository).paths), "1.0", DAY))
    assert made["title"] == "Street trees of Larkwell: A synthetic report that tests the machinery"
    assert (made["upload_type"], made["publication_type"]) == ("publication", "report")
    assert (made["version"], made["publication_date"], made["language"]) == ("1.0", "2026-05-04", "eng")
    assert made["license"] == "cc-by-4.0"
    assert made["creators"] == [{"name": "Larkwell Tree Wardens"}]
    assert made["keywords"] == ["trees", "streets", "synthetic data"]
    # https://developers.zenodo.org/#representation
    assert {c["type"] for c in made["contributors"]} <= {"Other", "Producer", "Sponsor", "HostingInstitution"}
    assert set(made) <= {
        "title", "upload_type", "publication_type", "version", "publication_date", "language", "license", "creators",
        "contributors", "keywords", "description", "access_right", "related_identifiers", "notes"}


@pytest.mark.parametrize("version", ["one", "1.0 final", "", "../1", "1.0/2", "v1.1", "1.1-rc1", " 1.1", "0.9", "1!2.0"])
def test_what_is_no_newer_version_is_refused(repository, version):
    assert refusals(repository, version) == {"release.version"}


def test_tagged_version_is_refused(repository):
    git(repository, "tag", "v1.0")
    assert refusals(repository, "1.0") == {"release.version"}
    git(repository, "tag", "v3.0")
    assert refusals(repository, "3.0") == {"release.version"}


def test_uncommitted_changes_are_refused_and_named(repository):
    (repository / "data" / "counts.csv").write_text("changed")
    (repository / "new file.md").write_text("new")
    with pytest.raises(ProblemsFound) as found:
        prepare(Report(repository), "1.1", DAY, changes="- New.")
    assert {p.code for p in found.value.problems} == {"release.uncommitted"}
    assert {p.path.strip('"') for p in found.value.problems} == {"data/counts.csv", "new file.md"}


def test_folder_without_history_is_refused(tiny):
    assert refusals(tiny.paths.root, "1.1") == {"release.no-repository"}


def test_without_git_it_says_so(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert refusals(repository, "1.1") == {"git.missing"}


def test_all_files_or_none(repository, monkeypatch):
    """The disk is full when the last file is written."""
    before = written(repository)
    made, fdopen = [], os.fdopen

    def full(descriptor, mode="r", *arguments, **options):
        made.append(mode)
        if made.count("wb") == 4:
            os.close(descriptor)
            raise OSError(28, "No space left on device")
        return fdopen(descriptor, mode, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="No space left"):
            prepare(Report(repository), "1.1", DAY, changes="- New.")
    assert written(repository) == before
    assert git(repository, "status", "--porcelain") == ""


def test_nothing_is_written_if_the_comparison_fails(executed):
    repository = executed
    git(repository, "tag", "v1.0")
    (repository / "data" / "counts.csv").write_text("not,a\ntable,of trees\n")
    commit(repository)
    before = written(repository)
    with pytest.raises(ProblemsFound, match="does not build"):
        prepare(Report(repository), "1.1", DAY)
    assert written(repository) == before and git(repository, "status", "--porcelain") == ""


def test_last_edition_is_the_highest_version_that_led_here(repository):
    assert last_edition(repository) == ""
    for tag in ("v1.9", "v1.10", "vfinal", "other"):
        git(repository, "tag", tag)
    git(repository, "checkout", "--quiet", "-b", "side")
    change_to_second_edition(repository)
    commit(repository)
    git(repository, "tag", "v7.0")
    git(repository, "checkout", "--quiet", "-")
    assert last_edition(repository) == "v1.10"


@pytest.mark.parametrize("name, old, new, code", [
    ("CITATION.cff", 'version: "1.0"', 'version: "0.9"', "release.disagrees"),
    ("CITATION.cff", '"2026-05-04"', '"2026-05-05"', "release.disagrees"),
    ("CITATION.cff", 'date-released: "2026-05-04"\n', "", "release.disagrees"),
    (".zenodo.json", '"version": "1.0"', '"version": "1.1"', "release.disagrees"),
    (".zenodo.json", '"2026-05-04"', '"2025-05-04"', "release.disagrees"),
    ("CHANGELOG.md", "## 1.0", "## 1.0.1", "release.changelog"),
    ("_config.yml", 'edition: "1.0"', 'edition: "1.1"', "release.disagrees"),
])
def test_check_finds_files_that_do_not_agree(repository, name, old, new, code):
    prepare(Report(repository), "1.0", DAY)
    text = (repository / name).read_text()
    assert old in text
    (repository / name).write_text(text.replace(old, new))
    found = check(Report(repository))
    assert code in {problem.code for problem in found}
    assert {problem.path for problem in found} <= set(FILES)
    assert all(problem.expected and problem.action for problem in found)


def test_numbers_without_quotes_are_read_as_written(repository):
    """YAML makes 1.10 a number, which is 1.1."""
    prepare(Report(repository), "1.10", DAY, changes="- New.")
    path = repository / "CITATION.cff"
    path.write_text(path.read_text().replace('version: "1.10"', "version: 1.10"))
    paths = Report(repository).paths
    assert [p.code for p in check_edition(paths, read_settings(paths))] == ["release.disagrees"]
