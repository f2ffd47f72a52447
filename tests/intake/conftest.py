"""A report that asks much and holds no answer yet, and a user's folder of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from coproduce.contributions.vocabulary import read_vocabulary
from coproduce.intake.form import Form
from coproduce.intake.form_file import read_form
from coproduce.intake.run import RunResult, intake
from coproduce.source.paths import Paths


@dataclass(frozen=True)
class Desk:
    """What an organiser has: the repository, a place beside it, a folder to review."""

    paths: Paths
    home: Path

    @property
    def review(self) -> Path:
        return self.home / "review"

    @property
    def form(self) -> Form:
        file = self.paths.contributions / "vocabulary.yml"
        return read_form(self.paths, read_vocabulary(file, "vocabulary.yml")[0])

    @property
    def asks(self) -> dict[str, str]:
        return {q.field: q.ask for q in self.form.questions}

    @property
    def files(self) -> dict[str, str]:
        return {f.stem: f.read_text(encoding="utf-8") for f in sorted(self.paths.contributions.glob("response-*.md"))}

    def take(self, file: Path, **options) -> RunResult:
        return intake(self.paths, file, **{"review": self.review, **options})


@pytest.fixture
def desk(tmp_path, monkeypatch, asking) -> Desk:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("COPRODUCE_INTAKE_KEY", raising=False)
    root = tmp_path / "report"
    shutil.copytree(asking, root)
    (root / ".git").mkdir()
    return Desk(Paths(root), home)
