"""What takes time to make is kept from build to build, and believed only while it is whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.checksums import checksum_of

_SIZE = 64  # digits of a SHA-256


def cached(file: Path, make: Callable[[], bytes]) -> bytes:
    """What ``file`` keeps; else what ``make`` gives, which ``file`` then keeps.

    The name of ``file`` says all that the content depends on. The content stands
    behind its own SHA-256: after a power cut a file may be cut off, empty or full of
    zeros under the right name, and counts as not there.
    """
    stored = file.read_bytes() if file.is_file() else b""
    checksum, content = stored[:_SIZE], stored[_SIZE:]
    if checksum_of(content).encode() == checksum:
        return content
    content = make()
    anchor = file.parent.parent
    anchor.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: another build may look for it at the same time.
    own_files.keep(file, checksum_of(content).encode() + content, anchor)
    return content


def forget_others(folder: Path, names: Collection[str]) -> None:
    """Delete what :func:`cached` put into ``folder`` under other names than ``names``."""
    anchor = folder.parent
    own_files.remove_inside(folder, (own_files.listed(folder, own_files.KEPT, anchor) or frozenset()) - set(names), anchor)


def user_cache() -> Path:
    """This user's folder for what is the same for every report.

    It lies where the system keeps such things (``XDG_CACHE_HOME`` on Linux), or in
    the temporary folder if that cannot be written. A folder that belongs to
    somebody else is not used: what lies in it could be anything. Raises ``OSError``
    if there is no place.
    """
    from platformdirs import user_cache_path

    user = str(os.getuid()) if hasattr(os, "getuid") else "builds"
    places = (user_cache_path("coproduce", appauthor=False), Path(tempfile.gettempdir()) / f"coproduce-{user}")
    for place in places:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            own = not hasattr(os, "getuid") or place.stat().st_uid == os.getuid()
        except OSError:
            continue
        if own and os.access(place, os.W_OK):
            return place
    raise OSError(f"no folder of this user's can be written to keep fonts in: tried {places[0]} and {places[1]}")
