"""The ``coproduce`` command. Thin: each verb calls one function of the package.

Verbs lie together by who uses them; each module adds its own to the group.
"""

from coproduce.cli import begin, book, contributions, editions, supply
from coproduce.cli.group import main

__all__ = ["begin", "book", "contributions", "editions", "main", "supply"]
