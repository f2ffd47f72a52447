"""MyST-NB is imported without what would execute notebooks, and leaves them as they are whatever is asked."""

from __future__ import annotations

import subprocess
import sys

ASKED_TO_EXECUTE = """
import sys
import coproduce.build, coproduce.check, coproduce.execution.runner, coproduce.publish.all_forms  # in which a build begins
from coproduce.publish.html import preload
preload()
assert "myst_nb.sphinx_ext" in sys.modules
print(*sorted({"sqlalchemy", "jupyter_cache"} & sys.modules.keys()) or ["no database"])

import nbformat
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import create_client
from myst_nb.core.loggers import DocutilsDocLogger
from docutils.utils import new_document
for mode in ("force", "auto", "cache", "inline", "off"):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("open('made-by-a-cell', 'w').close()")])
    client = create_client(notebook, "page.md", NbParserConfig(execution_mode=mode), DocutilsDocLogger(new_document("page.md")))
    with client:
        print(mode, type(client).__name__, notebook.cells[0].outputs, client.exec_metadata)
"""


def test_no_database_is_imported_and_no_mode_executes(tmp_path):
    done = subprocess.run([sys.executable, "-c", ASKED_TO_EXECUTE], cwd=tmp_path, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["no database", *(f"{mode} NotebookClientBase [] None" for mode in ("force", "auto", "cache", "inline", "off"))]
    assert list(tmp_path.iterdir()) == []


def test_clients_that_are_there_already_stay(tmp_path):
    said = subprocess.run(
        [sys.executable, "-c", "import myst_nb.core.execute as there\nfrom coproduce.publish.html import preload\npreload()\nprint(there.cache.NotebookClientCache.__name__)"],
        cwd=tmp_path, capture_output=True, text=True)
    assert (said.stdout, said.stderr) == ("NotebookClientCache\n", "")
