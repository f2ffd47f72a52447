"""Runs one function in a copy of this process, beside what this process does."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable
from typing import Any

from coproduce.execution.warm import CAN_FORK
from coproduce.problems import Problem, ProblemsFound


class Beside:
    """A function at work on a second processor, with everything that is in memory now.

    The copy is a fork: nothing is sent there, and only the result comes back, so
    it must be picklable. Where forking is not safe the function runs when its
    result is asked for.
    """

    def __init__(self, function: Callable[[], Any]):
        self._function = function
        self._process = None
        if CAN_FORK:
            context = multiprocessing.get_context("fork")
            self._here, there = context.Pipe(duplex=False)
            self._process = context.Process(target=_work, args=(function, there), daemon=True)
            self._process.start()
            there.close()

    def result(self) -> Any:
        """What the function returns, or its :class:`ProblemsFound`, raised here."""
        if self._process is None:
            return self._function()
        try:
            kind, content = self._here.recv()
        except EOFError:
            kind, content = "died", ""
        self._process.join()
        if kind == "result":
            return content
        if kind == "problems":
            raise ProblemsFound([Problem(**fields) for fields in content])
        raise RuntimeError(f"the process beside this one failed (exit {self._process.exitcode})\n{content}")

    def stop(self) -> None:
        """End the copy, if it is still at work; its result is not wanted."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join()


def _work(function: Callable[[], Any], there) -> None:
    try:
        there.send(("result", function()))
    except ProblemsFound as found:
        there.send(("problems", [vars(problem) for problem in found.problems]))
    except BaseException:
        there.send(("died", traceback.format_exc()))
