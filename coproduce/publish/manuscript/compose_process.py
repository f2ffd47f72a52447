"""Composes manuscripts in processes of their own, so that another core does it while pages are written.

    python -m coproduce.publish.manuscript.compose_process

What :func:`~coproduce.publish.manuscript.document.compose` is to be called with comes in, and what
it gives goes out, one manuscript after the other, between the two processes alone: nothing of it is on the disk.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import Any

from coproduce.ground.interface_words import use_language
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.process_end import end_process
from coproduce.publish.manuscript.document import Manuscript, compose


class Composers:
    """Processes that compose manuscripts, as many as are asked at the same time; each begins when it is first needed.

    A process imports for longer than it composes a short manuscript: the next one it is asked for comes from it, too.
    """

    def __init__(self) -> None:
        self._idle: list[_Composer] = []

    def compose(self, *arguments: Any) -> Manuscript:
        """:func:`~coproduce.publish.manuscript.document.compose` in another process; the thread that calls waits."""
        try:
            composer = self._idle.pop()  # one call, which no other thread comes between
        except IndexError:
            composer = _Composer()
        try:
            made, problems = composer.compose(arguments)
        except BaseException:
            composer.close()
            raise
        self._idle.append(composer)
        if problems:
            raise ProblemsFound(problems)
        return made

    def close(self) -> None:
        """Let the processes end. Nobody may be waiting for a manuscript."""
        while self._idle:
            self._idle.pop().close()


class _Composer:
    """One process, from the outside."""

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - until it is closed; a pipe that nobody reads meanwhile might fill
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)

    def compose(self, arguments: tuple[Any, ...]) -> tuple[Manuscript, list]:
        """The manuscript, and problems if there is none. Raises ``RuntimeError`` if the process has ended."""
        asked, answers = self._process.stdin, self._process.stdout
        assert asked and answers, "both were asked for"
        try:
            asked.write(pickle.dumps(arguments))
            asked.flush()
            return pickle.load(answers)  # noqa: S301 (from the process just started, through a pipe)
        except (BrokenPipeError, EOFError, pickle.UnpicklingError) as found:
            answers.close()
            with suppress(BrokenPipeError):
                asked.close()  # one that lives, but answers something else, would wait for more
            self._process.wait()
            self._errors.seek(0)
            raise RuntimeError(f"a manuscript could not be composed:\n{self._errors.read().decode(errors='replace')}") from found

    def close(self) -> None:
        with self._errors, suppress(BrokenPipeError), self._process:  # its input ends, and it with that
            pass


def main() -> None:
    gc.disable()  # it lives for seconds
    replies = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not mix with the replies
    # Buffered, whatever PYTHONUNBUFFERED says: else a write that a signal interrupts is left at what was written by then.
    with open(0, "rb", closefd=False) as asked, open(replies, "wb") as answers:
        while asked.peek(1):
            arguments = pickle.load(asked)  # noqa: S301 (from the process that started this one)
            made, problems = None, []
            try:
                use_language(arguments[2].interface_language)
                made = compose(*arguments)
            except ProblemsFound as found:
                problems = list(found.problems)
            answers.write(pickle.dumps((made, problems)))
            answers.flush()
    end_process(0)


if __name__ == "__main__":
    main()
