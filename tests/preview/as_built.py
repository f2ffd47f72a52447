"""Writes the web edition of reports, which are sound, as a build does, one after the other, in a process of its own.

Reads a line with the report's folder, that of the pages, and whether to go on from the last such build and keep
this one for the next; answers ``done``, or what is wrong. Beside the folder of the pages lie chapters for print,
and which pages were read and written.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from coproduce.build import dated
from coproduce.execution.runner import execute
from coproduce.ground.checksums import checksums
from coproduce.ground.git_revision import read_revision
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.process_end import collected_rarely
from coproduce.publish.downloads import add_facts
from coproduce.publish.html import build_html
from coproduce.publish.manuscript import chapter_bodies
from coproduce.publish.publication import publication
from coproduce.report import Report
from coproduce.source.inputs import input_files


def quiet(line: str) -> None:
    """Nobody reads the progress."""


def write(root: Path, to: Path, kept: bool) -> None:
    shutil.rmtree(to.parent, ignore_errors=True)
    report = Report.find(root)
    inputs = checksums(input_files(report.paths))
    results = execute(report, log=quiet)

    def write_print(book) -> None:
        bodies, pictures = chapter_bodies(book.app, report)
        (to.parent / "print.json").write_text(json.dumps([bodies, {name: str(shown) for name, shown in pictures.items()}], indent=1))

    with collected_rarely(), dated(read_revision(root, report.settings.date).epoch):
        built = build_html(report, results, to, log=quiet, when_read=write_print, inputs=inputs if kept else None)
    made = publication(built.app).current
    (to.parent / "made.json").write_text(json.dumps({"read": sorted(made.read), "written": sorted(made.written)}))
    add_facts(to)


if __name__ == "__main__":
    for line in sys.stdin:
        root, to, kept = json.loads(line)
        try:
            write(Path(root), Path(to), kept)
        except ProblemsFound as found:
            print(json.dumps(str(found)), flush=True)
        else:
            print(json.dumps("done"), flush=True)
