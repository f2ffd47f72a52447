"""Kernels for chapters: quick to start, alike everywhere, isolated from each other.

An ordinary kernel takes two seconds to import pandas and Altair before a chapter
does anything. On Linux each chapter's kernel is instead a fork of one warm
process (:mod:`coproduce.execution.forkserver`), reached through Jupyter's own
interface for such things, a kernel provisioner. Elsewhere, where a fork after
such imports is not safe, ordinary kernels with the same environment are used.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import uuid
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from coproduce.report import Paths

CAN_FORK = sys.platform == "linux"


def environment(paths: Paths, scratch: Path) -> dict[str, str]:
    """What a chapter may know of its surroundings: the same on every machine.

    Personal Jupyter and IPython settings, the locale, the time zone, the width of
    the terminal and the number of processors must not change a number or a byte.
    """
    return _fixed_environment() | {
        "COPRODUCE_REPORT": str(paths.root), "IPYTHONDIR": str(scratch / "ipython")}


def _fixed_environment() -> dict[str, str]:
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


class Kernels:
    """Starts kernels for the chapters of one report. Use as a context manager.

    They are forked by ``server``, or by one of its own if ``warm``; otherwise they
    are ordinary. Leaving the context removes everything but ``server``.
    """

    def __init__(self, paths: Paths, warm: bool = CAN_FORK, server: ForkServer | None = None):
        self.paths = paths
        self._own_server = ForkServer() if warm and server is None else None
        self.server = server or self._own_server
        self.scratch = Path(tempfile.mkdtemp(prefix="chapters-"))
        (self.scratch / "ipython").mkdir()
        self.env = environment(paths, self.scratch)
        self._managers: list[ChapterKernelManager] = []

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own_server:
            self._own_server.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def manager(self, name: str) -> ChapterKernelManager:
        """A manager for one kernel, not started yet."""
        manager = ChapterKernelManager(kernel_id=str(uuid.uuid4()))
        self._managers.append(manager)
        manager.connection_file = str(self.scratch / f"{name.replace('/', '-')}.json")
        if self.server:
            manager.transport, manager.ip = "ipc", str(self.scratch / name.replace("/", "-"))
            manager.provisioner = WarmProvisioner(
                self.server, kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
        return manager

    def stop(self) -> None:
        """Kill every kernel now: the cells that run in them do not finish."""
        for manager in self._managers:
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()

    def last_words(self) -> str:
        """What kernels wrote as they died, where that is known."""
        return self.server.last_words() if self.server else ""


class ChapterKernelManager(AsyncKernelManager):
    """Manages a kernel of this very Python, whatever kernels a user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3", language="python")


class WarmProvisioner(LocalProvisioner):
    """Has a kernel forked from the warm process instead of starting a program."""

    def __init__(self, server: ForkServer, **kwargs: Any):
        super().__init__(**kwargs)
        self.server = server

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        self.process = await asyncio.to_thread(
            self.server.start, arguments, str(kwargs["cwd"]), kwargs["env"])
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info

    async def wait(self) -> int | None:
        process, self.process = self.process, None
        return await asyncio.to_thread(process.wait) if process else 0


class ForkServer:
    """The warm process, from the outside. It begins to import at once.

    One can serve several reports, one after the other or together; it does not
    see changes made to the machinery after it began.
    """

    def __init__(self) -> None:
        self._log = tempfile.NamedTemporaryFile(prefix="kernels-", suffix=".log")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "coproduce.execution.forkserver"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env=_fixed_environment(), start_new_session=True)
        self._started: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._kernels: dict[int, ForkedKernel] = {}
        self._starting = threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def start(self, arguments: list[str], cwd: str, env: dict[str, str]) -> ForkedKernel:
        """Fork a kernel. Raises ``RuntimeError`` if the warm process has died."""
        request = {"start": {"argv": arguments, "cwd": cwd, "env": env}}
        with self._starting:
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
                pid = self._started.get()
            except (BrokenPipeError, ValueError):
                pid = None
            if pid is None:
                raise RuntimeError(f"the process that starts kernels has ended: {self.last_words()}")
            return self._kernels[pid]

    def last_words(self) -> str:
        """The end of what the warm process and its kernels wrote as they died."""
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace").strip()[-2000:]

    def close(self) -> None:
        """Stop the warm process and all its kernels."""
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(timeout=10)
        self._process.stdout.close()
        self._log.close()

    def _listen(self) -> None:
        for line in self._process.stdout:
            message = json.loads(line)
            if "started" in message:
                pid = message["started"]
                self._kernels[pid] = ForkedKernel(pid)
                self._started.put(pid)
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
