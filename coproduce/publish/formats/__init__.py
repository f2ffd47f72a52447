"""What a report is published as besides its book and its PDF.

Each format is one module with one function that writes one file from
:class:`Material`. :data:`WRITERS` lists them; a format added there is built,
kept and offered for download like the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coproduce.execution.results import Results
    from coproduce.publish.manuscript import Manuscript
    from coproduce.report import Report
    from coproduce.revision import Revision


@dataclass(frozen=True)
class Material:
    """All that a format is made from, and an empty folder ``work`` to make it in.

    ``ledger`` is what ``ledger.json`` beside the book says.
    """

    report: "Report"
    results: "Results"
    manuscript: "Manuscript"
    revision: "Revision"
    ledger: dict[str, Any]
    work: Path


@dataclass(frozen=True)
class Format:
    """One file that readers can download.

    ``ending`` follows the report's ``pdf_name`` in the file's name; ``title`` and
    ``description`` are what readers see beside it; ``writer`` names the function
    ``module:function`` that takes :class:`Material` and the path to write.
    """

    ending: str
    title: str
    description: str
    writer: str

    def file_name(self, settings) -> str:
        return f"{settings.pdf_name}{self.ending}"

    def write(self, material: Material, path: Path) -> None:
        module, _, name = self.writer.partition(":")
        function: Callable[[Material, Path], None] = getattr(import_module(module), name)
        function(material, path)


WRITERS: tuple[Format, ...] = (
    Format(
        "-brief.pdf", "Brief in two pages (PDF)",
        "The messages, headline numbers and recommendations. Accessible: PDF/UA-1.",
        "coproduce.publish.formats.brief.edition:write_brief",
    ),
    Format(
        "-data.zip", "All data (ZIP)",
        "The data package with its tables and schemas, the data of each figure, every number with its sources, "
        "and the contributions.",
        "coproduce.publish.formats.data_archive:write_data_archive",
    ),
    Format(
        "-data.xlsx", "Figures and numbers (spreadsheet)",
        "A workbook with the data of each figure, every number, the recommendations, contributions and sources, "
        "laid out for screen readers.",
        "coproduce.publish.formats.spreadsheet.edition:write_spreadsheet",
    ),
)


def write_formats(material: Material, folder: Path) -> list[Path]:
    """Write every format into ``folder``, and return the files.

    Raises :class:`coproduce.problems.ProblemsFound`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for format_ in WRITERS:
        path = folder / format_.file_name(material.report.settings)
        work = material.work / format_.ending.strip("-.").replace(".", "-")
        work.mkdir(parents=True)
        format_.write(Material(**{**material.__dict__, "work": work}), path)
        written.append(path)
    return written
