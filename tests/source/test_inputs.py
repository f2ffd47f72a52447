"""What any output depends on besides the report."""

import shutil
import sys
import zlib
from importlib import metadata

import pytest

from coproduce.source import inputs


@pytest.fixture
def anew(monkeypatch):
    """Asks again, as a new process would."""
    def ask() -> dict[str, str]:
        inputs.toolchain.cache_clear()
        inputs._machinery.cache_clear()
        return inputs.toolchain()

    yield ask
    monkeypatch.undo()
    ask()


def test_names_python_the_package_and_the_libraries_that_make_files(anew):
    made_with = anew()
    assert made_with["Python"] == sys.version and made_with["zlib"] == zlib.ZLIB_RUNTIME_VERSION
    assert {"coproduce", "pypandoc-binary", "typst", "lxml", "pikepdf", "vl-convert-python", "openpyxl"} <= made_with.keys()
    assert "pytest" not in made_with, "what only tests need makes no file"
    assert anew() == made_with


@pytest.mark.parametrize("name", ["charts/theme.py", "publish/pdf/template.typ", "publish/pdf/filter.lua"])
def test_another_line_of_code_or_of_a_template_changes_it(name, anew, tmp_path, monkeypatch):
    before = anew()
    copy = tmp_path / "coproduce"
    shutil.copytree(inputs.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(inputs, "PACKAGE", copy)
    assert anew() == before
    with (copy / name).open("a") as file:
        file.write("\n")
    assert {part for part, value in anew().items() if value != before[part]} == {"coproduce"}


def test_another_version_of_a_library_changes_it(anew, monkeypatch):
    before, version = anew(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == "typst" else version(name))
    assert {part for part, value in anew().items() if value != before[part]} == {"typst"}


def test_where_the_package_is_not_installed_all_libraries_count(anew, monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", missing)
    assert {"typst", "lxml", "pytest"} <= anew().keys()
