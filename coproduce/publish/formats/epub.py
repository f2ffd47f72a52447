"""The report as EPUB 3, for telephones, tablets and e-readers.

Pandoc writes the book; this gives it a title page with the imprint, numbers its
headings like the other documents, says what makes it accessible (EPUB
Accessibility 1.1), and makes its bytes depend on the report alone. Pictures are
PNG: see :mod:`.pictures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from coproduce.ground.interface_words import is_english, marked, say
from coproduce.ground.zip_files import write_zip
from coproduce.publish.formats import epub_look
from coproduce.publish.formats.apply_styles import opened
from coproduce.publish.formats.elements import attribute, drop, drop_attribute, of_class, text_of, the
from coproduce.publish.formats.footnotes import correct_epub
from coproduce.publish.formats.outline import Numbers
from coproduce.publish.formats.pandoc import convert
from coproduce.publish.formats.pictures import LOGO, pixel_pictures
from coproduce.publish.formats.properties import properties
from coproduce.publish.html.card import card
from coproduce.publish.imprint import Line, imprint

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

    from coproduce.publish.formats import Material
    from coproduce.publish.manuscript import Manuscript
    from coproduce.source.settings import Settings

#: Width and height of the cover in pixels: the shape that shops and shelves of books show.
COVER_SIZE = (1200, 1800)
_COVER = "media/cover.png"
_OPF = "{http://www.idpf.org/2007/opf}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_MODIFIED = re.compile(rb'(<meta property="dcterms:modified">)[^<]*')
_SUMMARY = marked(
    "Every chart has an alternative text, and its finding stands in its caption. Tables have headings for columns, and for "
    "rows where a column names them. Headings are nested, and the contents lead to each. "
    "Numbers link to their sources."
)


def write_epub(material: "Material", path: Path) -> None:
    """Write the EPUB edition of a manuscript.

    Raises :class:`coproduce.ground.problems.ProblemsFound` with what Pandoc says.
    """
    material.write_cached(path, material.text_parts, lambda path: _write(material, path))


def _write(material: "Material", path: Path) -> None:
    settings, manuscript = material.report.settings, material.full_text
    lines = imprint(settings, material.revision)
    said = properties(settings, lines)
    raw = material.work / "pandoc.epub"
    pictures = pixel_pictures(manuscript, material.step_cache, settings.look.logo)
    files = convert(
        _book(manuscript, pictures, settings, lines), "epub3", raw, pictures=manuscript.folder,
        metadata={
            "title": [{"type": "main", "text": settings.title}, {"type": "subtitle", "text": settings.subtitle}]
            if settings.subtitle else settings.title,
            "creator": [{"role": "author", "text": said.author}],
            "publisher": settings.publisher or said.author,
            "identifier": [{"scheme": "UUID", "text": f"urn:uuid:{identifier(settings)}"}],
            "lang": settings.language,
            "toc-title": say("Contents"),
            "date": settings.date,
            **({"rights": settings.licence} if settings.licence else {}),
            "description": said.description,
            "subject": list(settings.keywords),
            "accessModes": ["textual", "visual"],
            "accessModeSufficient": ["textual"],
            "accessibilityFeatures": ["alternativeText", "displayTransformability", "readingOrder", "structuralNavigation",
                                      "tableOfContents", *(["MathML"] if "<math" in manuscript.html else [])],
            "accessibilityHazards": ["none"],
            "accessibilitySummary": say(_SUMMARY),
        },
        arguments=["--mathml", "--split-level=1", "--toc", "--toc-depth=2", "--epub-title-page=false"],
    )  # fmt: skip
    # In its sandbox Pandoc reads no style sheet: ours takes the place of the one it brings.
    (style,) = (name for name in files if name.startswith("EPUB/styles/"))
    files[style] = epub_look.style_sheet(settings)
    own = epub_look.fonts(settings)
    files |= {f"EPUB/{name}": content for name, content in own.items()}
    if not is_english():  # Pandoc names this landmark in English whatever the language
        landmark, ours = b">Table of Contents<", f">{escape(say('Contents'))}<".encode()
        files["EPUB/nav.xhtml"] = files["EPUB/nav.xhtml"].replace(landmark, ours)
    stamp = material.revision.moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    files["EPUB/content.opf"] = _MODIFIED.sub(rb"\g<1>" + stamp, files["EPUB/content.opf"])
    files[f"EPUB/{_COVER}"] = card(settings, COVER_SIZE)
    files["EPUB/content.opf"] = _with_files(files["EPUB/content.opf"], own)
    if b"<math" in files["EPUB/nav.xhtml"]:  # of a heading; Pandoc declares formulas of chapters only
        files["EPUB/nav.xhtml"] = _with_alttext(files["EPUB/nav.xhtml"])
        files["EPUB/content.opf"] = files["EPUB/content.opf"].replace(b'properties="nav"', b'properties="nav mathml"')
    for name in [name for name in files if name.startswith("EPUB/text/")]:
        files[name] = _with_title(files[name])
    write_zip(path, files, material.revision.epoch, first=["mimetype"])


def _with_files(package: bytes, fonts: Iterable[str]) -> bytes:
    """The package that names its cover, as EPUB 3 says it and as older programs look for it, and its ``fonts``.

    In its sandbox Pandoc takes none of them.
    """
    from lxml import etree

    root = etree.fromstring(package)
    manifest, metadata = the(root, f"{_OPF}manifest"), the(root, f"{_OPF}metadata")
    etree.SubElement(manifest, f"{_OPF}item", {
        "id": "cover-image", "href": _COVER, "media-type": "image/png", "properties": "cover-image"})
    etree.SubElement(metadata, f"{_OPF}meta", {"name": "cover", "content": "cover-image"})
    for number, name in enumerate(fonts, start=1):
        etree.SubElement(manifest, f"{_OPF}item", {"id": f"font-{number}", "href": name, "media-type": "font/woff2"})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def identifier(settings: "Settings") -> str:
    """The same for each build of an edition, another for the next edition."""
    place = settings.web_address or settings.pdf_name
    return str(uuid5(NAMESPACE_URL, f"{place}#{settings.title}#{settings.edition}"))


def _set_alttext(root: "_Element") -> None:
    for said in of_class(root, "formula-said"):
        for math in said.iter(f"{_MATH}math"):
            math.set("alttext", attribute(said, "data-words"))
        drop_attribute(said, "data-words")


def _with_alttext(page: bytes) -> bytes:
    """A page whose formulas are also there in words."""
    from lxml import etree

    root = etree.fromstring(page)
    _set_alttext(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")


def _with_title(page: bytes) -> bytes:
    """A page named after its chapter, not after its file; its formulas also in words, its notes by their numbers."""
    from lxml import etree

    root = etree.fromstring(page)
    correct_epub(root)
    heading = next(root.iter(f"{_XHTML}h1"), None)
    if heading is not None:
        next(root.iter(f"{_XHTML}title")).text = " ".join(text_of(heading).split())
    _set_alttext(root)
    for told in root.iterfind(".//*[@data-script]"):
        drop_attribute(told, "data-script")
        drop_attribute(told, "data-region")
    for empty in [style for style in root.iter(f"{_XHTML}style") if not (style.text or "").strip()]:
        drop(empty)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")


def _book(manuscript: "Manuscript", pictures: Mapping[str, str], settings: "Settings", lines: tuple[Line, ...]) -> str:
    from lxml import html

    root = opened(manuscript)
    for picture in root.iter("img"):
        picture.set("src", pictures[picture.get("src")])
        for name in ("width", "height", "class"):
            picture.attrib.pop(name, None)
    _number(root)
    for table in root.iter("table"):
        scroll = html.Element("div", {"class": "table-scroll"})
        table.addprevious(scroll)
        scroll.tail, table.tail = table.tail, None
        scroll.append(table)
    root.find("body").insert(0, _title_page(settings, lines, pictures))
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def _number(root: "HtmlElement") -> None:
    """Numbers of headings as in the other documents; none for the front page and for entries of lists."""
    numbers, chapters = Numbers(), 0
    for heading in root.iter("h1", "h2", "h3", "h4"):
        if "unlisted" in heading.get("class", ""):
            heading.set("class", "unnumbered unlisted")
            continue
        chapters += heading.tag == "h1"
        if chapters == 1:
            heading.set("class", "unnumbered")
            continue
        heading.text = f"{numbers.next(int(heading.tag[1]))} {(heading.text or '').lstrip()}"


def _title_page(settings: "Settings", lines: tuple[Line, ...], pictures: Mapping[str, str]) -> "HtmlElement":
    from lxml import html

    def add(parent, tag: str, text: str = "", **attributes: str):
        element = html.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
        element.text = text
        parent.append(element)
        return element

    page = html.Element("section", {"class": "title-page"})
    add(page, "h1", settings.title, class_="unnumbered")
    if settings.subtitle:
        add(page, "div", settings.subtitle, class_="subtitle")
    if logo := settings.look.logo:  # before its heading Pandoc would see a page of its own
        add(add(page, "div", class_="logo"), "img", src=pictures[LOGO], alt=logo.alt)
    for name in settings.organisations:
        add(page, "p", name)
    listed = add(add(page, "div", class_="imprint"), "dl")
    for line in lines:
        add(listed, "dt", line.label)
        meaning = add(listed, "dd", "" if line.address else line.text)
        if line.address:
            add(meaning, "a", line.text, href=line.address)
    if settings.cover_note:
        add(page, "p", " ".join(settings.cover_note.split()), class_="fine")
    return page
