"""Deletes and replaces what this program made, and nothing else.

A folder of ours holds a list, ``.coproduce-made``: a line that says what the folder is
for, then a line for each thing that is made in it, written before the thing is. A
path is a file, ``path/**`` a folder that was made empty and is deleted with the files in
it. Removal goes by that list. Whatever else lies
there stays, and so do links, pipes and other disks where the list names a file.

Folders are opened one below the other, without following a link, from a folder that a
person named (``anchor``): nobody can lead a removal elsewhere by a link, not even
while it runs.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from coproduce.ground.problems import Problem, ProblemsFound, stop_if_any

#: The list of what was made in a folder.
LIST = ".coproduce-made"
#: The kind of a folder of files that :func:`keep` wrote.
KEPT = "kept"
_HEAD = "coproduce made this folder: "
_SAYS = "# It deletes what is listed below, and nothing else."
#: Half-written files, in folders of ours only: no person gives a file such a name.
_PART = re.compile(r"\.coproduce-[0-9a-f]{16}\.part")
#: What a system puts into every folder that somebody looks at.
_DROPPINGS = {".DS_Store"}
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_MOST_TOLD = 20


@contextmanager
def opened(folder: Path, anchor: Path) -> Iterator[int]:
    """A descriptor of ``folder``, which is ``anchor`` or lies below it, reached through no link.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if a link or something other
    than a folder is on the way, and ``FileNotFoundError``.
    """
    descriptor = os.open(anchor, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    reached = anchor
    try:
        for part in folder.relative_to(anchor).parts:
            reached /= part
            try:
                inner = os.open(part, _FOLDER, dir_fd=descriptor)
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR):
                    raise _refused(reached, _kind_of(part, descriptor)) from None
                error.filename = str(reached)
                raise
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def make(folder: Path, kind: str, anchor: Path) -> None:
    """Make ``folder``, empty but for its list, and what is missing of its parents.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if there is anything of that name.
    """
    _make_parents(folder, anchor)
    with opened(folder.parent, anchor) as parent:
        if _lstat(folder.name, parent) is not None:
            raise _refused(folder, "there is something here already, and it is in the way")
        # It has its list before it has its name: no moment in which nobody can tell whose it is.
        part = _part()
        os.mkdir(part, 0o755, dir_fd=parent)
        with _child(part, parent) as descriptor:
            assert descriptor is not None, "it was just made"
            _begin_list(descriptor, kind)
        os.rename(part, folder.name, src_dir_fd=parent, dst_dir_fd=parent)


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
    _make_parents(folder / LIST, anchor)
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
            found = _read_list(descriptor)
    except FileNotFoundError:
        return None
    if found is None:
        raise _refused(folder, "this folder is here and was not made by coproduce")
    if found[0] != kind:
        raise _refused(folder, f"coproduce made this folder for something else ({found[0]})")
    return found[1]


def kind_of(folder: Path, anchor: Path) -> str:
    """What a folder of ours is for; "" if it is none or is not there."""
    try:
        with opened(folder, anchor) as descriptor:
            found = _read_list(descriptor)
    except (FileNotFoundError, ProblemsFound):
        return ""
    return found[0] if found else ""


def note(folder: Path, names: Iterable[str], anchor: Path) -> None:
    """Put ``names`` on the list of ``folder``, before they are made."""
    with opened(folder, anchor) as descriptor:
        found = _read_list(descriptor)
        if found is None:
            raise _refused(folder, "this folder is here and was not made by coproduce")
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
            name for name, seen in _below(descriptor)
            if not (seen == "file" and (name in known or name.startswith(wholes) or _is_minor(name)))
            and not (seen == "folder" and (name in folders or f"{name}/".startswith(wholes)))
        )


def refuse_foreign(folder: Path, kind: str, anchor: Path) -> None:
    """Raise :class:`~coproduce.ground.problems.ProblemsFound` naming what lies in ``folder`` and is not ours."""
    names = foreign(folder, kind, anchor)
    problems = [_problem(folder / name, "this was not made by coproduce, and would be lost") for name in names[:_MOST_TOLD]]
    if len(names) > _MOST_TOLD:
        problems.append(_problem(folder, f"{len(names) - _MOST_TOLD} more files in it were not made by coproduce"))
    stop_if_any(problems)


def remove(folder: Path, kind: str, anchor: Path) -> list[str]:
    """Delete what is on the list of ``folder``, and the folder if that leaves it empty.

    Returns what stayed, by its name in the folder. Nothing is done if there is no such
    folder. Raises :class:`~coproduce.ground.problems.ProblemsFound` if it is not ours.
    """
    names = listed(folder, kind, anchor)
    if names is None:
        return []
    with opened(folder.parent, anchor) as parent:
        with opened(folder, anchor) as descriptor:
            _delete(descriptor, names)
            left = sorted(set(os.listdir(descriptor)) - {LIST})
        if not left:
            part = _part()
            os.rename(folder.name, part, src_dir_fd=parent, dst_dir_fd=parent)
            _remove_part(part, parent)
    return left


def sweep(folder: Path, anchor: Path) -> None:
    """Delete what processes that were stopped had half made in ``folder``: see :func:`make` and :func:`write`."""
    with suppress(FileNotFoundError), opened(folder, anchor) as descriptor:
        for name in os.listdir(descriptor):
            if _PART.fullmatch(name):
                _remove_part(name, descriptor)


def remove_inside(folder: Path, names: Iterable[str], anchor: Path) -> None:
    """Delete those files of ``names`` that are on the list of ``folder``; the folder and its list stay.

    So do half-written files: another process may be writing here.
    """
    with opened(folder, anchor) as descriptor:
        found = _read_list(descriptor)
        for name in set(names) & found[1] if found else ():
            _unlink(name, descriptor)


def sweep_below(folder: Path, anchor: Path) -> None:
    """:func:`sweep` a folder and all folders in it."""
    sweep(folder, anchor)
    folders: list[str] = []
    with suppress(FileNotFoundError), opened(folder, anchor) as descriptor:
        folders = [name for name, seen in _below(descriptor) if seen == "folder"]
    for name in folders:
        sweep(folder / name, anchor)


def unlink(file: Path, anchor: Path) -> bool:
    """Delete a regular file that the caller answers for; whether there was one. Links are refused."""
    with opened(file.parent, anchor) as descriptor:
        seen = _lstat(file.name, descriptor)
        if seen is None:
            return False
        if not stat.S_ISREG(seen.st_mode):
            raise _refused(file, _kind_of(file.name, descriptor))
        os.unlink(file.name, dir_fd=descriptor)
        return True


def write(
    file: Path, content: bytes | str, anchor: Path, mode: int = 0o666, new: bool = False, aside: Path | None = None
) -> None:
    """:func:`write_all` of one file. With ``new`` it must not exist: ``FileExistsError``."""
    write_all({file: content}, anchor, mode, new, aside)


def write_all(
    files: Mapping[Path, bytes | str], anchor: Path, mode: int = 0o666, new: bool = False, aside: Path | None = None
) -> None:
    """Write files, each whole or not at all, and none where one cannot be written; missing folders are made.

    What is replaced are regular files that the caller answers for: anything else is
    refused with :class:`~coproduce.ground.problems.ProblemsFound`. Halves are written in
    ``aside``, a folder of the same disk, by default beside the files.
    """
    written: list[tuple[Path, Path, str]] = []
    try:
        for file, content in files.items():
            _make_parents(file, anchor)
            with opened(file.parent, anchor) as descriptor:
                seen = _lstat(file.name, descriptor)
                if seen is not None and not stat.S_ISREG(seen.st_mode):
                    raise _refused(file, _kind_of(file.name, descriptor))
            place, part = aside or file.parent, _part()
            written.append((file, place, part))
            data = content.encode("utf-8") if isinstance(content, str) else content
            with (_named(file), opened(place, anchor) as descriptor,
                  os.fdopen(os.open(part, _NEW, mode, dir_fd=descriptor), "wb") as out):
                out.write(data)
        for file, place, part in written:
            with _named(file), opened(place, anchor) as source, opened(file.parent, anchor) as target:
                if new:
                    os.link(part, file.name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
                else:
                    os.replace(part, file.name, src_dir_fd=source, dst_dir_fd=target)
    finally:
        for _, place, part in written:
            with suppress(OSError, ProblemsFound), opened(place, anchor) as descriptor:
                os.unlink(part, dir_fd=descriptor)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Let an error of the disk name the file that was to be written, not its half."""
    try:
        yield
    except OSError as error:
        if error.filename is None or _PART.fullmatch(os.path.basename(os.fsdecode(error.filename))):
            error.filename, error.filename2 = str(file), None
        raise


def refuse_odd(file: Path) -> None:
    """Raise :class:`~coproduce.ground.problems.ProblemsFound` if something is at ``file`` and is not a regular file."""
    with suppress(FileNotFoundError), opened(file.parent, file.parent) as descriptor:
        seen = _lstat(file.name, descriptor)
        if seen is not None and not stat.S_ISREG(seen.st_mode):
            raise _refused(file, _kind_of(file.name, descriptor))


def replace_link(link: Path, target: str, aside: Path, anchor: Path) -> None:
    """Let ``link`` lead to ``target``, in one step; what it replaces is the caller's to answer for.

    The new link is made in ``aside``, a folder of the same disk, first.
    """
    part = _part()
    with opened(aside, anchor) as source, opened(link.parent, anchor) as place:
        os.symlink(target, part, dir_fd=source)
        os.replace(part, link.name, src_dir_fd=source, dst_dir_fd=place)


def keep(file: Path, content: bytes | str, anchor: Path, mode: int = 0o666) -> None:
    """:func:`write` a file that is made again whenever it is missing, and list it in its folder.

    A file of that name that is not on the list is refused.
    """
    make_list(file.parent, KEPT, anchor)
    if os.path.lexists(file) and file.name not in (listed(file.parent, KEPT, anchor) or ()):
        raise _refused(file, "this was not made by coproduce, and would be overwritten")
    note(file.parent, [file.name], anchor)
    write(file, content, anchor, mode)


def _make_parents(path: Path, anchor: Path) -> None:
    missing = []
    for folder in path.relative_to(anchor).parents:
        if os.path.lexists(anchor / folder):
            break
        missing.append(anchor / folder)
    for folder in reversed(missing):
        with opened(folder.parent, anchor) as parent, suppress(FileExistsError):
            os.mkdir(folder.name, 0o755, dir_fd=parent)


def _begin_list(descriptor: int, kind: str) -> None:
    with os.fdopen(os.open(LIST, _NEW, 0o644, dir_fd=descriptor), "wb") as out:
        _write_head(out, kind)


def _begin_list_whole(descriptor: int, kind: str) -> None:
    """Make a list that is whole from its first moment, where another thread may be asking for it."""
    part = _part()
    try:
        with os.fdopen(os.open(part, _NEW, 0o644, dir_fd=descriptor), "wb") as out:
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
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(LIST, flags, dir_fd=descriptor), "ab") as out:
        out.write(os.fsencode(text))
        _flush(out)


def _flush(out) -> None:
    """Have it on the disk before what it lists: a power cut must not leave things that nobody made."""
    out.flush()
    os.fsync(out.fileno())


def _read_list(descriptor: int) -> tuple[str, frozenset[str]] | None:
    """What the folder is for, and the names on its list; None if there is no list."""
    seen = _lstat(LIST, descriptor)
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


def _files(folder: Path, anchor: Path) -> list[str]:
    with opened(folder, anchor) as descriptor:
        return [name for name, seen in _below(descriptor) if seen == "file"]


def _below(descriptor: int, before: str = "") -> Iterator[tuple[str, str]]:
    """Path and kind (file, folder, link, other) of all that lies below, the list of the folder itself left out."""
    for name in sorted(os.listdir(descriptor)):
        seen = _lstat(name, descriptor)
        if seen is None or (name == LIST and not before):
            continue
        mode = seen.st_mode
        path = before + name
        yield path, ("file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode)
                     else "link" if stat.S_ISLNK(mode) else "other")
        if stat.S_ISDIR(mode):
            with _child(name, descriptor) as inner:
                if inner is not None:
                    yield from _below(inner, f"{path}/")


def _is_minor(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last in _DROPPINGS or _PART.fullmatch(last) is not None or last == LIST


def _part() -> str:
    return f".coproduce-{secrets.token_hex(8)}.part"


def _remove_part(name: str, descriptor: int) -> None:
    """Delete a half-written file, or a folder that has nothing but its list."""
    with suppress(OSError), _child(name, descriptor) as inner:
        if inner is None:
            seen = _lstat(name, descriptor)
            if seen is not None and (stat.S_ISREG(seen.st_mode) or stat.S_ISLNK(seen.st_mode)):
                os.unlink(name, dir_fd=descriptor)
            return
        if set(os.listdir(inner)) <= {LIST}:
            with suppress(FileNotFoundError):
                os.unlink(LIST, dir_fd=inner)
            os.rmdir(name, dir_fd=descriptor)


@contextmanager
def _child(name: str, descriptor: int) -> Iterator[int | None]:
    """A folder inside one that is open; None if it cannot be opened or is a link."""
    try:
        inner = os.open(name, _FOLDER, dir_fd=descriptor)
    except OSError:
        yield None
        return
    try:
        yield inner
    finally:
        os.close(inner)


def _delete(descriptor: int, names: Iterable[str]) -> None:
    tree: dict = {}
    for name in names:
        *folders, last = name.split("/")
        if last == "**":
            folders, last = folders[:-1], f"{folders[-1]}/**"
        place = tree
        for folder in folders:
            place = place.setdefault(folder, {})
            if not isinstance(place, dict):
                break
        else:
            place.setdefault(last, None)
    _delete_tree(descriptor, tree)


def _delete_tree(descriptor: int, tree: dict) -> None:
    _allow(descriptor)
    for name, below in tree.items():
        if name.endswith("/**"):
            _delete_folder(name.removesuffix("/**"), descriptor, None)
        elif below is not None:
            _delete_folder(name, descriptor, below)
        else:
            _unlink(name, descriptor)
    for name in os.listdir(descriptor):
        if name in _DROPPINGS or _PART.fullmatch(name):
            _unlink(name, descriptor)


def _delete_folder(name: str, descriptor: int, tree: dict | None) -> None:
    """Delete what ``tree`` names in a folder, or, for None, the files in it; then the folder if it is empty."""
    with _child(name, descriptor) as inner:
        if inner is None or os.fstat(inner).st_dev != os.fstat(descriptor).st_dev:
            return
        if tree is None:
            _allow(inner)
            for entry in os.listdir(inner):
                seen = _lstat(entry, inner)
                if seen is not None and stat.S_ISDIR(seen.st_mode):
                    _delete_folder(entry, inner, None)
                else:
                    _unlink(entry, inner)
        else:
            _delete_tree(inner, tree)
    with suppress(OSError):
        os.rmdir(name, dir_fd=descriptor)


def _unlink(name: str, descriptor: int) -> None:
    """Delete a regular file, where that can be done."""
    seen = _lstat(name, descriptor)
    if seen is not None and stat.S_ISREG(seen.st_mode):
        with suppress(OSError):
            os.unlink(name, dir_fd=descriptor)


def _allow(descriptor: int) -> None:
    """Let us delete in a folder of ours, also where somebody has made it read-only."""
    if os.fstat(descriptor).st_mode & stat.S_IRWXU != stat.S_IRWXU:
        with suppress(OSError):
            os.fchmod(descriptor, stat.S_IRWXU)


def _lstat(name: str, descriptor: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=descriptor, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _kind_of(name: str, descriptor: int) -> str:
    seen = _lstat(name, descriptor)
    if seen is not None and stat.S_ISLNK(seen.st_mode):
        return "this is a symbolic link: nothing is written, replaced or deleted through one"
    if seen is not None and stat.S_ISDIR(seen.st_mode):
        return "this is a folder, where a file is to be written"
    return "this is neither a file nor a folder of this program"


def _problem(path: Path, message: str) -> Problem:
    return Problem(
        path.as_posix(), message, code="own.refused",
        expected="nothing of that name, or what coproduce made itself and put on its list",
        action="Move it away, or give another place, and run the command again. Nothing was changed here.",
    )


def _refused(path: Path, message: str) -> ProblemsFound:
    return ProblemsFound([_problem(path, message)])
