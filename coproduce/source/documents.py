"""Which pages stand in which document: the settings under ``coproduce: documents:``.

One build makes one PDF for each document. Without the setting there is one, and
it holds every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import nearest_or
from coproduce.ground.yaml_file import YamlFile

if TYPE_CHECKING:
    from coproduce.source.contents import Toc


@dataclass(frozen=True)
class Document:
    """One document of a report.

    ``name`` is what other documents call it ("the evidence annex"), ``file`` its
    file name without ending, ``parts`` the captions in ``_toc.yml`` of the parts
    it holds; ``whole`` stands for all. ``pages_at_most`` is the number of pages
    above which the build fails (0 for no limit). ``summary`` says that the front
    page follows the cover, on one page; ``sources`` is ``cited`` for a list of
    the sources that the document cites at its end, ``""`` for none but the page
    of sources if the document holds it. ``finding`` is the sentence on the cover
    ("" for the heading of the summary), ``cover_figure`` the name of a figure of the document
    that the cover shows below it. ``chapters_on_new_pages`` says whether
    each chapter begins a page. ``other_forms`` marks the document that Word,
    OpenDocument and EPUB files are made of.
    """

    name: str
    title: str
    file: str
    parts: tuple[str, ...] = ()
    subtitle: str = ""
    description: str = ""
    pages_at_most: int = 0
    summary: bool = False
    sources: str = ""
    finding: str = ""
    cover_figure: str = ""
    chapters_on_new_pages: bool = True
    other_forms: bool = False
    whole: bool = False


_TEXT = {"type": "string", "minLength": 1}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["name", "file", "parts"],
        "additionalProperties": False,
        "properties": {
            "name": _TEXT | {"description": "What other documents call it, such as “the evidence annex”."},
            "title": _TEXT | {"description": "The title on its cover; without it, the report's."},
            "subtitle": _TEXT | {"description": "Below the title; without it, the first document has the report's."},
            "description": _TEXT | {"description": "What stands beside the download."},
            "file": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "description": "The file's name, without its ending."},
            "parts": {"type": "array", "items": _TEXT, "minItems": 1,
                      "description": "The captions in `_toc.yml` of the parts that it holds."},
            "pages_at_most": {"type": "integer", "minimum": 1, "description": "The number of pages above which the build stops."},
            "summary": {"type": "boolean", "description": "Whether the front page follows the cover, on one page."},
            "sources": {"enum": ["cited"], "description": "`cited` for a list of the sources that it cites, at its end."},
            "finding": _TEXT | {"description": "The sentence on the cover; without it, the heading of the summary."},
            "cover_figure": _TEXT | {"description": "The name of one of its figures, shown on the cover."},
            "chapters_on_new_pages": {"type": "boolean", "description": "Whether each chapter begins a page: true without this line."},
            "other_forms": {"type": "boolean", "description":
                            "Whether Word, OpenDocument and EPUB files are made of it; without it, of the first document."},
        },
    },
}


def from_settings(data: list[dict[str, Any]], title: str, subtitle: str, file: str, name: str = "the report") -> tuple[Document, ...]:
    """The documents that the settings list, or the one that a report without the setting has.

    The first has the report's own title, and is what other forms are made of, unless another says so.
    """
    if not data:
        return (Document(name, title, file, subtitle=subtitle, summary=True, other_forms=True, whole=True),)
    chosen = next((place for place, entry in enumerate(data) if entry.get("other_forms")), 0)
    return tuple(
        Document(**{
            "title": title, "subtitle": "" if place else subtitle, **entry,
            "parts": tuple(entry["parts"]), "other_forms": place == chosen,
        })
        for place, entry in enumerate(data)
    )


def check(file: YamlFile, data: list[dict[str, Any]]) -> list[Problem]:
    """Problems of a list that fits :data:`SCHEMA`: files that are the same, two summaries, two sets of other forms."""
    problems = []
    seen: dict[str, int] = {}
    for place, entry in enumerate(data):
        if entry["file"] in seen:
            problems.append(Problem(
                file.path, f"two documents have the file name ‘{entry['file']}’",
                line=file.line("coproduce", "documents", place, "file"), code="config.documents",
                expected="a file name of its own for each document", action="Rename one of the two."))
        seen[entry["file"]] = place
    for key in ("summary", "other_forms"):
        marked = [place for place, entry in enumerate(data) if entry.get(key)]
        problems += [
            Problem(file.path, f"‘{key}’ is true for more than one document",
                    line=file.line("coproduce", "documents", place, key), code="config.documents",
                    expected="true for one document", action="Delete the line.")
            for place in marked[1:]
        ]
    return problems


def check_parts(file: YamlFile, documents: Iterable[Document], toc: "Toc") -> list[Problem]:
    """A problem for each part that a document names and ``_toc.yml`` does not have."""
    captions = [caption for caption, _ in toc.parts if caption]
    problems = []
    for place, document in enumerate(documents):
        for number, part in enumerate(document.parts):
            if part in captions:
                continue
            known = ", ".join(f"‘{caption}’" for caption in captions)
            problems.append(Problem(
                file.path, f"the document ‘{document.name}’ holds the part ‘{part}’, which _toc.yml does not have",
                line=file.line("coproduce", "documents", place, "parts", number), code="config.unknown-part",
                expected=nearest_or(known or "a ‘caption’ for each part in _toc.yml", part, captions),
                action="Write the caption as it stands in _toc.yml."))
    return problems


def pages_of(document: Document, toc: "Toc", only_on_the_web: Iterable[str] = ()) -> tuple[str, ...]:
    """The pages of a document in reading order."""
    if document.whole:
        listed = list(toc.chapters)
    else:
        listed = [toc.root] if document.summary else []
        listed += [name for caption, names in toc.parts if caption in document.parts for name in names]
    left_out = set(only_on_the_web)
    return tuple(name for name in dict.fromkeys(listed) if name not in left_out)
