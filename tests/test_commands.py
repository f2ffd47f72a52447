"""The forks that tests run ``coproduce`` in end as processes of their own would, and say the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import coproduce


@pytest.mark.parametrize("words", [["--version"], ["check"], ["no-such-command"]], ids=lambda words: words[0])
def test_status_output_and_errors_are_those_of_a_process(words: list[str], tmp_path: Path) -> None:
    """Here no report is: the check says so, and with which status."""
    command = Path(sys.executable).with_name("coproduce")
    usual = subprocess.run([command, *words], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    done = coproduce(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (usual.returncode, usual.stdout, usual.stderr)
    together = coproduce(*words, cwd=tmp_path, together=True)
    assert (together.returncode, together.stdout, together.stderr) == (usual.returncode, usual.stdout + usual.stderr, "")


def test_each_has_its_folder_its_environment_and_its_own_state(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import os, signal, sys\nimport coproduce\n"
                      "print(os.getcwd(), sorted(os.environ), sys.argv[1:], sys.stdin.read() == '', hasattr(coproduce, 'was_here'))\n"
                      "coproduce.was_here = True\nsys.stdout.flush()\nos.kill(os.getpid(), signal.SIGKILL)\n", encoding="utf-8")
    for number in range(2):
        done = coproduce(str(number), cwd=tmp_path, env={"ONLY": "this"}, program=script)
        assert done.returncode == -signal.SIGKILL
        assert done.stdout == f"{os.path.realpath(tmp_path)} ['ONLY'] ['{number}'] True False\n"


def test_what_it_started_is_waited_for(tmp_path: Path) -> None:
    """Whoever stopped a build goes on when nobody writes there any more. What is started here ends after what started it."""
    script = tmp_path / "script.py"
    script.write_text("import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import sys; sys.stdin.read(); print(5)'], stdin=subprocess.PIPE)\n", encoding="utf-8")
    assert coproduce(cwd=tmp_path, program=script).stdout == "5\n"
