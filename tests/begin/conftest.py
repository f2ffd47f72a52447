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
#: What is said of the report that is begun.
ANSWERS = ("--title", "The path of Fernhollow", "--publisher", "Path Group", "--language", "en-IE", "--licence", "CC BY 4.0", "--forge", "github")


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


@dataclass(frozen=True)
class Begun:
    """A report that ``coproduce init`` of the wheel wrote, and the verbs of its Makefile."""

    folder: Path
    installed: Installed

    def make(self, verb: str) -> str:
        """Run a verb as its Makefile has it, and return what it said."""
        done = subprocess.run(["make", verb], cwd=self.folder, env=self.installed.environment, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture(scope="session")
def begun(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """A new report, built once by ``make report``. Tests must not change it.

    Its environment is the one that runs the tests, in which ``make`` finds nothing to install.
    """
    folder = tmp_path_factory.mktemp("begun") / "report"
    installed.run("init", str(folder), *ANSWERS, "--package", str(installed.wheel), cwd=folder.parent)
    venv = folder / ".venv"
    venv.mkdir()
    for name in ("bin", "lib", "lib64", "pyvenv.cfg"):
        if (Path(sys.prefix) / name).exists():
            (venv / name).symlink_to(Path(sys.prefix) / name)
    (venv / ".ready").touch()
    done = Begun(folder, installed)
    done.make("report")
    return done


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
