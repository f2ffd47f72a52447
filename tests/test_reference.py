"""docs/reference/ is what docs/make_reference.py makes of the package, and says something of everything."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from code_parts import purpose

from coproduce.cli import main
from coproduce.source.inputs import PACKAGE
from coproduce.source.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(reference):
    return reference.pages()


def test_pages_are_those_that_the_package_makes(pages):
    committed = {page.name: page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md")}
    assert committed == pages, "run: make reference"


def test_every_option_of_a_directive_is_told(reference, pages):
    text = pages["markup.md"]
    for name, directive in reference.registered().directives.items():
        assert f"`{name}`" in text
        if directive.__module__.startswith("coproduce."):
            own = set(directive.option_spec or ()) - set(getattr(super(directive, directive), "option_spec", None) or ())
            assert {option for option in own if f"`:{option}:`" not in text} == set(), name


def test_every_role_setting_and_command_is_told(reference, pages):
    assert all(f"| `{name}` |" in pages["markup.md"] for name in reference.registered().roles)
    own = [name for name in Settings.__dataclass_fields__ if Settings.__dataclass_fields__[name].metadata]
    assert all(re.search(rf"^\| `{name}`.*\| \w.* \|$", pages["settings.md"], re.MULTILINE) for name in own)
    assert all(f"## `coproduce {name}`" in pages["commands.md"] for name in main.commands)


def test_every_module_says_what_it_is_for(reference, pages):
    modules = sorted(PACKAGE.rglob("*.py"))
    assert [str(module.relative_to(PACKAGE)) for module in modules if not purpose(module)] == []
    said = pages["modules.md"]
    assert said.count("\n| `") + said.count("\n## `") == len(modules), "each module stands there once"


def test_an_old_page_goes_and_nothing_else(reference, pages, tmp_path):
    (tmp_path / "gone.md").write_text("old", encoding="utf-8")
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    reference.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*pages, "kept.txt"}


def test_docstrings_that_are_shown_are_markdown(pages):
    shown = "\n".join(pages.values())
    assert not re.search(r":(class|mod|func|meth|data):`", shown)
