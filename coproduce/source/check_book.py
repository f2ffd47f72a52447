"""What can be said of a Jupyter Book that is no report, before it is built."""

from __future__ import annotations

from coproduce.ground.problems import Problem
from coproduce.source.contents import check_toc
from coproduce.source.paths import Paths
from coproduce.source.rules import Rules
from coproduce.source.settings import check_settings


def check_book(paths: Paths) -> tuple[list[Problem], list[Problem]]:
    """What stops a build of the book, and what is only listed."""
    settings, problems = check_settings(paths)
    more = check_toc(paths)[1]
    if settings is None:
        return [*problems, *Rules(level="book").judge(more)[0]], []
    return settings.rules.judge([*problems, *more])
