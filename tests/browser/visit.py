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

#: A telephone of usual width, at which links of one line stand closest: at 320 most take two.
USUAL = (412, 823)
#: Which links lie too close to each other for a finger (WCAG 2.2, 2.5.8).
CLOSE_TARGETS = """async () => (await axe.run(document, {runOnly: {type: 'rule', values: ['target-size']}, resultTypes: ['violations']}))
  .violations.flatMap(v => v.nodes).map(n => n.html.slice(0, 200))"""

#: The options of a :func:`visitor` with a telephone.
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

#: Widths at which colours are measured: 768 and 400 % zoom (320 wide as well) have none of their own.
COLOURED = ("1280", "320")
#: Colours and size. Of one page of each kind every pair but those of dark and a width without colours
#: of its own; and two that hold both palettes and both layouts, for all other pages.
ALL_MODES = (*(("light", size) for size in SIZES), *(("dark", size) for size in COLOURED))
TWO_MODES = (("light", "1280"), ("dark", "320"))

#: Rules that ask the browser what lies behind each word: of 100 s on a long list they take 85.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# Where these rules look: the first and the last place of each look that no page of a window as wide showed before. A look
# is all that decides of colours, on the element and around it up to the root: what style sheets and attributes have made of
# it, whether it is seen, and of a link, whether it stands in text. A long list has thousands of places and some dozens of
# looks, and most pages have those of others.
LOOKS = r"""(root, known) => {
  const hashes = new Map([[null, String(innerWidth)]]), places = new Map(), seen = new Set(known);
  const DECIDES = ['color', 'fill', 'backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode', 'textShadow', 'fontSize',
    'fontWeight', 'textDecorationLine', 'borderBottomWidth', 'display', 'position', 'zIndex', 'float', 'transform', 'clipPath'];
  const letters = e => e.innerText.replace(/\s+/g, '').length; // cards that are closed say nothing
  const isInText = e => {
    let block = e;
    while (getComputedStyle(block).display.startsWith('inline') && block.parentElement) block = block.parentElement;
    return letters(block) > 2 * [...block.querySelectorAll('a[href]')].reduce((sum, link) => sum + letters(link), 0);
  };
  const hash = text => { // two of 32 bits each, by the method of FNV-1a
    let one = 0x811c9dc5, other = 0x1000193;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
      other = Math.imul(other ^ text.charCodeAt(at), 0x85ebca6b);
    }
    return `${one >>> 0} ${other >>> 0}`;
  };
  const look = e => {
    if (!hashes.has(e)) {
      const s = getComputedStyle(e);
      hashes.set(e, hash([look(e.parentElement), e.localName, ...DECIDES.map(name => s[name]),
        e.checkVisibility({visibilityProperty: true}), e.matches('a[href]') && isInText(e)].join('|')));
    }
    return hashes.get(e);
  };
  for (const e of [root, ...root.querySelectorAll('*')]) {
    const speaks = [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
    if ((!speaks && !e.matches('input, select, textarea')) || seen.has(look(e))) continue;
    const [first] = places.get(look(e)) ?? [e];
    places.set(look(e), [first, e]);
  }
  return {places: [...new Set([...places.values()].flat())], looks: [...places.keys()]};
}"""
#: Looks of pages in which nothing was found.
_known_looks: set[str] = set()

# Where each element lies and whether it is seen: all rules but those about colours go by markup and by this.
LAYOUT = r"""() => [...document.querySelectorAll('body *')].map(e => {
  const box = e.getBoundingClientRect();
  return `${e.checkVisibility({visibilityProperty: true})} ${box.x} ${box.y + scrollY} ${box.width} ${box.height}`;
}).join()"""

# How much wider than the window the page is.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that is cut off or lies outside the box that was made for it.
CUT_OFF = """() => {
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    if (!e.checkVisibility({visibilityProperty: true}) || e.closest('svg, .visually-hidden, .chart-live')) continue;
    const s = getComputedStyle(e);
    if (s.clipPath === 'inset(50%)') continue; // for screen readers only
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


def settle(page: Page) -> None:
    """Lets two frames pass: then a page's scripts have answered what has changed."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def resize(page: Page, size: str) -> None:
    """Gives the window one of the :data:`SIZES`."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def faults(page: Page, modes: tuple[tuple[str, str], ...]) -> list[str]:
    """What axe-core finds in an open page in each of ``modes``, and how far it is wider than a window of any size.

    The page is loaded once and then changed: nothing of it is decided by script at loading.
    """
    found = close_targets(page)
    # What is laid out only near the window has no size for rules to measure until then.
    add_style(page, "* { content-visibility: visible !important; }")
    for size in SIZES:
        resize(page, size)
        if (over := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{size}: the page is {over} px wider than the window")
    known: set[str] = set()
    for scheme, size in modes:
        page.emulate_media(color_scheme=scheme)
        resize(page, size)
        layout = page.evaluate(LAYOUT)  # dark pages are mostly laid out as light ones
        found += [f"{scheme}, {size}: {line}" for line in axe_violations(page, colours=size in COLOURED, others=layout not in known)]
        known.add(layout)
    return found


def close_targets(page: Page) -> list[str]:
    """Links and buttons that lie too close to each other on a telephone of usual width."""
    page.set_viewport_size(dict(zip(("width", "height"), USUAL, strict=True)))
    settle(page)
    _bring_axe(page)
    return [f"{USUAL[0]}, too close: {html}" for html in page.evaluate(CLOSE_TARGETS)]


def _bring_axe(page: Page) -> None:
    if not page.evaluate("Boolean(window.axe)"):
        # Through the debugger, so that the page's own policy need not allow it.
        page.evaluate(AXE.read_text(encoding="utf-8"))


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


def axe_violations(page: Page, within: str = "", colours: bool = True, others: bool = True) -> list[str]:
    """What axe-core finds in the page (or ``within`` a selector), a line each: rule, number of places, the first.

    The ``others`` are asked about every place, rules about ``colours`` about two places of each of the :data:`LOOKS`
    that no page without a fault had before.
    """
    _bring_axe(page)
    found, looks = page.evaluate(
        f"""async ([where, tags, colourRules, colours, others, known]) => {{
          const root = where ? document.querySelector(where) : document.documentElement;
          const without = Object.fromEntries(colourRules.map(id => [id, {{enabled: false}}]));
          const told = others ? [await axe.run(where || document, {{runOnly: tags, rules: without, resultTypes: ['violations']}})] : [];
          const {{places, looks}} = colours ? ({LOOKS})(root, known) : {{places: [], looks: []}};
          if (places.length)
            told.push(await axe.run({{include: places}}, {{runOnly: {{type: 'rule', values: colourRules}}, resultTypes: ['violations']}}));
          return [told.flatMap(t => t.violations)
            .map(v => `${{v.id}} (${{v.nodes.length}}): ${{v.nodes[0].html.slice(0, 200)}} ${{v.nodes[0].failureSummary}}`), looks];
        }}""",
        [within, AXE_RULES, COLOUR_RULES, colours, others, sorted(_known_looks)],
    )
    if not found:
        _known_looks.update(looks)
    return [" ".join(line.split()) for line in found]
