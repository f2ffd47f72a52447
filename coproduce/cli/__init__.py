"""The ``coproduce`` command. Thin: each verb calls one function of the package.

Verbs lie together by who uses them; each module adds its own to the group.
"""

from coproduce.cli import begin, book, contributions, editions, supply
from coproduce.cli.group import main
from coproduce.ground.process_end import begin_process, end_process

__all__ = ["begin", "book", "contributions", "editions", "main", "program", "supply"]


def program() -> None:
    """The command as a process of its own, which ends with it."""
    begin_process()
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        end_process(end.code or 0)
