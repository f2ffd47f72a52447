"""``coproduce`` in real processes that need not import it first: they are forked from one that has, where forks can be."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from coproduce.execution.warm import CAN_FORK

FORKS = Path(__file__).with_name("command_forks.py")


@cache
def _forks() -> subprocess.Popen:
    process = subprocess.Popen([sys.executable, str(FORKS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def end() -> None:
        process.stdin.close()
        process.wait(timeout=60)

    atexit.register(end)
    return process


def coproduce(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, program: Path | None = None, together: bool = False,
) -> subprocess.CompletedProcess[str]:
    """What ``coproduce`` with ``arguments`` does in ``cwd``, without input: how it ends and what it says.

    ``together`` has its errors among its output, as a terminal shows them; ``program`` is a script that runs
    ``coproduce`` in some way of its own.
    """
    command = [str(program)] if program else ["-m", "coproduce"]
    environment = dict(os.environ if env is None else env)
    if not CAN_FORK:
        return subprocess.run(
            [sys.executable, *command, *arguments], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if together else subprocess.PIPE, text=True, encoding="utf-8", check=False)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as beside:
        pipes = [Path(folder) / name for name in (["output"] if together else ["output", "errors"])]
        for pipe in pipes:
            os.mkfifo(pipe)
        said = [beside.submit(pipe.read_text, encoding="utf-8") for pipe in pipes]
        held = [os.open(pipe, os.O_WRONLY) for pipe in pipes]  # read until the program and all that it started have ended
        try:
            forks = _forks()
            forks.stdin.write(json.dumps({
                "program": str(program or ""), "arguments": arguments, "folder": str(cwd), "environment": environment,
                "output": str(pipes[0]), "errors": str(pipes[-1])}) + "\n")
            forks.stdin.flush()
            status = int(forks.stdout.readline())
        finally:
            for end in held:
                os.close(end)
        return subprocess.CompletedProcess([*command, *arguments], status, said[0].result(), "" if together else said[1].result())
