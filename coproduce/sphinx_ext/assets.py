"""Style sheets, script and the files that stand beside the pages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.sphinx_ext.contribution_form import SCRIPTS as FORM_SCRIPTS
from coproduce.sphinx_ext.state import publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CSS, CHARTS_CSS, SCRIPT = "report.css", "charts.css", "report.js"

#: What a page may load. Other extensions add style sheets and scripts for things
#: that this book does not have; the search page needs Sphinx's own.
_PAGE_FILES = {
    "_static/pygments.css",
    "_static/styles/furo.css",
    "_static/styles/furo-extensions.css",
    "_static/scripts/furo.js",
    f"_static/{CSS}",
    f"_static/{CHARTS_CSS}",
    f"_static/{SCRIPT}",
    *(f"_static/{name}" for name in FORM_SCRIPTS),
}
_SEARCH_FILES = _PAGE_FILES | {
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/searchtools.js",
    "_static/language_data.js",
    "searchindex.js",
}


def register(app: "Sphinx") -> None:
    # After the theme's own, which have priorities up to 600.
    app.add_css_file(CSS, priority=800)
    app.add_css_file(CHARTS_CSS, priority=801)
    app.add_js_file(SCRIPT, priority=800, loading_method="defer")
    app.connect("builder-inited", _write_made_files)
    app.connect("doctree-resolved", _without_kernels, priority=900)
    app.connect("html-page-context", _only_own_files, priority=900)
    app.connect("build-finished", write_files)


def _write_made_files(app: "Sphinx") -> None:
    """What is made rather than written by hand: the charts' colours and the font."""
    if app.builder.format != "html":
        return
    from coproduce.charts.theme import dark_mode_css
    from coproduce.publish.html import bundle
    from coproduce.publish.html.webfont import FILE, web_font

    folder = Path(app.outdir) / "_static"
    shutil.copytree(bundle.LAZY, folder, dirs_exist_ok=True)
    (folder / CSS).write_text(bundle.style_sheet(), encoding="utf-8")
    (folder / SCRIPT).write_text(bundle.script(), encoding="utf-8")
    (folder / FILE).write_bytes(web_font(publication(app).report.paths.cache))
    (folder / CHARTS_CSS).write_text(dark_mode_css(".chart"), encoding="utf-8")


def _without_kernels(app: "Sphinx", doctree: nodes.document, docname: str) -> None:
    """Takes out what Jupyter Book's default extension sphinx-thebe adds to each page.

    It would offer to run the code on a public server; no setting stops it.
    """
    for node in [n for n in doctree.children if isinstance(n, nodes.raw)]:
        if "text/x-thebe-config" in node.astext() or node.astext().startswith("<script>kernelName"):
            doctree.remove(node)


def _only_own_files(app: "Sphinx", pagename: str, templatename: str, context: dict, doctree) -> None:
    allowed = _SEARCH_FILES if pagename == "search" else _PAGE_FILES
    for key in ("css_files", "script_files"):
        context[key] = [f for f in context.get(key, ()) if _name(f) in allowed]


def _name(file) -> str:
    return str(getattr(file, "filename", file)).partition("?")[0]


def write_files(app: "Sphinx", exception: Exception | None) -> None:
    """Figures, data and the ledger beside the pages; nothing if the build failed."""
    if exception is not None or app.builder.name != "html":
        return
    from coproduce.publish.csv_text import csv_text
    from coproduce.publish.ledger import ledger, ledger_csv

    book, folder = publication(app), Path(app.outdir)
    for record in book.results.figures.values():
        _write(folder / "figures" / f"{record.name}.svg", record.svg)
        header = [column.title for column in record.columns]
        _write(folder / "figures" / f"{record.name}.csv", csv_text(header, record.data))
    (folder / "data").mkdir(exist_ok=True)
    for name, resource in book.report.data.resources.items():
        shutil.copyfile(resource.path, folder / "data" / f"{name}.csv")
    shutil.copyfile(book.report.paths.package, folder / "data" / "datapackage.yaml")
    made = ledger(book)
    _write(folder / "ledger.json", json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    _write(folder / "ledger.csv", ledger_csv(made))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
