"""What a Jupyter Book's own settings ask of a build: read where the book is no report.

What has no meaning here is named in one note. No key is an error: Jupyter Book passes over those that it does not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import YamlFile
from coproduce.source.paths import Paths
from coproduce.source.stock_settings import EXTENSIONS, excluded_extensions, is_there

#: Never part of a book: what Sphinx and Jupyter Book leave out of every one.
NEVER = ("_build", "Thumbs.db", ".DS_Store", "**.ipynb_checkpoints")


#: How many seconds a cell may take where a book sets no limit: a day.
NO_LIMIT = 86_400


@dataclass(frozen=True)
class StockBook:
    """How a Jupyter Book wants its notebooks run and its pages chosen.

    ``executes`` is false where stored outputs are shown as they are, ``always`` is true where notebooks
    are run though they have some. ``timeout`` is how long a cell may take, in seconds. ``stderr`` is what
    becomes of what cells write there: ``show`` or ``remove`` (or one of MyST-NB's other words). ``excluded``
    are patterns of files that are no pages, ``not_run`` of pages whose cells are not run. ``path`` leads from
    the root of the repository to the book.
    """

    executes: bool = True
    always: bool = False
    allow_errors: bool = False
    timeout: int = 120
    stderr: str = "show"
    not_run: tuple[str, ...] = ()
    excluded: tuple[str, ...] = NEVER
    path: str = ""

    def runs(self, path: str) -> bool:
        """Whether the cells of a page are to be run; ``path`` is relative to the book."""
        return self.executes and not any(fnmatch(path, pattern) or fnmatch(Path(path).name, pattern) for pattern in self.not_run)


def stock_book(data: dict[str, Any]) -> StockBook:
    """What the settings ask; values that are none of Jupyter Book's count as not given."""
    execute, repository = _mapping(data, "execute"), _mapping(data, "repository")
    timeout = execute.get("timeout")
    mode = execute.get("execute_notebooks", "auto")
    return StockBook(
        executes=mode not in ("off", False),
        always=mode in ("force", "cache", "inline"),
        allow_errors=execute.get("allow_errors") is True,
        timeout=StockBook.timeout if timeout is None else timeout if isinstance(timeout, int) and timeout > 0 else NO_LIMIT,
        stderr=str(execute.get("stderr_output") or "show"),
        not_run=_texts(execute.get("exclude_patterns")),
        excluded=tuple(dict.fromkeys((*NEVER, *_texts(data.get("exclude_patterns"))))),
        path=str(repository.get("path_to_book") or "").strip("/"),
    )


def own_settings(paths: Paths, data: dict[str, Any]) -> dict[str, Any]:
    """What a book need not say itself: of each key of ours the value that its stock settings or its folder give.

    Its edition is named by its date: the day of the last commit or, outside version control, that on which its contents were
    last saved.
    """
    title = str(data.get("title") or "").strip() or paths.root.name
    given = _mapping(data, "coproduce")
    day = str(given.get("date") or _last_changed(paths))
    found = {"date": day, "edition": day, "pdf_name": file_name(title) or "book", "language": _language(data)}
    address = str(_mapping(data, "html").get("baseurl") or "")
    if re.match("https?://", address):
        found["web_address"] = address
    return found


def author_of(data: dict[str, Any]) -> str:
    """Jupyter Book takes one name or several."""
    author = data.get("author")
    return ", ".join(map(str, author)) if isinstance(author, list) else str(author or "").strip()


def file_name(title: str) -> str:
    """A title as the name of a file: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def _language(data: dict[str, Any]) -> str:
    written = str(_mapping(_mapping(data, "sphinx"), "config").get("language") or "").replace("_", "-")
    return written if re.fullmatch("[a-z]{2}(-[A-Z]{2})?", written) else "en"


def _last_changed(paths: Paths) -> str:
    from coproduce.ground.git_revision import ask, is_repository

    day = ask(paths.root, "log", "-1", "--format=%cs") if is_repository(paths.root) else ""
    return day or datetime.fromtimestamp(paths.toc.stat().st_mtime, UTC).date().isoformat()


#: Extensions of every Jupyter Book whose constructs have forms of ours, and such as are not loaded, because ours take their place.
WITH_FORMS = ("sphinx_design",)
SUBSTITUTED = (
    "sphinx_togglebutton", "sphinx_tabs.tabs", "sphinxcontrib.mermaid", "sphinxcontrib.youtube", "sphinx_book_theme", "jupyter_book")
#: Keys that mean something here, each with those below it ("*" for all).
_USED: dict[str, tuple[str, ...]] = {
    "title": (), "author": (), "exclude_patterns": (), "only_build_toc_files": (), "bibtex_bibfiles": (), "coproduce": ("*",),
    "execute": ("execute_notebooks", "timeout", "allow_errors", "stderr_output", "exclude_patterns"),
    "parse": ("myst_enable_extensions", "myst_url_schemes", "myst_dmath_double_inline", "myst_substitutions"),
    "html": ("baseurl",), "repository": ("url", "branch", "path_to_book"), "sphinx": ("extra_extensions", "local_extensions", "config"),
}
#: Settings of Sphinx that are passed on; others belong to its theme, to LaTeX, or to an extension.
PASSED_ON = re.compile(r"language|numfig\w*|math_\w+|nb_(?!execution|render_image|custom)\w+|myst_\w+|bibtex_\w+|mermaid_\w+|proof_\w+|"
                       r"exercise_\w+|hide_solutions|rst_prolog|rst_epilog|extlinks|suppress_warnings|highlight_language|autosectionlabel\w*|"
                       r"mathjax3?_config|todo_\w+|graphviz_\w+|glue\w*")


def note(file: YamlFile, data: dict[str, Any]) -> list[Problem]:
    """One problem that names every setting and extension without effect; none if there are none."""
    unused, missing, without = sorted(_unused(data)), [], []
    for name in named_extensions(data):
        if name in WITH_FORMS or name in SUBSTITUTED:
            continue
        if name in excluded_extensions():
            without.append(name)
        elif not is_there(name) and name not in _texts_of_local(data):
            missing.append(name)
    parts = [f"{words} {', '.join(names)}" for words, names in (
        ("settings without effect here:", unused), ("extensions that are left out:", without),
        ("extensions that are not installed:", missing)) if names]
    if not parts:
        return []
    return [Problem(file.path, "; ".join(parts), code="config.no-effect", expected="docs/books.md says what takes their place",
                    action="Nothing, unless pages need one of them.")]


def named_extensions(data: dict[str, Any]) -> tuple[str, ...]:
    """The Sphinx extensions that a book names, in order."""
    sphinx = _mapping(data, "sphinx")
    extra = sphinx.get("extra_extensions")
    names = _texts([extra] if isinstance(extra, str) else extra)
    return tuple(name for name in dict.fromkeys((*names, *_texts_of_local(data))) if name not in EXTENSIONS)


def _texts_of_local(data: dict[str, Any]) -> tuple[str, ...]:
    return _texts(_mapping(_mapping(data, "sphinx"), "local_extensions"))


def _unused(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        known = _USED.get(str(key))
        if known is None or (known and "*" not in known and not isinstance(value, dict)):
            yield from [str(key)] if _asks(value) else []
        elif isinstance(value, dict) and "*" not in known:
            yield from (f"{key}.{name}" for name, said in value.items() if name not in known and _asks(said))
    if data.get("only_build_toc_files") is False:
        yield "only_build_toc_files"  # no other page is ever made
    config = _mapping(_mapping(data, "sphinx"), "config")
    yield from (f"sphinx.config.{name}" for name in config if not PASSED_ON.fullmatch(str(name)))


def _asks(value: Any) -> bool:
    """Whether a setting asks for anything; what Jupyter Book's own settings leave open does not."""
    return any(map(_asks, value.values())) if isinstance(value, dict) else value not in (None, "", [], False)


def _mapping(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _texts(value: Iterable[Any] | None) -> tuple[str, ...]:
    return () if value is None or isinstance(value, str) else tuple(str(item) for item in value)
