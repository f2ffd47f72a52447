"""The style sheets and the script that pages with such constructs load besides the book's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.publish.html.bundle import minify_css, minify_js
from coproduce.sphinx_ext.any_book import nodes as own
from coproduce.sphinx_ext.any_book.writing import widths

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SOURCE = Path(__file__).parent.parent.parent / "publish" / "html" / "any_book"
#: Files of extensions that no page loads: ours take their place.
_OTHERS = ("sphinx-design.min.css", "design-tabs.js", "proof.css", "exercise.css")
CSS, TABS = "constructs.css", "tabs.js"
#: Colours of code with a contrast of 4.5 and more on the ground of the pages' code, in light and dark.
LIGHT, DARK = "a11y-high-contrast-light", "a11y-high-contrast-dark"


def register(app: "Sphinx") -> None:
    app.add_css_file(CSS, priority=900)
    app.add_js_file(TABS, priority=900, loading_method="defer")
    app.connect("builder-inited", _write)
    app.connect("build-finished", _colours)
    # After other extensions have copied theirs.
    app.connect("build-finished", _remove_others, priority=950)


def files_of(doctree: nodes.document | None) -> set[str]:
    """What a page loads for its constructs, under ``_static``: the style sheet, and the script if it has tabs."""
    if doctree is None:
        return {CSS}
    return {CSS, TABS} if any(True for _ in doctree.findall(own.tab_set)) else {CSS}


def _write(app: "Sphinx") -> None:
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CSS).write_text(minify_css((_SOURCE / CSS).read_text(encoding="utf-8")) + widths(), encoding="utf-8")
    (folder / TABS).write_text(minify_js((_SOURCE / TABS).read_text(encoding="utf-8")), encoding="utf-8")


def _colours(app: "Sphinx", exception: Exception | None) -> None:
    """Write the colours of code for both looks of a page, where some page shows code."""
    file = Path(app.outdir) / "_static" / "pygments.css"
    if exception is None and app.builder.name == "html" and file.is_file():
        file.write_text(code_colours(), encoding="utf-8")


def _remove_others(app: "Sphinx", exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        for name in _OTHERS:
            (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)


def code_colours() -> str:
    """The style sheet of code: light, and dark where the reader or the machine asks for it."""
    from pygments.formatters import HtmlFormatter

    def rules(style: str, before: str) -> str:
        lines = HtmlFormatter(style=style).get_style_defs(f"{before}.highlight").splitlines()
        kept = [line for line in lines if ".highlight ." in line]
        # How lines and their numbers look, the other style sheet says.
        return "\n".join(line for line in kept if "linenos" not in line and ".hll" not in line)

    dark = rules(DARK, ':root[data-theme="dark"] ')
    machine = rules(DARK, ':root:not([data-theme="light"]) ')
    return f"{rules(LIGHT, '')}\n@media not print {{\n{dark}\n@media (prefers-color-scheme: dark) {{\n{machine}\n}}\n}}\n"
