"""What takes time to make is kept from build to build, and believed only while it is whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

_SIZE = hashlib.sha256().digest_size


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """What ``file`` keeps; else what ``make`` gives, which ``file`` then keeps.

    The name of ``file`` says all that the content depends on. The content stands
    behind its own SHA-256: after a power cut a file may be cut off, empty or full of
    zeros under the right name, and counts as not there.
    """
    stored = file.read_bytes() if file.is_file() else b""
    checksum, content = stored[:_SIZE], stored[_SIZE:]
    if hashlib.sha256(content).digest() == checksum:
        return content
    content = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: another build may look for it at the same time.
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    unfinished.write_bytes(hashlib.sha256(content).digest() + content)
    unfinished.replace(file)
    return content
