"""What the report was made from: data, revision and software."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.evidence.records import Column
from coproduce.ground.git_revision import read_revision
from coproduce.ground.interface_words import number, say
from coproduce.ground.read_input import read_text_input
from coproduce.publish.imprint import revision_label
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.tables import Cell, table

if TYPE_CHECKING:
    from coproduce.evidence.schema import Resource
    from coproduce.report import Report
    from coproduce.sphinx_ext.links import Links

#: Packages whose version can change what a reader sees.
PACKAGES = (
    "coproduce", "jupyter-book", "sphinx", "myst-nb", "pandas", "altair", "vl-convert-python",
    "nbclient", "babel", "pypandoc-binary", "typst", "pikepdf",
)


def provenance(links: "Links") -> list[nodes.Node]:
    """A table of the data, one of the edition and the software, and one of run times."""
    report = links.book.report
    return [_resources(report, links), _edition(report), *_run_times(report, links)]


def _resources(report: "Report", links: "Links") -> nodes.table:
    columns = [
        Column("title", say("Table")),
        Column("rows", say("Rows"), "right"),
        Column("licence", say("Licence")),
        Column("checksum", say("Checksum (SHA-256)")),
    ]
    folder = "../" * links.page.count("/") + "data/"
    rows: list[list[Cell]] = []
    for name, resource in report.data.resources.items():
        link = nodes.reference("", resource.title or name, refuri=f"{folder}{name}.csv", internal=True)
        checksum = nodes.literal("", report.data.checksum(name), classes=["checksum"])
        rows.append([[link], number(len(report.data.file(name).rows)), _licence(resource, report), [checksum]])
    return table(columns, rows, title=say("The data of this edition"), kind=own.data_table,
                 classes=["report-table", "provenance"])


def _licence(resource: "Resource", report: "Report") -> str:
    licences = resource.licences or report.data.descriptor.get("licenses", ())
    names = [str(licence.get("name") or licence.get("title")) for licence in licences]
    return ", ".join(names) or say("see each row’s source")


def _run_times(report: "Report", links: "Links") -> list[nodes.table]:
    """How long each chapter ran when that was measured.

    Measured and kept, not taken from this build: two builds of one revision must
    not differ.
    """
    if not report.paths.run_times.is_file():
        return []
    kept = json.loads(read_text_input(report.paths.run_times, report.paths.relative(report.paths.run_times)))
    titles = links.book.index.titles
    rows = [[titles[name], number(round(kept["seconds"][name], 1), "#,##0.0")]
            for name in links.book.index.pages if name in kept["seconds"]]
    columns = [Column("chapter", say("Chapter")), Column("seconds", say("Seconds"), "right")]
    title = say("How long each chapter ran, measured on {day} with {machine}", day=kept["measured"], machine=kept["on"])
    return [table(columns, rows, title=title, kind=own.data_table, classes=["report-table", "provenance"])]


def _edition(report: "Report") -> nodes.table:
    settings = report.settings
    facts = [
        (say("Edition"), settings.edition),
        (say("Date"), settings.date),
        (say("Revision"), revision_label(read_revision(report.paths.root, settings.date))),
        (say("Data package (SHA-256)"), report.data.descriptor_checksum),
        ("Python", platform.python_version()),
    ]
    for package in PACKAGES:
        try:
            facts.append((package, version(package)))
        except PackageNotFoundError:
            continue
    columns = [Column("what", say("What")), Column("which", say("Which"))]
    rows: list[list[Cell]] = [[what, nodes.inline("", which, classes=["checksum"])] for what, which in facts]
    return table(columns, rows, title=say("How this edition was made"), kind=own.data_table,
                 classes=["report-table", "provenance"])
