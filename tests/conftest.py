"""Fixtures that the whole suite shares."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from built_book import BuiltBook, build_book
from filelock import FileLock
from marking import pytest_collection_modifyitems, pytest_make_parametrize_id, pytest_xdist_auto_num_workers
from report_parts import PARTS, add_rows, in_two_documents, keep_chapters

from coproduce.report import Report

__all__ = ["pytest_collection_modifyitems", "pytest_make_parametrize_id", "pytest_xdist_auto_num_workers"]  # hooks of pytest
TESTS = Path(__file__).parent
# A shell that runs the tests in the background lets them ignore interrupts, and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Reports and pages that tests share live to the end, and are many: with Python's own 700 an eighth of the time is spent
# looking for garbage among them. Memory grows by a quarter.
gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def report_root() -> Path:
    """The folder of the real report: this repository."""
    return TESTS.parent


@pytest.fixture(scope="session")
def asking() -> Path:
    """The folder of a report that asks fourteen questions, about places too, and holds no answer yet. Tests must not change it."""
    return TESTS / "asking"


@pytest.fixture
def tiny(tmp_path: Path) -> Report:
    """A fresh copy of the tiny report, which tests may change."""
    root = tmp_path / "tiny"
    shutil.copytree(TESTS / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    return Report(root)


@pytest.fixture
def tiny_executed(tiny: Report, built_tiny: Built) -> Report:
    """The report of :func:`tiny`, its chapters executed."""
    keep_chapters(built_tiny, tiny.paths.root)
    return Report(tiny.paths.root)


@dataclass(frozen=True)
class Built:
    """A report that has been built, and what its build said of itself."""

    report: Report
    summary: object
    log: list[str]
    #: What the change that was made before the build has returned.
    change: object = None

    @property
    def html(self) -> Path:
        return self.report.paths.html

    @property
    def pdf(self) -> Path:
        return self.report.paths.pdf / f"{self.report.settings.pdf_name}.pdf"


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a test run share."""
    here = factory.getbasetemp()
    shared = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "built"
    shared.mkdir(exist_ok=True)
    return shared


def _built(
    source: Path, parts: tuple[str, ...], factory: pytest.TempPathFactory, name: str,
    change: Callable[[Report], object] = lambda report: None, executed: Built | None = None,
) -> Built:
    """The report in ``source`` built in a copy, once for all workers of a test run.

    Chapters of ``executed`` that are the same are not run again.
    """
    from warm_builds import build

    shared = _shared(factory)
    root, said = shared / name, shared / f"{name}.pickle"
    with FileLock(shared / f"{name}.lock"):
        if not said.exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            for part in parts:
                if (source / part).is_dir():
                    shutil.copytree(source / part, root / part, ignore=shutil.ignore_patterns("_build"))
                elif (source / part).exists():
                    shutil.copy2(source / part, root / part)
            if executed:
                keep_chapters(executed, root)
            changed, log = change(Report(root)), []
            said.write_bytes(pickle.dumps((build(Report(root), log=log.append), log, changed)))
    return Built(Report(root), *pickle.loads(said.read_bytes()))


@pytest.fixture(scope="session")
def built_tiny(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny report, built once. Tests must not change it."""
    return _built(TESTS / "tiny", PARTS, tmp_path_factory, "tiny")


@pytest.fixture(scope="session")
def built_in_two(tmp_path_factory: pytest.TempPathFactory, built_tiny: Built) -> Built:
    """The tiny report built as two documents, once. Tests must not change it."""
    return _built(TESTS / "tiny", PARTS, tmp_path_factory, "tiny-in-two", in_two_documents, built_tiny)


@pytest.fixture(scope="session")
def built_in_own_look(tmp_path_factory: pytest.TempPathFactory, built_tiny: Built) -> Built:
    """The tiny report in a colour of its own and with a logo, built once. Tests must not change it."""
    from own_look import add_look

    return _built(TESTS / "tiny", PARTS, tmp_path_factory, "own-look", add_look, built_tiny)


@pytest.fixture(scope="session")
def built_in_renamed_folders(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny report with other names for its folders, built once. Tests must not change it."""
    from renamed_folders import rename_folders

    return _built(TESTS / "tiny", PARTS, tmp_path_factory, "renamed-folders", rename_folders)


@pytest.fixture(scope="session")
def built_for_readers(tmp_path_factory: pytest.TempPathFactory, built_tiny: Built) -> Built:
    """The tiny report without addresses and with more for readers, built once. Tests must not change it."""
    from for_readers import for_readers

    return _built(TESTS / "tiny", PARTS, tmp_path_factory, "for-readers", for_readers, built_tiny)


@pytest.fixture(scope="session")
def built_with_formulas(tmp_path_factory: pytest.TempPathFactory, built_tiny: Built) -> Built:
    """The tiny report with formulas and a footnote that is marked three times, built once. Tests must not change it."""
    from formula_page import add_formulas

    return _built(TESTS / "tiny", PARTS, tmp_path_factory, "formulas", add_formulas, built_tiny)


@pytest.fixture(scope="session")
def built_penguins(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example on open data, built once. Tests must not change it."""
    return _built(TESTS.parent / "examples" / "penguins", PARTS, tmp_path_factory, "penguins")


@pytest.fixture(scope="session")
def built_german(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small report in German, built once. Tests must not change it."""
    return _built(TESTS / "german", PARTS, tmp_path_factory, "german")


@pytest.fixture(scope="session")
def built_stock(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """A stock Jupyter Book with faults that books have, adopted and built once by the command. Tests must not change it."""
    return build_book(TESTS / "book_level" / "stock", _shared(tmp_path_factory) / "stock", adopt=True)


@pytest.fixture(scope="session")
def built_constructs(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """A Jupyter Book with one of each construct, built once by the command. Tests must not change it."""
    return build_book(TESTS / "book_level" / "constructs", _shared(tmp_path_factory) / "constructs")


@pytest.fixture(scope="session")
def built_german_book(tmp_path_factory: pytest.TempPathFactory) -> BuiltBook:
    """A small Jupyter Book in German, with all that has the machinery add words, built once by the command. Tests must not change it."""
    return build_book(TESTS / "book_level" / "german", _shared(tmp_path_factory) / "german-book")


@pytest.fixture(scope="session")
def built_report(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real report, built once. Tests must not change it."""
    return _built(TESTS.parent, PARTS, tmp_path_factory, "report")


@pytest.fixture(scope="session")
def two_editions(tmp_path_factory: pytest.TempPathFactory):
    """A repository of the tiny report with two built editions. Tests must not change it."""
    from edition_history import make_history

    return make_history(_shared(tmp_path_factory))


@pytest.fixture(scope="session")
def hostile_report(tmp_path_factory: pytest.TempPathFactory, built_tiny: Built) -> tuple[Built, dict[str, str], dict[str, str]]:
    """The tiny report with contributions that try to act, built once; and their titles and bodies by id."""
    from hostile_report import fill

    built = _built(TESTS / "tiny", PARTS, tmp_path_factory, "hostile", fill, built_tiny)
    return built, *built.change


def pytest_terminal_summary(terminalreporter) -> None:
    """Says in one line that browser tests were not run, how many, and what to do about it."""
    skipped = [r for r in terminalreporter.stats.get("skipped", ()) if "browser/" in r.nodeid]
    if skipped:
        reason = str(skipped[0].longrepr[2]).removeprefix("Skipped: ")
        terminalreporter.write_line(f"NOT TESTED IN A BROWSER: {len(skipped)} tests. {reason}", yellow=True, bold=True)


@pytest.fixture(scope="session")
def results(built_report: Built):
    """The executed chapters of the real report."""
    from warm_builds import execute

    return execute(Report(built_report.report.paths.root), log=lambda line: None)


#: More than a page holds, more than paged formats print, and few enough to build in seconds.
MANY = 620


@pytest.fixture(scope="session")
def report_with_many(tmp_path_factory: pytest.TempPathFactory, built_tiny: Built):
    """The tiny report with :data:`MANY` synthetic contributions and a thousand more numbers and sources each, its web
    edition built, and its manuscript."""
    import importlib.util

    from warm_builds import execute

    from coproduce.publish.html import build_html
    from coproduce.publish.manuscript import make_manuscript

    spec = importlib.util.spec_from_file_location("many", TESTS.parent / "benchmarks" / "many_contributions.py")
    many = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(many)
    folder = tmp_path_factory.mktemp("many")
    shutil.copytree(TESTS / "tiny", folder / "tiny", ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, folder / "tiny")
    many.add_contributions(folder / "tiny", MANY)
    add_rows(folder / "tiny", 1000)
    report = Report(folder / "tiny")
    book = build_html(report, execute(report, log=lambda line: None), folder / "html", log=lambda line: None)
    return report, book.folder, make_manuscript(book.app, report, folder / "manuscript")


@pytest.fixture
def listener():
    """A server on this machine's own address; ``asked`` holds each request that reached it."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        def answer():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200))
                    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>FETCHED</p>")

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
