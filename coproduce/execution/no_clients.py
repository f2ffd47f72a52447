"""MyST-NB executes nothing, whatever a page says: its notebooks come executed (:mod:`coproduce.execution.reader`).

Its clients that execute, or keep what was executed, bring a database: SQLAlchemy takes as long to import as all else of
MyST-NB, a second of a build in which nothing runs. So they are not imported, and in their places stands the client
that leaves a notebook as it is.
"""

from __future__ import annotations

import sys
from types import ModuleType

_PACKAGE = "myst_nb.core.execute"
#: Modules of the package that MyST-NB imports for one class each, and what it is called.
_CLIENTS = {"cache": "NotebookClientCache", "direct": "NotebookClientDirect", "inline": "NotebookClientInline"}


class _Place(ModuleType):
    """In the place of a module with one client."""

    def __getattr__(self, name: str) -> type:
        if name != _CLIENTS[self.__name__.rpartition(".")[2]]:
            raise AttributeError(name)
        from myst_nb.core.execute.base import NotebookClientBase

        return NotebookClientBase


def leave_out_clients() -> None:
    """Have MyST-NB do without the clients that execute, unless a program of which this is a part has imported them."""
    if _PACKAGE not in sys.modules:
        for name in _CLIENTS:
            sys.modules.setdefault(f"{_PACKAGE}.{name}", _Place(f"{_PACKAGE}.{name}"))
