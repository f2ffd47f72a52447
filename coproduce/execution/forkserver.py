"""A warm process that forks a kernel for each chapter.

Run as ``python -m coproduce.execution.forkserver [SOCKET [warm]]``. It imports once what every
chapter imports, and begins a process that draws for all of them at ``SOCKET``
(:mod:`coproduce.charts.drawing_process`), whose engine starts with the first chart, or now if ``warm``.
Then it answers one request a line on its standard input with one reply a line on its standard output,
both JSON::

    {"start": {"argv": [...], "cwd": "...", "env": {...}}}   ->  {"started": 4711}
    (when a kernel ends)                                      ->  {"ended": 4711, "status": 0}

Kernels are separate processes: nothing that one chapter does is seen by another.
At the end of its input the server stops all its kernels and itself. It has no
thread and no ZeroMQ context of its own, nor a JavaScript engine, so that forking is safe; the standard
library's fork server is not used because each of its children imports the main
module of the program again, which under ``jupyter-book`` costs a second each.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path

PRELOADED = (
    "numpy", "pandas", "altair", "vl_convert", "babel.numbers", "babel.dates", "yaml",
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.magics", "sqlite3",
    "ipykernel.debugger", "ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.zmqshell",
    "tornado.platform.asyncio",
    "coproduce.chapters.chapter", "coproduce.charts.amounts", "coproduce.charts.figure", "coproduce.charts.lines",
    "coproduce.charts.canvas", "coproduce.charts.strips", "coproduce.charts.tiles", "coproduce.charts.drawing_process",
    "coproduce.source.settings",
    "coproduce.contributions.files",
)


def main() -> None:
    requests, replies = os.dup(0), os.dup(1)
    # What a library prints must not mix with the replies.
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    preload()
    server = _Server(requests, replies)
    if sys.argv[1:]:
        server.begin_drawing(sys.argv[1], warm="warm" in sys.argv[2:])
    server.serve()


def preload() -> None:
    """Import what chapters use. What is missing is left for a chapter to report."""
    for name in PRELOADED:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    # Objects that exist now are never collected in a kernel: their pages stay shared.
    gc.collect()
    gc.freeze()


def preload_descriptor(root: str) -> None:
    """Read the report's descriptor, which each chapter would read; a fault is left for a chapter to report."""
    from coproduce.evidence.package import DataPackage
    from coproduce.ground.problems import ProblemsFound
    from coproduce.source.folders import paths_of

    try:
        DataPackage.read(paths_of(Path(root).resolve()))
    except (ProblemsFound, OSError):
        return


class _Server:
    def __init__(self, requests: int, replies: int):
        self.requests = requests
        self.replies = replies
        self.kernels: set[int] = set()
        self.wakeup, self.waker = os.pipe()
        for end in (self.wakeup, self.waker):
            os.set_blocking(end, False)
        #: What only this process may hold open.
        self.own = [requests, replies, self.wakeup, self.waker]

    def begin_drawing(self, address: str, warm: bool) -> None:
        """Fork the process that draws."""
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(address)
            listening.listen()
            lives, end = os.pipe()  # closed as soon as this process is no more
            if os.fork() == 0:
                for descriptor in (*self.own, end):
                    os.close(descriptor)
                from coproduce.charts.drawing_process import serve

                try:
                    serve(listening, open(lives, "rb"), warm)  # noqa: SIM115 - until the process ends
                finally:
                    os._exit(1)
        os.close(lives)
        self.own.append(end)

    def serve(self) -> None:
        signal.set_wakeup_fd(self.waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # The program that started us answers Ctrl+C, and then ends our input.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        pending = b""
        while True:
            ready, _, _ = select.select([self.requests, self.wakeup], [], [])
            if self.wakeup in ready:
                os.read(self.wakeup, 4096)
                self._reap()
            if self.requests in ready:
                data = os.read(self.requests, 65536)
                if not data:
                    self._stop_kernels()
                    return
                *lines, pending = (pending + data).split(b"\n")
                for line in lines:
                    self._start(**json.loads(line)["start"])

    def _start(self, argv: list[str], cwd: str, env: dict[str, str]) -> None:
        preload_descriptor(env["COPRODUCE_REPORT"])
        pid = os.fork()
        if pid == 0:
            self._become_kernel(argv, cwd, env)
        self.kernels.add(pid)
        self._reply({"started": pid})

    def _become_kernel(self, argv: list[str], cwd: str, env: dict[str, str]) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for descriptor in self.own:
                os.close(descriptor)
            os.setsid()  # a group of its own, which is stopped as a whole
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(env)
            time.tzset()
            from ipykernel.kernelapp import IPKernelApp

            from coproduce.execution.guard import watch_files

            if "COPRODUCE_BOOK" not in env:  # its cells read what they like
                watch_files(env["COPRODUCE_REPORT"])
            # A kernel whose server was killed ends by itself.
            IPKernelApp.launch_instance(argv=[*argv, f"--IPKernelApp.parent_handle={os.getppid()}"])
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _reap(self) -> None:
        while self.kernels:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if pid not in self.kernels:
                continue  # what drew; charts are drawn in their kernels from now on
            self.kernels.remove(pid)
            self._reply({"ended": pid, "status": os.waitstatus_to_exitcode(status)})

    def _stop_kernels(self) -> None:
        for pid in self.kernels:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _reply(self, message: dict) -> None:
        os.write(self.replies, json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main()
