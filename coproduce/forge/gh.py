"""The forge's command-line tool, ``gh``, as a function."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


class ForgeFailed(Exception):
    """``gh`` is missing, or the forge refused."""


def api(path: str, method: str = "GET", body: Any = None, **query: str | int) -> Any:
    """What the forge's interface answers at ``path``, as data; None for an empty answer.

    ``query`` goes into the address, ``body`` as JSON into the request.
    Raises :class:`ForgeFailed`.
    """
    answer = api_bytes(path, method, body, "", **query)
    return json.loads(answer) if answer.strip() else None


def api_bytes(path: str, method: str = "GET", body: Any = None, accept: str = "", **query: str | int) -> bytes:
    """The same, as it came. ``accept`` is the media type to ask for."""
    command = ["gh", "api", "--method", method, path]
    if accept:
        command += ["--header", f"Accept: {accept}"]
    if body is not None:
        if query:
            raise ValueError("gh takes fields or a body, not both")
        command += ["--input", "-"]
    for name, value in query.items():
        command += ["--raw-field", f"{name}={value}"]  # raw: a leading @ would read a file
    given = None if body is None else json.dumps(body).encode()
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise ForgeFailed("the command gh is not installed") from None
    if done.returncode != 0:
        raise ForgeFailed(f"gh api {method} {path}: {_one_line(done.stderr.decode(errors='replace'))}")
    return done.stdout


def _one_line(answer: str) -> str:
    """What ``gh`` said of its failure, in one line without controls: a log obeys lines that begin with ``::``."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in answer[:2000]).split())[:500]


def all_pages(path: str, most: int = 10, **query: str | int) -> list[Any]:
    """The entries of a list, page after page, of at most ``most`` pages of a hundred."""
    found: list[Any] = []
    for page in range(1, most + 1):
        entries = api(path, "GET", None, **query, per_page=100, page=page) or []
        found += entries
        if len(entries) < 100:
            break
    return found


def repository(name: str) -> str:
    """``owner/name``, checked; raises ``ValueError``."""
    if not _REPOSITORY.fullmatch(name):
        raise ValueError(f"‘{name}’ names no repository")
    return name
