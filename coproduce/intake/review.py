"""Responses that a person has to look at, in a folder outside the repository.

Each is a contribution's file with the reasons above its fields and ⟦ ⟧ around what
must come out. Cleaned, it can be put into ``contributions/`` under the same name.
"""

from __future__ import annotations

from pathlib import Path

from coproduce.contributions.privacy_check import CLOSE, NOT_PUBLISHED, OPEN
from coproduce.contributions.search_pattern import Span
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.intake.contribution_file import as_file
from coproduce.intake.drafts import Draft, texts_of
from coproduce.intake.identity import user_folder
from coproduce.intake.plaintext import as_markdown
from coproduce.source.paths import Paths


def review_folder(given: Path | None, form: str, paths: Paths) -> Path:
    """The folder for responses to review: ``given``, or one of the user's own.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if it lies in the repository,
    where it could be published by mistake.
    """
    folder = (given or user_folder() / "review" / form).expanduser().resolve()
    for root in (paths.root.resolve(), _repository(paths.root.resolve())):
        if root is not None and folder.is_relative_to(root):
            raise ProblemsFound([Problem(
                str(folder), "The folder for responses to review lies inside the report's repository.",
                code="intake.review-folder",
                expected="a folder outside of it: what waits for review may hold personal data",
                action="Give another one: --review FOLDER, for example a folder beside the repository.")])
    return folder


def _repository(folder: Path) -> Path | None:
    return next((f for f in (folder, *folder.parents) if (f / ".git").exists()), None)


def review_text(draft: Draft, id: str) -> str:
    """The file to review: ``draft`` with its reasons and marks."""
    marked = {name: _highlight(text, draft.marks.get(name, [])) for name, text in texts_of(draft).items()}
    data = dict(draft.data)
    contributor = dict(data.get("contributor", {}))
    for name, text in marked.items():
        field, _, number = name.partition(".")
        if number:
            data[field] = [*data[field][: int(number)], text, *data[field][int(number) + 1 :]]
        elif field in ("name", "organisation"):
            contributor[field] = text
        elif field == "title":
            data[field] = text
    if contributor:
        data["contributor"] = contributor
    return as_file(
        data,
        as_markdown(marked.get("body", "")),
        (
            NOT_PUBLISHED,
            *(f"- {reason}" for reason in dict.fromkeys(draft.reasons)),
            *(f"- perhaps a name, which no program can know: {hint}" for hint in dict.fromkeys(draft.hints)),
            f"Take out what stands between {OPEN} and {CLOSE} and whatever else tells who somebody is, take out these",
            f"lines too, and put the file into contributions/ as {id}.md.",
            "Or mend form.yml or the export, and run intake again.",
        ),
    )


def _highlight(text: str, spans: list[Span]) -> str:
    """``text`` with signs around each of ``spans``; spans that meet become one."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    for start, end in reversed(joined):
        text = f"{text[:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:]}"
    return text
