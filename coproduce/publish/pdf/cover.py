"""The figure on the cover of a document."""

from __future__ import annotations

from bs4 import BeautifulSoup

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.suggestions import nearest_or
from coproduce.publish.manuscript import Manuscript
from coproduce.publish.manuscript.finding import attribute, tags
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
    part = next(part for part in manuscript.parts if f'data-name="{name}"' in part)
    figure = next(f for f in tags(BeautifulSoup(part, "lxml"), "figure") if attribute(f, "data-name") == name)
    image, caption = tags(figure, "img")[0], tags(figure, of="headline")[0]
    number = next(iter(tags(caption, of="caption-number")), None)
    called = number.extract().get_text(strip=True) if number else ""
    return {
        "source": attribute(image, "src"), "alt": attribute(image, "alt"), "number": called,
        "title": " ".join(caption.get_text().split()), "target": attribute(figure, "id"),
    }
