"""Pages as they were read, for those who only look at them: Sphinx reads them from the disk each time."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import LoggingReporter

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def register(app: "Sphinx") -> None:
    lent: list[Doctrees] = []

    def lend(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
        if "get_doctree" not in vars(env):  # a preview has its own
            lent.append(Doctrees(env, just_read=True))
        return []

    def give_back(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
        while lent:
            lent.pop().give_back()
        return []

    # From before the index, which looks at all pages, until figures are numbered. Sphinx keeps the environment then.
    app.connect("env-updated", lend, priority=1)
    app.connect("env-get-updated", give_back, priority=990)


class Doctrees:
    """In place of ``env.get_doctree`` until :meth:`give_back`.

    ``just_read`` gives out a page that Sphinx has still from reading, which it changes as it writes it.
    """

    def __init__(self, env: "BuildEnvironment", just_read: bool = False):
        self._use_fresh = just_read
        self._env, self._read, self._kept, self._fresh = env, env.get_doctree, dict[str, Any](), env._write_doc_doctree_cache
        env.get_doctree = self.to_look_at  # type: ignore[method-assign,assignment]

    def give_back(self) -> None:
        """Let Sphinx read pages from the disk again."""
        self._kept.clear()
        vars(self._env).pop("get_doctree", None)
        vars(self._env).pop("master_doctree", None)  # Sphinx keeps that of the front page

    def to_look_at(self, page: str) -> "nodes.document":
        """The page as it was read; the same for all who ask, and not to be changed."""
        if page not in self._kept:
            fresh = self._just_read(page) if self._use_fresh else None
            self._kept[page] = self._from_disk(page) if fresh is None else fresh
        return self._kept[page]

    def to_change(self, page: str) -> "nodes.document | None":
        """One of its own for whoever writes the page; None if Sphinx has it still from reading."""
        return None if page in self._fresh else self._from_disk(page)

    def forget(self, page: str) -> None:
        """The page is another now."""
        self._kept.pop(page, None)
        self._env._pickled_doctree_cache.pop(page, None)
        vars(self._env).pop("master_doctree", None)

    def _just_read(self, page: str) -> "nodes.document | None":
        doctree = self._fresh.get(page)
        if doctree is not None:  # with what Sphinx gives to one from the disk
            doctree.settings.env = self._env
            doctree.reporter = LoggingReporter(self._env.doc2path(page))
        return doctree

    def _from_disk(self, page: str) -> "nodes.document":
        # Thousands of small objects that all stay: nothing to tidy up meanwhile.
        enabled = gc.isenabled()
        gc.disable()
        try:
            return self._read(page)
        finally:
            if enabled:
                gc.enable()
