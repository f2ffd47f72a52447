"""Composes a manuscript in a process of its own, so that another core does it while pages are written.

    python -m coproduce.publish.manuscript.compose_process

What :func:`~coproduce.publish.manuscript.document.compose` is to be called with comes in, and what
it gives goes out, between the two processes alone: nothing of it is on the disk.
"""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from typing import Any

from coproduce.ground.interface_words import use_language
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.process_end import end_process
from coproduce.publish.manuscript.document import Manuscript, compose


def compose_beside(*arguments: Any) -> Manuscript:
    """:func:`~coproduce.publish.manuscript.document.compose` in another process; the thread that calls waits."""
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name], input=pickle.dumps(arguments), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a manuscript could not be composed:\n{done.stderr.decode(errors='replace')}")
    made, problems = pickle.loads(done.stdout)  # noqa: S301 (from the process just started, through a pipe)
    if problems:
        raise ProblemsFound(problems)
    return made


def main() -> None:
    gc.disable()  # it lives for a second
    made, problems = None, []
    try:
        arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
        use_language(arguments[2].interface_language)
        made = compose(*arguments)
    except ProblemsFound as found:
        problems = list(found.problems)
    # Buffered, whatever PYTHONUNBUFFERED says: else a write that a signal interrupts is left at what was written by then.
    with open(sys.stdout.fileno(), "wb", closefd=False) as out:
        out.write(pickle.dumps((made, problems)))
    end_process(0)


if __name__ == "__main__":
    main()
