"""The contributions of a report, read from their files.

Each file ``contributions/<id>.md`` is one contribution: a block of fields
between two lines of ``---`` and a body in plain Markdown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from coproduce.contributions.campaigns import FOLDER as CAMPAIGNS
from coproduce.contributions.campaigns import Campaign, Person, campaign_of, check_campaigns, read_campaigns
from coproduce.contributions.dispositions import Disposition, check_dispositions, read_dispositions
from coproduce.contributions.markdown import check_body
from coproduce.contributions.model import Contribution, FrontMatter
from coproduce.contributions.rules import breaches, slug
from coproduce.contributions.validation_messages import problems_of
from coproduce.contributions.vocabulary import ID_PATTERN, Vocabulary, read_vocabulary
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.read_input import read_text_input
from coproduce.ground.suggestions import list_nearest, nearest
from coproduce.ground.yaml_file import YamlFile, parse_yaml, split_front_matter, without_empty

if TYPE_CHECKING:
    import pandas as pd

    from coproduce.ground.check_cache import CheckCache
    from coproduce.source.paths import Paths

#: Files of the folder that are not contributions.
OTHER_FILES = ("README.md", "vocabulary.yml", "form.yml")
MAX_ID = 60


@dataclass(frozen=True)
class Contributions(Mapping[str, Contribution]):
    """All contributions by id, in order of id, with what became of each."""

    items_by_id: dict[str, Contribution]
    vocabulary: Vocabulary
    dispositions: dict[str, Disposition]
    paths: Paths
    disposition_texts: dict[str, YamlFile] = field(default_factory=dict, repr=False)
    documents: dict[str, YamlFile] = field(default_factory=dict, repr=False)
    #: Ids of all files, sound or not.
    ids: frozenset[str] = frozenset()
    #: Who sent the words of a contribution too, by its id.
    others: dict[str, tuple[Person, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, paths: Paths) -> Contributions:
        """The contributions of the report at ``paths``.

        Raises :class:`~coproduce.ground.problems.ProblemsFound` with all problems that
        lie in the files themselves; :meth:`check` finds those that concern the
        rest of the report, and personal data.
        """
        contributions, problems = cls.collect(paths)
        stop_if_any(problems)
        return contributions

    @classmethod
    def collect(cls, paths: Paths) -> tuple[Contributions, list[Problem]]:
        """The sound contributions of the report, and the problems of the others."""
        folder = paths.contributions
        shown = paths.relative(folder)
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        problems = [p for p in (_file_problem(f, shown) for f in files) if p]
        texts = [f for f in files if f.suffix == ".md" and f.name not in OTHER_FILES and not f.is_dir()]
        vocabulary = Vocabulary(path=f"{shown}/vocabulary.yml")
        if texts or (folder / "vocabulary.yml").exists():
            vocabulary, faults = read_vocabulary(folder / "vocabulary.yml", vocabulary.path)
            problems += faults
        found: dict[str, Contribution] = {}
        documents: dict[str, YamlFile] = {}
        for file in texts:
            try:
                contribution, document, faults = read_contribution(file, f"{shown}/{file.name}", vocabulary)
            except FileNotFoundError:
                continue  # withdrawn by another command since the folder was listed
            problems += faults
            documents[file.stem] = document
            if contribution:
                found[file.stem] = contribution
        problems += _concealed(found)
        dispositions, disposition_texts, faults = read_dispositions(
            paths.dispositions, paths.relative(paths.dispositions)
        )
        problems += faults
        ids = frozenset(documents)
        others, faults = read_campaigns(folder / CAMPAIGNS, f"{shown}/{CAMPAIGNS}", vocabulary)
        problems += [*faults, *check_campaigns(others, found, ids, shown)]
        return cls(found, vocabulary, dispositions, paths, disposition_texts, documents, ids, others), problems

    def __getitem__(self, id: str) -> Contribution:
        return self.items_by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.items_by_id)

    def __len__(self) -> int:
        return len(self.items_by_id)

    @cached_property
    def variants(self) -> dict[str, tuple[str, ...]]:
        """The ids of the variants of each contribution that has any."""
        found: dict[str, tuple[str, ...]] = {}
        for contribution in self.values():
            if head := contribution.front.variant_of:
                found[head] = (*found.get(head, ()), contribution.id)
        return found

    @property
    def people(self) -> int:
        """How many people and organisations stand behind all of them; ``len`` counts texts."""
        return sum(map(self.senders, self))

    def senders(self, id: str) -> int:
        """How many people sent the words of the contribution ``id``."""
        return 1 + len(self.others.get(id, ()))

    def campaign(self, id: str) -> Campaign:
        """The people behind the contribution ``id`` and its variants."""
        return campaign_of(self[id], (self[variant] for variant in self.variants.get(id, ())), self.others)

    def disposition_of(self, id: str) -> Disposition | None:
        """What became of the contribution ``id``: of a variant without a disposition of its own, that of its campaign."""
        return self.dispositions.get(id) or self.dispositions.get(self[id].front.variant_of)

    def nearest(self, id: str) -> list[str]:
        """Ids like ``id``, the likest first."""
        return nearest(id, self, n=3, cutoff=0.4)

    def check(
        self,
        data_sources: Collection[str],
        case_studies: Collection[str],
        conclusions: Collection[str] | None = None,
        chapters: Collection[str] | None = None,
        cache: CheckCache | None = None,
    ) -> list[Problem]:
        """What does not fit the rest of the report, and personal data in any file.

        ``data_sources`` and ``case_studies`` are ids in the report's data;
        ``conclusions`` the names defined in its chapters, None while they are
        not known; ``chapters`` defaults to the files of the book. ``cache`` knows in which files no personal data
        was found before.
        """
        from coproduce.contributions.privacy_check import check_privacy

        if chapters is None and self.paths.book.is_dir():
            chapters = {file.stem for file in self.paths.book.glob("*.md")}
        problems = check_privacy(self.paths, cache)
        for contribution in self.values():
            front = contribution.front
            for name, seen, known, kind in (
                ("source", front.source, data_sources, "source"),
                ("case_study", front.case_study, case_studies, "case study"),
            ):
                if seen and seen not in known:
                    problems.append(Problem(
                        contribution.path,
                        f"There is no {kind} '{seen}' in the data." + list_nearest(seen, sorted(known), cutoff=0.4),
                        line=self.documents[contribution.id].line(name),
                        code=f"contribution.unknown-{kind.replace(' ', '-')}", field=name,
                        expected=f"the id of a {kind} in the report's data",
                        action=f"Correct the id, or add the {kind} to the data."))
        return problems + check_dispositions(
            self.dispositions,
            self.disposition_texts,
            self.ids,
            {id for heads in self.variants.values() for id in heads},
            chapters,
            conclusions,
            self.paths.relative(self.paths.dispositions),
        )

    def frame(self) -> pd.DataFrame:
        """One row a contribution, index ``id``; names only as credited.

        ``people`` is how many sent these words, ``variant_of`` the first text of the
        campaign, "" if it is one by itself, ``language`` a code, "" for the report's own.
        ``claims``, ``sectors``, ``used_in`` (chapters), ``conclusions`` and
        ``stances`` are tuples; the last two go in step. ``status`` is "" while a
        contribution has no disposition.
        """
        from coproduce.contributions.frame import contributions_frame

        return contributions_frame(self, self.disposition_of, self.senders)


def contribution_text(data: Mapping[str, Any], body: str) -> str:
    """The file of a contribution; fields in the model's order."""
    import yaml

    ordered = {name: data[name] for name in FrontMatter.model_fields if name in data}
    fields = yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{fields}---\n\n{body}\n"


def read_contribution(
    file: Path, path: str, vocabulary: Vocabulary
) -> tuple[Contribution | None, YamlFile, list[Problem]]:
    """The contribution in ``file``, or None, where its fields stand, and its problems.

    ``path`` is the file's name in messages.
    """
    try:
        text = read_text_input(file, path).replace("\r\n", "\n").replace("\r", "\n")
    except ProblemsFound as found:
        return None, YamlFile(path), found.problems
    fields, body, body_line = split_front_matter(text)
    if body.strip("\n"):
        body_line += len(body) - len(body.lstrip("\n"))
    body = body.strip("\n")
    if fields is None:
        return None, YamlFile(path), [Problem(
            path, "The fields are not enclosed.", line=1, code="contribution.front-matter",
            expected="--- as the first line, then the fields, then a second line of ---, then the text",
            action="Copy the first lines of another contribution and change them.")]
    document = parse_yaml(fields, path, first_line=2, typed=False)
    problems = [*document.problems, *check_body(body, path, body_line)]
    front = None
    if not document.problems:
        data = document.data if isinstance(document.data, dict) else {}
        data = without_empty(data)
        problems += [
            Problem(
                path, b.message, line=document.line(*b.place), code=b.code, field=".".join(map(str, b.place)),
                expected=b.expected, action=b.action)
            for b in breaches(data, file.stem)
        ]
        try:
            front = FrontMatter.model_validate(data, context={"vocabulary": vocabulary})
        except ValidationError as error:
            problems += problems_of(error, FrontMatter, document, path, vocabulary)
    if front and front.translation:
        # The text of `text: |` begins on the line below.
        problems += check_body(front.translation.text, path, (document.line("translation", "text") or 0) + 1, "translation.text")
    if front is None:
        return None, document, problems
    return Contribution(file.stem, path, front, body, body_line), document, problems


def _file_problem(file: Path, shown: str) -> Problem | None:
    """What is wrong with a file's place or name in the folder of contributions."""
    path = f"{shown}/{file.name}"
    if file.name.startswith(".") or file.name in OTHER_FILES or file.is_dir():
        return None
    if file.suffix != ".md":
        return Problem(
            path, "This file is not read.", code="contribution.file-name", expected="contributions with .md at the end",
            action="Rename it, or keep it elsewhere: what lies here is published with the report.")
    if not ID_PATTERN.fullmatch(file.stem) or len(file.stem) > MAX_ID:
        near = slug(file.stem)[:MAX_ID].strip("-") or "a-short-name"
        return Problem(
            path, f"'{file.stem}' cannot be a contribution's id.", code="contribution.file-name",
            expected=f"lower-case letters, digits and hyphens, at most {MAX_ID} characters",
            action=f"Rename it, for example {near}.md.")
    return None


def _concealed(found: dict[str, Contribution]) -> Iterator[Problem]:
    """Anonymous contributions whose id holds an organisation that others name."""
    named = {slug(c.organisation) for c in found.values() if c.organisation}
    for contribution in found.values():
        revealed = [n for n in named if n and f"-{n}-" in f"-{contribution.id}-"]
        if contribution.front.contributor.credit == "anonymous" and revealed:
            yield Problem(
                contribution.path, f"credit is anonymous, but the file's name holds the organisation '{min(revealed)}'.",
                line=1, code="contribution.credit", field="contributor.credit", expected="a file name about the topic",
                action="Rename the file and its disposition.")
