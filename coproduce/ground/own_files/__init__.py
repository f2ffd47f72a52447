"""Deletes and replaces what this program made, and nothing else.

A folder of ours holds a list, ``.coproduce-made``: a line that says what the folder is
for, then a line for each thing that is made in it, written before the thing is. A
path is a file, ``path/**`` a folder that was made empty and is deleted with the files in
it. Removal goes by that list. Whatever else lies
there stays, and so do links, pipes and other disks where the list names a file.
"""

from coproduce.ground.own_files.folder_list import (
    KEPT,
    LIST,
    adopt,
    ensure,
    foreign,
    kind_of,
    listed,
    make,
    make_list,
    note,
    note_all,
    refuse_foreign,
)
from coproduce.ground.own_files.folders import opened, refuse_odd
from coproduce.ground.own_files.removal import remove, remove_inside, sweep, sweep_below, unlink
from coproduce.ground.own_files.writing import replace_link, write, write_all, write_listed

__all__ = [
    "KEPT",
    "LIST",
    "adopt",
    "ensure",
    "foreign",
    "kind_of",
    "listed",
    "make",
    "make_list",
    "note",
    "note_all",
    "opened",
    "refuse_foreign",
    "refuse_odd",
    "remove",
    "remove_inside",
    "replace_link",
    "sweep",
    "sweep_below",
    "unlink",
    "write",
    "write_all",
    "write_listed",
]
