"""The manuscript's HTML into Typst markup, a chapter at a time.

Chapters are converted side by side, and what Pandoc made of one is kept: the key
is a checksum of all that its markup depends on, so markup that is kept is what
Pandoc would write again.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from coproduce.ground.checksums import checksum, checksum_of
from coproduce.ground.file_cache import Step, StepCache
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.publish.manuscript import Manuscript
from coproduce.publish.pdf.signs import with_named_signs

# Ids come from the book alone; quotation marks are the book's own already.
_READ = "html-auto_identifiers-smart"
_WRITE = "typst-smart"
_FILTER = Path(__file__).with_name("filter.lua")


def to_typst(manuscript: Manuscript, cache: StepCache | None = None, name: str = "manuscript", own: frozenset[str] = frozenset()) -> str:
    """Typst markup of the whole manuscript, for the functions of ``template.typ``.

    ``cache`` holds markup from earlier builds, under ``name`` and that of the chapter; ``own`` are the signs of
    the report's own face. Raises
    :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    parts = [with_named_signs(part, own) for part in manuscript.parts or (manuscript.html,)]
    chapters = list(manuscript.chapters) if len(manuscript.chapters) == len(parts) else [str(n) for n in range(len(parts))]
    conversion = f"sandbox {version('pypandoc-binary')} {_READ} {_WRITE}"
    keeper = cache or StepCache()

    def markup(chapter: str, part: str) -> str:
        depends = {"text": checksum_of(part), "Pandoc": conversion, "filter": checksum(_FILTER)}
        step = Step(f"typst-{name}/{chapter}", depends)
        return keeper.get_or_make(step, lambda: _converted(part, manuscript).encode()).decode()

    # Pandoc is a process of its own: threads only wait for it.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return "\n".join(pool.map(markup, chapters, parts))


def _converted(part: str, manuscript: Manuscript) -> str:
    import pypandoc

    try:
        return pypandoc.convert_text(
            part,
            to=_WRITE,
            format=_READ,
            # Nothing but the filter is read: no picture, frame or style sheet from anywhere.
            extra_args=["--sandbox", "--wrap=none", f"--lua-filter={_FILTER}", "--fail-if-warnings"],
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
