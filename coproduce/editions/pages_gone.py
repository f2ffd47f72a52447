"""Pages of the last edition that are gone: their addresses lead on, or are given up on purpose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from coproduce.editions.prepare import last_edition
from coproduce.ground.git_revision import ask, head, is_repository
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.yaml_file import read_yaml
from coproduce.source.contents import pages_of

if TYPE_CHECKING:
    from coproduce.source.contents import Toc
    from coproduce.source.paths import Paths
    from coproduce.source.settings import Settings


def check_pages_gone(paths: "Paths", settings: "Settings", toc: "Toc", formerly: Collection[str]) -> list[Problem]:
    """A problem for each page that the last edition had and whose address would lead nowhere.

    ``formerly`` are the old addresses that pages of today claim: ``page`` or ``page#anchor``.
    The last edition is the highest one whose tag leads to the current commit; outside version
    control, and before the first edition, nothing is known to be gone.
    """
    forwarded = {address.partition("#")[0] for address in formerly}
    try:
        problems = list(_still_there(paths, settings, toc, forwarded))
        before = last_edition(paths.root) if is_repository(paths.root) and head(paths.root) else ""
        old = pages_of(ask(paths.root, "show", f"{before}:./{paths.relative(paths.toc)}")) if before else ()
    except ProblemsFound as found:
        return found.problems
    return problems + [
        Problem(paths.relative(paths.toc),
                f"the page ‘{page}’ of edition {before.removeprefix('v')} is gone, and its address leads nowhere", code="pages.gone",
                expected=f"‘formerly: [{page}]’ under ‘coproduce:’ in the front matter of the page that has its content now",
                action=f"Add it; if nothing took its place, ‘removed_pages: [{page}]’ under ‘coproduce:’ in _config.yml.")
        for page in old if page not in {*toc.chapters, *forwarded, *settings.removed_pages}
    ]


def _still_there(paths: "Paths", settings: "Settings", toc: "Toc", forwarded: Collection[str]) -> Iterator[Problem]:
    """Pages that are listed as removed and are not."""
    path = paths.relative(paths.config)
    for at, page in enumerate(settings.removed_pages):
        there = "still in the contents" if page in toc.chapters else "led on by ‘formerly’" if page in forwarded else ""
        if there:
            yield Problem(path, f"the page ‘{page}’ is listed as removed and is {there}",
                          line=read_yaml(paths.config, path).line("coproduce", "removed_pages", at), code="pages.not-removed",
                          expected="pages that are gone, and that no other page took the place of", action="Delete the name here.")
