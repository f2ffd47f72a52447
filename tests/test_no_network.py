"""A whole build asks nobody for anything: without a network it gives the same, and a listener hears nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from commands import coproduce

pytestmark = pytest.mark.slow

#: A picture by address in words that the check does not read: only the finished page shows it.
UNREAD = """
```{{eval-rst}}
.. image:: {0}/map.png
   :alt: A map of trees
```
"""
#: HTML as the output of a cell, which no page takes.
CELL = """
```{{code-cell}} python3
from IPython.display import HTML
HTML("<p><img alt='A map of trees' src='{0}/map.png'></p>")
```
"""
#: What a chapter may write: links, which nobody follows while the book is built.
LINKS = """
Read [the census]({0}/census) and {{download}}`a copy <{0}/copy>`.

```{{raw}} html
<p><a href="{0}/raw">More</a></p>
```
"""
#: What a chapter may not write.
LOADED = """
<iframe src="{0}/frame" title="A map of trees"></iframe>

![A map of trees]({0}/map.png)

```{{image}} {0}/picture.png
:alt: A map of trees
```

```{{csv-table}} Trees
:url: {0}/table.csv
```
"""


def build(report, proxy: str = "", before: tuple[str, ...] = (), command: str = "build") -> subprocess.CompletedProcess:
    """A command in a process of its own, for which ``proxy`` is the way to every other machine."""
    ways = {name: proxy for name in ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy") if proxy}
    environment = {**os.environ, **ways, **{name.upper(): way for name, way in ways.items()}, "PYTHONHASHSEED": "0"}
    environment.pop("no_proxy", None), environment.pop("NO_PROXY", None)
    if not before:
        return coproduce(command, cwd=report.paths.root, env=environment)
    return subprocess.run(
        [*before, sys.executable, "-m", "coproduce", command], cwd=report.paths.root, env=environment,
        capture_output=True, text=True, timeout=600, check=False)


def add(report, text: str) -> None:
    chapter = report.paths.chapter("survival")
    chapter.write_text(chapter.read_text(encoding="utf-8") + text, encoding="utf-8")


def bytes_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".coproduce-made"}


NO_NETWORK = ("unshare", "--map-root-user", "--net")


def permitted() -> bool:
    """Whether this machine lets a process have a network of its own, which leads nowhere."""
    return bool(shutil.which("unshare")) and not subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode


@pytest.mark.skipif(not permitted(), reason="NOT TESTED WITHOUT A NETWORK: unshare is missing or not permitted here")
def test_without_a_network_the_build_gives_the_same(tiny, built_tiny):
    reach = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    alone = subprocess.run([*NO_NETWORK, sys.executable, "-c", reach], capture_output=True, text=True, check=False)
    assert "unreachable" in alone.stderr
    done = build(tiny, before=NO_NETWORK)
    assert done.returncode == 0, done.stderr
    for made, expected in ((tiny.paths.html, built_tiny.html), (tiny.paths.formats, built_tiny.report.paths.formats)):
        assert bytes_of(made) == bytes_of(expected)


def test_a_build_with_addresses_asks_none_of_them(tiny_executed, listener):
    tiny = tiny_executed
    address, asked = listener
    add(tiny, LINKS.format(address))
    sources = tiny.paths.data / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("https://trees.example.org", address), encoding="utf-8")
    done = build(tiny, proxy=address)
    assert done.returncode == 0, done.stderr
    assert f"{address}/census" in (tiny.paths.html / "survival.html").read_text(encoding="utf-8")
    assert address in (tiny.paths.html / "sources.html").read_text(encoding="utf-8") and asked == []


def test_what_a_chapter_would_load_stops_the_build_unasked(tiny, listener):
    address, asked = listener
    add(tiny, LOADED.format(address))
    for command in ("check", "build"):
        done = build(tiny, proxy=address, command=command)
        assert done.returncode == 1 and done.stderr.count("[page.third-party]") == 4 and "Traceback" not in done.stderr
    assert asked == [] and not tiny.paths.html.exists()


def test_what_only_the_finished_page_would_load_stops_the_build_unasked(tiny_executed, listener):
    tiny = tiny_executed
    way, asked = listener
    address = "http://elsewhere.example"  # whoever asked for it would ask the listener, as the way there
    add(tiny, UNREAD.format(address))
    done = build(tiny, proxy=way)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "book/survival.md" in done.stderr and f"<img> is loaded from ‘{address}/map.png’ [page.third-party]" in done.stderr
    assert asked == [] and not tiny.paths.html.exists()


def test_html_from_a_cell_stops_the_build_unasked(tiny_executed, listener):
    tiny = tiny_executed
    address, asked = listener
    add(tiny, CELL.format(address))
    done = build(tiny, proxy=address)
    assert done.returncode == 1 and "Traceback" not in done.stderr and "[chapter.stray-output]" in done.stderr
    assert asked == [] and not tiny.paths.html.exists()
