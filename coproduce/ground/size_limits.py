"""How large an input may be: far above what people write, low enough to answer in seconds.

Every check of a text takes time in proportion to its length, so these limits bound
the time of the whole check. Sizes are in bytes unless the name says otherwise.
"""

from __future__ import annotations

from pathlib import Path

from coproduce.ground.problems import Problem

#: One file of the contributions' folder: a contribution, what became of it, a question.
CONTRIBUTION = 40_000
#: A page of the book, or a document beside it.
PAGE = 150_000
#: Settings, contents, vocabularies, the description of the data.
YAML = 200_000
#: A table of data. Its rows are in memory several times while they are checked.
TABLE = 50_000_000
#: A logo, which every page of the web edition loads, and the dots of one.
LOGO, LOGO_DOTS = 200_000, 4_000_000
#: A font: a variable one for many scripts of Europe has two million.
FONT = 5_000_000
#: Cells of such a table: short ones take many times their size in memory.
TABLE_CELLS = 10_000_000

#: Characters of one paragraph, heading, cell or entry of a list: what Markdown
#: reads together takes longer than in proportion to its length.
PARAGRAPH_CHARACTERS = 5_000
#: How deep boxes and other directives stand in each other.
DIRECTIVES_DEEP = 10


def too_large(path: Path, relative: str, most: int) -> Problem | None:
    """A problem if the file at ``path``, which messages call ``relative``, has more than ``most`` bytes."""
    size = path.stat().st_size
    if size <= most:
        return None
    return Problem(
        relative, f"the file has {size:,} bytes", code="input.too-large", expected=f"at most {most:,} bytes",
        action="Split it into several files, or take out what does not belong in it. It was not read.")
