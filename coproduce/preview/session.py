"""Follows a report while it is written: what was saved is read, checked, run and shown, the page in view first."""

from __future__ import annotations

import gc
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.build import dated
from coproduce.check import check, check_page
from coproduce.execution.runner import execute
from coproduce.ground.problems import Problem, ProblemsFound, render, stop_if_any
from coproduce.ground.read_input import read_text_input
from coproduce.preview.changes import Changes, Inputs, between
from coproduce.preview.live_book import LiveBook, ProblemsBySource
from coproduce.preview.results import execute_changed
from coproduce.publish.publication import Publication
from coproduce.report import Report
from coproduce.sphinx_ext.page_dependencies import page_inputs, page_uses, pages_to_read, pages_to_write

if TYPE_CHECKING:
    from coproduce.execution.warm import ForkServer
    from coproduce.preview.folder import Folder

_QUIET = 1.0  # seconds without a save before what nobody waits for is done
_TO_LOAD = 0.4  # seconds that a browser has to load a page before others are written: both are work of this process


@dataclass(frozen=True)
class State:
    """What a reader of the preview is told: ``working``, ``up to date`` or ``fault``, and what is wrong in words."""

    what: str
    words: str = ""


class Session:
    """One preview. ``open_pages`` tells which pages browsers show; ``tell`` is called with each
    new state, and again when what they show changed.

    All of it happens in the thread that calls :meth:`follow`.
    """

    def __init__(
        self, report: Report, folder: "Folder", server: "ForkServer | None", log: Callable[[str], None],
        tell: Callable[[State], None], open_pages: Callable[[], set[str]] = set,
    ):
        self.paths, self.folder, self.server, self.log = report.paths, folder, server, log
        self.tell, self.open_pages = tell, open_pages
        self.report = report
        self.live: LiveBook | None = None
        self.state = State("working")
        self._inputs, self._good, self._last_inputs = Inputs(report.paths), dict[str, str](), dict[str, str]()
        self._problems: ProblemsBySource = {}
        self._book: Publication | None = None  # the last one with an index
        self._unread, self._unwritten = set[str](), set[str]()
        self._unfinished = self._unchecked = False
        self._saved, self._stopped, self._shown = threading.Event(), False, False

    # From other threads.

    def saved(self) -> None:
        """Something may have been saved."""
        self._saved.set()

    def stop(self) -> None:
        """Let :meth:`follow` come back soon."""
        self._stopped = True
        self._saved.set()

    # In the thread of the session.

    def follow(self) -> None:
        """Show what there is, then what is saved, until :meth:`stop`."""
        self._saved.set()
        while not self._stopped:
            self._saved.wait()
            self._saved.clear()
            if not self._stopped:
                self.refresh()
                self._idle_work()
        if self.live is not None:
            self.live.close()

    def refresh(self) -> None:
        """Read what was saved, and show the pages in view."""
        gc.disable()  # it may be tidied when nobody waits
        try:
            self._refresh()
        finally:
            gc.enable()

    def _refresh(self) -> None:
        now = self._inputs.checksums()
        if self.live is not None and now == self._last_inputs and not self._revision_changed():
            return
        self._last_inputs = now
        self._state("working")
        started = time.perf_counter()
        self._record_problems(lambda: self._update(now))
        if not self._all_problems():
            self.log(f"shown after {time.perf_counter() - started:.2f} s")

    def finish(self) -> None:
        """Do all that is left to do, at once."""
        while self._step():
            pass
        self._settle()

    def _idle_work(self) -> None:
        """What nobody waits for, until something is saved."""
        if self._shown:
            self._shown = False
            self._saved.wait(_TO_LOAD)
        while not self._stopped and not self._saved.is_set():
            # The whole check takes a second, in which nothing else is done.
            if (self._unchecked and not self._unwritten and not self._unfinished and self._saved.wait(_QUIET)) or not self._step():
                break
        if not self._saved.is_set():
            self._settle()

    def _settle(self) -> None:
        self._state("fault" if self._all_problems() else "up to date")

    # What is done when something was saved.

    def _update(self, now: dict[str, str]) -> None:
        changes = between(self._good, now, self.paths)
        live = self.live
        if live is None or changes.everything:
            self._reload(now)
            return
        assert self._book is not None
        old = self._book
        report, book = self._read_report(old, changes)
        # What was read since all was well may say something that has been taken back.
        was, now_given = page_inputs(old), page_inputs(book)
        self._unread |= {*changes.pages, *pages_to_read(page_uses(old), was, now_given)} & live.pages
        before, changed = live.world, self._unread | {page for kind, page in live.problems if kind == "read"}
        with dated(book.revision.epoch):
            live.change(book)
            live.read(changed)
            if self._has_problem("read"):
                return
            after = live.number()
            every = live.pages if old.revision != book.revision else set()  # each page names it
            self._unwritten |= changed | every | pages_to_write(before, after, live.pages, changes.contributions)
            self._unfinished = self._unchecked = True
            for page in self._unwritten:  # what was wrong with it may be mended on another page
                live.problems.pop(("write", page), None)
            if self._has_problem("index"):
                return
            self.report, self._good, self._book, self._unread = report, now, book, set()
            for page in sorted(self._unwritten & (self.open_pages() or changed)):
                self._write(page)

    def _reload(self, now: dict[str, str]) -> None:
        """Read everything, in a new application."""
        report = Report.find(self.paths.root)
        stop_if_any(check(report))
        results = execute(report, log=self.log, server=self.server)
        revision = Publication(report, results).revision
        if self.live is not None:
            self.live.close()
            self.live = None
        self._good = {}
        self.folder.forget_work()
        with dated(revision.epoch):
            self.live = LiveBook(report, results, self.folder.stage, self.folder.doctrees)
        self._book, self._unread = self.live.book, set()
        self.report, self._good = report, now
        self._unwritten = set(self.live.pages) if self.live.problems else set()
        self._unfinished, self._unchecked = bool(self.live.problems), False
        if not self.live.problems:
            self._show(self.folder.show_all())

    def _read_report(self, old_book: Publication, changes: Changes) -> tuple[Report, Publication]:
        """The report as it is now, without what has not changed being read again, and what its chapters give."""
        old, report = self.report, Report(self.paths.root)
        report.settings, report.toc = old.settings, old.toc
        if not changes.tables:
            report.data = old.data
        if not changes.contributions:
            report.contributions = old.contributions
        with ThreadPoolExecutor(2) as beside:
            executed = beside.submit(
                execute_changed, report, old_book.results, changes, self.server, self.log)
            book = Publication(report, old_book.results)
            asked = beside.submit(lambda: (book.revision, book.history))
            stop_if_any(self._check_texts(report, changes.pages) if changes.text_only else check(report))
            book.results = executed.result()
            asked.result()
        book.take_over(old_book, changes.pages)
        return report, book

    def _check_texts(self, report: Report, pages: set[str]) -> list[Problem]:
        problems = []
        for page in pages:
            file = self.paths.chapter(page)
            text = read_text_input(file, self.paths.relative(file))
            problems += check_page(report, page, text, list(report.data.resources), report.settings)[1]
        return problems

    # What is done when nobody waits.

    def _step(self) -> bool:
        """Do one thing that is left to do; whether there was one."""
        live = self.live
        if live is None or self._has_problem("read", "index"):
            return False
        failed = {page for kind, page in live.problems if kind == "write"}
        if todo := self._unwritten - failed:
            in_view = todo & self.open_pages()
            self._record_problems(lambda: self._write(min(in_view or todo)), "write")
            return True
        if failed & self._unwritten:
            return False
        if self._unfinished:
            self._record_problems(self._finish, "finish")
            return True
        if self._unchecked:
            self._record_problems(self._check_all, "check")
            return True
        return False

    def _write(self, page: str) -> None:
        assert self.live is not None
        with dated(self.live.book.revision.epoch):
            self.live.write(page)
        if ("write", page) in self.live.problems:
            return
        self._unwritten.discard(page)
        if self.folder.show_page(page):
            self._show([f"{page}.html"])

    def _finish(self) -> None:
        assert self.live is not None
        self._unfinished = False
        with dated(self.live.book.revision.epoch):
            self.live.finish()
        if not self._has_problem("finish"):
            self._show(self.folder.show_all())

    def _check_all(self) -> None:
        self._unchecked = False
        stop_if_any(check(Report.find(self.paths.root)))

    # What is told.

    def _record_problems(self, act: Callable[[], None], what: str = "update") -> None:
        """Keep what ``act`` finds wrong, in place of what it found last time."""
        self._problems.pop((what, ""), None)
        try:
            act()
        except ProblemsFound as found:
            self._problems[what, ""] = found.problems
        except Exception as error:
            if self._stopped:  # what it works with is gone
                return
            traceback.print_exc()
            self._problems[what, ""] = [Problem(
                "", f"a fault of coproduce itself: {type(error).__name__}: {error}", code="preview.unexpected",
                action="Save the file again; if that does not help, report this with what the terminal shows.")]
            if self.live is not None:
                self.live.close()
                self.live = None  # nobody knows what state it is in
        if self._all_problems():
            self._state("fault")

    def _has_problem(self, *kinds: str) -> bool:
        return self.live is not None and any(kind in kinds for kind, _ in self.live.problems)

    def _all_problems(self) -> list[Problem]:
        found = {**self._problems, **(self.live.problems if self.live else {})}
        return [problem for problems in found.values() for problem in problems]

    def _state(self, what: str) -> None:
        problems = self._all_problems() if what == "fault" else []
        state = State(what, render(problems) if problems else "")
        if state != self.state:
            self.state = state
            if state.words and not self._stopped:
                self.log(state.words)
            self.tell(state)

    def _show(self, changed: list[str]) -> None:
        if changed:
            self._shown = True
            self.tell(self.state)

    def _revision_changed(self) -> bool:
        assert self.live is not None
        book = self.live.book
        return Publication(book.report, book.results).revision != book.revision

