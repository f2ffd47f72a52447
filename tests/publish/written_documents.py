"""Documents of hand-made chapters, and ways to look into them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from larkwell import SETTINGS, manuscript
from lxml import etree

from coproduce.ground.git_revision import Revision
from coproduce.ground.zip_files import read_zip
from coproduce.publish.formats import WRITERS, Material
from coproduce.publish.formats.docx_parts import W
from coproduce.publish.formats.odt_parts import TEXT

Q, T = f"{{{W}}}", f"{{{TEXT}}}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
REVISION = Revision("0123456789abcdef0123456789abcdef01234567", False, 1_772_366_400)
DOCUMENTS = [format_ for format_ in WRITERS if format_.ending in (".docx", ".odt", ".epub")]


def material(folder: Path, chapters: dict[str, str] | None = None) -> Material:
    made = manuscript(folder / "manuscript", chapters)
    return Material(
        report=SimpleNamespace(settings=SETTINGS), results=None, manuscript=made, revision=REVISION, ledger={},
        work=folder / "work",
    )


def written(folder: Path, ending: str, chapters: dict[str, str]) -> dict[str, bytes]:
    """The files inside one document of hand-made chapters."""
    stuff = material(folder, chapters)
    stuff.work.mkdir(parents=True)
    path = folder / f"made{ending}"
    next(f for f in DOCUMENTS if f.ending == ending).write(stuff, path)
    return read_zip(path)


def body(files: dict[str, bytes]):
    return etree.fromstring(files["word/document.xml"]).find(f"{Q}body")


def style(paragraph) -> str:
    found = paragraph.find(f"{Q}pPr/{Q}pStyle")
    return found.get(f"{Q}val") if found is not None else ""


def text(element, tag: str = f"{Q}t") -> str:
    return "".join(t.text or "" for t in element.iter(tag))
