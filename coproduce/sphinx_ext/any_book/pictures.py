"""Pictures: one by address becomes a link, one without alternative text says so in place of the name of its file."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst.directives.images import Image
from sphinx.transforms import SphinxTransform

from coproduce.ground.interface_words import marked, say
from coproduce.publish.manuscript.book_forms import not_found
from coproduce.publish.manuscript.picture_files import format_of
from coproduce.sphinx_ext.any_book.addresses import from_elsewhere, link_to
from coproduce.sphinx_ext.any_book.notes import note, place, shortened

#: What is read out where nobody said what a picture shows.
UNDESCRIBED = marked("Picture without a description")
#: The class of a figure whose picture is a link.
ELSEWHERE = "picture-elsewhere"


class Picture(Image):
    """The directive ``image``, which knows its line."""

    def run(self) -> list[nodes.Node]:
        made = list(super().run())
        for node in made:
            node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return made


class Pictures(SphinxTransform):
    """Once HTML has given its pictures (:mod:`.raw_html`), before Sphinx looks for the files."""

    default_priority = 310

    def apply(self, **kwargs) -> None:
        for image in list(self.document.findall(nodes.image)):
            if self._is_no_picture(image):
                _unread(image)
            else:
                describe(image)

    def _is_no_picture(self, image: nodes.image) -> bool:
        """Whether its file is there and holds something else; of one that is not there Sphinx tells."""
        address = image.get("uri", "")
        if not address or ":" in address or "*" in address:
            return False
        file = Path(self.env.relfn2path(address, self.env.docname)[1])
        return file.is_file() and not format_of(file)


def _unread(image: nodes.image) -> None:
    note(place(image), "unreadable", f"the file ‘{shortened(image['uri'])}’ holds no picture: its words are shown", code="image",
         expected="a file in SVG, PNG, JPEG, GIF or WebP", action="Put the picture there, or name another file.")
    words = not_found(image.get("alt") or image["uri"])
    image.replace_self(nodes.Text(words) if isinstance(image.parent, nodes.TextElement) else nodes.paragraph(words, words))


def describe(image: nodes.image) -> None:
    """Put a link in the place of a picture from elsewhere, and words in that of a missing alternative text."""
    if from_elsewhere(image.get("uri", "")):
        _linked(image)
    elif not image.get("alt", "").strip() and not image.get("decoration"):
        _undescribed(image)


def _linked(image: nodes.image) -> None:
    address, title = image["uri"], image.get("alt", "")
    note(place(image), "picture-by-address",
         f"the picture ‘{shortened(address)}’ lies elsewhere, and nothing is fetched: a link stands for it",
         action="Put the file beside the page if its licence allows that.")
    link = link_to(address, title, "picture")
    assert link is not None, "an address of another server is one"
    parent = image.parent
    if isinstance(parent, nodes.reference):
        # A picture that was a link: its words are the link.
        image.replace_self(nodes.Text(link.astext()))
    elif isinstance(parent, nodes.figure):
        parent["classes"].append(ELSEWHERE)
        image.replace_self(nodes.paragraph("", "", link))
    elif isinstance(parent, nodes.TextElement):
        image.replace_self(link)
    else:
        image.replace_self(nodes.paragraph("", "", link))


def _undescribed(image: nodes.image) -> None:
    if "sd-card-img" in " ".join(image.get("classes", ())) or "sd-avatar" in " ".join(image.get("classes", ())):
        # Beside the title of its card.
        image["alt"], image["decoration"] = "", True
        return
    file = shortened(image.get("uri", ""))
    note(place(image), "alternative-text", f"‘{file}’ is a picture without alternative text", code="markup",
         expected="words between the brackets, or a line ‘:alt: what the picture shows’",
         action="Say in a sentence what a reader would see.")
    image["alt"] = say(UNDESCRIBED)
