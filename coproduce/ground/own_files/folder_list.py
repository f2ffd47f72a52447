"""The list, in a folder of ours, of what was made there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from coproduce.ground.own_files.folders import (
    NEW,
    PART,
    begin_part,
    below,
    child,
    hold,
    lstat,
    make_parents,
    new_part,
    opened,
    problem,
    refused,
)
from coproduce.ground.problems import ProblemsFound, stop_if_any

#: The list of what was made in a folder.
LIST = ".coproduce-made"
#: The kind of a folder of files that :func:`~coproduce.ground.own_files.writing.write_listed` wrote.
KEPT = "kept"
#: What a system puts into every folder that somebody looks at.
DROPPINGS = {".DS_Store"}
_HEAD = "coproduce made this folder: "
_SAYS = "# It deletes what is listed below, and nothing else."
_MOST_TOLD = 20


def make(folder: Path, kind: str, anchor: Path) -> None:
    """Make ``folder``, empty but for its list, and what is missing of its parents.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if there is anything of that name.
    """
    make_parents(folder, anchor)
    with opened(folder.parent, anchor) as parent:
        if lstat(folder.name, parent) is not None:
            raise refused(folder, "there is something here already, and it is in the way")
        # It has its list before it has its name: no moment in which nobody can tell whose it is.
        part = new_part()
        os.mkdir(part, 0o755, dir_fd=parent)
        with child(part, parent) as descriptor:
            if descriptor is None or not hold(descriptor):
                make(folder, kind, anchor)  # a sweep took it before it was held
                return
            try:
                _begin_list(descriptor, kind)
                os.rename(part, folder.name, src_dir_fd=parent, dst_dir_fd=parent)
            except OSError as error:
                with suppress(OSError):
                    os.unlink(LIST, dir_fd=descriptor)
                with suppress(OSError):
                    os.rmdir(part, dir_fd=parent)
                if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):  # made by another process meanwhile
                    raise refused(folder, "there is something here already, and it is in the way") from None
                raise


def ensure(folder: Path, kind: str, anchor: Path) -> None:
    """Make ``folder`` unless it is one of ours already."""
    if listed(folder, kind, anchor) is None:
        try:
            make(folder, kind, anchor)
        except ProblemsFound:  # another process may have made it meanwhile
            if listed(folder, kind, anchor) is None:
                raise


def make_list(folder: Path, kind: str, anchor: Path) -> None:
    """Have ``folder`` and a list in it. In a folder that was there already the list is empty: nothing in it is ours."""
    if kind_of(folder, anchor) == kind:
        return
    make_parents(folder / LIST, anchor)
    with opened(folder, anchor) as descriptor, suppress(FileExistsError):
        _begin_list_whole(descriptor, kind)
    listed(folder, kind, anchor)


def adopt(folder: Path, kind: str, names: Iterable[str], anchor: Path) -> None:
    """Take ``names`` in ``folder`` for made by this program, on the word of whoever calls."""
    names = list(names)
    with opened(folder, anchor) as descriptor, suppress(FileExistsError):
        _begin_list(descriptor, kind)
    note(folder, names, anchor)


def listed(folder: Path, kind: str, anchor: Path) -> frozenset[str] | None:
    """What was made in ``folder``; None if there is no such folder.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if the folder is not one that
    this program made for ``kind``, or is reached through a link.
    """
    try:
        with opened(folder, anchor) as descriptor:
            found = read_list(descriptor)
    except FileNotFoundError:
        return None
    if found is None:
        raise refused(folder, "this folder is here and was not made by coproduce")
    if found[0] != kind:
        raise refused(folder, f"coproduce made this folder for something else ({found[0]})")
    return found[1]


def kind_of(folder: Path, anchor: Path) -> str:
    """What a folder of ours is for; "" if it is none or is not there."""
    try:
        with opened(folder, anchor) as descriptor:
            found = read_list(descriptor)
    except (FileNotFoundError, ProblemsFound):
        return ""
    return found[0] if found else ""


def note(folder: Path, names: Iterable[str], anchor: Path) -> None:
    """Put ``names`` on the list of ``folder``, before they are made."""
    with opened(folder, anchor) as descriptor:
        found = read_list(descriptor)
        if found is None:
            raise refused(folder, "this folder is here and was not made by coproduce")
        new = [name for name in dict.fromkeys(names) if name not in found[1]]
        for name in new:
            if "\n" in name or {"", ".", ".."} & set(name.split("/")):
                raise ValueError(f"{name!r} cannot be on the list of a folder")
        if new:
            _append(descriptor, "".join(f"{name}\n" for name in new))


def note_all(folder: Path, anchor: Path) -> None:
    """Put every file that lies in ``folder`` on its list: for a folder that was made empty and filled just now."""
    note(folder, _files(folder, anchor), anchor)


def foreign(folder: Path, kind: str, anchor: Path) -> list[str]:
    """What lies in ``folder`` and is not on its list, by path from there."""
    known = listed(folder, kind, anchor)
    if known is None:
        return []
    wholes = tuple(name.removesuffix("**") for name in known if name.endswith("/**"))
    folders = {"/".join(parts[:n]) for name in known if (parts := name.split("/")) for n in range(1, len(parts))}
    with opened(folder, anchor) as descriptor:
        return sorted(
            name for name, seen in below(descriptor)
            if not (seen == "file" and (name in known or name.startswith(wholes) or _is_minor(name)))
            and not (seen == "folder" and (name in folders or f"{name}/".startswith(wholes)))
        )


def refuse_foreign(folder: Path, kind: str, anchor: Path) -> None:
    """Raise :class:`~coproduce.ground.problems.ProblemsFound` naming what lies in ``folder`` and is not ours."""
    names = foreign(folder, kind, anchor)
    problems = [problem(folder / name, "this was not made by coproduce, and would be lost") for name in names[:_MOST_TOLD]]
    if len(names) > _MOST_TOLD:
        problems.append(problem(folder, f"{len(names) - _MOST_TOLD} more files in it were not made by coproduce"))
    stop_if_any(problems)


def read_list(descriptor: int) -> tuple[str, frozenset[str]] | None:
    """What the folder is for, and the names on its list; None if there is no list."""
    seen = lstat(LIST, descriptor)
    if seen is None or not stat.S_ISREG(seen.st_mode):
        return None
    with os.fdopen(os.open(LIST, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0), dir_fd=descriptor), "rb") as file:
        head, _, rest = os.fsdecode(file.read()).partition("\n")
    if not head.startswith(_HEAD):
        return None
    # The last line may be half a line, if the power failed: it names nothing then.
    lines = rest.split("\n")[:-1]
    return head.removeprefix(_HEAD), frozenset(
        line for line in lines if not line.startswith("#") and not {"", ".", ".."} & set(line.split("/")))


def _begin_list(descriptor: int, kind: str) -> None:
    with os.fdopen(os.open(LIST, NEW, 0o644, dir_fd=descriptor), "wb") as out:
        _write_head(out, kind)


def _begin_list_whole(descriptor: int, kind: str) -> None:
    """Make a list that is whole from its first moment, where another thread may be asking for it."""
    part, out = begin_part(descriptor, 0o644)
    try:
        with out:
            _write_head(out, kind)
            os.link(part, LIST, src_dir_fd=descriptor, dst_dir_fd=descriptor, follow_symlinks=False)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part, dir_fd=descriptor)


def _write_head(out, kind: str) -> None:
    os.fchmod(out.fileno(), 0o644)
    out.write(f"{_HEAD}{kind}\n{_SAYS}\n".encode())
    _flush(out)


def _append(descriptor: int, text: str) -> None:
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(LIST, flags, dir_fd=descriptor), "ab") as out:
        # Half a line, of a power cut, would swallow the first name.
        size = os.fstat(out.fileno()).st_size
        whole = size == 0 or os.pread(out.fileno(), 1, size - 1) == b"\n"
        out.write(os.fsencode(text if whole else f"\n{text}"))
        _flush(out)


def _flush(out) -> None:
    """Have it on the disk before what it lists: a power cut must not leave things that nobody made."""
    out.flush()
    os.fsync(out.fileno())


def _files(folder: Path, anchor: Path) -> list[str]:
    with opened(folder, anchor) as descriptor:
        return [name for name, seen in below(descriptor) if seen == "file" and name != LIST]


def _is_minor(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last in DROPPINGS or PART.fullmatch(last) is not None or last == LIST
