"""What ``coproduce init`` writes, asks and refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coproduce.begin.package import locked, package
from coproduce.begin.templates import COUNTRIES
from coproduce.check import check_before_merging
from coproduce.cli import main
from coproduce.ground.country import PRESETS
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.report import Report
from coproduce.source.settings import read_settings

ADDRESS = "git+https://forge.example.org/coproduce@0123456789abcdef0123456789abcdef01234567"
ANSWERS = ("--title", "Our river", "--publisher", "River Group", "--language", "en-IE", "--licence", "CC BY-SA 4.0", "--forge", "none",
           "--package", ADDRESS)


def init(folder: Path, *arguments: str, status: int = 0, given: str = "") -> str:
    done = CliRunner().invoke(main, ["init", str(folder), *arguments], input=given)
    assert done.exit_code == status, done.output
    return done.output


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_report_passes_its_own_check(tmp_path):
    said = init(tmp_path / "new", *ANSWERS)
    assert f"Written: {len(files(tmp_path / 'new'))} files" in said and "make report" in said
    report = Report(tmp_path / "new")
    assert check_before_merging(report) == []
    settings = read_settings(report.paths)
    assert (settings.title, settings.publisher, settings.language, settings.licence) == ("Our river", "River Group", "en-IE", "CC BY-SA 4.0")
    assert settings.pdf_name == "our-river"
    package = yaml.safe_load(report.paths.package.read_text(encoding="utf-8"))
    assert package["licenses"] == [{"name": "CC-BY-SA-4.0", "path": "https://creativecommons.org/licenses/by-sa/4.0/"}]


def test_it_asks_for_what_is_not_said(tmp_path):
    said = init(tmp_path / "new", "--package", ADDRESS, given="Our river\nRiver Group\n\n\ngitlab\n")
    assert said.index("Title") < said.index("publishes") < said.index("Language") < said.index("Licence") < said.index("kept")
    assert read_settings(Report(tmp_path / "new").paths).title == "Our river"
    assert ".gitlab-ci.yml" in files(tmp_path / "new")


def test_where_nobody_can_be_asked_defaults_stand_and_the_rest_is_named(tmp_path):
    assert "Say --publisher." in init(tmp_path / "new", "--title", "Our river", status=2)
    assert not (tmp_path / "new").exists()
    init(tmp_path / "new", "--title", "Our river", "--publisher", "River Group", "--package", ADDRESS)
    assert read_settings(Report(tmp_path / "new").paths).licence == "CC BY 4.0"


@pytest.mark.parametrize(("forge", "own"), [
    ("github", {".github/workflows/pull-request.yml", ".github/workflows/publish.yml"}), ("gitlab", {".gitlab-ci.yml"}), ("none", set()),
])
def test_workflows_are_those_of_the_forge(tmp_path, forge, own):
    init(tmp_path / "new", *ANSWERS, "--forge", forge)
    assert {name for name in files(tmp_path / "new") if "github" in name or "gitlab" in name} == own


def test_nothing_of_its_files_calls_this_repository(tmp_path):
    init(tmp_path / "new", *ANSWERS, "--forge", "github")
    for name in ("Makefile", ".github/workflows/publish.yml", ".github/workflows/pull-request.yml", "tests/test_report.py"):
        text = (tmp_path / "new" / name).read_text(encoding="utf-8")
        assert not {word for word in ("pip install -e", "ruff", "mypy", "coproduce/", "benchmarks") if word in text}


@pytest.mark.parametrize("title", [
    'Trees: "old" & new', "100% *of* `all` [sites](x)", "$5 to $10 {value}`x` <b>", "# Not a heading", "It’s – 'quoted' \\ back", "日本の川",
])
def test_a_title_of_any_signs_stays_what_it_is(tmp_path, title):
    init(tmp_path / "new", *ANSWERS, "--title", title)
    assert read_settings(Report(tmp_path / "new").paths).title == title
    assert [problem for problem in check_before_merging(Report(tmp_path / "new")) if problem.code != "spelling.unknown"] == []


@pytest.mark.parametrize(("option", "value", "word"), [
    ("--title", " ", "empty"), ("--title", "x" * 121, "121 characters"), ("--publisher", "two\nlines", "cannot be shown"),
    ("--language", "english", "‘english’"), ("--language", "xx-XX", "‘xx-XX’"), ("--language", "fi-FI", "en (English)"), ("--package", "https//x", "names no package"),
    ("--package", "other==1.0", "no one version"), ("--package", "coproduce>=1", "no one version"),
    ("--package", "nowhere/coproduce-1.0-py3-none-any.whl", "not there"), ("--package", "other-1.0-py3-none-any.whl", "no wheel of"),
])
def test_what_cannot_be_an_answer_is_refused_and_nothing_written(tmp_path, option, value, word):
    said = init(tmp_path / "new", *ANSWERS, option, value, status=1)
    assert word in said and option in said
    assert not (tmp_path / "new").exists()


def test_all_faults_are_told_at_once(tmp_path):
    said = init(tmp_path / "new", *ANSWERS, "--title", "", "--language", "nowhere", status=1)
    assert "--title" in said and "--language" in said and "2 problems" in said


def test_nothing_that_is_there_is_overwritten(tmp_path):
    (tmp_path / "README.md").write_text("# Mine\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    said = init(tmp_path, *ANSWERS)
    assert "Left as they were: .gitignore, README.md" in said
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "# Mine\n"
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    said = init(tmp_path, *ANSWERS, "--title", "Another", status=1)
    assert "would be overwritten" in said and "Nothing was written" in said
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


@pytest.mark.parametrize("what", ["a link", "a link to nothing"])
def test_a_link_in_the_way_is_not_followed(tmp_path, what):
    (tmp_path / "new").mkdir()
    target = tmp_path / "elsewhere.yml"
    if what == "a link":
        target.write_text("mine", encoding="utf-8")
    (tmp_path / "new" / "_config.yml").symlink_to(target)
    init(tmp_path / "new", *ANSWERS, status=1)
    assert files(tmp_path / "new") <= {"_config.yml"}
    assert not target.exists() or target.read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "this is no folder" in init(tmp_path / "file", *ANSWERS, status=1)
    assert "this is no folder" in init(tmp_path / "file" / "below", *ANSWERS, status=1)


def test_a_wheel_goes_into_the_report(tmp_path):
    wheel = tmp_path / "coproduce-9.9-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    init(tmp_path / "new", *ANSWERS, "--package", str(wheel))
    assert (tmp_path / "new" / "packages" / wheel.name).read_bytes() == b"a wheel"
    assert "./packages/coproduce-9.9-py3-none-any.whl" in (tmp_path / "new" / "requirements.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("direct", "line"), [
    (None, "coproduce==9.9"),
    ('{"url": "https://x.example/c", "vcs_info": {"vcs": "git", "commit_id": "abc"}}', "coproduce @ git+https://x.example/c@abc"),
    ('{"url": "https://x.example/c.whl", "archive_info": {}}', "coproduce @ https://x.example/c.whl"),
])
def test_without_a_word_the_package_is_named_as_it_was_installed(monkeypatch, direct, line):
    """https://packaging.python.org/specifications/direct-url-data-structure/"""
    class Found:
        version = "9.9"

        def read_text(self, name):
            assert name == "direct_url.json"
            return direct

    monkeypatch.setattr("coproduce.begin.package.distribution", lambda name: Found())
    assert package(None).line == line


def test_a_package_that_runs_from_its_source_must_be_named(monkeypatch):
    class Found:
        version = "9.9"

        def read_text(self, name):
            return '{"url": "file:///home/a%20b/coproduce", "dir_info": {"editable": true}}'

    monkeypatch.setattr("coproduce.begin.package.distribution", lambda name: Found())
    with pytest.raises(ProblemsFound, match="runs from /home/a b/coproduce"):
        package(None)


def test_the_versions_that_are_locked_are_those_that_are_installed():
    found = dict(locked())
    assert {"pandas", "sphinx", "numpy", "typst"} <= found.keys()
    assert "coproduce" not in found and "pytest" not in found


def vocabulary(folder: Path) -> dict:
    return yaml.safe_load((folder / "contributions" / "vocabulary.yml").read_text(encoding="utf-8"))


#: Language and country -> the first region, how many there are with "elsewhere", and labels of types of organisation that only it has.
PRESET = {
    "en-GB": ("England", 14, {"NHS or health and care organisation", "Local authority", "Devolved government"}),
    "en-IE": ("Ireland", 10, {"Health service", "Local authority", "Garda or justice"}),
    "en-US": ("United States", 6, {"City or county government", "Tribal government", "School or school district"}),
    "en-DE": ("Germany", 18, {"Municipality or district", "State government", "Welfare organisation"}),
    "en-NZ": ("New Zealand", 2, {"Public body"}),
    "en": ("The whole country", 2, {"Public body"}),
}


@pytest.mark.parametrize("language", PRESET)
def test_regions_and_types_of_organisation_are_those_of_the_country(tmp_path, language):
    init(tmp_path / "new", *ANSWERS, "--language", language)
    found, (first, count, types) = vocabulary(tmp_path / "new"), PRESET[language]
    assert found["regions"][0]["label"] == first and len(found["regions"]) == count
    assert types <= {kind["label"] for kind in found["organisation_types"]}
    assert check_before_merging(Report(tmp_path / "new")) == []


def test_the_form_asks_for_them(tmp_path):
    init(tmp_path / "new", *ANSWERS, "--language", "en-GB")
    form, _ = form_and_vocabulary(Report(tmp_path / "new").paths)
    assert "NHS or health and care organisation" in form.question("contributor.organisation_type").offered
    assert "Scotland" in form.question("contributor.region").offered


@pytest.mark.parametrize("code", PRESETS)
def test_every_country_with_a_preset_has_regions_and_types_of_its_own(code):
    assert (COUNTRIES / "en" / f"{code}.yml").is_file()


@pytest.mark.parametrize("listed", sorted(COUNTRIES.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_list_can_be_a_vocabulary(listed):
    found = yaml.safe_load(listed.read_text(encoding="utf-8"))
    assert found.keys() - {"words"} == {"regions", "organisation_types"}
    for terms in (found["regions"], found["organisation_types"]):
        assert all(set(term) == {"id", "label", "description"} for term in terms)
        assert len({term["id"] for term in terms}) == len({term["label"] for term in terms}) == len(terms) >= 2
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term["id"]) and term["description"].endswith(".") for term in terms)
