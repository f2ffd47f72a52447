"""The tiny report in a colour of its own and with a logo: for tests of every form."""

from __future__ import annotations

ACCENT, ALT = "#8a1538", "Larkwell Tree Wardens: a tree in a ring"
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">
  <circle cx="30" cy="30" r="27" fill="none" stroke="#8a1538" stroke-width="5"/>
  <path d="M30 10 46 40H14Z" fill="#0b6e58"/>
  <path d="M27 40h6v12h-6Z" fill="#5b3a1e"/>
  <path d="M66 12h8v36h-8Z" fill="#1f2430"/>
</svg>
"""
SETTINGS = f"""\
  look:
    accent: "{ACCENT}"
    logo: book/logo.svg
    logo_alt: "{ALT}"
"""


def add_look(report) -> None:
    """Give the tiny report the colour and the logo."""
    (report.paths.book / "logo.svg").write_text(LOGO, encoding="utf-8")
    config = report.paths.config
    config.write_text(config.read_text(encoding="utf-8").replace("coproduce:\n", f"coproduce:\n{SETTINGS}", 1), encoding="utf-8")
