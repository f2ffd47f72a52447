"""How the EPUB edition looks: its style sheet, and the publisher's typefaces in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.charts import palette
from coproduce.publish.formats.pictures import logo_size
from coproduce.publish.html.typefaces import TITLES_FAMILY, files, web_faces
from coproduce.source.typefaces import TITLES

if TYPE_CHECKING:
    from coproduce.source.look import Look
    from coproduce.source.settings import Settings

#: The folder of fonts beside that of style sheets.
FONTS = "fonts"


def style_sheet(settings: "Settings") -> bytes:
    """Ours, in the publisher's colour and faces if the report has any."""
    text = Path(__file__).with_name("epub.css").read_text(encoding="utf-8")
    look = settings.look
    text = text.replace(palette.ACCENT, look.accent or palette.ACCENT)
    return (text + "".join(f"{rule}\n" for rule in (*_font_rules(settings), *_logo_rules(look)))).encode()


def fonts(settings: "Settings") -> dict[str, bytes]:
    """The publisher's faces by their names below ``EPUB``: those of the web edition."""
    return {f"{FONTS}/{name}": content for name, content in files(settings).items()}


def _font_rules(settings: "Settings") -> list[str]:
    """Faces under their real names, so that a device which has the whole font knows it."""
    given = settings.look.fonts
    rules = []
    for face in web_faces(settings):
        typeface = given.titles if face.family == TITLES_FAMILY else given.text
        rules.append(f"@font-face {{ font-family: {_quoted(typeface.name if typeface else '')}; font-weight: {face.weights}; "
                     f'font-style: {face.style}; src: url("../{FONTS}/{face.served}"); }}')
    if given.text:
        rules.append(f"body {{ font-family: {_quoted(given.text.name)}; }}")
    if given.titles:
        rules.append(f"h1, h2 {{ font-family: {_quoted(given.titles.name)}; font-weight: {TITLES}; }}")
    return rules


def _logo_rules(look: "Look") -> list[str]:
    """On white also where a reader's pages are dark."""
    if not look.logo:
        return []
    return [f".title-page .logo img {{ width: {logo_size(look.logo)[0]:.1f}mm; max-width: 100%; height: auto; background: #fff; }}"]


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
