"""Writes files that this program answers for: each whole or not at all, through no link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from coproduce.ground.own_files.folder_list import KEPT, listed, make_list, note
from coproduce.ground.own_files.folders import PART, begin_part, lstat, make_parents, new_part, opened, refused, what_is
from coproduce.ground.problems import ProblemsFound


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
    held = ExitStack()  # each half, until it has the name of a file
    try:
        for file, content in files.items():
            make_parents(file, anchor)
            with opened(file.parent, anchor) as descriptor:
                seen = lstat(file.name, descriptor)
                if seen is not None and not stat.S_ISREG(seen.st_mode):
                    raise refused(file, what_is(file.name, descriptor))
            place = aside or file.parent
            data = content.encode("utf-8") if isinstance(content, str) else content
            with _named(file), opened(place, anchor) as descriptor:
                part, out = begin_part(descriptor, mode)
                written.append((file, place, part))
                held.callback(out.close)
                out.write(data)
                out.flush()
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
        with suppress(OSError):  # a full disk refuses once more
            held.close()


def write_listed(file: Path, content: bytes | str, anchor: Path, mode: int = 0o666) -> None:
    """:func:`write` a file that is made again whenever it is missing, and list it in its folder.

    A file of that name that is not on the list is refused.
    """
    make_list(file.parent, KEPT, anchor)
    if os.path.lexists(file) and file.name not in (listed(file.parent, KEPT, anchor) or ()):
        raise refused(file, "this was not made by coproduce, and would be overwritten")
    note(file.parent, [file.name], anchor)
    write(file, content, anchor, mode)


def replace_link(link: Path, target: str, aside: Path, anchor: Path) -> None:
    """Let ``link`` lead to ``target``, in one step; what it replaces is the caller's to answer for.

    The new link is made in ``aside``, a folder of the same disk, first.
    """
    part = new_part()
    with opened(aside, anchor) as source, opened(link.parent, anchor) as place:
        os.symlink(target, part, dir_fd=source)
        os.replace(part, link.name, src_dir_fd=source, dst_dir_fd=place)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Let an error of the disk name the file that was to be written, not its half."""
    try:
        yield
    except OSError as error:
        if error.filename is None or PART.fullmatch(os.path.basename(os.fsdecode(error.filename))):
            error.filename, error.filename2 = str(file), None
        raise
