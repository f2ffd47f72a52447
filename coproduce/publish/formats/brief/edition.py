"""Makes the brief: gathers it, sets it, and sees that it is two pages."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.checksums import checksum_of
from coproduce.ground.interface_words import marked_words, say, say_all
from coproduce.ground.problems import Problem, stop_if_any
from coproduce.publish import pdf
from coproduce.publish.formats.brief.content import Brief, gather
from coproduce.publish.formats.brief.spec import BriefSpec, read_spec
from coproduce.publish.imprint import imprint
from coproduce.publish.pdf import publisher_look
from coproduce.publish.pdf.front_matter import front_matter
from coproduce.publish.pdf.typeset import compile_file

if TYPE_CHECKING:
    from coproduce.publish.formats import Material

PAGES = 2
_TEMPLATE = Path(__file__).with_name("brief.typ")
_PARTS = [Path(pdf.__file__).with_name(name) for name in ("parts.typ", "faces.typ")]
_LABELS = marked_words({
    "brief": "Brief in two pages",
    "numbers": "Headline numbers",
    "first": "Key decision",
    "more": "Where to read more",
    "words": "Words used",
    "showed": "Showed: linked data showed a pattern",
    "used": "Used: a service acted on the data",
    "changed": "Changed: an outcome moved against a comparison",
})


def write_brief(material: "Material", path: Path) -> None:
    """Write the brief to ``path``.

    Raises :class:`coproduce.ground.problems.ProblemsFound`, among others if the brief is
    longer than two pages; the problem says by how much and what is longest.
    """
    report = material.report
    spec = read_spec(report.paths, report.toc.chapters)
    text = json.dumps(_template_data(material, gather(material, spec)), indent=1, ensure_ascii=False)
    material.write_cached(path, {"text": checksum_of(text)}, lambda path: _write(text, spec, material, path))


def _write(text: str, spec: BriefSpec, material: "Material", path: Path) -> None:
    import pikepdf

    from coproduce.publish.pdf.streams import save

    work, paths = material.work, material.report.paths
    where = paths.relative(paths.brief)
    for file in (_TEMPLATE, *_PARTS):
        shutil.copyfile(file, work / file.name)
    (work / "report.json").write_text(text, encoding="utf-8")
    publisher_look.lay_out(material.report.settings.look, work)
    data, measures = compile_file(work / _TEMPLATE.name, material.revision.epoch, lambda error: _explain(error, where), query="<measure>")
    stop_if_any(_too_long(measures, spec.path or paths.relative(paths.book)))
    with pikepdf.open(BytesIO(data)) as document:
        data = save(document)
    path.write_bytes(data)


def _template_data(material: "Material", brief: Brief) -> dict[str, Any]:
    settings = material.report.settings
    made = front_matter(settings, [])
    made["labels"] |= say_all(_LABELS.items())
    made["brief"] = brief.to_json() | {
        "imprint": [[line.label, line.text, line.address] for line in imprint(settings, material.revision)],
        "more": say(
            "The report traces every number to its rows and sources, and gives each recommendation its evidence, "
            "any voices found for or against it, and its limits. Numbers in square brackets are those of its list of "
            "sources. It is published as web pages and as {file}.", file=f"{settings.pdf_name}.pdf",
        ),
    }
    return made


def _explain(error: Exception, where: str) -> Problem:
    message = getattr(error, "message", str(error))
    return Problem(
        where,
        f"Typst cannot set the brief: {message}",
        code="brief.typst",
        expected="; ".join(getattr(error, "hints", ()) or ()) or "a document that meets PDF/UA-1 and PDF/A-3a",
        action="Change the passage that the brief takes; if it is sound, brief.typ is at fault.",
    )


def _too_long(measures: list[dict[str, Any]], where: str) -> list[Problem]:
    """``measures`` are the parts' names with the page and height (mm) at which each ends, in order; ``where`` is the file to change."""
    end = measures[-1]
    if end["page"] <= PAGES:
        return []
    parts, before = [], {"page": 1, "y": end["top"]}
    for part in measures:
        length = (part["page"] - before["page"]) * part["room"] + part["y"] - before["y"]
        parts.append((length, part["name"]))
        before = part
    over = (end["page"] - PAGES - 1) * end["room"] + end["y"] - end["top"]
    longest = ", ".join(f"{name} {length:.0f} mm" for length, name in sorted(parts, reverse=True))
    return [Problem(
        where, f"the brief is {over:.0f} mm longer than two pages (its parts: {longest})",
        code="brief.too-long", expected=f"at most {2 * end['room']:.0f} mm in all",
        action="Shorten the longest part at its source: titles and statements of recommendations, the key "
               "finding with the messages, or the list of numbers.",
    )]
