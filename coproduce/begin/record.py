"""What was written when a report was begun, kept in it so that a newer version can tell what it would write."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from coproduce.begin.answers import Answers
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input

RECORD = ".coproduce-init.json"
_REMARK = "Written by coproduce init, read by coproduce init --update. Do not edit."


@dataclass(frozen=True)
class Record:
    """``files`` are those that a newer version may write differently, as this version wrote them."""

    answers: Answers
    files: dict[str, str]
    version: str

    def text(self) -> str:
        """As it is kept."""
        made = {"remark": _REMARK, "version": self.version, "answers": asdict(self.answers), "files": self.files}
        return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def record(answers: Answers, files: dict[str, str]) -> Record:
    """A record by this version of the package."""
    return Record(answers, dict(sorted(files.items())), version("coproduce"))


def read_record(folder: Path) -> Record:
    """The record of a report.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if there is none, or it was damaged.
    """
    try:
        data = json.loads(read_text_input(folder / RECORD, RECORD))
        answers = {name: data["answers"][name] for name in Answers.__dataclass_fields__}
        if not all(isinstance(text, str) for text in answers.values()):
            raise TypeError("an answer is no text")
        return Record(Answers(**answers), {str(name): str(text) for name, text in data["files"].items()}, str(data["version"]))
    except FileNotFoundError:
        raise ProblemsFound([Problem(
            RECORD, "this file is missing, so nobody can tell what was written", code="init.no-record",
            expected="a report that coproduce init has begun",
            action="Begin one in an empty folder with coproduce init, and take over what you want from it.")]) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ProblemsFound([Problem(
            RECORD, "this file is damaged", code="init.record", expected="what coproduce init has written",
            action="Bring it back from the report’s history: git log -- " + RECORD)]) from None
