"""PDF and other formats of a report that is previewed, made on request by a process of their own.

    python -m coproduce.preview.documents FOLDER

It writes into ``_build/preview/documents`` while the preview goes on: Sphinx keeps what it knows of
a book for the whole process, so that two books cannot be read in one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.checksums import files_below
from coproduce.ground.problems import ProblemsFound, stop_if_any
from coproduce.preview.folder import DOCUMENTS
from coproduce.source.paths import Paths


@dataclass(frozen=True)
class _InPreview(Paths):
    """The paths of a report whose documents are made within its preview's folder."""

    @property
    def work(self) -> Path:
        return self.preview / DOCUMENTS / "work"


class Documents:
    """Makes the documents when asked, one request at a time. ``made`` names the files that are there."""

    def __init__(self, paths: Paths, tell: Callable[[], None]):
        self.folder, self._paths, self._tell = paths.preview / DOCUMENTS, paths, tell
        self.working, self.fault = False, ""
        self.made: tuple[str, ...] = ()
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def ask(self) -> None:
        """Begin to make them, unless that is being done."""
        with self._lock:
            if self.working:
                return
            self.working, self.fault = True, ""
        threading.Thread(target=self._make, daemon=True).start()
        self._tell()

    def stop(self) -> None:
        """End what is being made."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def file(self, name: str) -> Path | None:
        """The document of this name, if it is made."""
        return self.folder / name if name in self.made else None

    def _make(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "coproduce.preview.documents", str(self._paths.root)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        told, faults = self._process.communicate()
        if self._process.returncode == 0:
            self.made = tuple(json.loads(told.splitlines()[-1]))
        else:
            self.fault = faults.strip()[-4000:]
        self.working = False
        self._tell()


def main() -> int:
    try:
        print(json.dumps(_write(Path(sys.argv[1]))))
    except ProblemsFound as found:
        print(found, file=sys.stderr)
        return 1
    return 0


def _write(root: Path) -> list[str]:
    """Make all documents of the report at ``root``; their names, that of the report's PDF first."""
    from coproduce.build import dated
    from coproduce.check import check
    from coproduce.execution.runner import execute
    from coproduce.ground.git_revision import read_revision
    from coproduce.publish.all_forms import write_all
    from coproduce.report import Report

    def quiet(line: str) -> None:
        """Progress of a process that nobody looks at."""

    paths = _InPreview(root)
    report = Report(root)
    stop_if_any(check(report))
    results = execute(report, log=quiet)
    report.paths = paths
    for path in list(files_below(paths.work)) if paths.work.is_dir() else ():
        own_files.unlink(path, root)
    (paths.work / "pdf").mkdir(parents=True, exist_ok=True)
    revision = read_revision(root, report.settings.date)
    with dated(revision.epoch):
        documents, formats = write_all(report, results, revision, paths.work / "pdf", quiet)
    made = [*(document.path for document in documents), *formats]
    own_files.write_all({paths.preview / DOCUMENTS / path.name: path.read_bytes() for path in made}, root)
    return [path.name for path in made]


if __name__ == "__main__":
    sys.exit(main())
