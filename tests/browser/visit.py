"""Opens pages in a real browser and says what a reader would run into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

#: axe-core as the package axe-playwright-python carries it.
AXE = Path(find_spec("axe_playwright_python").origin).parent / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Width and height in CSS pixels, and device pixels to one of them. At 400 % zoom a
#: window of 1280 × 1024 has 320 × 256 CSS pixels (WCAG 2.2, 1.4.10).
SIZES = {"1280": (1280, 900, 1), "768": (768, 1024, 1), "320": (320, 640, 2), "400 % zoom": (320, 256, 4)}


class Complaints:
    """What the console says and what a page asks of others, while it is open."""

    def __init__(self, context: BrowserContext, own: str):
        self.found: list[str] = []
        self.requests: list[str] = []
        self._own = urlsplit(own).netloc
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.found.append(f"console: {message.text}")

    def _request(self, request) -> None:
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._own:
            self.found.append(f"third-party request: {request.url}")


@contextmanager
def visitor(browser: Browser, own: str = "", **options) -> Iterator[tuple[Page, Complaints]]:
    """A fresh page in a fresh context, as a first-time reader has it."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
    try:
        yield context.new_page(), Complaints(context, own)
    finally:
        context.close()


def window(size: str, scheme: str) -> dict:
    """Playwright's options for a named size and a colour scheme."""
    width, height, density = SIZES[size]
    return {
        "viewport": {"width": width, "height": height}, "device_scale_factor": density, "color_scheme": scheme,
    }


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds, a line each: rule, number of places, the first of them."""
    if not page.evaluate("Boolean(window.axe)"):
        # Through the debugger, so that the page's own policy need not allow it.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"
        ".map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`)",
        AXE_RULES,
    )
    return [" ".join(line.split()) for line in found]
