"""The faces of the PDF, out of open font packages and never off the machine.

Typst sets text in variable fonts, but draws the text of SVG pictures in whatever
instance the file starts with (Source Sans: extra light), whatever the weight
asked for. Pictures therefore get the static faces that charts are measured with.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coproduce.charts.fonts import FACE, files_of, static_faces

if TYPE_CHECKING:
    import typst

#: Text faces: the packages whose folder ``files`` Typst searches.
PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
#: The family that pictures ask for, and the static one that takes its place.
CHART_FAMILY, STATIC_FAMILY = "Source Sans 3", FACE


@lru_cache(maxsize=1)
def all_fonts() -> "typst.Fonts":
    """What Typst may use: both text faces, the static ones, and those in its wheel."""
    import typst

    folders = [files_of(name) for name in PACKAGES]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in (*folders, static_faces())],
    )
