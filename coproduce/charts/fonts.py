"""The text face of charts, as vl-convert can read it.

vl-convert finds no family whose name has a word that begins with a digit
("Source Sans 3": it takes off the quotes that CSS asks for there), measures
text in a monospaced face instead, and draws variable fonts in the instance that
the file starts with (extra light). So the weights that charts use are made into
static fonts under a name of their own. Pages name the real family.
"""

from __future__ import annotations

import io
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from coproduce.ground.file_cache import user_cache
from coproduce.ground.own_files import write_listed

#: The static family, for vl-convert only: no word of its name begins with a digit.
FACE = "Coproduce Chart Sans"
_WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
# Latin with all its accents, punctuation, currencies, arrows, signs and shapes.
_LETTERS = [*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2300), *range(0x25A0, 0x2600)]


def files_of(package: str) -> Path:
    """The folder with the faces of a ``fontpkg-`` package, by the name of its module."""
    return Path(import_module(package).ROOT) / "files"


def static_faces() -> Path:
    """The folder of the static fonts; made on first use (some seconds), then kept for this user.

    Raises ``OSError`` if no folder can be written.
    """
    folder = user_cache() / f"chart-sans-{_versions()}"
    folder.mkdir(exist_ok=True)
    for weight, style in _WEIGHTS.items():
        if not (folder / f"{style}.ttf").is_file():
            _make(weight, style, folder)
    return folder


@cache
def _versions() -> str:
    """Another version of the tool writes other bytes."""
    return f"{version('fontpkg-source-sans-3')}-{version('fonttools')}"


def _make(weight: int, style: str, folder: Path) -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source = files_of("fontpkg_source_sans_3") / "SourceSans3[wght].ttf"
    font = TTFont(source, recalcTimestamp=False)
    # Fewer letters first: an instance of the whole font takes half a minute.
    subsetter = Subsetter(Options(layout_features=["kern"], name_IDs=["*"], notdef_outline=True))
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weight})
    font["OS/2"].usWeightClass = weight
    family = FACE if style != "SemiBold" else f"{FACE} {style}"
    names = {1: family, 2: "Bold" if style == "Bold" else "Regular", 4: f"{FACE} {style}",
             6: f"{FACE.replace(' ', '')}-{style}", 16: FACE, 17: style}  # fmt: skip
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    # Chapters are drawn side by side: whoever is last replaces equal bytes.
    out = io.BytesIO()
    font.save(out)
    write_listed(folder / f"{style}.ttf", out.getvalue(), folder.parent)
