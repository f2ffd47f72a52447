"""The figure on the cover of a document."""

from __future__ import annotations

from lxml import html

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.suggestions import nearest_or
from coproduce.publish.manuscript import Manuscript
from coproduce.source.documents import Document


def cover_figure(manuscript: Manuscript, document: Document) -> dict[str, str] | None:
    """What the template draws of the figure that the document's settings name; None if they name none.

    ``source`` is the picture's file, ``alt`` its alternative text, ``number`` and ``title`` its
    caption, ``target`` the anchor of the figure itself. Raises
    :class:`~coproduce.ground.problems.ProblemsFound` if the document does not hold the figure.
    """
    name = document.cover_figure
    if not name:
        return None
    if name not in manuscript.figures:
        raise ProblemsFound([Problem(
            "_config.yml", f"the cover of {document.name} shows the figure ‘{name}’, which {document.name} does not hold",
            code="config.cover-figure", expected=nearest_or("the name of one of its figures", name, manuscript.figures),
            action="Name a figure of its chapters under ‘documents: cover_figure’, or delete the line.")])
    (figure,) = html.fromstring(manuscript.html).xpath("//figure[@data-name=$name]", name=name)
    (image,) = figure.xpath(".//img")
    number = "".join(figure.xpath(".//span[contains(@class, 'caption-number')]//text()")).strip()
    headline = " ".join("".join(figure.xpath(".//div[contains(@class, 'headline')]//text()")).split())
    return {
        "source": image.get("src"), "alt": image.get("alt"), "number": number,
        "title": headline.removeprefix(number).strip(), "target": figure.get("id") or "",
    }
