"""Says where two files begin to differ, as a person would look for it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


def first_difference(published: Path, rebuilt: Path) -> str:
    """The first place at which two files differ: a line, a member of an archive, or a byte.

    "" if they are the same.
    """
    return _place(published.read_bytes(), rebuilt.read_bytes())


def _place(old: bytes, new: bytes) -> str:
    if old == new:
        return ""
    if all(zipfile.is_zipfile(io.BytesIO(data)) for data in (old, new)):
        return _in_archives(old, new)
    return _in_bytes(old, new)


def _in_bytes(old: bytes, new: bytes) -> str:
    try:
        lines = old.decode("utf-8").splitlines(), new.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
        return f"byte {at} of {len(old)}"
    for number, (a, b) in enumerate(zip(*lines), start=1):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            return f"line {number}: ‘{_around(a, at)}’, rebuilt ‘{_around(b, at)}’"
    shorter = min(map(len, lines))
    return f"line {shorter + 1}: one ends here" if len(lines[0]) != len(lines[1]) else "line ends"


def _around(line: str, at: int) -> str:
    start, end = max(0, at - 25), at + 35
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"


def _in_archives(old: bytes, new: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(old)) as first, zipfile.ZipFile(io.BytesIO(new)) as second:
        names = first.namelist(), second.namelist()
        for name in sorted({*names[0]} ^ {*names[1]}):
            return f"{name}: only in the {'published' if name in names[0] else 'rebuilt'} file"
        for name in sorted(names[0]):
            place = _place(first.read(name), second.read(name))
            if place:
                return f"{name}, {place}"
    return "same members, packed differently (order, dates or permissions)"
