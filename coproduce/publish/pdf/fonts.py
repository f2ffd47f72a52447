"""The faces of the PDF, out of open font packages and never off the machine.

Typst sets text in variable fonts, but draws the text of SVG pictures in whatever
instance the file starts with (Source Sans: extra light), whatever the weight
asked for. Pictures therefore get the static faces that charts are measured with.

Letters that the text faces lack come from a face for their script. ``faces.typ`` has the
same families in its lists. What decides on a face: its letters join and stack rightly,
text copied out of the PDF is what was typed (from Noto Sans Arabic it comes doubled), and
checkers of PDF/UA find nothing (of faces with outlines of PostScript they misread the widths).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.charts.fonts import FACE, files_of, static_faces

if TYPE_CHECKING:
    import typst

#: The two text faces: the packages whose folder ``files`` Typst searches.
PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
#: Faces for further scripts: the packages ``fontpkg-…`` that have one each.
SCRIPT_PACKAGES = ("fontpkg_amiri", "fontpkg_hind_siliguri", "fontpkg_noto_sans_devanagari", "fontpkg_noto_sans_tamil")
#: Chinese (simplified, then traditional), Japanese and Korean: folders of one package.
_CJK = ("notosanssc", "notosanstc", "notosansjp", "notosanskr")
#: No package has a face for Gurmukhi.
_GURMUKHI = Path(__file__).with_name("gurmukhi")
#: The family that pictures ask for, and the static one that takes its place.
CHART_FAMILY, STATIC_FAMILY = "Source Sans 3", FACE


def all_fonts(given: Path | None = None) -> "typst.Fonts":
    """What Typst may use: both text faces, the static ones, those for further scripts, and those in its wheel;
    besides, the publisher's own in the folder ``given``, where there is one."""
    return _fonts(given) if given and given.is_dir() else _bundled()


@lru_cache(maxsize=1)
def _bundled() -> "typst.Fonts":
    return _fonts(None)


def _fonts(given: Path | None) -> "typst.Fonts":
    import typst

    folders = [*([given] if given else ()), *(files_of(name) for name in PACKAGES), *script_faces(), static_faces()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder) for folder in folders])


def script_faces() -> list[Path]:
    """The folders with faces for scripts that the text faces lack."""
    import justmytype_intl_cjk

    cjk = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl"
    return [*(files_of(name) for name in SCRIPT_PACKAGES), _GURMUKHI, *(cjk / name for name in _CJK)]
