"""Writes the web edition of reports as a build does, one after the other, in a process of its own.

Reads a line with the report's folder and that of the pages for each; answers ``done``, or what is wrong.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from coproduce.build import dated
from coproduce.check import check
from coproduce.execution.runner import execute
from coproduce.ground.git_revision import read_revision
from coproduce.ground.problems import ProblemsFound, stop_if_any
from coproduce.publish.downloads import add_facts
from coproduce.publish.html import build_html
from coproduce.report import Report


def quiet(line: str) -> None:
    """Nobody reads the progress."""


def write(root: Path, to: Path) -> None:
    shutil.rmtree(to.parent, ignore_errors=True)
    report = Report.find(root)
    stop_if_any(check(report))
    results = execute(report, log=quiet)
    with dated(read_revision(root, report.settings.date).epoch):
        build_html(report, results, to, log=quiet)
    add_facts(to)


for line in sys.stdin:
    root, to = map(Path, json.loads(line))
    try:
        write(root, to)
    except ProblemsFound as found:
        print(json.dumps(str(found)), flush=True)
    else:
        print(json.dumps("done"), flush=True)
