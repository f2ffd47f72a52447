"""The publisher's colour, logo and typefaces in the web edition: style sheet, favicon and the logo in the header."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.charts import palette
from coproduce.ground.contrast import darker, readable
from coproduce.publish.html import typefaces
from coproduce.publish.html.bundle import minify_css

if TYPE_CHECKING:
    from coproduce.source.logo import Logo
    from coproduce.source.look import Look
    from coproduce.source.settings import Settings

#: The lightest ground of a dark page (``--report-card`` in styles/base.css): what can be read there can be read on all.
DARK_CARD = "#23272d"
#: How much light the cover keeps on a dark page.
_COVER_IN_THE_DARK = 0.78
#: In pixels: how high a logo stands in the header, and how wide it may be.
_HIGH, _WIDE = 32, 128
#: The machinery's mark, and what it is called in the accent.
_OWN_MARK = "mark-in-accent.svg"
_MARK = Path(__file__).parent / "theme" / "static" / "mark.svg"
_LOGO_CSS = """
.site-title:has(.site-logo)::before { content: none; }
.site-logo { flex: none; box-sizing: content-box; padding: 2px; border-radius: 3px; background: #ffffff; }
"""


def style_sheet(settings: "Settings") -> str:
    """What follows the style sheet of every report for this one; "" for one without a look of its own."""
    look = settings.look
    return minify_css((_colours(look.accent) if look.accent else "") + (_LOGO_CSS if look.logo else "") + typefaces.style_sheet(settings))


def files(settings: "Settings") -> dict[str, bytes]:
    """Files of the look by their names below ``_static``; raises :class:`~coproduce.ground.problems.ProblemsFound` for a damaged font."""
    look = settings.look
    found = ({look.logo.file: look.logo.content} if look.logo else {}) | typefaces.files(settings)
    if look.accent and favicon(look) == _OWN_MARK:
        found[_OWN_MARK] = _MARK.read_text(encoding="utf-8").replace(palette.ACCENT, look.accent).encode()
    return found


def favicon(look: "Look") -> str:
    """The name below ``_static`` of the picture that browsers show beside a page's title."""
    if look.logo and look.logo.ending == ".svg":
        return look.logo.file
    return _OWN_MARK if look.accent else _MARK.name


def in_header(logo: "Logo", src: str) -> dict[str, Any]:
    """What the template needs of the logo at the address ``src``; its size, so that nothing moves when it comes."""
    high = min(_HIGH, _WIDE / logo.ratio)
    return {"src": src, "alt": logo.alt, "width": max(1, round(high * logo.ratio)), "height": max(1, round(high))}


def _colours(accent: str) -> str:
    dark = f"--report-accent: {readable(accent, DARK_CARD)}; --report-cover: {darker(accent, _COVER_IN_THE_DARK)};"
    return f"""
:root {{ --report-accent: {accent}; --report-cover: {accent}; }}
@media not print {{
  :root[data-theme="dark"] {{ {dark} }}
  @media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}
}}
.action:not(.second) {{ color: {accent}; }}
"""
