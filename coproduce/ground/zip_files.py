"""ZIP files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from coproduce.ground import own_files

# The oldest moment a ZIP file can tell (APPNOTE.TXT, 4.4.6).
_OLDEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PERMISSIONS = 0o100644 << 16


def write_zip(
    path: Path, files: Mapping[str, bytes | Path], epoch: int, first: Sequence[str] = ()
) -> None:
    """Write ``files`` (name in the archive -> content or file) to ``path``.

    Every entry carries the moment ``epoch`` (seconds since 1970, written as UTC
    whatever the time zone), is readable by all and writable by its owner. Names in
    ``first`` come first and are not compressed: EPUB and ODF want their
    ``mimetype`` so. The others follow in the order of their names.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if ``path`` is a link or no file,
    ``ValueError`` for a name that would lead out of the folder in which the
    archive is unpacked, and ``KeyError`` for one in ``first`` that is not there.
    """
    own_files.refuse_odd(path)
    moment = max(_OLDEST, datetime.fromtimestamp(epoch, UTC).timetuple()[:6])
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in [*first, *sorted(set(files) - set(first))]:
            parts = name.split("/")
            if "\\" in name or {"", ".", ".."} & set(parts):
                raise ValueError(f"‘{name}’ cannot be a name in an archive")
            content = files[name]
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = _UNIX
            entry.external_attr = _PERMISSIONS
            entry.compress_type = zipfile.ZIP_STORED if name in first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.read_bytes() if isinstance(content, Path) else content, compresslevel=9)


def read_zip(path: Path) -> dict[str, bytes]:
    """The files of an archive, without folders: name -> content."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
