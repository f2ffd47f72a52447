"""Where a preview keeps what it makes: ``_build/preview``, which is never taken for a build.

``html`` is what the server shows, ``work`` where pages are written before they are shown,
``documents`` what was made on request. A page is replaced in one step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.checksums import files_below
from coproduce.ground.folder_lock import locked
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.publish.downloads import fill_file_facts
from coproduce.source.paths import BUILD, PREVIEW_LOCK, PREVIEW_MARK, Paths

#: What the list of ``_build/preview`` says that it is for.
KIND = "preview"
HTML, WORK, DOCUMENTS = "html", "work", "documents"


@contextmanager
def prepared(paths: Paths) -> Iterator[Folder]:
    """The empty folder of a preview, this process's own while the context lasts.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if another preview of the report runs,
    or something that coproduce did not make is in the way.
    """
    root = paths.root

    def list_lock() -> None:
        own_files.make_list(paths.build, BUILD, root)
        own_files.note(paths.build, [PREVIEW_LOCK, paths.preview.name, paths.cache.name], root)

    with locked(paths.build / PREVIEW_LOCK, lambda: _refuse_second(paths), list_lock):
        if own_files.remove(paths.preview, KIND, root):
            own_files.refuse_foreign(paths.preview, KIND, root)
        else:
            own_files.make(paths.preview, KIND, root)
        own_files.note(paths.preview, [f"{name}/**" for name in (HTML, WORK, DOCUMENTS)], root)
        for name in (HTML, WORK, DOCUMENTS):
            (paths.preview / name).mkdir(exist_ok=True)
        folder = Folder(paths)
        folder.mark()
        yield folder


def _refuse_second(paths: Paths) -> None:
    try:
        where = json.loads((paths.preview / HTML / PREVIEW_MARK).read_text(encoding="utf-8"))["address"]
    except (OSError, ValueError, KeyError):
        where = ""
    raise ProblemsFound([Problem(
        paths.relative(paths.preview), "a preview of this report is running already" + (f": {where}" if where else ""),
        code="preview.running", expected="one preview of a report at a time",
        action="Open that one, or end it with Ctrl-C and run the command again.")])


class Folder:
    """The folder of one preview."""

    def __init__(self, paths: Paths):
        self.paths = paths
        self.html, self.work, self.documents = (paths.preview / name for name in (HTML, WORK, DOCUMENTS))
        self.stage, self.doctrees = self.work / "html", self.work / "doctrees"
        self._facts: dict[str, str] = {}

    def mark(self, address: str = "") -> None:
        """Say in the folder of pages that they are no build, wherever somebody copies them."""
        text = json.dumps({"preview": "These pages are a preview, and not a build.", "address": address}) + "\n"
        self._write(self.html / PREVIEW_MARK, text.encode())

    def show_page(self, page: str) -> bool:
        """Let readers see the page ``page`` as it was written; whether they see any change."""
        return self._show(f"{page}.html")

    def show_all(self) -> list[str]:
        """Let readers see everything as it was written; the names of what they see changed."""
        self._facts.clear()  # sizes of files are told on every page
        names = {path.relative_to(self.stage).as_posix() for path in files_below(self.stage)}
        changed = [name for name in sorted(names) if self._show(name)]
        for path in list(files_below(self.html)):
            name = path.relative_to(self.html).as_posix()
            if name not in names and name != PREVIEW_MARK:
                own_files.unlink(path, self.paths.root)
                changed.append(name)
        return changed

    def forget_work(self) -> None:
        """Empty the folder in which pages are written."""
        for path in list(files_below(self.work)):
            own_files.unlink(path, self.paths.root)

    def _show(self, name: str) -> bool:
        data, shown = (self.stage / name).read_bytes(), self.html / name
        if name.endswith(".html"):
            data = fill_file_facts(data.decode(), self.stage, self._facts).encode()
        if shown.is_file() and shown.stat().st_size == len(data) and shown.read_bytes() == data:
            return False
        self._write(shown, data)
        return True

    def _write(self, file: Path, data: bytes) -> None:
        own_files.write(file, data, self.paths.root, aside=self.work)
