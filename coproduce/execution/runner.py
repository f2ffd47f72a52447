"""Executes the chapters of a report, those that need it, side by side."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coproduce.execution import failures
from coproduce.execution.book_pages import placed, read_book_page
from coproduce.execution.cache import Cache, new_result
from coproduce.execution.notebook import ChapterSource, CodeCell, read_chapter
from coproduce.execution.results import ChapterResult, Output, Results, check_names
from coproduce.execution.schedule import longest_first
from coproduce.execution.stray_outputs import stray_outputs
from coproduce.execution.warm import CAN_FORK, ForkServer, head_start
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.report import Report
from coproduce.source.front_matter import check_inputs

if TYPE_CHECKING:
    from coproduce.execution.kernel import Kernels

Log = Callable[[str], None]
CELL_SECONDS = 120


@dataclass
class _Job:
    """A chapter that has to run, and what came of it."""

    chapter: ChapterSource
    parts: dict[str, str]
    reason: str
    result: ChapterResult | None = None
    problems: list[Problem] = field(default_factory=list)


def execute(
    report: Report, log: Log = print, jobs: int | None = None, warm: bool | None = None,
    server: ForkServer | None = None, cell_seconds: int = CELL_SECONDS, known: Mapping[str, ChapterResult] | None = None,
    only: Collection[str] | None = None, meanwhile: Callable[[], None] | None = None,
) -> Results:
    """The outputs of all chapters, run now or kept from before.

    ``jobs`` is how many chapters run at once (by default two a processor: half of a
    kernel's start is waiting),
    ``warm`` whether kernels are forked (by default where that is possible),
    ``server`` a warm process that is already there, ``cell_seconds`` how long a
    single cell may take.
    ``known`` holds results of chapters of which the caller knows that nothing they are made from
    has changed; these are not looked at. With ``only``, nor is any other page than those.
    ``meanwhile`` is called while chapters run, if any does; by the caller's thread, which has nothing else to do.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with the failures of all
    chapters; those that did not fail are kept all the same.
    """
    with ExitStack() as stack:
        if server is None and warm is not False:
            server = stack.enter_context(head_start(report.paths))
        return _execute_all(report, log, jobs, warm, server, cell_seconds, known or {},
                            report.toc.chapters if only is None else only, meanwhile or (lambda: None))


def _execute_all(
    report: Report, log: Log, jobs: int | None, warm: bool | None, server: ForkServer | None, cell_seconds: int,
    known: Mapping[str, ChapterResult], only: Collection[str], meanwhile: Callable[[], None],
) -> Results:
    chapters = _read(report, set(only) - set(known))
    cell_seconds = report.settings.stock.timeout if report.paths.is_book else cell_seconds
    cache = Cache(report)
    results: dict[str, ChapterResult] = {}
    todo: list[_Job] = []
    for chapter in chapters:
        parts = cache.parts(chapter)
        stored, why = cache.load(chapter, parts)
        if stored is not None:
            results[chapter.name] = stored
        else:
            todo.append(_Job(chapter, parts, why))
    if results and not known:
        log(f"not executed, nothing changed: {', '.join(results)}")
    if todo:
        # Chapters report from their own threads: one line at a time.
        log = _one_at_a_time(log)
        # By this thread alone: where two import packages whose parts import each other, one may see them half imported.
        import nbclient  # noqa: F401

        from coproduce.execution.kernel import Kernels

        with Kernels(report.paths, CAN_FORK if warm is None else warm, server) as kernels:
            _run_all(
                longest_first(todo, lambda job: job.chapter.name, report.paths, cache), jobs or 2 * (os.cpu_count() or 1),
                lambda job: _run(job, report, kernels, cache, log, cell_seconds), kernels, meanwhile)
    stop_if_any(report.judge(placed(problem) for job in todo for problem in job.problems))
    if todo:
        cache.forget_others(report.toc.chapters)
    results |= {job.chapter.name: job.result for job in todo if job.result}
    results |= known
    ordered = {name: results[name] for name in report.toc.chapters if name in results}
    stop_if_any(check_names(ordered.values()))
    return Results(ordered, report.data.sources())


def _one_at_a_time(log: Log) -> Log:
    lock = threading.Lock()

    def locked(line: str) -> None:
        with lock:
            log(line)

    return locked


def _read(report: Report, pages: Collection[str]) -> list[ChapterSource]:
    """Those of ``pages`` that are chapters with code, in the order of the contents."""
    chapters, problems = [], []
    for name in report.toc.chapters:
        if name not in pages:
            continue
        if report.paths.is_book:
            chapter, found = read_book_page(report.paths, name, report.settings.stock)
        else:
            chapter, found = read_chapter(report.paths, name)
        problems += found
        if chapter:
            chapters.append(chapter)
            problems += check_inputs(chapter.matter, chapter.path, list(report.data.resources))
    stop_if_any(report.judge(problems))
    return chapters


def _run_all(todo: list[_Job], jobs: int, run: Callable[[_Job], None], kernels: Kernels, meanwhile: Callable[[], None]) -> None:
    # Threads rather than one event loop: nbclient takes Ctrl+C away from a main thread.
    pool = ThreadPoolExecutor(min(jobs, len(todo)), thread_name_prefix="chapter")
    try:
        running = [pool.submit(run, job) for job in todo]
        meanwhile()
        for one in running:
            one.result()
    except BaseException:
        kernels.stop()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run(job: _Job, report: Report, kernels: Kernels, cache: Cache, log: Log, cell_seconds: int) -> None:
    chapter = job.chapter
    log(f"executing {chapter.name}: {job.reason}")
    started = time.perf_counter()
    outputs, problems = asyncio.run(_execute(chapter, report, kernels, cell_seconds))
    seconds = round(time.perf_counter() - started, 2)
    job.problems = problems or [*failures.warnings(chapter, outputs), *stray_outputs(chapter, outputs)]
    fatal, listed = report.settings.rules.judge(job.problems)
    if fatal or listed:
        log(f"failed {chapter.name} after {seconds:.1f} s")
        if problems and not fatal and not chapter.keeps_outputs:
            job.result = new_result(chapter, outputs, seconds, job.reason)  # shown as far as it came; run again next time
        return
    job.result = new_result(chapter, outputs, seconds, job.reason)
    cache.store(job.result, chapter, job.parts)
    log(f"executed {chapter.name} in {seconds:.1f} s")


async def _execute(
    chapter: ChapterSource, report: Report, kernels: Kernels, cell_seconds: int
) -> tuple[tuple[tuple[Output, ...], ...], list[Problem]]:
    """The outputs of each code cell; or the problem of the cell that failed."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    from coproduce.execution.kernel import QUIET

    current: CodeCell | None = None
    places = {cell.index: cell for cell in chapter.cells}

    def note(cell_index: int, **_: object) -> None:
        nonlocal current
        current = places.get(cell_index, current)

    manager = kernels.manager()
    client = NotebookClient(
        chapter.notebook, km=manager, log=QUIET, timeout=cell_seconds, startup_timeout=60,
        force_raise_errors=not report.paths.is_book, allow_errors=report.settings.stock.allow_errors,
        # What a cell shows may arrive long after it has ended, on a busy machine: nbclient would go on without it after four seconds.
        iopub_timeout=cell_seconds, raise_on_iopub_timeout=True,
        record_timing=False, store_widget_state=False, coalesce_streams=True,
        shutdown_kernel="immediate", on_cell_execute=note)
    problem = None
    try:
        await client.async_execute(
            cleanup_kc=True, env=kernels.env, cwd=str(report.paths.chapter(chapter.name).parent))
    except CellExecutionError as error:
        assert current, "a cell was begun"
        shown = [o for o in chapter.notebook.cells[current.index].outputs if o["output_type"] == "error"]
        output = shown[-1] if shown else {"ename": error.ename, "evalue": error.evalue}
        problem = failures.cell_error(chapter, current, output)
    except CellTimeoutError:
        assert current, "a cell was begun"
        problem = failures.cell_timeout(chapter, current, cell_seconds)
    except RuntimeError as error:  # nbclient's DeadKernelError, or a kernel that never started
        problem = failures.dead_kernel(chapter, current, kernels.stderr_tail() or str(error))
    finally:
        # A kernel that could not be started is cleaned up already, and nbclient would do it once more at the end.
        atexit.unregister(client._cleanup_kernel)
    outputs = tuple(
        tuple(_plain(output) for output in chapter.notebook.cells[cell.index].outputs)
        for cell in chapter.cells)
    return outputs, [problem] if problem else []


def _plain(output: Output) -> Output:
    """An output as plain data, as the cache gives it back."""
    return json.loads(json.dumps(output))
