"""Where a contribution may lie: in the report, withdrawn, counted in a campaign's table, or waiting for review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coproduce.contributions.files import MAX_ID, OTHER_FILES
from coproduce.contributions.vocabulary import ID_PATTERN
from coproduce.contributions.withdrawal import withdrawn_ids
from coproduce.ground.read_input import read_input
from coproduce.ground.yaml_file import parse_yaml, split_front_matter
from coproduce.source.paths import Paths

HERE, WAITING, WITHDRAWN, COUNTED, NOTHING = "here", "waiting", "withdrawn", "counted", ""


@dataclass(frozen=True)
class Location:
    """A contribution, or what became of a response: ``id``, ``state``, ``path`` as people read it, and its public title.

    ``note`` says why it is told, or why there is nothing.
    """

    id: str
    state: str
    path: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class ContributionLocations:
    """Where contributions may be: the report, and the folder of responses that wait for review."""

    paths: Paths
    review: Path

    def states(self, id: str, note: str = "") -> list[Location]:
        """Where the contribution or response ``id`` is; nothing if it is nowhere."""
        paths, found = self.paths, []
        if not ID_PATTERN.fullmatch(id) or len(id) > MAX_ID:
            return []
        file, waiting = paths.contributions / f"{id}.md", self.review / f"{id}.md"
        if file.exists():
            found.append(Location(id, HERE, paths.relative(file), title_of(file), note))
        elif id in withdrawn_ids(paths):
            found.append(Location(id, WITHDRAWN, f"{paths.relative(paths.contributions)}/withdrawn/{id}.yml", note=note))
        elif counted := self._campaign_table(id):
            found.append(Location(id, COUNTED, paths.relative(counted), note=note))
        if waiting.exists():
            found.append(Location(id, WAITING, str(waiting), note=note))
        return found

    def _campaign_table(self, id: str) -> Path | None:
        """The table of a campaign in which the response ``id`` is counted."""
        named = re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")
        for file in sorted(self.paths.contributions.glob("*/*.csv")):
            if named.search(read_input(file, self.paths.relative(file)).decode("utf-8", "replace")):
                return file
        return None

    def files(self) -> Iterator[tuple[Path, str]]:
        """The files of contributions and of responses that wait, and which of the two each is."""
        for file in sorted(self.paths.contributions.glob("*.md")):
            if file.name not in OTHER_FILES:
                yield file, HERE
        for file in sorted(self.review.glob("*.md")) if self.review.is_dir() else ():
            yield file, WAITING


def title_of(file: Path) -> str:
    """The title of a contribution, sound or not; "" if it cannot be read."""
    fields, _, _ = split_front_matter(read_input(file, file.name).decode("utf-8", "replace").replace("\r\n", "\n"))
    data = parse_yaml(fields or "", file.name, typed=False).data
    title = data.get("title") if isinstance(data, dict) else ""
    return " ".join(title.split()) if isinstance(title, str) else ""
