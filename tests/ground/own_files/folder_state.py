"""What lies in a folder, to compare before and after."""

import os
from pathlib import Path


def state(folder: Path) -> dict[str, object]:
    """Everything below ``folder``: contents of files, targets of links, names of folders."""
    found: dict[str, object] = {}
    for inside, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(inside, name)
            kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file" if path.is_file() else "other"
            content = os.readlink(path) if kind == "link" else path.read_bytes() if kind == "file" else None
            found[path.relative_to(folder).as_posix()] = (kind, content)
    return found
