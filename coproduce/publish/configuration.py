"""Turns ``_config.yml`` and ``_toc.yml`` into settings for Sphinx.

What Jupyter Book makes of the two files, less the extensions that a report does not use. Those cost start-up time
and put scripts on every page that no reader needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coproduce.source.paths import Paths

#: Settings of extensions that are left out; Sphinx would warn of them.
_LEFT_OUT = ("comments_config", "use_jupyterbook_latex", "recursive_update")


def sphinx_settings(paths: "Paths") -> dict[str, Any]:
    """What to give Sphinx as ``confoverrides``.

    Extensions that ``_config.yml`` adds under ``sphinx: extra_extensions`` stay.
    The files must have passed :mod:`coproduce.source.settings`, which words their faults.
    """
    from jupyter_book.config import get_final_config

    from coproduce.ground.yaml_file import read_yaml
    from coproduce.publish.book_configuration import book_settings
    from coproduce.source.stock_settings import EXTENSIONS, excluded_extensions

    written = read_yaml(paths.config, paths.relative(paths.config)).data
    settings, _ = get_final_config(
        user_yaml={key: value for key, value in written.items() if key != "coproduce"},
        cli_config={"external_toc_path": paths.toc.as_posix(), "latex_individualpages": False},
        sourcedir=paths.book,
        validate=False,
    )
    if paths.is_book:
        return book_settings(paths, written, settings)
    added = [e for e in settings["extensions"] if e not in excluded_extensions() and e not in EXTENSIONS]
    settings["extensions"] = [*EXTENSIONS, *added]
    return {key: value for key, value in settings.items() if key not in _LEFT_OUT}
