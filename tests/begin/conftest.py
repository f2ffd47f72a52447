"""The package as a stranger gets it: a wheel, installed where nothing of this repository lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: What a wheel is made of, as pyproject.toml says.
SOURCES = ("coproduce", "pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Installed:
    """The package in a folder of its own, beside the locked libraries, and the wheel that it came in."""

    wheel: Path
    packages: Path

    def run(self, *arguments: str, cwd: Path, status: int | None = 0, timeout: float = 300, **env: str) -> subprocess.CompletedProcess:
        """Run the command ``coproduce`` of the wheel in ``cwd``; it must end with ``status``."""
        done = subprocess.run(
            [sys.executable, "-m", "coproduce", *arguments], cwd=cwd, env={**self.environment, **env},
            text=True, capture_output=True, check=False, timeout=timeout, stdin=subprocess.DEVNULL)
        assert status is None or done.returncode == status, done.stdout + done.stderr
        return done

    @property
    def environment(self) -> dict[str, str]:
        """An environment in which Python finds this package before the one of the repository."""
        return {**os.environ, "PYTHONPATH": str(self.packages), "PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The package installed from a wheel, once for the tests of this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)], check=True)
    [wheel] = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-index", "--no-deps", "--target", str(folder / "packages"), str(wheel)], check=True)
    return Installed(wheel, folder / "packages")
