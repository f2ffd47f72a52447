"""Which files beside the chapters a chapter runs: told from imports, and all where they do not tell."""

import pytest

from coproduce.execution.local_modules import LocalModules

FILES = {
    "alone.py": "", "first.py": "import json\nimport second\n", "second.py": "def f():\n    from third import x\n", "third.py": "import first\n",
    "park/__init__.py": "", "park/trees.py": "from park import paths\nfrom . import ponds\n", "park/paths.py": "", "park/ponds.py": "import alone\n",
    "park/map.csv": "", "street.md": "",
}


@pytest.fixture
def modules(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda *cells: {path.relative_to(tmp_path).as_posix() for path in LocalModules(tmp_path).used_by(cells)}


PARK = {"park/__init__.py", "park/trees.py", "park/paths.py", "park/ponds.py", "alone.py"}
ALL = PARK | {"first.py", "second.py", "third.py"}


@pytest.mark.parametrize(("cells", "files"), [
    ([], set()),
    (["x = 1", "import pandas"], set()),
    (["import alone"], {"alone.py"}),
    (["x = 1", "if x:\n    import alone as other"], {"alone.py"}),
    (["import first"], {"first.py", "second.py", "third.py"}),
    (["from park.trees import tall"], PARK),
    (["import json, park.paths"], PARK),
])
def test_imports_tell_the_files_and_those_that_these_import(modules, cells, files):
    assert modules(*cells) == files


@pytest.mark.parametrize("cell", [
    "%matplotlib inline", "import importlib", "from importlib import import_module as load", "__import__(name)", "exec(text)", "import runpy",
    "loaders.import_module(name)",
])
def test_what_imports_by_a_name_it_works_out_uses_all(modules, cell):
    assert modules("import alone", cell) == ALL


def test_a_module_that_cannot_be_read_uses_all(modules, tmp_path):
    (tmp_path / "third.py").write_bytes(b"x = '\xff'")
    assert modules("import alone") == {"alone.py"}
    assert modules("import first") == ALL


def test_a_report_without_a_book_has_none(tmp_path):
    assert LocalModules(tmp_path / "none").files == []


def test_a_method_of_the_name_is_no_import(modules):
    assert modules("frame.eval('a + b')") == set()
