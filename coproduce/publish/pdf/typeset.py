"""Typst markup into a PDF that is PDF/UA-1 and PDF/A-3a at once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.publish.manuscript.joining import page
from coproduce.publish.pdf.fonts import CHART_FAMILY, STATIC_FAMILY, all_fonts
from coproduce.publish.pdf.publisher_look import FACES

if TYPE_CHECKING:
    from typst import PDFStandards

#: Accessible (ISO 14289-1) and archival with attached data (ISO 19005-3).
STANDARDS: "PDFStandards" = ["ua-1", "a-3a"]
_TEMPLATES = ("template.typ", "parts.typ", "faces.typ")
_MAIN = '#import "template.typ": *\n#show: setup\n#include "body.typ"\n#targets\n'
_BODY = '#import "template.typ": *\n'
_PICTURE = re.compile(r"/(images/[^\s:]+):\d+")
_PLACE = re.compile(r"body\.typ:(\d+):\d+")


def typeset(markup: str, folder: Path, timestamp: int) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF of ``markup``; ``folder`` holds ``report.json``, ``described.json`` and all pictures.

    Beside it, where its chapters start and its summary ends: ``name`` and ``page`` of each
    chapter, and one entry with ``summary`` (the page that it begins on), ``page`` and ``over``
    (the page on which it ends, and how far down, in mm), and one with ``targets`` (page, and pt from
    the left and the top, of each anchor that ``described.json`` lists).

    ``timestamp`` (seconds since 1970) is the date written into the file. The same
    folder contents give the same bytes wherever the folder lies.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with Typst's message and the
    figure, table or chapter that it speaks of. Warnings count as errors.
    """
    for picture in sorted(folder.glob("images/*.svg")):
        drawing = picture.read_text(encoding="utf-8")
        picture.write_text(drawing.replace(f"'{CHART_FAMILY}'", f"'{STATIC_FAMILY}'"), encoding="utf-8")
    for name in _TEMPLATES:
        shutil.copyfile(Path(__file__).with_name(name), folder / name)
    (folder / "main.typ").write_text(_MAIN, encoding="utf-8")
    body = _BODY + markup
    (folder / "body.typ").write_text(body, encoding="utf-8")
    return compile_file(folder / "main.typ", timestamp, lambda error: _problem(error, body), query="<place>")


def compile_file(
    main: Path, timestamp: int, explain: Callable[[Exception], Problem], query: str = ""
) -> tuple[bytes, list[Any]]:
    """The PDF of a Typst file that reads only its own folder, typefaces too, and what ``query`` finds in it.

    ``explain`` words what Typst says. ``query`` is a selector such as ``<label>``;
    of each element found comes its value.

    Raises :class:`coproduce.ground.problems.ProblemsFound`. Warnings count as errors.
    """
    import typst

    compiler = typst.Compiler(
        str(main), root=str(main.parent), font_paths=all_fonts(main.parent / FACES), ignore_system_fonts=True
    )
    try:
        data, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
        )
    except typst.TypstError as error:
        raise ProblemsFound([explain(error)]) from error
    if warnings:
        raise ProblemsFound([explain(warning) for warning in warnings])
    assert isinstance(data, bytes), "one file is compiled, and not into a file"
    return data, json.loads(compiler.query(query, field="value")) if query else []


def _problem(error, body: str) -> Problem:
    message = getattr(error, "message", str(error))
    line = _line(getattr(error, "diagnostic", "") or "", body)
    chapter, thing = _where(body, line) if line else ("", "")
    hints = "; ".join(getattr(error, "hints", ()) or ())
    expected = hints or "a document that meets PDF/UA-1 and PDF/A-3a"
    action = "Change the passage or figure named; if it is sound, the template is at fault."
    if "could not be displayed" in message:
        expected = "signs that the report’s fonts have"
        action = "Say it in words, or take another sign."
    return Problem(
        page(chapter) if chapter else "",
        f"Typst cannot set {thing or 'this passage'}: {message}",
        code="pdf.typst",
        expected=expected,
        action=action,
    )


def _line(diagnostic: str, body: str) -> int | None:
    """The line of ``body`` that a message speaks of, itself or by its picture."""
    if match := _PLACE.search(diagnostic):
        return int(match[1])
    if match := _PICTURE.search(diagnostic):
        before, found, _ = body.partition(f'source: "{match[1]}"')
        return before.count("\n") + 1 if found else None
    return None


def _where(body: str, line: int) -> tuple[str, str]:
    """The chapter, and the figure or table if the line is inside one."""
    before = body.split("\n")[:line]
    chapter = next(
        (m[1] for text in reversed(before) if (m := re.match(r'#chapter\("(.+?)"\)', text))), ""
    )
    for text in reversed(before):
        if match := re.search(r'#report-(figure|table|box)\((?:id: "(.*?)")?', text):
            name = (match[2] or "").partition("--")[2]
            return chapter, f"the {match[1]} ‘{name}’" if name else f"a {match[1]} without name"
        if not text.strip() or text.startswith(("=", "#chapter")):
            break
    return chapter, ""
