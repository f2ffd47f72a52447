"""``coproduce preview`` in a real browser: what is saved is shown, where the reader was; faults stand over the page."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

#: All in one process: they share a preview.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("preview")]

TINY = Path(__file__).parents[1] / "tiny"


@dataclass
class Running:
    """A preview of the tiny report: its folder, address, process, and what it said so far."""

    root: Path
    address: str
    process: subprocess.Popen
    log: Path

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


def until(ready: Callable[[], object], seconds: float = 120):
    """What ``ready`` gives as soon as that is something; a slow machine only takes longer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := ready():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def coproduce(root: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "coproduce", "--report", str(root), *words], capture_output=True, text=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("previewed")
    root, log = folder / "tiny", folder / "log"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    with log.open("w") as told:
        process = subprocess.Popen([sys.executable, "-m", "coproduce", "--report", str(root), "preview"], stdout=told, stderr=told,
                                   env={**os.environ, "PYTHONHASHSEED": "0"})
    try:
        address = until(lambda: re.search(r"http://\S+", log.read_text()))[0]
        until(lambda: "shown after" in log.read_text())
        yield Running(root, address, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, log.read_text()
        assert "Traceback" not in log.read_text()


@pytest.fixture
def page(running: Running, browser) -> Iterator:
    context = browser.new_context(viewport={"width": 1000, "height": 500})
    fresh = context.new_page()
    yield fresh
    context.close()


def state(page) -> str:
    return page.locator("#preview-bar [role=status]").inner_text()


def test_a_saved_sentence_is_shown_where_the_reader_was(running: Running, page) -> None:
    page.goto(f"{running.address}streets.html")
    page.evaluate("document.querySelector('#every-street').scrollIntoView()")
    page.locator("#every-street a.headerlink").first.focus()
    before = page.evaluate("document.querySelector('#every-street').getBoundingClientRect().top")
    running.edit("book/streets.md", "# Streets differ\n", "# Streets differ\n\nA sentence above.\n\nAnd one more.\n")
    page.get_by_text("A sentence above.").wait_for()
    page.wait_for_load_state("load")
    # The page goes back to the place once it has been laid out, which a slow machine does a moment after it has the text.
    page.wait_for_function("before => Math.abs(document.querySelector('#every-street').getBoundingClientRect().top - before) <= 2", arg=before)
    page.wait_for_function("document.activeElement.matches('#every-street a.headerlink')")


def test_a_value_of_the_data_is_shown_on_another_page(running: Running, page) -> None:
    page.goto(f"{running.address}index.html")
    running.edit("data/counts.csv", "station-street,2025,1015", "station-street,2025,1016")
    page.get_by_text("1,189", exact=False).first.wait_for(timeout=120_000)


def test_a_fault_stands_over_the_last_good_page_until_it_is_mended(running: Running, page) -> None:
    page.goto(f"{running.address}survival.html")
    running.edit("book/survival.md", "The census counted", "The {term}`gardener` counted")
    fault = page.locator("#preview-fault")
    fault.get_by_text("book/survival.md").wait_for(timeout=120_000)
    assert "gardener" in fault.inner_text() and "Do:" in fault.inner_text()
    assert page.get_by_text("The census counted").first.is_visible()
    assert "gardener" in running.log.read_text()
    running.edit("book/survival.md", "The {term}`gardener` counted", "The census has counted")
    page.get_by_text("The census has counted").first.wait_for(timeout=120_000)
    until(lambda: not fault.is_visible() and state(page) == "up to date")


def test_a_fault_of_a_cell_is_shown_with_its_line(running: Running, page) -> None:
    page.goto(f"{running.address}survival.html")
    running.edit("book/survival.md", 'chapter.table("counts")', 'chapter.table("count")')
    fault = page.locator("#preview-fault")
    fault.get_by_text("book/survival.md").wait_for(timeout=120_000)
    assert "line 21" in fault.inner_text()
    running.edit("book/survival.md", 'chapter.table("count")', 'chapter.table("counts")')
    until(lambda: not fault.is_visible() and state(page) == "up to date")


def test_the_pdf_is_made_on_request(running: Running, page) -> None:
    page.goto(f"{running.address}index.html")
    until(lambda: state(page) == "up to date")
    page.get_by_role("button", name="make the PDF").click()
    link = page.get_by_role("link", name="open the PDF")
    link.wait_for(timeout=300_000)
    with urlopen(running.address.rstrip("/") + link.get_attribute("href")) as answer:
        assert answer.headers["Content-Type"] == "application/pdf" and answer.read(5) == b"%PDF-"
    assert not (running.root / "_build" / "pdf").exists()


def test_pages_are_served_to_this_machine_under_its_own_name_only(running: Running) -> None:
    def status(path: str, **headers: str) -> int:
        try:
            with urlopen(Request(running.address + path, headers=headers)) as answer:
                return answer.status
        except HTTPError as error:
            return error.code

    assert status("index.html") == 200
    assert status("index.html", Host="elsewhere.example") == 403
    assert status("nowhere.html") == 404
    assert status("%2e%2e/%2e%2e/_config.yml") == 404
    assert status(".preview/../../work/html/index.html") == 404
    assert running.address.startswith("http://127.0.0.1:")
    request = Request(running.address + ".preview/documents", data=b"", method="POST")
    with pytest.raises(HTTPError, match="403"):
        urlopen(request)


def test_what_stands_in_files_has_no_bar(running: Running) -> None:
    folder = running.root / "_build" / "preview" / "html"
    with urlopen(f"{running.address}index.html") as answer:
        assert b"/.preview/bar.js" in answer.read()
    assert not [path for path in folder.rglob("*.html") if b".preview/" in path.read_bytes()]


def test_another_preview_and_clean_are_refused_while_one_runs(running: Running) -> None:
    for words in (["preview"], ["clean"]):
        done = coproduce(running.root, *words)
        assert done.returncode == 1 and "preview of this report is running" in done.stderr, words
        assert "Ctrl-C" in done.stderr
    assert (running.root / "_build" / "preview" / "html" / "index.html").is_file()


def test_a_preview_is_not_published_packed_or_verified(running: Running, tmp_path: Path) -> None:
    copy = tmp_path / "pages"
    shutil.copytree(running.root / "_build" / "preview" / "html", copy)
    for words in (["publish", str(tmp_path / "site"), "--book", str(copy)], ["verify", str(copy)],
                  ["publish", str(tmp_path / "site"), "--book", str(running.root / "_build" / "preview" / "html")]):
        done = coproduce(running.root, *words)
        assert done.returncode == 1 and "a preview, and not a build" in done.stderr, done.stderr
    assert not (tmp_path / "site").exists()
