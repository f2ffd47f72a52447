"""What a copy of a report is made of, for tests that build one."""

import shutil
from pathlib import Path

from coproduce.ground import own_files

PARTS = ("book", "data", "contributions", "docs", "_config.yml", "_toc.yml", "requirements.lock")

TWO_DOCUMENTS = """\
  documents:
    - name: the report
      file: street-trees-of-larkwell
      parts: [The report]
      pages_at_most: 5
      summary: true
      sources: cited
      chapters_on_new_pages: false
      cover_figure: trees-by-year
    - name: the evidence annex
      title: "Street trees of Larkwell: the evidence"
      description: Every table and list behind the report.
      file: street-trees-of-larkwell-evidence
      parts: [The evidence]
      pages_at_most: 12
"""
TWO_PARTS = """\
format: jb-book
root: index
parts:
  - caption: The report
    chapters:
      - file: survival
  - caption: The evidence
    chapters:
      - file: streets
      - file: conclusions
      - file: contribute
      - file: contributions
      - file: ledger
      - file: sources
      - file: glossary
"""


def keep_chapters(built, root: Path) -> None:
    """Lay what the chapters of a built report gave into a copy of it: a build there runs those that a test changes."""
    keep_cache(built.report.paths, root)


def keep_cache(paths, root: Path) -> None:
    """Lay what builds of a report keep into a copy or a clone of it."""
    (root / "_build").mkdir()
    shutil.copytree(paths.cache, root / "_build" / "cache")
    shutil.copy2(paths.build / own_files.LIST, root / "_build")


def add_rows(root: Path, number: int) -> None:
    """Let the tiny report in ``root`` have ``number`` more sources, all synthetic, and as many more numbers."""
    with (root / "data" / "sources.csv").open("a", encoding="utf-8", newline="") as file:
        for n in range(number):
            file.write(f"letter-{n:04},Letter {n} on trees,Larkwell Parish Council,,2025,https://trees.example.org/letters/{n},"
                       "all rights reserved,web-page,Synthetic\n")
    page = root / "book" / "streets.md"
    sources = ", ".join(f"letter-{n:04}" for n in range(number))
    page.write_text(page.read_text(encoding="utf-8") + f"""
```{{code-cell}} python3
for n in range({number}):
    chapter.value(f"visit-{{n:04}}", 3 * n, unit="count", rows=latest, label=f"Visits on walk {{n}}", calculation="Three a walk",
                  period="June 2025", place="Larkwell")
```

Letters {{source}}`{sources}` ask for more.
""", encoding="utf-8")


def in_two_documents(report) -> None:
    """Let the tiny report be printed as a short report and an annex."""
    config = report.paths.config.read_text(encoding="utf-8")
    report.paths.config.write_text(config.replace("  pages:\n", f"{TWO_DOCUMENTS}  pages:\n", 1), encoding="utf-8")
    report.paths.toc.write_text(TWO_PARTS, encoding="utf-8")
    page = report.paths.chapter("contribute")
    page.write_text(f"---\ncoproduce:\n  web-only: true\n---\n\n{page.read_text(encoding='utf-8')}", encoding="utf-8")
    page = report.paths.chapter("sources")
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("```{provenance}\n```", "````{web-only}\n```{provenance}\n```\n````"), encoding="utf-8")
    page = report.paths.chapter("survival")
    page.write_text(page.read_text(encoding="utf-8") + "\nMore stands in [the streets](streets.md).\n", encoding="utf-8")
