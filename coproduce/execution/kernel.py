"""Kernels for chapters: quick to start, alike everywhere, isolated from each other.

An ordinary kernel takes two seconds to import pandas and Altair before a chapter
does anything. On Linux each chapter's kernel is instead a fork of one warm
process (:mod:`coproduce.execution.forkserver`), reached through Jupyter's own
interface for such things, a kernel provisioner. Elsewhere, where a fork after
such imports is not safe, ordinary kernels with the same environment are used.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import tempfile
import uuid
from itertools import count
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from coproduce.charts.drawing import SOCKET
from coproduce.execution.warm import CAN_FORK, ForkServer, fixed_environment
from coproduce.source.paths import Paths

# What goes wrong with a kernel is told once, as a problem of its chapter.
QUIET = logging.getLogger("coproduce.execution.jupyter")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


def environment(paths: Paths, scratch: Path) -> dict[str, str]:
    """The environment of a chapter's kernel; personal IPython settings are left out."""
    fixed = fixed_environment() | {"COPRODUCE_REPORT": str(paths.root), "IPYTHONDIR": str(scratch / "ipython")}
    # Notebooks show the pictures of matplotlib; chapters of a report register theirs.
    return fixed | {"COPRODUCE_BOOK": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline"} if paths.is_book else fixed


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
        if self.server and self.server.drawing:
            self.env[SOCKET] = self.server.drawing
        self._managers: list[ChapterKernelManager] = []
        self._numbers = count(1)

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own_server:
            self._own_server.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def manager(self) -> ChapterKernelManager:
        """A manager for one kernel, not started yet."""
        # A number and not the chapter's name: ‘a/b’ and ‘a-b’ would share a file, and a socket's path has at most 107 bytes.
        own = str(self.scratch / f"kernel-{next(self._numbers)}")
        manager = ChapterKernelManager(kernel_id=str(uuid.uuid4()), log=QUIET)
        self._managers.append(manager)
        manager.connection_file = f"{own}.json"
        if self.server:
            manager.transport, manager.ip = "ipc", own
            manager.provisioner = WarmProvisioner(
                self.server, kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
        return manager

    def stop(self) -> None:
        """Kill every kernel now: the cells that run in them do not finish."""
        for manager in self._managers:
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()

    def stderr_tail(self) -> str:
        """What kernels wrote as they died, where that is known."""
        return self.server.stderr_tail() if self.server else ""


class ChapterKernelManager(AsyncKernelManager):
    """Manages a kernel of this very Python, whatever kernels a user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}",
                  "--log-level=ERROR"],
            display_name="Python 3", language="python")


class WarmProvisioner(LocalProvisioner):
    """Has a kernel forked from the warm process instead of starting a program."""

    def __init__(self, server: ForkServer, **kwargs: Any):
        super().__init__(**kwargs)
        self.server = server

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = await asyncio.to_thread(
            self.server.start, arguments, str(kwargs["cwd"]), kwargs["env"])
        self.process = process  # type: ignore[assignment]  # does what a Popen is asked for here
        self.pid = self.pgid = process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info

    async def wait(self) -> int | None:
        process, self.process = self.process, None
        return await asyncio.to_thread(process.wait) if process else 0
