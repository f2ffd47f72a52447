"""Style sheet, scripts and the files that stand beside the pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.publish.publication import publication
from coproduce.sphinx_ext import any_book
from coproduce.sphinx_ext.builders import html_builder
from coproduce.sphinx_ext.contribution_form import SCRIPTS as FORM_SCRIPTS
from coproduce.sphinx_ext.formulas import CSS as FORMULA_CSS
from coproduce.sphinx_ext.formulas import has_formulas

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CSS, SCRIPT, THEME_SCRIPT, CODE_CSS = "report.css", "report.js", "theme.js", "pygments.css"

#: What a page may load. Other extensions add style sheets and scripts for things
#: that this book does not have.
_PAGE_FILES = {f"_static/{name}" for name in (CSS, SCRIPT, THEME_SCRIPT, *FORM_SCRIPTS)}
#: Style sheets and scripts that extensions put beside the pages for what this book does not have.
_OF_EXTENSIONS = ("mystnb.*.css", "translations.js", "pygments_dark.css")


def register(app: "Sphinx") -> None:
    # Before anything is painted, so not deferred.
    app.add_js_file(THEME_SCRIPT, priority=100)
    app.add_js_file(SCRIPT, priority=800, loading_method="defer")
    app.add_css_file(FORMULA_CSS, priority=900)
    app.connect("builder-inited", _write_generated)
    app.connect("doctree-resolved", _without_kernels, priority=900)
    app.connect("html-page-context", _only_own_files, priority=900)
    app.connect("build-finished", write_files)
    app.connect("build-finished", _remove_unused, priority=900)


def _write_generated(app: "Sphinx") -> None:
    """What is made rather than written by hand: bundles, the charts' colours, fonts, the shared picture."""
    if app.builder.format != "html":
        return
    from coproduce.charts.theme import dark_mode_css
    from coproduce.publish.html import bundle, card, look, stemmer
    from coproduce.publish.html.webfont import web_fonts

    folder, report = Path(app.outdir) / "_static", publication(app).report
    shutil.copytree(bundle.LAZY, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    own = report.settings
    made = {CSS: bundle.style_sheet() + dark_mode_css(".chart") + look.style_sheet(own), SCRIPT: bundle.script()}
    files = {name: text.encode() for name, text in made.items()} | web_fonts()
    files[card.FILE] = card.card(own)
    files |= stemmer.scripts() | look.files(own)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _without_kernels(app: "Sphinx", doctree: nodes.document, docname: str) -> None:
    """Takes out what Jupyter Book's default extension sphinx-thebe adds to each page.

    It would offer to run the code on a public server; no setting stops it.
    """
    for node in [n for n in doctree.children if isinstance(n, nodes.raw)]:
        if "text/x-thebe-config" in node.astext() or node.astext().startswith("<script>kernelName"):
            doctree.remove(node)


def _only_own_files(app: "Sphinx", pagename: str, templatename: str, context: dict, doctree) -> None:
    allowed = _PAGE_FILES
    if _has_code(doctree):
        publication(app).shows_code = True
        if pagename in app.env.found_docs:
            publication(app).current.page(pagename).shows_code = True
        allowed = allowed | {f"_static/{CODE_CSS}"}
    if has_formulas(doctree):
        allowed = allowed | {f"_static/{FORMULA_CSS}"}
    if any_book.is_on(app):
        allowed = allowed | {f"_static/{name}" for name in any_book.files_of(doctree)}
    for key in ("css_files", "script_files"):
        context[key] = [f for f in context.get(key, ()) if _name(f) in allowed]


def _has_code(doctree: nodes.document | None) -> bool:
    """Whether the page shows code in colours."""
    blocks = doctree.findall(nodes.literal_block) if doctree is not None else ()
    return any(block.get("language", "none") not in ("none", "text") for block in blocks)


def _name(file) -> str:
    return str(getattr(file, "filename", file)).partition("?")[0]


def write_files(app: "Sphinx", exception: Exception | None) -> None:
    """Figures, data and the ledger beside the pages; nothing if the build failed."""
    if exception is not None or app.builder.name != "html":
        return
    from coproduce.publish.ledger import ledger, ledger_csv
    from coproduce.sphinx_ext.figure_files import write_figure_files

    book, folder = publication(app), Path(app.outdir)
    if book.report.paths.is_book:  # it registers no numbers, and has no tables
        return
    write_figure_files(book, folder)
    (folder / "data").mkdir(exist_ok=True)
    for name, resource in book.report.data.resources.items():
        shutil.copyfile(resource.path, folder / "data" / f"{name}.csv")
    shutil.copyfile(book.report.paths.package, folder / "data" / "datapackage.yaml")
    made = ledger(book)
    _write(folder / "ledger.json", json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    (folder / "ledger.csv").write_bytes(ledger_csv(made))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def _remove_unused(app: "Sphinx", exception: Exception | None) -> None:
    """Takes away static files of the theme beneath ours and of extensions, which no page loads,
    and the list of link targets that Sphinx keeps for other books."""
    if exception is not None or app.builder.name != "html":
        return
    from coproduce.sphinx_ext.settings import THEME_FOLDER

    folder = Path(app.outdir) / "_static"
    used = {Path(name).name for name in _PAGE_FILES}
    for theme in map(Path, html_builder(app.builder).theme.get_theme_dirs()):
        if theme.resolve() != THEME_FOLDER.resolve():
            names = (p.name.removesuffix(".jinja").removesuffix("_t") for p in (theme / "static").glob("*"))
            _remove(folder / name for name in names if name not in used)
    _remove(path for pattern in _OF_EXTENSIONS for path in folder.glob(pattern))
    if not publication(app).shows_code:
        _remove([folder / CODE_CSS])
    _remove([Path(app.outdir) / "objects.inv"])


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
