"""What a screen reader would say of a part of a page.

Guidepup's virtual screen reader walks the tree of names and roles that a page's markup gives, by the
rules of ARIA and without a voice. It lies beside this file as its authors publish it for browsers
(``virtual_screen_reader/component.json``), so that tests ask no registry.
"""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page

_HERE = Path(__file__).with_name("virtual_screen_reader")
# What says where a part begins and ends, but for those that readers jump to.
_BRACKETS = re.compile(r"(end of .*|paragraph|strong|emphasis|time|list|article|rowgroup|group)")
_READ = """async ([selector, most]) => {
  await virtual.start({container: document.querySelector(selector)});
  const first = await virtual.lastSpokenPhrase();
  for (let n = 0; n < most; n++) {
    await virtual.next();
    if ((await virtual.lastSpokenPhrase()) === first) break;
  }
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  return said;
}"""


@cache
def script() -> str:
    """The reader as a script that leaves ``window.virtual``; ``ValueError`` if it is not what was taken from the registry."""
    code = (_HERE / "index.browser.js").read_bytes()
    if sha256(code).hexdigest() != json.loads((_HERE / "component.json").read_text(encoding="utf-8"))["sha256"]:
        raise ValueError("virtual_screen_reader/index.browser.js is not the published file")
    text = code.decode()
    exported = re.search(r"export\{(?:[^}]*,)?([\w$]+) as virtual\};", text)
    assert exported, "it is a module with one export of that name"
    return f"{text[: exported.start()]}window.virtual = {exported[1]};"


def phrases(page: Page, selector: str, most: int = 600) -> list[str]:
    """What is said of the first element of ``selector``, phrase by phrase, without where paragraphs and lists begin and end."""
    if not page.evaluate("Boolean(window.virtual)"):
        # Through the debugger, so that the page's own policy need not allow it.
        page.evaluate(f"() => {{{script()}}}")
    said = page.evaluate(_READ, [selector, most])
    return [phrase for phrase in said if not _BRACKETS.fullmatch(phrase)]
