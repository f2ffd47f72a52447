"""An edition as one file, to be kept where a folder cannot be: with a release, in a repository of deposits.

A ZIP file of what the edition's manifest lists, the manifest, and the page that
lists editions. It is taken in again as if a stranger had sent it.
"""

from __future__ import annotations

import lzma
import unicodedata
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from coproduce.editions import manifest
from coproduce.editions.edition_list import EDITIONS, LIST
from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any
from coproduce.ground.zip_files import write_zip

#: The most bytes that are taken in: of the manifest and the list, which nothing tells
#: beforehand, and of a whole edition.
_MOST_TOLD, _MOST = 20_000_000, 1_000_000_000
#: Pages and pictures are packed to a tenth at best: what unpacks to a hundred times its size was made to fill disks.
_MOST_TIMES, _SMALL = 100, 10_000_000


def file_name(book_manifest: dict) -> str:
    """What an edition's archive is called; ``book_manifest`` is its manifest."""
    return f"edition-{book_manifest['edition']}.zip"


def pack(book: Path, folder: Path) -> Path:
    """Write the built book in ``book`` into ``folder`` as one file, and return that.

    The same book gives the same bytes. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if it is not as its manifest says.
    """
    made = manifest.read(book)
    stop_if_any(
        Problem(
            (book / name).as_posix(), f"this file is {what}", code="edition.not-as-built",
            expected="the files that manifest.json lists, byte for byte", action="Build again (make report).")
        for name, what in manifest.differences(made, book).items()
    )
    path = folder / file_name(made)
    write_zip(path, {name: book / name for name in _names(made)}, made["source_date_epoch"])
    return path


def unpack(archive: Path, folder: Path) -> dict:
    """Unpack an edition into the new ``folder``, and return its manifest.

    Only files that the manifest names are written, each of the size it names; their
    checksums are the caller's to compare. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` for anything else, and writes nothing then.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            return _unpack(packed, archive.as_posix(), folder, archive.stat().st_size)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError,
            zlib.error, lzma.LZMAError, ValueError) as error:
        raise ProblemsFound([
            _problem(archive.as_posix(), f"this file cannot be read as an archive of an edition: {error}")]) from error


def _unpack(packed: zipfile.ZipFile, name: str, folder: Path, size: int) -> dict:
    entries = packed.infolist()
    sizes = {entry.filename: entry.file_size for entry in entries}
    if sizes.get(manifest.FILE, _MOST) > _MOST_TOLD:
        stop_if_any([_problem(name, f"there is no {manifest.FILE} in it, or one of an unlikely size")])
    made = manifest.parse(packed.read(manifest.FILE), f"{name}: {manifest.FILE}")
    wanted = set(_names(made))
    wrong = [f"‘{n}’ is in it, and not in its manifest" for n in sorted(sizes.keys() - wanted)]
    wrong += [f"‘{n}’ is in its manifest, and not in it" for n in sorted(wanted - sizes.keys())]
    wrong += [
        f"‘{n}’ has {sizes[n]} bytes, not {told['bytes']}" for n, told in sorted(made["outputs"].items())
        if sizes.get(n, told["bytes"]) != told["bytes"]
    ]
    if len(sizes) != len(entries):
        wrong.append("it holds two files of one name")
    same = Counter(unicodedata.normalize("NFC", n.casefold()) for n in sizes)
    wrong += [f"‘{n}’ is a name twice in it, where case does not count" for n, times in sorted(same.items()) if times > 1]
    whole = sum(sizes.values())
    if whole > _SMALL and whole > _MOST_TIMES * size:
        wrong.append(f"it unpacks to {whole:,} bytes, more than {_MOST_TIMES} times its own {size:,}")
    if sizes.get(f"{EDITIONS}/{LIST}", 0) > _MOST_TOLD or whole > _MOST:
        wrong.append(f"it holds {whole:,} bytes; an edition has at most {_MOST:,}")
    stop_if_any(_problem(name, message) for message in wrong)
    if damaged := packed.testzip():
        stop_if_any([_problem(name, f"‘{damaged}’ in it is damaged")])
    for entry in entries:
        path = folder / entry.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        # The size that the entry tells is the most that is read of it.
        path.write_bytes(packed.read(entry))
    return made


def _names(book_manifest: dict) -> tuple[str, ...]:
    return (*book_manifest["outputs"], manifest.FILE, f"{EDITIONS}/{LIST}")


def _problem(path: str, message: str) -> Problem:
    return Problem(
        path, message, code="edition.archive", expected="a file that coproduce pack wrote",
        action="Take the file from the place of publication again, and compare its checksum.")
