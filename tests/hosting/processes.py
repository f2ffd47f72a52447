"""Real processes that build in a folder, and what they leave there."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from commands import coproduce

from coproduce.source.paths import Paths

FAULTS = Path(__file__).with_name("faults.py")


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder``, by its path there; where links lead, by theirs."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {os.readlink(path)}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def outputs(paths: Paths) -> dict[str, dict[str, str]]:
    """All that readers may open of a build, and the record of it."""
    return {
        **{folder.name: contents(folder) for folder in (paths.html, paths.pdf, paths.formats)},
        "state": {"": (paths.build / "state.json").read_text(encoding="utf-8")},
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass
class Folder:
    """A copy of the built tiny report, in which real processes build."""

    paths: Paths

    def change(self, trees: int) -> None:
        """Change one number of the data: another build than the last one."""
        rows = (self.paths.data / "counts.csv").read_text(encoding="utf-8")
        old = next(line for line in rows.splitlines() if line.startswith("orchard-road,2025,"))
        number = old.split(",")[2]
        edit(self.paths.data / "counts.csv", old, old.replace(f",{number},", f",{trees},", 1))

    def reword(self) -> None:
        """Add a sentence to a page: another build than the last one, for which no chapter need run."""
        edit(self.paths.book / "survival.md", "# Most trees live\n", "# Most trees live\n\nThis sentence is new.\n")

    def start(self, *arguments: str, **faults: object) -> subprocess.Popen:
        """A ``coproduce`` process; with ``faults``, one that fails as ``faults.py`` says."""
        program = [str(FAULTS)] if faults else ["-m", "coproduce"]
        return subprocess.Popen(
            [sys.executable, *program, *arguments], cwd=self.paths.root, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **_told(faults)})

    def run(self, *arguments: str, **faults: object) -> tuple[int, str]:
        """The exit status of such a process, and what it said."""
        done = coproduce(*arguments, cwd=self.paths.root, program=FAULTS if faults else None, env={**os.environ, **_told(faults)}, together=True)
        return done.returncode, done.stdout


def _told(faults: dict[str, object]) -> dict[str, str]:
    """The faults as ``faults.py`` is told of them."""
    return {f"FAULT_{name.upper()}": str(value) for name, value in faults.items()}


def kill(process: subprocess.Popen) -> None:
    """End a process and all that it started, at once: nothing can tidy up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
