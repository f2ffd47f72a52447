"""``coproduce preview``: folder, server, watcher and session together."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from coproduce.charts.drawing import drawing_process
from coproduce.execution.warm import CAN_FORK, ForkServer
from coproduce.ground.disk_faults import disk_errors_as_problems
from coproduce.preview.documents import Documents
from coproduce.preview.folder import prepared
from coproduce.preview.serve import server
from coproduce.preview.session import Session, State
from coproduce.preview.watch import watch_report
from coproduce.publish.downloads import pdf

if TYPE_CHECKING:
    from coproduce.report import Report

#: So many seconds a session gets to come to an end.
_TO_END = 3.0


def preview(report: "Report", log: Callable[[str], None], port: int | None = None) -> None:
    """Show ``report`` and what is saved of it, until somebody presses Ctrl-C.

    Raises :class:`~coproduce.ground.problems.ProblemsFound` if another preview of it runs, or the
    port is taken.
    """
    # What is asked of git here changes nothing in the repository.
    os.environ["GIT_OPTIONAL_LOCKS"] = "0"
    with ExitStack() as stack:
        stack.enter_context(disk_errors_as_problems(report.paths.root))
        folder = stack.enter_context(prepared(report.paths))
        kernels = stack.enter_context(ForkServer(charts=True)) if CAN_FORK else None
        if not kernels:
            stack.enter_context(drawing_process())
        documents = Documents(report.paths, lambda: serving.readers.tell(**_documents(documents, session)))
        stack.callback(documents.stop)
        serving = server(folder.html, documents, port)
        stack.callback(serving.server_close)
        folder.mark(serving.address)

        def tell(state: State) -> None:
            serving.readers.tell(state=state.what, words=state.words, **_documents(documents, session))

        session = Session(report, folder, kernels, log, tell, serving.open_pages)
        threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        stack.callback(serving.shutdown)
        stop = threading.Event()
        watch_report(report.paths, session.saved, stop)
        stack.callback(stop.set)
        log(f"Preview at {serving.address} (stop with Ctrl-C)")
        ended = _until_stopped(session)
    if not ended:
        os._exit(0)  # it is in the middle of a page that nobody will see


def _until_stopped(session: Session) -> bool:
    """Let the session work in a thread: this one hears Ctrl-C. Whether it came to its end then."""
    working = threading.Thread(target=session.follow, name="session", daemon=True)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    working.start()
    try:
        while working.is_alive():
            working.join(0.2)
    except KeyboardInterrupt:
        session.stop()
        with suppress(KeyboardInterrupt):
            working.join(_TO_END)
    finally:
        signal.signal(signal.SIGTERM, before)
    return not working.is_alive()


def _documents(documents: Documents, session: Session) -> dict[str, str]:
    """What the bar says of the documents: that they are made, a fault, or where the PDF is."""
    at = pdf(session.report.settings).path if documents.made else ""
    return {"documents": "working" if documents.working else "fault" if documents.fault else "",
            "documentsFault": documents.fault, "pdf": f"/{at}" if at else ""}
