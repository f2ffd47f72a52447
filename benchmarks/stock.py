"""The same report as a stock Jupyter Book, to compare with.

A stock book does not know our roles and directives, so they become plain text;
prose, code cells and Altair charts stay. A chart is shown as Altair shows it in
any notebook (drawn later, by scripts that the reader's browser loads), which
costs less than drawing it: the comparison leans to the stock side.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import yaml

STANDARD_DIRECTIVES = {
    "admonition", "attention", "caution", "code-block", "code-cell", "danger", "dropdown", "epigraph", "figure",
    "glossary", "hint", "image", "important", "list-table", "margin", "math", "note", "seealso", "table", "tip",
    "warning",
}  # fmt: skip
STANDARD_ROLES = {"abbr", "doc", "sub", "sup", "term"}
_ROLE = re.compile(r"\{([a-z-]+)\}`([^`]+)`")
_FENCE = re.compile(r"^(`{3,}|:{3,})\{([a-z-]+)\}(.*)$")
_OPTION = re.compile(r"^:[a-z_-]+:")

# The chapter API as it is, but for figures: the chart as a plain cell shows it.
_SHIM = '''\
from IPython.display import display

import coproduce


def open_chapter(name):
    chapter = coproduce.open_chapter(name)
    chapter.figure = lambda name, chart, **parts: display(chart)
    return chapter
'''

# coproduce is installed for the kernels' sake; its plug-in for MyST-NB must not take part.
_PROGRAM = (
    "import myst_nb.core.render as render; render.MIME_RENDER_ENTRY_GROUP = 'none'; "
    "from jupyter_book.cli.main import main; main()"
)


#: What the stock book is configured by.
CONFIG = "stock.yml"


def make_stock_copy(report: Path, copy: Path) -> None:
    """Write to ``copy`` what a stock ``jupyter-book build`` can build of the report."""
    for name in ("data", "contributions"):
        shutil.copytree(report / name, copy / name)
    shutil.copytree(report / "book", copy / "book", ignore=shutil.ignore_patterns("_build"))
    for name in ("_config.yml", "_toc.yml"):  # the chapter API reads them
        shutil.copy(report / name, copy)
    own = yaml.safe_load((report / "_config.yml").read_text(encoding="utf-8"))
    config = {
        "title": own["title"],
        "author": own["author"],
        "only_build_toc_files": True,
        "execute": {"execute_notebooks": "cache", "timeout": 120},
    }
    (copy / CONFIG).write_text(yaml.safe_dump(config), encoding="utf-8")
    (copy / "book" / "stock_chapter.py").write_text(_SHIM, encoding="utf-8")
    for page in (copy / "book").rglob("*.md"):
        page.write_text(plain(page.read_text(encoding="utf-8")), encoding="utf-8")


def stock_command(report: Path) -> list[str]:
    """The command that builds the copy: what ``jupyter-book build`` runs."""
    return [
        sys.executable, "-c", _PROGRAM, "build", str(report / "book"),
        "--config", str(report / CONFIG), "--toc", str(report / "_toc.yml"),
        "--path-output", str(report),
    ]  # fmt: skip


def plain(text: str) -> str:
    """A page without roles and directives that only ``coproduce`` knows."""
    lines: list[str] = []
    ends: list[str | None] = []  # for each open fence: what closes it if it is dropped
    options = False
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if options and (_OPTION.match(line) or not line.strip()):
            options = bool(line.strip())
            continue
        options = False
        if fence and fence[2] not in STANDARD_DIRECTIVES:
            ends.append(fence[1])
            options = True
            if fence[3].strip():
                lines += [f"**{fence[3].strip()}**", ""]
        elif ends and line.strip() == ends[-1]:
            ends.pop()
        elif fence and fence[2] == "code-cell":
            lines.append(line)
        else:
            lines.append(_ROLE.sub(_without_role, line))
    code = "\n".join(lines) + "\n"
    code = re.sub(r"from coproduce import open_chapter\b", "from stock_chapter import open_chapter", code)
    return re.sub(r"from coproduce import (.*?), open_chapter\b",
                  r"from coproduce import \1\nfrom stock_chapter import open_chapter", code)


def _without_role(role: re.Match) -> str:
    return role[0] if role[1] in STANDARD_ROLES else role[2].partition("|")[0].partition("<")[0].strip()
