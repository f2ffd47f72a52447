"""Builds of reports in this process, whose chapters run in one warm process as those of a preview do.

What a build does on its own, to begin that process and to end it, is tried by the tests that run the command.
"""

from __future__ import annotations

import atexit
from functools import cache

from coproduce.build import Log, Summary
from coproduce.build import build as build_by_itself
from coproduce.execution.results import Results
from coproduce.execution.runner import execute as execute_by_itself
from coproduce.execution.warm import CAN_FORK, ForkServer
from coproduce.report import Report


@cache
def kernels() -> ForkServer | None:
    """A warm process for all the tests that this one runs."""
    if not CAN_FORK:
        return None
    server = ForkServer()
    atexit.register(server.close)
    return server


def build(report: Report, log: Log = print) -> Summary:
    """:func:`coproduce.build.build`."""
    return build_by_itself(report, log=log, server=kernels())


def execute(report: Report, log: Log = print) -> Results:
    """:func:`coproduce.execution.runner.execute`."""
    return execute_by_itself(report, log=log, server=kernels())
