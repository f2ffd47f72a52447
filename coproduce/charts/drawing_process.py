"""Draws for other processes, and remembers what it drew.

    python -m coproduce.charts.drawing_process SOCKET

One request is a line of JSON, ``{"call": name, "arguments": [...], "options": {...}}``, and so is
the answer, ``{"made": ...}`` or ``{"refused": words}``.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from functools import lru_cache
from typing import BinaryIO

from coproduce.charts.drawing import CALLS, SOCKET
from coproduce.charts.svg import engine

_KEPT = 2000


def main() -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        serve(listening, sys.stdin.buffer, warm=True)


def serve(listening: socket.socket, until: BinaryIO, warm: bool = False) -> None:
    """Answer whoever asks at ``listening``, until ``until`` ends, and this process with it.

    If ``warm``, the engine starts now, and not when the first one asks.
    """
    threading.Thread(target=lambda: (until.read(), os._exit(0)), daemon=True).start()
    os.environ.pop(SOCKET, None)
    if warm:
        threading.Thread(target=_warm_up, daemon=True).start()
    while True:
        asking, _ = listening.accept()
        threading.Thread(target=_answer, args=(asking,), daemon=True).start()


def _warm_up() -> None:
    """Draw something: the first drawing takes two seconds."""
    _draw(json.dumps({"call": "vegalite_to_svg", "arguments": [json.dumps({"data": {"values": [{}]}, "mark": "point"})],
                      "options": {"allowed_base_urls": []}}))


def _answer(asking: socket.socket) -> None:
    with asking, asking.makefile("rwb") as lines:
        try:
            answer = _draw(lines.readline().decode())
        except ValueError as error:
            answer = json.dumps({"refused": str(error)})
        lines.write(answer.encode() + b"\n")


@lru_cache(maxsize=_KEPT)
def _draw(request: str) -> str:
    asked = json.loads(request)
    if asked["call"] not in CALLS:
        raise ValueError(f"{asked['call']} is not drawn here")
    return json.dumps({"made": getattr(engine(), asked["call"])(*asked["arguments"], **asked["options"])})


if __name__ == "__main__":
    main()
