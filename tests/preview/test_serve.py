"""What the server of a preview says of the files that a page names."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import pytest

from coproduce.preview.serve import server

PAGE = b"""<!DOCTYPE html><html><head><link rel="stylesheet" href="_static/report.css"><script src="_static/report.js" defer></script>
<link rel="stylesheet" href="_static/gone.css"></head><body><main><a href="data/rows.csv">Rows</a></main></body></html>"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, HTTPConnection]]:
    (tmp_path / "_static").mkdir()
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "_static" / "report.css").write_text('@font-face { src: url("sans.woff2"); }')
    (tmp_path / "_static" / "sans.woff2").write_bytes(b"a font")
    (tmp_path / "_static" / "report.js").write_text("one();")
    serving = server(tmp_path, SimpleNamespace(file=lambda name: None), 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    connection = HTTPConnection("127.0.0.1", serving.port)
    yield tmp_path, connection
    connection.close()
    serving.shutdown()
    serving.server_close()


def get(connection: HTTPConnection, path: str) -> tuple[str, str]:
    """What a page or file holds, and how long a browser may keep it."""
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.read().decode(), answer.headers["Cache-Control"]


def test_style_sheets_scripts_and_fonts_are_loaded_once_and_never_old(served) -> None:
    folder, connection = served
    page, kept = get(connection, "/page.html")
    assert kept == "no-cache"
    sheet, script = re.findall(r'"(_static/report\.(?:css|js)\?v=[0-9a-f]{16})"', page)
    assert 'href="_static/gone.css"' in page and 'href="data/rows.csv"' in page
    css, kept = get(connection, f"/{sheet}")
    assert "immutable" in kept
    (font,) = re.findall(r'url\("(sans\.woff2\?v=[0-9a-f]{16})"\)', css)
    assert get(connection, f"/_static/{font}") == ("a font", "max-age=31536000, immutable")
    assert get(connection, f"/{script}") == ("one();", "max-age=31536000, immutable")
    # Without a version, or with another one, it is asked for again each time.
    assert get(connection, "/_static/report.js")[1] == get(connection, "/_static/report.js?v=0123456789abcdef")[1] == "no-cache"


def test_what_changed_has_another_address(served) -> None:
    folder, connection = served
    before = re.findall(r"\?v=\w+", get(connection, "/page.html")[0])
    (folder / "_static" / "report.js").write_text("two();")
    (folder / "_static" / "sans.woff2").write_bytes(b"another font")  # the style sheet names it
    after = re.findall(r"\?v=\w+", get(connection, "/page.html")[0])
    assert len(before) == len(after) == 2 and not set(before) & set(after)
