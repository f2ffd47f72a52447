"""The manuscript's HTML into Typst markup."""

from __future__ import annotations

from pathlib import Path

from coproduce.problems import Problem, ProblemsFound
from coproduce.publish.manuscript import Manuscript
from coproduce.publish.pdf.signs import with_named_signs

# Ids come from the book alone; quotation marks are the book's own already.
_READ = "html-auto_identifiers-smart"
_WRITE = "typst-smart"


def to_typst(manuscript: Manuscript) -> str:
    """Typst markup of the whole manuscript, for the functions of ``template.typ``.

    Raises :class:`coproduce.problems.ProblemsFound` with what Pandoc says.
    """
    import pypandoc

    filter_file = Path(__file__).with_name("filter.lua")
    try:
        return pypandoc.convert_text(
            with_named_signs(manuscript.html),
            to=_WRITE,
            format=_READ,
            extra_args=["--wrap=none", f"--lua-filter={filter_file}", "--fail-if-warnings"],
        )
    except RuntimeError as error:
        raise ProblemsFound(
            [
                Problem(
                    "",
                    f"Pandoc could not read the manuscript: {str(error).strip()}",
                    code="pdf.pandoc",
                    expected="HTML that Pandoc reads without a warning",
                    action=f"Look for the passage in {manuscript.path.name}, then mend it in its chapter.",
                )
            ]
        ) from error
