"""Serves the pages of a preview to browsers of this machine, with the bar that says what they are.

The standard library's server is enough: one author's browser, files of one folder, and a stream of
events, which Server-Sent Events make of an ordinary answer. Tornado is in the lock, too, but it would
want its own loop in a program that otherwise works in threads.
"""

from __future__ import annotations

import mimetypes
import queue
import re
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.preview.events import Readers
from coproduce.publish.downloads import FOLDER as DOWNLOADS

if TYPE_CHECKING:
    from coproduce.preview.documents import Documents

HOST = "127.0.0.1"
#: Where to look for a free port, unless one is asked for.
PORTS = range(8000, 8020)
#: Below this address lies what is not of the report.
OWN = "/.preview/"
_BAR = Path(__file__).parent / "bar"
_FILES = {f"{OWN}{name}": _BAR / name for name in ("bar.js", "bar.css")}
#: So often a silent stream says that it is there (seconds).
_HEARTBEAT = 15
#: Where a page or a style sheet names a style sheet, script or font of the report's own.
_LASTING = re.compile(rb'((?:href="|src="|url\("))((?:\.\./)*(?:_static/)?[\w.-]+\.(?:css|js|woff2))"')
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".csv": "text/csv", ".json": "application/json"}


def version(data: bytes) -> str:
    """What tells one state of a file from another."""
    return sha256(data).hexdigest()[:16]


class Server(ThreadingHTTPServer):
    """The server of one preview; ``folder`` holds its pages."""

    daemon_threads = True

    def __init__(self, folder: Path, documents: "Documents", port: int):
        self.folder, self.documents = folder, documents
        self.readers = Readers(self.version_of)
        super().__init__((HOST, port), _Handler)
        self.port = int(self.server_address[1])
        self.address = f"http://{HOST}:{self.port}/"
        self.hosts = {f"{name}:{self.port}" for name in (HOST, "localhost")}

    def file(self, path: str) -> Path | None:
        """The file that the address ``path`` means; None if there is none."""
        parts = PurePosixPath(unquote(path)).parts[1:]
        if any(part in (".", "..") or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        if len(parts) == 2 and parts[0] == DOWNLOADS and (made := self.documents.file(parts[1])):
            return made
        file = self.folder.joinpath(*parts)
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() else None

    def version_of(self, path: str) -> str:
        """The state of the page at ``path``; "" if there is none."""
        file = self.file(path)
        try:
            return version(file.read_bytes()) if file else ""
        except OSError:
            return ""

    def open_pages(self) -> set[str]:
        """The names of the pages that browsers show."""
        found = set()
        for path in self.readers.paths():
            file = self.file(path)
            if file is not None and file.suffix == ".html":
                found.add(file.relative_to(self.folder).with_suffix("").as_posix())
        return found

    def handle_error(self, request, client_address) -> None:
        """A browser that goes away while it is answered is no fault."""


def server(folder: Path, documents: "Documents", port: int | None) -> Server:
    """A server at ``port``, or at the first free one. Raises :class:`~coproduce.ground.problems.ProblemsFound`."""
    for tried in [port] if port is not None else [*PORTS, 0]:
        try:
            return Server(folder, documents, tried)
        except OSError as error:
            reason = error.strerror or str(error)
    raise ProblemsFound([Problem(
        f"{HOST}:{port}", f"the preview cannot be served here: {reason}", code="preview.port",
        expected="a port that no other program uses", action="Leave --port out, or give another one.")])


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._from_here():
            return
        asked = urlsplit(self.path)
        if asked.path == f"{OWN}events":
            self._events(parse_qs(asked.query))
        elif asked.path in _FILES:
            self._answer(_FILES[asked.path].read_bytes(), _FILES[asked.path].name)
        else:
            self._file(asked.path)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        # Not from a form of another site: only a script of this one sends such a header.
        if not self._from_here() or self.headers.get("X-Preview") != "1":
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        if self.path != f"{OWN}documents":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.server.documents.ask()
        self._answer(b"{}", "x.json", HTTPStatus.ACCEPTED)

    def _from_here(self) -> bool:
        """Whether the address in the request is this server's: no other site may read it under a name of its own."""
        if self.headers.get("Host", "") in self.server.hosts:
            return True
        self.send_error(HTTPStatus.FORBIDDEN)
        return False

    def _file(self, path: str) -> None:
        file, status = self.server.file(path), HTTPStatus.OK
        if file is None:
            status = HTTPStatus.NOT_FOUND
            file = self.server.file("/404.html")
        try:
            data = file.read_bytes() if file else _waiting()
        except OSError:
            data, status = _waiting(), HTTPStatus.NOT_FOUND
        if path.startswith(f"/{DOWNLOADS}/") and status == HTTPStatus.NOT_FOUND:
            data, file = _not_made(), None
        name = file.name if file else "page.html"
        if name.endswith(".html"):
            # What the page is compared with is what is there under its own address.
            shown = version(data) if status == HTTPStatus.OK else ""
            data = self._with_versions(_with_bar(data, shown), path)
        elif name.endswith(".css"):
            data = self._with_versions(data, path)
        self._answer(data, name, status, lasting=parse_qs(urlsplit(self.path).query).get("v") == [version(data)])

    def _with_versions(self, data: bytes, path: str) -> bytes:
        """``data`` with the version of each style sheet, script and font in its address: a page that is loaded
        anew need not ask for them again, and never gets an old one."""
        def named(match: re.Match[bytes]) -> bytes:
            address = match[2].decode()
            file = self.server.file(urljoin(path, address))
            if file is None:
                return match[0]
            content = file.read_bytes()
            if file.suffix == ".css":
                content = self._with_versions(content, urljoin(path, address))
            return b'%b%b?v=%b"' % (match[1], match[2], version(content).encode())

        return _LASTING.sub(named, data)

    def _answer(self, data: bytes, name: str, status: HTTPStatus = HTTPStatus.OK, lasting: bool = False) -> None:
        tag = f'"{version(data)}"'
        unchanged = status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else status)
        if not unchanged:
            kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
            text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
            self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if lasting else "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if not unchanged and self.command != "HEAD":
            self.wfile.write(data)

    def _events(self, asked: dict[str, list[str]]) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with self.server.readers.joined(asked.get("page", ["/"])[0], asked.get("version", [""])[0]) as reader:
            try:
                while True:
                    try:
                        self.wfile.write(f"data: {reader.waiting.get(timeout=_HEARTBEAT)}\n\n".encode())
                    except queue.Empty:
                        self.wfile.write(b": still here\n\n")
                    self.wfile.flush()
            except OSError:
                return

    def log_message(self, format: str, *arguments: object) -> None:
        """Requests of one's own browser are no news."""


def _with_bar(page: bytes, shown: str) -> bytes:
    """A page as the browser gets it: what is added here stands in no file."""
    added = (f'<link rel="stylesheet" href="{OWN}bar.css">'
             f'<script src="{OWN}bar.js" data-version="{escape(shown)}" defer></script>')
    return page.replace(b"</head>", added.encode() + b"</head>", 1)


def _page(title: str, text: str) -> bytes:
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
            f"<body><main><h1>{escape(title)}</h1><p>{escape(text)}</p></main></body></html>").encode()


def _waiting() -> bytes:
    return _page("Preview", "The report is being read. It is shown here as soon as it is there.")


def _not_made() -> bytes:
    return _page("Not made yet", "Documents are made on request: ‘make the PDF’ in the bar below.")


