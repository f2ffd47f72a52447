"""The faces of the PDF, out of open font packages and never off the machine.

Typst sets text in variable fonts, but draws the text of SVG pictures in whatever
instance the file starts with (Source Sans: extra light), whatever the weight
asked for. For pictures the weights that charts use are therefore made into
static fonts, under a family name of their own.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

#: Text faces: the packages whose folder ``files`` Typst searches.
PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
#: The family that charts ask for, and the static one that takes its place.
CHART_FAMILY, STATIC_FAMILY = "Source Sans 3", "Source Sans 3 Static"
# Latin with all its accents, punctuation, currencies, arrows, signs, shapes.
_LETTERS = [
    *range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070), *range(0x2070, 0x20D0),
    *range(0x2100, 0x2150), *range(0x2190, 0x2200), *range(0x2200, 0x2300), *range(0x25A0, 0x2600),
]  # fmt: skip
_FEATURES = ["kern", "mark", "ccmp", "liga", "tnum", "lnum"]
_WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}


def folder_of(package: str) -> Path:
    return Path(import_module(package).__file__).parent / "files"


def static_faces(cache: Path) -> Path:
    """The folder with the static faces, made on first use.

    The same font package gives the same bytes: no date is written.
    """
    folder = cache / "fonts" / f"source-sans-3-{version('fontpkg-source-sans-3')}"
    if not all((folder / f"{style}.ttf").is_file() for style in _WEIGHTS.values()):
        folder.mkdir(parents=True, exist_ok=True)
        for weight, style in _WEIGHTS.items():
            _instance(weight, style, folder / f"{style}.ttf")
    return folder


def _instance(weight: int, style: str, target: Path) -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    variable = folder_of("fontpkg_source_sans_3") / "SourceSans3[wght].ttf"
    font = TTFont(variable, recalcTimestamp=False)
    # Fewer letters first: making an instance of the whole font takes half a minute.
    options = Options(layout_features=_FEATURES, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weight})
    font["OS/2"].usWeightClass = weight
    names = {
        1: STATIC_FAMILY if style in ("Regular", "Bold") else f"{STATIC_FAMILY} {style}",
        2: style if style in ("Regular", "Bold") else "Regular",
        4: f"{STATIC_FAMILY} {style}",
        6: f"SourceSans3Static-{style}",
        16: STATIC_FAMILY,
        17: style,
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    new = target.with_suffix(".new")
    font.save(new)
    new.replace(target)


@lru_cache(maxsize=4)
def all_fonts(cache: Path):
    """What Typst may use: both text faces, the static ones, and those in its wheel."""
    import typst

    folders = [folder_of(name) for name in PACKAGES] + [static_faces(cache)]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in folders],
    )
