"""A process that has imported the package, and forks one that runs ``coproduce`` for each request.

A request is a line of JSON: the program (a script, or "" for ``coproduce`` itself), its arguments, folder, environment,
and the pipes that its output and its errors go to. The answer is the number with which it ended, as ``Popen.returncode``
has it. The fork goes its own way once it is what a process started for this would be: from there on it is the program.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import sys

#: Of the package, what is a program of its own or reads its arguments when it is imported.
_PROGRAMS = ("coproduce.__main__", "coproduce.execution.forkserver")
#: What commands import when they come to it.
_LATER = ("jupyter_book.config", "myst_nb.sphinx_ext", "sphinx.application", "sphinx.builders.html", "sphinx_external_toc.events", "pandas", "typst")


def import_everything() -> None:
    for module in pkgutil.walk_packages(importlib.import_module("coproduce").__path__, "coproduce."):
        if module.name not in _PROGRAMS:
            importlib.import_module(module.name)
    for name in _LATER:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is there is never looked at again, and so is shared with each fork


def next_fork() -> dict:
    """The request that this process, a fork by then, is for; ends the first process when there are no more."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            return json.loads(line)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    sys.exit(0)


def become(request: dict) -> None:
    """Take the place of a process that is started so."""
    os.setsid()
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    nothing, out = os.open(os.devnull, os.O_RDONLY), os.open(request["output"], os.O_WRONLY)
    errors = os.open(request["errors"], os.O_WRONLY)
    for ours, its in ((nothing, 0), (out, 1), (errors, 2)):
        os.dup2(ours, its)
        os.close(ours)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.argv = [request["program"] or "coproduce", *request["arguments"]]


if __name__ == "__main__":
    import_everything()
    request = next_fork()
    become(request)
    if request["program"]:
        runpy.run_path(request["program"], run_name="__main__")
    else:
        runpy.run_module("coproduce", run_name="__main__")
