"""_config.yml: each fault gets its one clear message."""

import pytest

from coproduce.ground.problems import ProblemsFound
from coproduce.source.settings import check_settings


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_settings_of_the_tiny_report(tiny):
    assert tiny.settings.title == "Street trees of Larkwell"
    assert tiny.settings.pages.ledger == "ledger"
    assert tiny.settings.organisations == ("Larkwell Tree Wardens", "Larkwell Parish Council")


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("only_build_toc_files:", "only_built_toc_files:", "config.unknown-key", 3, "only_build_toc_files"),
        ("  edition:", "  editon:", "config.unknown-key", 8, "edition"),
        ('  edition: "1.0"\n', "", "config.missing-key", 6, "coproduce.edition"),
        ('date: "2026-03-01"', "date: soon", "config.value", 9, "year first"),
        ('edition: "1.0"', "edition: 1.0", "config.value", 8, "quotes"),
        ("    ledger: ledger", "    leger: ledger", "config.unknown-key", 24, "ledger"),
        ("author: Larkwell Tree Wardens\n", "", "config.missing-key", None, "author"),
        ("pdf_name: street-trees-of-larkwell", "pdf_name: ../x", "config.value", 16, "lower-case"),
        ("title: Street trees", "title: *x", "yaml.not-plain", 1, "alias"),
        ("title: Street trees", "title: !!python/name:os.system", "yaml.not-plain", 1, "tag"),
        ("execute", "execute", None, None, None),
    ],
)
def test_fault_in_config(tiny, old, new, code, line, says):
    if code is None:
        text = tiny.paths.config.read_text() + "execute:\n  execute_notebook: force\n"
        tiny.paths.config.write_text(text)
        code, line, says = "config.unknown-key", len(text.splitlines()), "execute_notebooks"
    else:
        edit(tiny.paths.config, old, new)
    _, problems = check_settings(tiny.paths)
    found = [p for p in problems if p.code == code]
    assert found, problems
    problem = found[0]
    assert problem.path == "_config.yml"
    assert line is None or problem.line == line
    assert says in problem.message + problem.expected + problem.action


def test_a_language_without_a_catalogue_is_refused_with_a_list_of_those_there_are(tiny):
    edit(tiny.paths.config, "language: en-GB", "language: fi")
    settings, [problem] = check_settings(tiny.paths)
    assert settings is None
    assert (problem.code, problem.line, problem.field) == ("config.language-words", 10, "coproduce.language")
    assert "‘fi’" in problem.message and "en (English)" in problem.expected and "docs/languages.md" in problem.action


@pytest.mark.parametrize("language", ["en", "en-GB", "en-IE", "en-US", "en-NZ"])
def test_english_of_any_country_needs_no_catalogue(tiny, language):
    edit(tiny.paths.config, "language: en-GB", f"language: {language}")
    settings, problems = check_settings(tiny.paths)
    assert problems == [] and settings.language == language


def test_all_faults_of_config_in_one_run(tiny):
    edit(tiny.paths.config, "  edition:", "  editon:")
    edit(tiny.paths.config, "only_build_toc_files:", "only_built_toc_files:")
    with pytest.raises(ProblemsFound) as raised:
        tiny.settings
    assert {p.line for p in raised.value.problems} >= {3, 8}


def test_a_setting_that_changes_nothing_is_told_with_what_to_write_instead(tiny):
    file = tiny.paths.config
    first = len(file.read_text(encoding="utf-8").splitlines()) + 1
    with file.open("a", encoding="utf-8") as out:
        out.write("logo: tree.png\nhtml:\n  baseurl: https://trees.example.org\n  extra_footer: Trees\nparse:\n  myst_enable_extensions: [amsmath]\n"
                  "execute:\n  allow_errors: true\nlatex: {}\n")
    _, problems = check_settings(tiny.paths)
    assert {(p.code, p.field, p.line) for p in problems} == {
        ("config.no-effect", "logo", first), ("config.no-effect", "html.baseurl", first + 2), ("config.no-effect", "html.extra_footer", first + 3),
        ("config.no-effect", "parse.myst_enable_extensions", first + 5), ("config.no-effect", "execute.allow_errors", first + 7)}
    assert "web_address" in next(p.action for p in problems if p.field == "html.baseurl")


@pytest.mark.parametrize(("name", "says"), [
    ("no_such_extension", "is not installed"), ("no.such.extension", "is not installed"), ("", "is not installed"),
    ("sphinx_design", "is left out"), ("sphinx.ext.graphviz", None), ("myst_nb", None)])
def test_extensions_are_there_and_loaded(tiny, name, says):
    edit(tiny.paths.config, "[coproduce.sphinx_ext]", f"[coproduce.sphinx_ext, '{name}']")
    settings, problems = check_settings(tiny.paths)
    assert [says in p.message and (p.code, p.line) for p in problems] == ([("config.extension", 5)] if says else [])
    assert bool(settings) == (says is None)
