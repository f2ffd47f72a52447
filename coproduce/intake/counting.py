"""The lists of people who sent the same words, while responses are taken in."""

from __future__ import annotations

from pathlib import Path

from coproduce.contributions.campaigns import FOLDER, Person, campaign_text, read_campaigns
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.ground import own_files
from coproduce.ground.problems import stop_if_any
from coproduce.intake.drafts import Draft
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs


class People:
    """Who is counted with which contribution. Raises for lists that are not sound, which would be written over."""

    def __init__(self, paths: Paths, vocabulary: Vocabulary):
        self._paths = paths
        self._folder = paths.contributions / FOLDER
        found, problems = read_campaigns(self._folder, paths.relative(self._folder), vocabulary)
        stop_if_any(problems)
        self._lists = {id: {person.response: person for person in people} for id, people in found.items()}
        self._counted_with = {person: id for id, people in self._lists.items() for person in people}
        self._changed: set[str] = set()

    def count(self, response: str, draft: Draft, contribution: str) -> bool:
        """Count ``response`` with ``contribution``; False if it was already, and nothing about it changed."""
        contributor, consent = draft.data["contributor"], draft.data["consent"]
        person = Person(response, contributor["organisation_type"], contributor["region"], consent["date"], consent["wording"])
        if self._lists.get(contribution, {}).get(response) == person:
            return False
        self.forget(response)
        self._lists.setdefault(contribution, {})[response] = person
        self._counted_with[response] = contribution
        self._changed.add(contribution)
        return True

    def forget(self, response: str) -> None:
        """Count ``response`` with no contribution any more."""
        before = self._counted_with.pop(response, "")
        if before:
            del self._lists[before][response]
            self._changed.add(before)

    def write(self) -> None:
        """Bring the files up to date; a list of nobody is taken away."""
        for contribution in sorted(self._changed):
            file, people = self._file(contribution), self._lists[contribution].values()
            if people:
                write_inputs({file: campaign_text(people)}, self._paths)
            else:
                own_files.unlink(file, self._paths.root)
        self._changed = set()

    def _file(self, contribution: str) -> Path:
        return self._folder / f"{contribution}.csv"
