"""Finds the ledger of an edition: a built folder, or a git revision built for the purpose."""

from __future__ import annotations

import json
from pathlib import Path

from coproduce.editions.compare.built_revision import built_revision, edition_problem, find_commit
from coproduce.source.paths import Paths


def read_ledger(edition: str, root: Path) -> dict:
    """The ledger of ``edition``.

    ``edition`` is a folder that holds ``ledger.json`` (or ``html/ledger.json``),
    or a revision of the repository in ``root``, which is then built in a
    temporary folder with the machinery of that revision; what the cache of ``root``
    keeps is not made again.

    Raises :class:`coproduce.ground.problems.ProblemsFound` if it is neither, or if that
    revision does not build.
    """
    folder = Path(edition)
    for path in (folder, folder / "ledger.json", folder / "html" / "ledger.json", folder / "_build/html/ledger.json"):
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    commit = find_commit(root, edition)
    if not commit:
        raise edition_problem(edition, "this is neither a built folder with a ledger.json nor a git revision",
                              "Build first (make report), or name a commit, branch or tag.")
    with built_revision(root, edition, commit, cache=Paths(root).cache) as built:
        return json.loads((built / "html" / "ledger.json").read_text(encoding="utf-8"))
