"""What a chapter declares that it reads."""

from __future__ import annotations

from coproduce.chapters.mistakes import ChapterError
from coproduce.ground.problems import stop_if_any
from coproduce.ground.read_input import read_page_input
from coproduce.ground.suggestions import did_you_mean
from coproduce.report import Report
from coproduce.source.front_matter import read_front_matter


def declared_inputs(report: Report, name: str) -> tuple[tuple[str, ...], int]:
    """The inputs in the chapter's front matter, and the line to look at.

    Raises :class:`ChapterError` if there is no such chapter, and
    :class:`coproduce.ground.problems.ProblemsFound` if its front matter is no YAML or
    its inputs are no list of names. What else may be wrong with it a build tells.
    """
    path = report.paths.chapter(name)
    where = report.paths.relative(path)
    if not path.is_file():
        there = sorted(p.stem for p in report.paths.book.glob("*.md"))
        raise ChapterError(f"there is no chapter {where}. {did_you_mean(name, there)}The name given to open_chapter "
                           "is that of the file without ‘.md’.")
    matter, problems = read_front_matter(read_page_input(path, where), where)
    stop_if_any([problem for problem in problems if "coproduce.inputs" in problem.message or problem.code.startswith("yaml")])
    return matter.inputs, matter.inputs_line
