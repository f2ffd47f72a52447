"""From a report's folder to its book and its PDF, in named stages.

Nothing that a reader opens is touched before everything is finished: outputs
are made under ``_build/work`` and put in place together at the end. A build that
was stopped, at whatever moment, leaves the last good outputs or the new ones; the
next build needs no help.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from coproduce.execution.warm import ForkServer, head_start
from coproduce.ground import disk_faults, own_files
from coproduce.ground.check_cache import CheckCache
from coproduce.ground.checksums import checksums, intact, names_below
from coproduce.ground.country import current_country, use_country, using_country
from coproduce.ground.file_cache import StepCache
from coproduce.ground.folder_lock import locked
from coproduce.ground.git_revision import Revision, read_revision
from coproduce.ground.interface_words import current_language, use_language, using_language
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.ground.process_end import collected_rarely
from coproduce.ground.replace_outputs import OUTPUT, begin, put_in_place, recover, refuse_foreign
from coproduce.publish.forge import missing_addresses
from coproduce.report import Report
from coproduce.source.inputs import fingerprint, input_files, kind_of, toolchain
from coproduce.source.odd_files import check_files
from coproduce.source.paths import BUILD, LOCK, Paths

Log = Callable[[str], None]

#: Where the web edition offers PDF and other formats.
DOWNLOADS = "downloads"
#: What the outputs are and what they were made from; replaced together with them.
_STATE = "state.json"
#: What the list of ``_build/work`` says that it is for.
_WORK = "work"
#: The folders that are made in ``_build/work``; the fourth and fifth are Sphinx's.
_IN_WORK = ("html", "pdf", "formats", "doctrees", "jupyter_execute", "print", "finished")


@dataclass
class Summary:
    """What a build made: where it is, how long it took, how much of it there is.

    ``seconds`` holds each stage's time, ``counts`` the numbers of pages, figures,
    numbers (registered values) and contributions, ``outputs`` the files to open, ``reported``
    what was found and does not stop a build.
    """

    outputs: list[Path] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unchanged: bool = False
    reported: list[Problem] = field(default_factory=list)


def build(report: Report, log: Log = print, force: bool = False, server: ForkServer | None = None) -> Summary:
    """Build all outputs, or find that they are up to date.

    ``server`` is a warm process that is already there, for chapters to run in; otherwise one is begun if any runs.

    Waits for another build of the same folder to end, half an hour at most. Raises
    :class:`coproduce.ground.problems.ProblemsFound` with everything that stands in the
    way; the last good outputs are then still in place.
    """
    def waiting() -> None:
        log("Another build of this report is running; waiting for it to end …")

    with (
        disk_faults.disk_errors_as_problems(report.paths.root),
        locked(report.paths.build / LOCK, waiting, lambda: _begin(report.paths)),
        using_language(current_language()),
        using_country(current_country()),
        collected_rarely(),
    ):
        return _build(report, log, force, server)


def _begin(paths: Paths) -> None:
    """Have the folder ``_build``, with a list of what builds make in it; what else is there stays."""
    own_files.make_list(paths.build, BUILD, paths.root)
    if paths.is_book:  # whose pages may have no cells: then nothing else begins this list
        own_files.make_list(paths.cache, own_files.KEPT, paths.root)
    own_files.note(paths.build, [
        LOCK, _STATE, *(folder.name for folder in (*_outputs(paths), paths.cache, paths.work)),
    ], paths.root)


def _build(report: Report, log: Log, force: bool, given: ForkServer | None) -> Summary:
    paths = report.paths
    if recover(paths.build, paths.root):
        log("The last build was stopped while its outputs were put in place; that is finished now.")
    own_files.sweep_below(paths.cache, paths.root)  # left by a process that was stopped
    started = time.perf_counter()
    stop_if_any(check_files(paths))
    inputs = checksums(input_files(paths))
    last = _read_state(paths.build / _STATE)
    _adopt(paths, last)
    # Said now, and not after a minute of building.
    refuse_foreign(list(_outputs(paths)), paths.root)
    _clear_work(paths)
    revision = read_revision(paths.root, last.get("edition_date", "1970-01-01"))
    mark = fingerprint(inputs, revision.label, revision.epoch)
    if not force and _up_to_date(paths, last, mark):
        log("Nothing has changed since the last build; the outputs are intact.")
        return Summary(
            outputs=[paths.root / name for name in last["summary"]["outputs"]],
            seconds={"look for changes": time.perf_counter() - started},
            counts=last["summary"]["counts"],
            unchanged=True,
            reported=[Problem(**problem) for problem in last["summary"].get("reported", ())],
        )
    summary = Summary()
    with nullcontext(given) if given else head_start(paths, _chapters_may_run(inputs, last, paths), _had_figures(last)) as server:
        with _stage("check", summary, log):
            from coproduce.check import check

            report.checks = CheckCache(StepCache(paths.cache / "checks", toolchain()))
            try:
                stop_if_any(check(report))
            finally:
                report.checks.save()
        use_language(report.settings.interface_language)
        use_country(report.settings.country)
        for line in missing_addresses(report.settings):
            log(line)
        with _stage("execute chapters", summary, log):
            from coproduce.execution.runner import execute

            # Two seconds of imports pass while kernels work.
            results = execute(report, log=log, server=server, meanwhile=_preload)
    revision = read_revision(paths.root, report.settings.date)
    mark = fingerprint(inputs, revision.label, revision.epoch)
    _make_outputs(report, results, revision, inputs, mark, summary, log)
    return summary


def _make_outputs(
    report: Report, results, revision: Revision, inputs: dict[str, str], mark: str, summary: Summary, log: Log
) -> None:
    paths = report.paths
    own_files.make(paths.work, _WORK, paths.root)
    own_files.note(paths.work, [f"{name}/**" for name in _IN_WORK], paths.root)
    (paths.work / "pdf").mkdir()
    from coproduce.publish.all_forms import write_all

    with dated(revision.epoch), _stage("write HTML, PDF and other formats", summary, log):
        documents, formats = write_all(report, results, revision, paths.work / "pdf", log, None if paths.is_book else inputs)
    with _stage("put in place", summary, log):
        from coproduce.editions import manifest
        from coproduce.publish.downloads import add_facts

        for file in (*(document.path for document in documents), *formats):
            _copy_into(paths.work / "html" / DOWNLOADS, file)
        add_facts(paths.work / "html")
        manifest.write_sums(paths.work / "html" / DOWNLOADS)
        manifest.write(manifest.manifest(report, revision, inputs, paths.work / "html"), paths.work / "html")
        summary.outputs = [
            paths.html / "index.html", *(paths.pdf / document.path.name for document in documents),
            *(paths.formats / file.name for file in formats),
        ]
        summary.reported = list(report.reported)
        summary.counts = {
            "pages of the book": len(report.toc.chapters),
            "pages of the PDF": documents[0].pages,
            **{f"pages of {document.path.name}": document.pages for document in documents[1:]},
            **({} if paths.is_book else _report_counts(report, results)),
        }
        finished = paths.work / "finished"
        begin(finished, paths.root)
        for folder in _outputs(paths):
            (paths.work / folder.name).rename(finished / folder.name)
        _write_state(report, finished, inputs, mark, summary)
        put_in_place(finished, paths.build, paths.root)
        own_files.remove(paths.work, _WORK, paths.root)


def _report_counts(report: Report, results) -> dict[str, int]:
    """What a report has and other books do not."""
    return {"figures": len(results.figures), "numbers": len(results.values), "contributions": len(report.contributions)}


def _outputs(paths) -> tuple[Path, ...]:
    return paths.html, paths.pdf, paths.formats


def _adopt(paths: Paths, last: dict) -> None:
    """Write the lists of outputs that version 0.1 made: it kept none, but a record of each file."""
    for folder in _outputs(paths):
        names = last.get(folder.name)
        if isinstance(names, dict) and folder.is_dir() and not own_files.kind_of(folder, paths.root):
            own_files.adopt(folder, OUTPUT, names, paths.root)


def _clear_work(paths: Paths) -> None:
    """Delete what a stopped build left half-made; raise if anything else lies there."""
    if own_files.remove(paths.work, _WORK, paths.root):
        own_files.refuse_foreign(paths.work, _WORK, paths.root)


def _copy_into(folder: Path, file: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)


@contextmanager
def dated(epoch: int) -> Iterator[None]:
    """Let Sphinx and Typst write this moment, and no later build in this process."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _preload() -> None:
    from coproduce.publish.html import preload

    preload()


@contextmanager
def _stage(name: str, summary: Summary, log: Log) -> Iterator[None]:
    log(f"{name} …")
    started = time.perf_counter()
    yield
    summary.seconds[name] = time.perf_counter() - started
    log(f"{name}: {summary.seconds[name]:.1f} s")


def _read_state(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _up_to_date(paths, last: dict, mark: str) -> bool:
    return last.get("fingerprint") == mark and all(
        intact(folder, last.get(folder.name, {})) for folder in _outputs(paths)
    )


def _had_figures(last: dict) -> bool:
    return bool(last.get("summary", {}).get("counts", {}).get("figures"))


def _chapters_may_run(inputs: dict[str, str], last: dict, paths: Paths) -> bool:
    """Whether something changed since the last build that chapters read: a table, a contribution, a module of their own."""
    known = last.get("inputs", inputs)
    changed = {name for name in inputs.keys() | known.keys() if inputs.get(name) != known.get(name)}
    return any(kind_of(name, paths) in ("table", "contribution") or name.endswith(".py") for name in changed)


def _write_state(report: Report, finished: Path, inputs: dict[str, str], mark: str, summary: Summary) -> None:
    """Record beside the finished outputs what they are and what they were made from."""
    paths = report.paths
    state = {
        "fingerprint": mark,
        "inputs": inputs,
        "edition_date": report.settings.date,
        **{folder.name: _folder_checksums(finished / folder.name) for folder in _outputs(paths)},
        "summary": {
            "outputs": [paths.relative(p) for p in summary.outputs],
            "counts": summary.counts,
            **({"reported": [vars(problem) for problem in summary.reported]} if summary.reported else {}),
        },
        "python": sys.version.split()[0],
    }
    (finished / _STATE).write_text(json.dumps(state, indent=1), encoding="utf-8")


def _folder_checksums(folder: Path) -> dict[str, str]:
    return checksums((name, folder / name) for name in names_below(folder))
