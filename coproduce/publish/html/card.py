"""The picture that stands beside a link to the report where it is shared."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from coproduce.evidence.sources import written_date
from coproduce.ground.interface_words import say
from coproduce.publish.html.metadata import CARD_SIZE

if TYPE_CHECKING:
    from coproduce.source.settings import Settings

FILE = "card.png"
_TEMPLATE = Path(__file__).with_name("card.typ")


def card(settings: "Settings", size: tuple[int, int] = CARD_SIZE) -> bytes:
    """Title, subtitle, organisers, logo and edition on the report's colour, as a PNG of ``size``.

    Drawn by Typst in the faces of the PDF: the same settings give the same bytes.
    """
    import typst

    from coproduce.charts import palette
    from coproduce.publish import pdf
    from coproduce.publish.pdf import publisher_look
    from coproduce.publish.pdf.fonts import all_fonts

    look, (width, height) = settings.look, size
    shown = {
        "title": settings.title,
        "accent": look.accent or palette.ACCENT,
        "subtitle": settings.subtitle,
        "organisations": list(settings.organisations),
        "edition": say("Edition {edition}, {date}", edition=settings.edition, date=written_date(settings.date)),
        "width": width,
        "height": height,
    } | publisher_look.template_data(look)
    with TemporaryDirectory() as made:
        folder = Path(made)
        for template in (_TEMPLATE, Path(pdf.__file__).with_name("faces.typ")):
            shutil.copyfile(template, folder / template.name)
        (folder / "report.json").write_text(json.dumps(shown), encoding="utf-8")
        publisher_look.lay_out(look, folder)
        return typst.compile(
            str(folder / _TEMPLATE.name),
            root=str(folder),
            format="png",
            ppi=72,  # a point is a dot
            font_paths=all_fonts(folder / publisher_look.FACES),
            ignore_system_fonts=True,
        )
