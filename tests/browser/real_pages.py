"""Pages of the real report by what they hold, so that no test here names a page of it.

``tests/report/pages.yml`` chooses; where the report has changed and a page is gone, the page that holds the most takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from coproduce.report import Report
from coproduce.source.conclusions import page_texts

ROOT = Path(__file__).parents[2]
_REPORT = Report(ROOT)
_NAMES = tuple(_REPORT.toc.chapters)
_TEXTS = {name: text for name, text in page_texts(_REPORT.paths).items() if name in _NAMES}
_CHOSEN = yaml.safe_load((ROOT / "tests" / "report" / "pages.yml").read_text(encoding="utf-8")) or {}


def _page(role: str, held: Callable[[str], int]) -> str:
    chosen = _CHOSEN.get(role)
    return chosen if chosen in _NAMES else max(_NAMES, key=lambda name: held(_TEXTS[name]))


FRONT = _REPORT.toc.root
CHAPTER = _page("chapter", lambda text: text.count("{value}"))
FIGURES = _page("figures", lambda text: text.count("chapter.figure("))
PRINTED = _page("printed", lambda text: text.count("{value}"))
WIDE = _page("wide", lambda text: text.count("chapter.data_table("))


def lists() -> dict[str, str]:
    """The pages of generated lists and the form that the report has, by what they hold; of profiles, too."""
    pages = _REPORT.settings.pages
    found = {kind: name for kind in ("ledger", "contributions", "conclusions", "contribute", "sources") if (name := getattr(pages, kind))}
    profiled = max(_NAMES, key=lambda name: ("{profiles}" in _TEXTS[name], f"{{profiles}} {_REPORT.settings.case_studies}\n" in _TEXTS[name]))
    profiled = profiled if "{profiles}" in _TEXTS[profiled] else ""
    return found | ({"profiles": profiled} if profiled else {})


LISTS = lists()


def known(*names: str | None) -> list[str]:
    """Names without those that the report has not, each once."""
    return list(dict.fromkeys(name for name in names if name))
