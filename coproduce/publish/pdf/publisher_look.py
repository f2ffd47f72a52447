"""The publisher's own logo and typefaces in documents that Typst sets.

Typst finds a face by the family that its file says, which is not always one for all files of a family, and may be
that of a face of ours. So each file is written beside the document under a family of its role; what the PDF calls
the face is another name (PostScript's) and stays.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coproduce.source.look import Look
    from coproduce.source.typefaces import Typeface, Typefaces

#: The folder of the faces beside the document.
FACES = "faces"
#: What their families are called, by role.
_FAMILIES = {"text": "Given Text", "titles": "Given Titles"}
# Names of a font (OpenType, ``name``): the family in its two forms, and what qualifies them.
_FAMILY, _POSTSCRIPT, _QUALIFIED = (1, 16), 6, (17, 21, 22, 25)


def template_data(look: "Look") -> dict[str, Any]:
    """What templates read: the ``logo`` or None; as ``faces`` the family of each role that the publisher has a face
    for, and whether text is to be ``slanted`` for want of italic."""
    fonts, logo = look.fonts, look.logo
    slanted = {"slanted": True} if fonts.text and not fonts.text.has_italic else {}
    return {"logo": {"source": logo.file, "alt": logo.alt, "ratio": logo.ratio} if logo else None,
            "faces": {role: _FAMILIES[role] for role in _by_role(fonts)} | slanted}


def covered_characters(fonts: "Typefaces") -> frozenset[str]:
    """The signs that the publisher's face for text has in every style."""
    return frozenset.intersection(*(face.letters for face in fonts.text.faces)) if fonts.text else frozenset()


def lay_out(look: "Look", folder: Path) -> None:
    """Write into ``folder`` what :func:`template_data` names: the logo, and below :data:`FACES` the faces."""
    if look.logo:
        (folder / look.logo.file).write_bytes(look.logo.content)
    for role, typeface in _by_role(look.fonts).items():
        (folder / FACES).mkdir(exist_ok=True)
        for number, face in enumerate(typeface.faces):
            file = folder / FACES / f"{role}-{number}{Path(face.name).suffix.lower()}"
            file.write_bytes(_in_family(face.content, _FAMILIES[role]))
            if _family_of(file) != _FAMILIES[role]:  # of some faces Typst knows the family better, by what PostScript calls them
                file.write_bytes(_in_family(face.content, _FAMILIES[role], f"{face.family.replace(' ', '')}-{number}"))


def _by_role(fonts: "Typefaces") -> "dict[str, Typeface]":
    return {role: typeface for role in _FAMILIES if (typeface := getattr(fonts, role))}


def _family_of(file: Path) -> str:
    """The family under which Typst finds a face; "" if it cannot read it."""
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(file.parent)])
    return next((face.family for face in found.fonts() if face.path and Path(face.path).name == file.name), "")


def _in_family(font: bytes, family: str, postscript: str = "") -> bytes:
    """The font under another family, and under another name of PostScript's where one is given."""
    from fontTools.ttLib import TTFont

    made = io.BytesIO()
    with TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False) as renamed:
        names = renamed["name"]
        names.names = [record for record in names.names if record.nameID not in _QUALIFIED]
        for record in names.names:
            if record.nameID in _FAMILY:
                record.string = family
            elif record.nameID == _POSTSCRIPT and postscript:
                record.string = postscript
        renamed.save(made)
    return made.getvalue()
