"""The report's text face as a small web font."""

from __future__ import annotations

import hashlib
import io
import logging
from pathlib import Path

from coproduce.kept import kept

FAMILY = "Source Sans 3"
FILE = "report-sans.woff2"

# Basic Latin, Latin-1, Latin Extended-A and the punctuation of English prose:
# British and Irish names and the languages of western and central Europe.
_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2009, 0x2014), (0x2018, 0x2026))
_SINGLE = (0x202F, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265)
_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
# The licence (OFL 1.1) reserves the name "Source" for the unchanged font.
_NAME = "Report Sans"
_NAMES_OF_THE_FONT = (1, 3, 4, 6, 16, 25)


def web_font(cache: Path) -> bytes:
    """The Latin part of the face, all weights, as WOFF2 (about 40 kB).

    Kept in ``cache``, because cutting it takes most of a second.
    """
    import fontpkg_source_sans_3

    source = Path(fontpkg_source_sans_3.ROOT) / "files" / "SourceSans3[wght].ttf"
    key = hashlib.sha256(source.read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]
    return kept(cache / "fonts" / key, lambda: _cut(source))


def _cut(source: Path) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # tells of every table it cuts
    options = subset.Options(flavor="woff2", hinting=False, layout_features=_FEATURES, name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*(c for a, z in _RANGES for c in range(a, z + 1)), *_SINGLE])
    with TTFont(source, lazy=True, recalcTimestamp=False) as font:
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in _NAMES_OF_THE_FONT:
                record.string = _NAME.replace(" ", "") if record.nameID == 6 else _NAME
        font.flavor = "woff2"
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()
