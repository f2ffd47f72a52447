"""Draws for other processes, and remembers what it drew.

    python -m coproduce.charts.drawing SOCKET

The JavaScript engine takes two seconds to start. Kernels whose environment names a socket in
:data:`SOCKET` have their charts drawn by the process that listens there (a preview starts one) and
get the same bytes. One request is a line of JSON, ``{"call": name, "arguments": [...], "options":
{...}}``, and so is the answer, ``{"made": ...}`` or ``{"refused": words}``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

#: The variable that names the socket.
SOCKET = "COPRODUCE_DRAWING"
#: What is drawn for others: functions of vl-convert whose result depends on their arguments alone.
CALLS = ("vegalite_to_svg", "vegalite_to_vega")
_KEPT = 2000


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
def drawn_elsewhere() -> Iterator[None]:
    """Kernels that begin while the context lasts have their charts drawn by one process, which is started here.

    Nothing changes where there are no such sockets.
    """
    if not hasattr(socket, "AF_UNIX"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="drawing-") as folder:  # which only this user can open
        address = str(Path(folder) / "socket")
        process = subprocess.Popen([sys.executable, "-m", "coproduce.charts.drawing", address],
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


def main() -> None:
    # It ends with the process that started it.
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    os.environ.pop(SOCKET, None)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        threading.Thread(target=_warm_up, daemon=True).start()
        while True:
            asking, _ = listening.accept()
            threading.Thread(target=_answer, args=(asking,), daemon=True).start()


def _warm_up() -> None:
    """Draw something: the first drawing takes two seconds."""
    _made(json.dumps({"call": "vegalite_to_svg", "arguments": [json.dumps({"data": {"values": [{}]}, "mark": "point"})],
                      "options": {"allowed_base_urls": []}}))


def _answer(asking: socket.socket) -> None:
    with asking, asking.makefile("rwb") as lines:
        try:
            answer = _made(lines.readline().decode())
        except ValueError as error:
            answer = json.dumps({"refused": str(error)})
        lines.write(answer.encode() + b"\n")


@lru_cache(maxsize=_KEPT)
def _made(request: str) -> str:
    from coproduce.charts.svg import engine

    asked = json.loads(request)
    if asked["call"] not in CALLS:
        raise ValueError(f"{asked['call']} is not drawn here")
    return json.dumps({"made": getattr(engine(), asked["call"])(*asked["arguments"], **asked["options"])})


if __name__ == "__main__":
    main()
