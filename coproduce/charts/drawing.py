"""Has charts drawn by another process, which is warm already.

The JavaScript engine takes two seconds to start. Kernels whose environment names a socket in
:data:`SOCKET` have their charts drawn by the process that listens there
(:mod:`.drawing_process`) and get the same bytes. Where kernels are forked, the process that forks them has
one; elsewhere a preview starts one.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: The variable that names the socket.
SOCKET = "COPRODUCE_DRAWING"
#: What is drawn for others: functions of vl-convert whose result depends on their arguments alone.
CALLS = ("vegalite_to_svg", "vegalite_to_vega")


class Remote:
    """vl-convert as :mod:`coproduce.charts.svg` uses it, in another process."""

    def __init__(self, address: str, here: Callable[[], Any]):
        self._address, self._here = address, here

    def __getattr__(self, name: str) -> Any:
        if name not in CALLS:
            return getattr(self._here(), name)
        return lambda *arguments, **options: self._ask(name, arguments, options)

    def _ask(self, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """What the other process makes; made here if there is none."""
        request = json.dumps({"call": name, "arguments": arguments, "options": options})
        try:
            with socket.socket(socket.AF_UNIX) as there:
                there.connect(self._address)
                there.sendall(request.encode() + b"\n")
                with there.makefile("rb") as answers:
                    answer = json.loads(answers.readline())
        except (OSError, ValueError):
            return getattr(self._here(), name)(*arguments, **options)
        if "refused" in answer:
            raise ValueError(answer["refused"])
        return answer["made"]


@contextmanager
def drawing_process() -> Iterator[None]:
    """Kernels that begin while the context lasts have their charts drawn by one process, which is started here.

    Nothing changes where there are no such sockets.
    """
    if not hasattr(socket, "AF_UNIX"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="drawing-") as folder:  # which only this user can open
        address = str(Path(folder) / "socket")
        process = subprocess.Popen([sys.executable, "-m", "coproduce.charts.drawing_process", address],
                                   stdin=subprocess.PIPE, start_new_session=True)
        os.environ[SOCKET] = address
        try:
            yield
        finally:
            del os.environ[SOCKET]
            assert process.stdin, "it was asked for"
            process.stdin.close()
            process.kill()
            process.wait()
