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

#: Width and height of the window in CSS pixels. At 400 % zoom a window of
#: 1280 × 1024 has 320 × 256 of them (WCAG 2.2, 1.4.10).
SIZES = {"1280": (1280, 900), "768": (768, 1024), "320": (320, 640), "400 % zoom": (320, 256)}

#: Widths at which contrast is measured: it takes most of the time, and 768 and 400 % zoom
#: (320 wide as well) have no colours of their own.
CONTRAST = ("1280", "320")
#: Colours and size: every pair of them, for one page of each kind; and two that hold
#: both palettes and both layouts, for all other pages.
ALL_MODES = tuple((scheme, size) for scheme in ("light", "dark") for size in SIZES)
TWO_MODES = (("light", "1280"), ("dark", "320"))

# How much wider than the window the page is.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that is cut off or lies outside the box that was made for it.
CUT_OFF = """() => {
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    if (!e.checkVisibility({visibilityProperty: true}) || e.closest('svg, .visually-hidden, .chart-live')) continue;
    const s = getComputedStyle(e);
    const cut = v => v === 'hidden' || v === 'clip';
    if ((cut(s.overflowX) && e.scrollWidth > e.clientWidth + 1) || (cut(s.overflowY) && e.scrollHeight > e.clientHeight + 1))
      found.push('cut: ' + e.outerHTML.slice(0, 120));
    if (!e.matches('button, a.action, summary, label, th, td, .site-header, .site-links > *, .contents li') || !e.textContent.trim())
      continue;
    const text = document.createRange();
    text.selectNodeContents(e);
    const box = e.getBoundingClientRect();
    for (const t of text.getClientRects())
      if (t.width > 1 && (t.left < box.left - 2 || t.right > box.right + 2 || t.bottom > box.bottom + 4)) {
        found.push('outside: ' + e.outerHTML.slice(0, 120));
        break;
      }
  }
  return found;
}"""


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


def until(page: Page, expression: str, argument: object = None) -> None:
    """Waits for something to be true in a page. Playwright's own way evaluates texts, which the site's policy forbids."""
    for _ in range(1500):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"never true: {expression}")


def resize(page: Page, size: str) -> None:
    """Gives the window one of the :data:`SIZES`."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def faults(page: Page, modes: tuple[tuple[str, str], ...]) -> list[str]:
    """What axe-core finds in an open page in each of ``modes``, and how far it is wider than a window of any size.

    The page is loaded once and then changed: nothing of it is decided by script at loading.
    """
    found = []
    for size in SIZES:
        resize(page, size)
        if (over := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{size}: the page is {over} px wider than the window")
    for scheme, size in modes:
        page.emulate_media(color_scheme=scheme)
        resize(page, size)
        found += [f"{scheme}, {size}: {line}" for line in axe_violations(page, contrast=size in CONTRAST)]
    return found


def faults_of(browser: Browser, own: str, address: str, modes: tuple[tuple[str, str], ...] = ALL_MODES) -> list[str]:
    """The :func:`faults` of the page at ``address``, what the console says, and other hosts' names."""
    with visitor(browser, own, color_scheme="light") as (page, complaints):
        page.goto(address, wait_until="load")
        return faults(page, modes) + complaints.found


def add_style(page: Page, css: str) -> None:
    """Lays a reader's own style sheet over the page, past its policy as a browser's extension would."""
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }", css
    )


def axe_violations(page: Page, within: str = "", contrast: bool = True) -> list[str]:
    """What axe-core finds in the page (or ``within`` a selector), a line each: rule, number of places, the first.

    Without ``contrast`` the rule that takes longest is left out.
    """
    if not page.evaluate("Boolean(window.axe)"):
        # Through the debugger, so that the page's own policy need not allow it.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async ([where, rules, contrast]) => (await axe.run(where || document, {runOnly: rules,"
        " rules: {'color-contrast': {enabled: contrast}}, resultTypes: ['violations']})).violations"
        ".map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`)",
        [within, AXE_RULES, contrast],
    )
    return [" ".join(line.split()) for line in found]
