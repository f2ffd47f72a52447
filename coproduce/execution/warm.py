"""The warm process that forks kernels, seen from the program that uses it.

Only the standard library is imported, so that the warm process can be started
before anything else and import side by side with it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coproduce.source.paths import Paths

CAN_FORK = sys.platform == "linux"
#: Bytes of the address of a socket.
_LONGEST_ADDRESS = 107
#: Of the files that keep what chapters gave.
ENDING = ".outputs"


def fixed_environment() -> dict[str, str]:
    """What a chapter may know of its surroundings: the same on every machine.

    Personal settings, the locale, the time zone, the width of the terminal and
    the number of processors must not change a number or a byte.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IPYTHON", "LC_", "PYTHON"))}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return kept | threads | {
        "COLUMNS": "80",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "MPLBACKEND": "agg",
        "NO_COLOR": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


@contextmanager
def head_start(paths: Paths, likely: bool = False, charts: bool = False) -> Iterator[ForkServer | None]:
    """A warm process, begun early, if chapters are certain to run, as none is stored, or ``likely`` to.

    For what comes before their execution, to go on at the same time. ``charts`` as for :class:`ForkServer`.
    """
    if not CAN_FORK or (not likely and any(paths.cache.glob(f"*{ENDING}"))):
        yield None
        return
    with ForkServer(charts) as server:
        yield server


class ForkServer:
    """The warm process, from the outside. It begins to import at once.

    One can serve several reports, one after the other or together; it does not
    see changes made to the machinery after it began. What draws for its kernels begins when the first asks,
    or at once if ``charts`` are expected.
    """

    def __init__(self, charts: bool = False) -> None:
        self._log = tempfile.NamedTemporaryFile(prefix="kernels-", suffix=".log")
        self._folder = tempfile.TemporaryDirectory(prefix="drawing-")  # which only this user can open
        address = str(Path(self._folder.name, "socket"))
        #: Where kernels have their charts drawn; "" if each does it itself.
        self.drawing = address if len(os.fsencode(address)) <= _LONGEST_ADDRESS else ""
        process = subprocess.Popen(
            [sys.executable, "-m", "coproduce.execution.forkserver", *([self.drawing, *["warm"] * charts] if self.drawing else [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env=fixed_environment(), start_new_session=True)
        assert process.stdin and process.stdout, "both were asked for"
        self._process, self._requests, self._answers = process, process.stdin, process.stdout
        self._started: queue.SimpleQueue[ForkedKernel | None] = queue.SimpleQueue()
        self._kernels: dict[int, ForkedKernel] = {}
        self._starting = threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, arguments: list[str], cwd: str, env: dict[str, str]) -> ForkedKernel:
        """Fork a kernel. Raises ``RuntimeError`` if the warm process has died."""
        request = {"start": {"argv": arguments, "cwd": cwd, "env": env}}
        with self._starting:
            try:
                self._requests.write(json.dumps(request).encode() + b"\n")
                self._requests.flush()
                kernel = self._started.get()
            except (BrokenPipeError, ValueError):
                kernel = None
            if kernel is None:
                raise RuntimeError(f"the process that starts kernels has ended: {self.stderr_tail()}")
            return kernel

    def stderr_tail(self) -> str:
        """The end of what the warm process and its kernels wrote as they died."""
        if self._log.closed:
            return "it was stopped"
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace").strip()[-2000:]

    def close(self) -> None:
        """Stop the warm process and all its kernels."""
        try:
            self._requests.close()
        except BrokenPipeError:
            pass
        if not self._kernels:
            self._process.kill()  # it may still be importing, and would see the end of its input late
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(timeout=10)
        self._answers.close()
        self._log.close()
        self._folder.cleanup()

    def _listen(self) -> None:
        for line in self._answers:
            message = json.loads(line)
            if "started" in message:
                pid = message["started"]
                self._kernels[pid] = ForkedKernel(pid)
                self._started.put(self._kernels[pid])
            else:
                self._kernels.pop(message["ended"]).ended(message["status"])
        for kernel in self._kernels.values():
            kernel.ended(1)
        self._started.put(None)


class ForkedKernel:
    """A kernel that is not our child, with what a provisioner asks of a ``Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid
        self.returncode: int | None = None
        self._gone = threading.Event()

    def ended(self, status: int) -> None:
        self.returncode = status
        self._gone.set()

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        self._gone.wait(timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
