"""Sphinx settings that every report has, whoever starts Sphinx.

They are set while Sphinx starts, after the configuration is read, so that
``jupyter-book build`` gives the same pages as ``coproduce build``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from sphinx import locale

from coproduce.ground.interface_words import is_english, say
from coproduce.source.book_files import unlisted
from coproduce.source.book_markdown import DOLLARS, MYST_EXTENSIONS
from coproduce.sphinx_ext import any_book
from coproduce.sphinx_ext.formulas import RENDERER

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from coproduce.source.settings import Settings

_HTML = Path(__file__).parent.parent / "publish" / "html"
THEME = "coproduce"
THEME_FOLDER = _HTML / "theme"


def fixed(settings: "Settings") -> dict[str, Any]:
    """The settings by Sphinx's names."""
    return {
        # What is wrong is said, not passed over.
        "nitpicky": True,
        "suppress_warnings": [],
        "keep_warnings": False,
        # Chapters come executed.
        "nb_custom_formats": {".md": ["coproduce.execution.reader.read", {}, False]},
        "nb_execution_mode": "off",
        "nb_execution_raise_on_error": True,
        "nb_remove_code_source": True,
        "nb_ipywidgets_js": {},
        "nb_mime_priority_overrides": [],
        "myst_enable_extensions": MYST_EXTENSIONS,
        **{f"myst_dmath_{name}": allowed for name, allowed in DOLLARS.items()},
        # Formulas come as MathML: no script looks for them, and no class keeps it away.
        "html_math_renderer": RENDERER,
        "myst_update_mathjax": False,
        "myst_heading_anchors": 3,
        # One row of numbers through the whole book.
        "numfig": True,
        "numfig_secnum_depth": 0,
        "numfig_format": {"figure": say("Figure {number}", number="%s"), "table": say("Table {number}", number="%s"), "section": "%s"},
        "use_multitoc_numbering": False,
        # Nothing of the moment or the machine.
        "html_last_updated_fmt": None,
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "today": settings.date,
        "language": settings.language.replace("-", "_"),
        "project": settings.title,
        "version": settings.edition,
        "release": settings.edition,
        "html_title": settings.title,
        "html_short_title": settings.title,
        "html_baseurl": settings.web_address,
        # The look.
        "html_theme": THEME,
        "html_theme_options": {},
        "html_static_path": [],
        "html_css_files": [],
        "html_js_files": [],
        "html_permalinks_icon": "#",
    }


def apply(app: "Sphinx", config: "Config") -> None:
    """Set them. Runs before other extensions read the configuration."""
    from coproduce.sphinx_ext.state import prepare

    book = prepare(app)
    settings = fixed(book.report.settings)
    if book.report.paths.is_book:
        settings |= of_a_book(config, unlisted(book.report.paths, book.report.toc.chapters))
    for name, setting in settings.items():
        if name in config:
            config[name] = setting
    if not is_english():
        # Sphinx has read its own words before it reads any setting of ours.
        app.translator, _ = locale.init([None, str(Path(sphinx.__file__).parent / "locale")], config.language)
    if any_book.is_on(app):
        any_book.register(app)


def of_a_book(config: "Config", unlisted: list[str]) -> dict[str, Any]:
    """What differs where the book is no report, given what it asks for itself; ``unlisted`` files are none of its pages."""
    asked = {name: config[name] for name in _ASKED if name in config.overrides}
    return {
        # Theirs would take a page whose ending the contents have wrong for one that they do not name.
        "external_toc_exclude_missing": False,
        "exclude_patterns": [*config.exclude_patterns, *unlisted],
        "nitpicky": False,
        "suppress_warnings": [*config.overrides.get("suppress_warnings", ()), "myst.domains", "etoc.ref", "mystnb.unknown_mime_type",
                              "misc.highlighting_failure"],
        "nb_custom_formats": {ending: [f"coproduce.execution.reader.{reader}", {}, False]
                              for ending, reader in ((".md", "read"), (".ipynb", "read_ipynb"))},
        "nb_execution_raise_on_error": False,
        "nb_remove_code_source": False,
        "nb_merge_streams": True,
        # What any page may use, and what the book asks for.
        "myst_enable_extensions": sorted({*MYST_EXTENSIONS, *config.overrides.get("myst_enable_extensions", ())}),
        "myst_heading_anchors": max(int(config.overrides.get("myst_heading_anchors") or 0), 4),
        **{f"myst_dmath_{name}": True for name in DOLLARS},
        **asked,
    }


#: Settings that a book keeps as it has them.
_ASKED = (*(f"myst_dmath_{name}" for name in DOLLARS), "myst_dmath_allow_labels",
          "numfig", "numfig_format", "nb_merge_streams", "highlight_language")
