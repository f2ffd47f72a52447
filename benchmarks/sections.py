"""``docs/benchmarks.md``: one page, one section for each program that measures something.

Each writes its own section and leaves those of the others alone.
"""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

from coproduce.ground.generated_part import replace_part

#: The sections in their order, and the program that writes each.
SECTIONS = {
    "builds": "build_times.py", "chapters": "chapters.py", "pages": "lighthouse.py", "intake": "intake.py",
    "many": "many_contributions.py", "scan": "privacy_scan.py", "browser": "browser_scan.py", "check": "whole_check.py",
    "tables": "large_tables.py", "scan-time": "scan_time.py",
    "preview": "preview.py", "linkage": "linkage.py",
}
#: A section of a page of its own, docs/books.md.
BOOKS = {"books": "books.py"}
PAGE = Path("docs", "benchmarks.md")


def marks(name: str) -> tuple[str, str]:
    """The comment lines around the section ``name``."""
    return f"<!-- {name}: written by benchmarks/{(SECTIONS | BOOKS)[name]} -->", f"<!-- end of {name} -->"


def write_section(file: Path, name: str, text: str) -> None:
    """Put ``text`` in place of the section ``name``; makes the page if there is none."""
    page = file.read_text(encoding="utf-8") if file.is_file() else _empty()
    if marks(name)[0] not in page:  # a program that is newer than the page
        page += _place(name)
    file.parent.mkdir(exist_ok=True)
    file.write_text(replace_part(page, *marks(name), text.strip() + "\n"), encoding="utf-8")


def _empty() -> str:
    return "# What was measured\n" + "".join(map(_place, SECTIONS))


def _place(name: str) -> str:
    return "\n{}\n\n{}\n".format(*marks(name))


def machine() -> str:
    """The day and what it was measured on, as a sentence of each section says it."""
    return f"{date.today():%-d %B %Y}, {os.cpu_count()} processors, Python {platform.python_version()}"
