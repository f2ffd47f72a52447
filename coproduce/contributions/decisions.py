"""Decisions on contributions on their way to files: what is open, what is wrong with one, and how it is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.contributions.dispositions import check_dispositions, read_disposition
from coproduce.contributions.files import Contributions
from coproduce.contributions.model import Contribution
from coproduce.contributions.privacy import scan
from coproduce.contributions.privacy_check import typed_problem
from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import parse_yaml
from coproduce.source.conclusions import Conclusion, conclusions_in, page_texts
from coproduce.source.paths import Paths


@dataclass(frozen=True)
class DecisionContext:
    """What a decision needs to know: the contributions, and the pages and conclusions of the book."""

    paths: Paths
    contributions: Contributions
    pages: tuple[str, ...]
    conclusions: Mapping[str, Conclusion]

    @classmethod
    def open(cls, paths: Paths) -> DecisionContext:
        """The contributions and the book as they are now, sound or not."""
        texts = page_texts(paths)
        return cls(paths, Contributions.collect(paths)[0], tuple(texts), conclusions_in(texts))

    @property
    def undecided(self) -> list[Contribution]:
        """The sound contributions of which nobody has recorded what became; variants are answered with their campaign."""
        return [c for id, c in self.contributions.items() if id not in self.contributions.disposition_texts and not c.front.variant_of]

    @property
    def unreadable(self) -> int:
        """How many contributions without a disposition cannot be shown, because their files are not sound."""
        decided = self.contributions.disposition_texts.keys()
        return len(self.contributions.ids - set(self.contributions) - decided)

    def problems(self, id: str, data: Mapping[str, Any]) -> list[Problem]:
        """What ``coproduce check`` would have against the disposition ``data`` of the contribution ``id``."""
        folder = self.paths.relative(self.paths.dispositions)
        path, text = f"{folder}/{id}.yml", as_text(data)
        document = parse_yaml(text, path, typed=False)
        disposition, found = read_disposition(document, path)
        if disposition:
            found += check_dispositions({id: disposition}, {id: document}, [id], (), self.pages, list(self.conclusions), folder)
        return found + [typed_problem(finding, path, field=field) for field, value in _texts(data) for finding in scan(value)]

    def about(self, contribution: Contribution) -> str:
        """The theme and the claims that ``contribution`` speaks to, as people read them."""
        label, front = self.contributions.vocabulary.label, contribution.front
        return "; ".join([label("themes", front.theme), *(label("claims", claim) for claim in front.claims)])


def _texts(data: Mapping[str, Any]) -> Collection[tuple[str, str]]:
    uses = data.get("uses", ())
    return [*((name, data[name]) for name in ("reason", "by") if name in data),
            *(("uses.how", use["how"]) for use in uses if "how" in use)]


def as_text(data: Mapping[str, Any]) -> str:
    """The file of a disposition; what is empty is left out."""
    import yaml

    names = ("status", "uses", "reason", "decided", "by")
    return yaml.safe_dump({name: data[name] for name in names if data.get(name)}, sort_keys=False, allow_unicode=True, width=1000)
