"""The text of a file, whatever program saved it."""

from __future__ import annotations

import codecs

from coproduce.ground.problems import Problem, ProblemsFound

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ACTION = "Save it again as CSV UTF-8, or as .xlsx; if that does not help, type these letters anew."
#: Lines that a note names one by one.
_MOST = 10


def decoded(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of ``data``, and what the organiser must know of how it was read.

    By its byte order mark, else UTF-8, else Windows. Single bytes of Windows in a
    text that is otherwise UTF-8, as they come when files of two programs are put
    together, are read as Windows means them, and the lines are told. Raises
    :class:`~coproduce.ground.problems.ProblemsFound`, which calls the file ``name``, for
    bytes that no program writes.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if not encoding and data[:400].count(0) > 50:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    if encoding.startswith("utf-16"):
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError as error:
            raise _fault(name, data.count(b"\n", 0, error.start) + 1, "is not sound UTF-16") from None
    try:
        return data.decode(encoding or "utf-8"), ()
    except UnicodeDecodeError:
        pass
    if not _holds_utf8(data):
        try:
            return data.decode("cp1252"), ()
        except UnicodeDecodeError as error:
            raise _fault(name, data.count(b"\n", 0, error.start) + 1, "holds a byte that no letter has") from None
    return _mixed(name, data)


def _holds_utf8(data: bytes) -> bool:
    """Whether any letter beyond ASCII in ``data`` is written in UTF-8: by chance, in a text of Windows, next to none is."""
    return any(character > "\x7f" and character != "\ufffd" for character in data.decode("utf-8", "replace"))


def _mixed(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    places: list[int] = []

    def as_windows(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        places.append(error.start)
        return error.object[error.start : error.start + 1].decode("cp1252"), error.start + 1

    codecs.register_error("coproduce-windows", as_windows)
    try:
        text = data.decode("utf-8", "coproduce-windows")
    except UnicodeDecodeError:
        raise _fault(name, data.count(b"\n", 0, places[-1]) + 1, "holds a byte that no letter has") from None
    lines, number, before = [], 1, 0
    for place in places:
        number, before = number + data.count(b"\n", before, place), place
        lines.append(number)
    told = list(dict.fromkeys(lines))
    shown = ", ".join(f"{line:,}" for line in told[:_MOST]) + (f" and {len(told) - _MOST:,} more" if len(told) > _MOST else "")
    return text.removeprefix("\ufeff"), (
        f"{name} is UTF-8, but {len(lines):,} {'letter' if len(lines) == 1 else 'letters'} in {'line' if len(told) == 1 else 'lines'} "
        f"{shown} {'is' if len(lines) == 1 else 'are'} written as Windows does. They were read so: look at these answers.",)


def _fault(name: str, line: int, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(
        name, f"The letters of this file cannot be read: line {line:,} {what}.", line=line, code="intake.file",
        expected="text in UTF-8, or as Windows writes it", action=_ACTION)])
