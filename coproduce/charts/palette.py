"""The colours of every chart: light values, and what each becomes on a dark page.

A chart is drawn once, with the light values. On a dark page the style sheet
that :func:`dark_mode_css` writes replaces them one by one, so a chart may use
only the colours of :data:`DARK`; drawing one with any other colour is refused.

Contrast is the ratio of WCAG 2.2 (success criteria 1.4.3 for text, at least
4.5, and 1.4.11 for marks, at least 3). L* is CIELAB lightness, what is left in
greyscale. Differences are Euclidean in CAM02-UCS, after simulating complete
deuteranopia, protanopia and tritanopia by Machado, Oliveira and Fernandes
(2009), doi:10.1109/TVCG.2009.113. ``tests/charts/test_palette.py`` measures all
of them again.
"""

from __future__ import annotations

PAPER = "#ffffff"  # page; in a chart only as text on a dark fill
DARK_PAPER = "#131416"  # page of the dark theme; styles/base.css has it too

INK = "#1f2430"  # text; contrast 15.5 light, 15.3 dark
MUTED = "#575f6d"  # secondary text; 6.4 light, 8.4 dark
QUIET = "#8b929d"  # marks that give context; 3.1 light, 4.9 dark
GRID = "#dfe2e6"  # grid lines carry no data: 1.3 light, 1.6 dark, meant to recede

# Series, in the order of use. Contrast light / dark; L* light / dark.
BLUE = "#12338a"  # 11.3 / 9.2; 25 / 74
ORANGE = "#c0501c"  # 4.8 / 5.7; 48 / 60
GREEN = "#0b6e58"  # 6.2 / 7.1; 41 / 66
PLUM = "#743a6c"  # 8.2 / 4.5; 34 / 53
SAND = "#b08c5d"  # 3.1 / 12.7; 61 / 86
# Nearest pair of the five, worst of normal and three simulated visions:
# 10.9 light (blue and plum, protanopia), 12.6 dark (blue and green, tritanopia).
# Nearest L*: 7.2 apart light, 6.6 dark.
SERIES = (BLUE, ORANGE, GREEN, PLUM, SAND)

# The same where two share an edge: in this order neighbours differ in lightness by a
# contrast of at least 1.6 on paper, so that they stay apart when printed in grey.
STACKED = (BLUE, ORANGE, PLUM, SAND, GREEN)

ACCENT = BLUE  # what the headline speaks of; from QUIET 35.7 light, 23.1 dark

SAND_TEXT = "#84653a"  # sand is too light for letters; 5.4 light, 12.7 dark

ON_SAND = "#1b2029"  # letters on sand; 5.3 light, 12.7 dark

# Ordered classes, low to high. Always with the value written in or beside the
# mark. L* 91, 77, 61, 43, 27 light; 18, 30, 43, 69, 88 dark (low recedes on both).
SEQUENCE = ("#dce6f4", "#a9c1e3", "#6f95cc", "#3a66ab", "#143c84")
# Text on each class; worst contrast 5.1 light, 4.9 dark.
SEQUENCE_TEXT = (INK, INK, INK, PAPER, PAPER)

#: Every colour a chart may use, with its value on a dark page.
DARK = {
    INK: "#e8eaed",
    MUTED: "#a9b0ba",
    QUIET: "#7d858f",
    GRID: "#34383e",
    PAPER: DARK_PAPER,
    BLUE: "#5fc2f0",
    ORANGE: "#e0702a",
    GREEN: "#6fae8b",
    PLUM: "#b061ab",
    SAND: "#fad08a",
    SAND_TEXT: "#fad08a",
    ON_SAND: DARK_PAPER,
    SEQUENCE[0]: "#1e2c45",
    SEQUENCE[1]: "#2c466f",
    SEQUENCE[2]: "#41659f",
    SEQUENCE[3]: "#86aae0",
    SEQUENCE[4]: "#cfdff6",
}

#: The colour of letters that name a mark of the given colour.
TEXT_OF = {colour: colour for colour in (INK, *SERIES)} | {SAND: SAND_TEXT, QUIET: MUTED}


def dark_mode_css(scope: str = ".chart") -> str:
    """The style sheet that turns charts within ``scope`` dark, where the page is.

    The page is dark if ``data-theme`` of its root element is ``dark``, or as the
    reader's system is unless that is ``light``; never in print.
    """
    names = {light: f"--chart-{light[1:]}" for light in DARK}
    rules = [
        f'{scope} [{what}="{light}"]{{{what}:var({name},{light})}}'
        for light, name in names.items()
        for what in ("fill", "stroke")
    ]
    values = "".join(f"{names[light]}:{dark};" for light, dark in DARK.items())
    return "\n".join(
        [
            *rules,
            "@media not print{",
            f':root[data-theme="dark"]{{{values}}}',
            "@media (prefers-color-scheme:dark){",
            f':root:not([data-theme="light"]){{{values}}}',
            "}}",
            "",
        ]
    )
