"""Every setting that Jupyter Book 1 knows is heard in a book that is no report, or named in one note."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from coproduce.source.paths import Paths
from coproduce.source.settings import check_settings

#: Keys that mean something, with a value that a book may give.
HEARD: dict[str, Any] = {
    "title": "Rivers", "author": "The River Group", "exclude_patterns": ["old/**"], "only_build_toc_files": True,
    "bibtex_bibfiles": ["references.bib"],
    "execute.execute_notebooks": "cache", "execute.timeout": 60, "execute.allow_errors": True, "execute.stderr_output": "remove",
    "execute.exclude_patterns": ["slow/*"],
    "parse.myst_enable_extensions": ["dollarmath"], "parse.myst_url_schemes": ["https"], "parse.myst_dmath_double_inline": True,
    "html.baseurl": "https://rivers.example.org",
    "repository.url": "https://example.org/rivers", "repository.branch": "main", "repository.path_to_book": "docs",
    "sphinx.extra_extensions": ["sphinx.ext.todo"], "sphinx.local_extensions": {"own": "."}, "sphinx.config": {"language": "en"},
}
#: Keys that something else takes the place of.
NAMED: dict[str, Any] = {
    "copyright": "2024", "logo": "logo.png",
    "execute.cache": "kept", "execute.run_in_temp": True, "execute.eval_regex": ".*", "execute.raise_on_error": True, "execute.show_tb": True,
    "html.favicon": "mark.png", "html.use_edit_page_button": True, "html.use_repository_button": True, "html.use_issues_button": True,
    "html.extra_footer": "<p>Words</p>", "html.analytics.google_analytics_id": "G-1", "html.analytics.plausible_analytics_domain": "x.org",
    "html.analytics.plausible_analytics_url": "https://plausible.example.org", "html.home_page_in_navbar": True,
    "html.comments.hypothesis": True, "html.comments.utterances": {"repo": "a/b"}, "html.announcement": "News",
    "html.use_multitoc_numbering": True,
    "latex.latex_engine": "xelatex", "latex.latex_documents": {"targetname": "book.tex"}, "latex.use_jupyterbook_latex": True,
    "launch_buttons.notebook_interface": "jupyterlab", "launch_buttons.binderhub_url": "https://mybinder.example.org",
    "launch_buttons.jupyterhub_url": "https://hub.example.org", "launch_buttons.thebe": True,
    "launch_buttons.colab_url": "https://colab.example.org", "launch_buttons.deepnote_url": "https://deepnote.example.org",
    "sphinx.recursive_update": True,
}


def nested(key: str, value: Any) -> dict[str, Any]:
    for name in reversed(key.split(".")):
        value = {name: value}
    return value


def noted(folder: Path, settings: dict[str, Any]) -> list[str]:
    """What is said of a book's settings."""
    (folder / "_config.yml").write_text(yaml.safe_dump({**settings, "coproduce": {"rules": "book"}}), encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: intro\n", encoding="utf-8")
    (folder / "intro.md").write_text("# Intro\n", encoding="utf-8")
    found, problems = check_settings(Paths(folder, ""))
    assert found is not None, problems
    assert {problem.code for problem in problems} <= {"config.no-effect"}
    return [problem.message for problem in problems]


def of_jupyter_book() -> set[str]:
    """The keys of its schema and of its defaults, those of a mapping for the mapping."""
    folder = Path(find_spec("jupyter_book").origin).parent
    schema = json.loads((folder / "config_schema.json").read_text(encoding="utf-8"))
    defaults = yaml.safe_load((folder / "default_config.yml").read_text(encoding="utf-8"))

    def keys(schema: dict[str, Any], defaults: dict[str, Any], above: str) -> set[str]:
        found: set[str] = set()
        for name in {*schema, *defaults}:
            below, given = schema.get(name, {}).get("properties", {}), defaults.get(name)
            inner = keys(below, given if isinstance(given, dict) else {}, f"{above}{name}.")
            found |= inner or {f"{above}{name}"}
        return found

    return keys(schema["properties"], defaults, "")


def test_every_key_of_jupyter_book_is_decided_on():
    assert of_jupyter_book() - {*HEARD, *NAMED} == set()


@pytest.mark.parametrize("key", HEARD)
def test_what_is_heard_is_not_named(tmp_path, key):
    assert noted(tmp_path, nested(key, HEARD[key])) == []


@pytest.mark.parametrize("key", NAMED)
def test_what_is_not_heard_is_named(tmp_path, key):
    (said,) = noted(tmp_path, nested(key, NAMED[key]))
    assert said.startswith("settings without effect here: ")
    named = said.partition(": ")[2]
    assert key == named or key.startswith(f"{named}.")


def test_all_of_them_are_named_in_one_note(tmp_path):
    settings: dict[str, Any] = {}
    for key, value in NAMED.items():
        place = settings
        *above, last = key.split(".")
        for name in above:
            place = place.setdefault(name, {})
        place[last] = value
    (said,) = noted(tmp_path, settings)
    assert [key for key in NAMED if not any(key == name or key.startswith(f"{name}.") for name in said.partition(": ")[2].split(", "))] == []


@pytest.mark.parametrize("settings", [
    {"logo": "", "copyright": None, "launch_buttons": {}, "latex": None},
    {"html": {"comments": {"hypothesis": False, "utterances": False}, "analytics": {"google_analytics_id": ""}, "favicon": ""}},
    {"launch_buttons": {"binderhub_url": "", "thebe": False}},
])
def test_what_asks_for_nothing_is_not_named(tmp_path, settings):
    assert noted(tmp_path, settings) == []


@pytest.mark.parametrize(("settings", "named"), [
    ({"html": "no mapping"}, "html"), ({"execute": ["off"]}, "execute"), ({"unheard_of": 1}, "unheard_of"),
    ({"sphinx": {"config": {"html_theme_options": {"x": 1}}}}, "sphinx.config.html_theme_options"),
    ({"only_build_toc_files": False}, "only_build_toc_files"), ({"parse": {"myst_extended_syntax": True}}, "parse.myst_extended_syntax"),
])
def test_what_nobody_hears_is_named(tmp_path, settings, named):
    assert noted(tmp_path, settings) == [f"settings without effect here: {named}"]


def test_what_is_heard_has_its_meaning(tmp_path):
    settings: dict[str, Any] = {}
    for key, value in HEARD.items():
        head, _, name = key.partition(".")
        if name:
            settings.setdefault(head, {})[name] = value
        else:
            settings[head] = value
    noted(tmp_path, settings)
    found, _ = check_settings(Paths(tmp_path, ""))
    assert (found.title, found.author, found.web_address) == ("Rivers", "The River Group", "https://rivers.example.org")
    assert (found.repository, found.branch, found.stock.path) == ("https://example.org/rivers", "main", "docs")
    assert found.stock.executes and found.stock.always and found.stock.allow_errors
    assert (found.stock.timeout, found.stock.stderr, found.stock.not_run) == (60, "remove", ("slow/*",))
    assert "old/**" in found.stock.excluded
