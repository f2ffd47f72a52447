"""The picture that stands beside a link to the report where it is shared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.evidence.sources import written_date
from coproduce.ground.interface_words import say
from coproduce.publish.html.metadata import CARD_SIZE

if TYPE_CHECKING:
    from coproduce.source.settings import Settings

FILE = "card.png"


def card(settings: "Settings", size: tuple[int, int] = CARD_SIZE) -> bytes:
    """Title, subtitle, organisers and edition on the report's colour, as a PNG of ``size``.

    Drawn by Typst in the faces of the PDF: the same settings give the same bytes.
    """
    import typst

    from coproduce.charts import palette
    from coproduce.publish.pdf.fonts import all_fonts

    width, height = size
    shown = {
        "title": settings.title,
        "accent": settings.look.accent or palette.ACCENT,
        "subtitle": settings.subtitle,
        "organisations": list(settings.organisations),
        "edition": say("Edition {edition}, {date}", edition=settings.edition, date=written_date(settings.date)),
    }
    return typst.compile(
        Path(__file__).with_name("card.typ").read_bytes(),
        format="png",
        ppi=72,  # a point is a dot
        font_paths=all_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(shown), "width": str(width), "height": str(height)},
    )
