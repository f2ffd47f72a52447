"""The tiny report in a colour of its own, with a logo and with typefaces: for tests of every form."""

from __future__ import annotations

import shutil

from coproduce.charts.fonts import files_of

ACCENT, ALT = "#8a1538", "Larkwell Tree Wardens: a tree in a ring"
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">
  <circle cx="30" cy="30" r="27" fill="none" stroke="#8a1538" stroke-width="5"/>
  <path d="M30 10 46 40H14Z" fill="#0b6e58"/>
  <path d="M27 40h6v12h-6Z" fill="#5b3a1e"/>
  <path d="M66 12h8v36h-8Z" fill="#1f2430"/>
</svg>
"""
#: A face of one file a style, without italic, and a variable one: out of packages that the machinery has for other scripts.
TEXT, TITLES = "Hind Siliguri", "Noto Sans Devanagari"
FONTS = {"Regular.ttf": ("fontpkg_hind_siliguri", "HindSiliguri-Regular.ttf"),
         "Bold.ttf": ("fontpkg_hind_siliguri", "HindSiliguri-Bold.ttf"),
         "Titles.ttf": ("fontpkg_noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf")}
#: With words that are set in italic, and a sign that the face of text lacks.
SENTENCE = "The way leads from *every street in Larkwell* → to the park."
SETTINGS = f"""\
  look:
    accent: "{ACCENT}"
    logo: book/logo.svg
    logo_alt: "{ALT}"
    fonts:
      text:
        - book/fonts/Regular.ttf
        - book/fonts/Bold.ttf
      titles: book/fonts/Titles.ttf
"""


def add_look(report) -> None:
    """Give the tiny report the colour, the logo and the typefaces."""
    (report.paths.book / "logo.svg").write_text(LOGO, encoding="utf-8")
    (report.paths.book / "fonts").mkdir()
    for name, (package, file) in FONTS.items():
        shutil.copyfile(files_of(package) / file, report.paths.book / "fonts" / name)
    page = report.paths.chapter("survival")
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{SENTENCE}\n", encoding="utf-8")
    config = report.paths.config
    config.write_text(config.read_text(encoding="utf-8").replace("coproduce:\n", f"coproduce:\n{SETTINGS}", 1), encoding="utf-8")
