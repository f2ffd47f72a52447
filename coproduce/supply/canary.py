"""Tries the newest versions of everything, beside the locked ones.

    python3 -m coproduce.supply.canary FILE

installs what ``pyproject.toml`` allows, without the lock, into a folder of its own,
runs the tests with it, and writes to FILE, in Markdown, what is newer than the lock
and what failed; nothing if all passed. The exit status is that of the tests.
Needs the network and the standard library only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coproduce.ground import own_files
from coproduce.supply.lock import Project, normal, read_lock

#: The last lines of a failure that are worth reading in an issue.
LAST_LINES = 60
_LIST = "import importlib.metadata as m, json; print(json.dumps([[d.name, d.version] for d in m.distributions()]))"


def main(arguments: list[str]) -> int:
    """Try; write the report to the one file named."""
    if len(arguments) != 1:
        print("Usage: python3 -m coproduce.supply.canary FILE", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    status, text = try_newest(Path.cwd())
    target.parent.mkdir(parents=True, exist_ok=True)
    own_files.write(target, text, target.parent)
    print(text or "Everything passes with the newest versions.")
    return status


def try_newest(root: Path, tests: Sequence[str] = ("-m", "pytest", "-q", "-n", "2"), what: str | None = None) -> tuple[int, str]:
    """The status of the tests of ``root`` under the newest versions, and the report.

    ``tests`` are arguments of Python, ``what`` the extras that are installed, by default those that the lock holds.
    """
    if what is None:
        what = f"[{','.join(Project.read(root / 'pyproject.toml').locked_extras)}]"
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch) / "venv" / "bin" / "python"
        _run([sys.executable, "-m", "venv", str(Path(scratch) / "venv")], root)
        status, output = _run([str(python), "-m", "pip", "install", "--quiet", "--upgrade", "--disable-pip-version-check",
                               "-e", f".{what}"], root)
        if status:
            return status, worded("The newest versions cannot be installed together.", [], output)
        status, output = _run([str(python), *tests], root)
        newer = differences(root / "requirements.lock", installed(python, root))
    return status, worded("The tests fail with the newest versions.", newer, output) if status else ""


def installed(python: Path, root: Path) -> dict[str, str]:
    """The versions that an environment has, by name."""
    _, output = _run([str(python), "-c", _LIST], root)
    return {normal(name): version for name, version in json.loads(output)}


def differences(lock: Path, found: dict[str, str]) -> list[str]:
    """``name: locked → found`` for each package of another version than any locked one."""
    locked: dict[str, list[str]] = {}
    for package in read_lock(lock):
        locked.setdefault(package.name, []).append(package.version)
    return [f"{name}: {' or '.join(locked[name])} → {found[name]}"
            for name in sorted(locked) if name in found and found[name] not in locked[name]]


def worded(what: str, newer: list[str], output: str) -> str:
    """The report: what happened, what is newer than the lock, how it ended."""
    last = "\n".join(output.splitlines()[-LAST_LINES:]).replace("```", "'''")
    lines = [what, "", "The published report is built with the locked versions and is not touched by this."]
    if newer:
        lines += ["", f"## Newer than the lock ({len(newer)})", "", *(f"- `{line}`" for line in newer)]
    return "\n".join([*lines, "", "## How it ended", "", "```text", last, "```", ""])


def _run(command: list[str], root: Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=root, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "PYTHONHASHSEED": "0"})
    return done.returncode, done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
