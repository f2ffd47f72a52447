"""Saves a PDF so that no stream ends where its end can be misread.

A compressed stream ends in its checksum, which may happen to end in a carriage
return: one stream in 256. With the line feed that PDF/A asks for after a stream
that reads as one line end of two bytes, and a checker counts the stream one byte
too short (ISO 19005-3, 6.1.7.1). In a long report it happens every time.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_MISREAD = b"\r\nendstream"
_OBJECT_STREAM = re.compile(
    rb"<<(?P<entries>(?=[^<>]*/Type /ObjStm)(?=[^<>]*/Filter /FlateDecode)[^<>]*)>>\nstream\n"
)
_LENGTH = re.compile(rb"/Length (\d+)")
_FIRST = re.compile(rb"/First (\d+)")


def save(pdf: "pikepdf.Pdf") -> bytes:
    """The file, the same bytes each time, fit for PDF/A."""
    import pikepdf

    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.read_raw_bytes().endswith(b"\r"):
            _code_again(item)
    modes = pikepdf.ObjectStreamMode
    for mode in (modes.generate, modes.disable):
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=mode)
        data = _mend_object_streams(out.getvalue())
        if _MISREAD not in data:
            break
    return data


def _code_again(item: "pikepdf.Stream") -> None:
    """The same content with another checksum.

    A PNG predictor writes a byte before each row that says how the row is coded;
    2 means as the difference from the row above, and above the first row is zero.
    """
    import pikepdf

    plain = item.read_bytes()
    item.write(
        zlib.compress(b"\x02" + plain, 9),
        filter=pikepdf.Name.FlateDecode,
        decode_parms=pikepdf.Dictionary(Predictor=12, Columns=len(plain)),
    )


def _number(pattern: re.Pattern[bytes], entries: bytes) -> int:
    found = pattern.search(entries)
    if found is None:
        raise ValueError(f"an object stream does not say {pattern.pattern!r}: {entries!r}")
    return int(found[1])


def _mend_object_streams(data: bytes) -> bytes:
    """Other white space within object streams that end wrongly; no offset changes."""
    for match in list(_OBJECT_STREAM.finditer(data)):
        entries = match["entries"]
        length = _number(_LENGTH, entries)
        start, end = match.end(), match.end() + length
        if not data[end - 1 :].startswith(_MISREAD):
            continue
        # Spaces before names are dispensable: room for a few bytes more.
        short = entries.replace(b" /", b"/").strip()
        spare = len(entries) - len(short)
        packed = _repacked(data[start:end], _number(_FIRST, entries), length + spare - 1)
        if packed is None:
            continue
        short = _LENGTH.sub(b"/Length %d" % len(packed), short)
        room = len(entries) + length - len(short) - len(packed)
        block = b"<<" + short + b" " * room + b">>\nstream\n" + packed
        data = data[: match.start()] + block + data[end:]
    return data


def _repacked(packed: bytes, first: int, longest: int) -> bytes | None:
    """The stream with one line end between its objects made a space, if it fits."""
    plain = zlib.decompress(packed)
    starts = [first + int(number) for number in plain[:first].split()[3::2]]
    for start in starts:
        if plain[start - 1 : start] != b"\n":
            continue
        new = zlib.compress(plain[: start - 1] + b" " + plain[start:], 9)
        if len(new) <= longest and not new.endswith(b"\r"):
            return new
    return None
