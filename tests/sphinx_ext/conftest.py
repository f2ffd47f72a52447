"""The tiny report, executed and built once, with a page that tries the odd corners."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from report_parts import keep_chapters
from warm_builds import execute

from coproduce.execution.results import Results
from coproduce.publish.html import Book, build_html
from coproduce.report import Report

TINY = Path(__file__).parents[1] / "tiny"

CORNERS = """\
# Corners of {value}`trees-latest`

A [link with {value}`trees-latest`](survival.md) and {value}`trees-latest | bare` again.

{contribution}`A council <parish-watering>` said so, and {contribution}`east-volunteer` too.

{source}`wardens-2025, parish-letter` and {evidence}`showed`.

It costs $5 and not $6, see gov.uk.

| Kind | Trees |
|------|------:|
| oak  | {value}`trees-latest` |

| Year | Trees |
|------|-------|
| next | more  |

:::{recommendation} prune-in-winter
:title: Prune in winter
:measure: Fewer of {value}`trees-latest` trees are cut back.
:timing: each January
:problem: Summer pruning harms *young* trees.
:owner: Volunteers
:against: Winter hides dead wood {source}`wardens-2025`.
:answer: Mark it in autumn.
:asked-by: The parish council.

Prune no tree before it has lost its leaves.
:::

## Seen in {numref}`trees-by-year`: {profile}`mill-lane` and {conclusion}`watering-works` {source}`wardens-2025`

What {contribution}`parish-watering` says.

## Of {contribution}`parish-watering`, {doc}`streets` and {term}`warden`, {evidence}`showed` by {value}`trees-latest`[^foot]

Text.

[^foot]: A note.

## Cite it's edition

```{cite-report}
```

```{downloads}
```
"""


@dataclass
class Built:
    """A built book: what Sphinx kept, and its pages parsed."""

    report: Report
    results: Results
    book: Book

    def page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup((self.book.folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")

    def article(self, name: str):
        return self.page(name).find("article")


@pytest.fixture(scope="session")
def executed(tmp_path_factory, built_tiny) -> tuple[Report, Results]:
    root = tmp_path_factory.mktemp("report") / "tiny"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
    keep_chapters(built_tiny, root)
    (root / "book" / "corners.md").write_text(CORNERS, encoding="utf-8")
    toc = root / "_toc.yml"
    toc.write_text(toc.read_text(encoding="utf-8") + "  - file: corners\n", encoding="utf-8")
    contribution = root / "contributions" / "east-volunteer.md"
    contribution.write_text(
        contribution.read_text(encoding="utf-8") + "\nTrees & shrubs: 3 < 5, $x$ and `value`.\n", encoding="utf-8"
    )
    report = Report(root)
    return report, execute(report, log=lambda line: None)


@pytest.fixture(scope="session")
def built(executed, tmp_path_factory) -> Built:
    report, results = executed
    return Built(report, results, build_html(report, results, tmp_path_factory.mktemp("out") / "html", log=str))
