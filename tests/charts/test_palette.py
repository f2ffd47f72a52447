"""The colours do what the palette says of them: measured, not believed."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert
from contrast import contrast

from coproduce.charts import palette
from coproduce.charts.palette import DARK, DARK_PAPER, PAPER, SEQUENCE, SEQUENCE_TEXT, SERIES, TEXT_OF

VISIONS = (None, "deuteranomaly", "protanomaly", "tritanomaly")


def rgb(colour):
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def seen(colour, vision):
    if vision is None:
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def difference(one, other, vision):
    a, b = (cspace_convert(seen(colour, vision), "sRGB1", "CAM02-UCS") for colour in (one, other))
    return float(np.linalg.norm(a - b))


def lightness(colour):
    return float(cspace_convert(rgb(colour), "sRGB1", "CIELab")[0])


def themes(colours):
    yield "light", list(colours), PAPER
    yield "dark", [DARK[colour] for colour in colours], DARK_PAPER


def test_contrast_formula_gives_the_extremes_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [*SERIES, palette.QUIET])
def test_marks_stand_out_from_both_pages(colour):
    assert contrast(colour, PAPER) >= 3
    assert contrast(DARK[colour], DARK_PAPER) >= 3


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED, *dict.fromkeys(TEXT_OF.values())])
def test_text_can_be_read_on_both_pages(colour):
    assert contrast(colour, PAPER) >= 4.5
    assert contrast(DARK[colour], DARK_PAPER) >= 4.5


@pytest.mark.parametrize(("fill", "text"), list(zip(SEQUENCE, SEQUENCE_TEXT, strict=True)))
def test_text_can_be_read_on_every_class(fill, text):
    assert contrast(fill, text) >= 4.5
    assert contrast(DARK[fill], DARK[text]) >= 4.5


@pytest.mark.parametrize("fill", SERIES)
def test_text_can_be_read_on_every_part_of_a_bar(fill):
    text = palette.ON_SAND if fill == palette.SAND else PAPER
    assert contrast(fill, text) >= 4.5
    assert contrast(DARK[fill], DARK[text]) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
def test_series_can_be_told_apart_by_everyone(vision):
    for theme, colours, _ in themes(SERIES):
        for one, other in combinations(colours, 2):
            # 1 is about the least difference seen side by side; 10 is safe for thin lines.
            assert difference(one, other, vision) >= 10, (theme, one, other)


@pytest.mark.parametrize("vision", VISIONS)
def test_what_the_headline_speaks_of_is_told_from_the_rest(vision):
    for theme, (accent, quiet), _ in themes((palette.ACCENT, palette.QUIET)):
        assert difference(accent, quiet, vision) >= 20, theme


def test_series_can_be_told_apart_in_greyscale():
    for theme, colours, _ in themes(SERIES):
        ordered = sorted(map(lightness, colours))
        steps = [b - a for a, b in zip(ordered, ordered[1:], strict=False)]
        assert min(steps) >= 6, (theme, ordered)


def test_classes_recede_at_the_low_end_on_both_pages():
    light = [lightness(colour) for colour in SEQUENCE]
    dark = [lightness(DARK[colour]) for colour in SEQUENCE]
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)
    assert min(a - b for a, b in zip(light, light[1:], strict=False)) >= 10


def test_every_colour_is_lower_case_hexadecimal():
    for colour in (*DARK, *DARK.values()):
        assert len(colour) == 7 and colour == colour.lower() and int(colour[1:], 16) >= 0


def test_style_sheet_turns_every_colour_for_fill_and_stroke():
    css = palette.dark_mode_css()
    for light, dark in DARK.items():
        assert f'.chart [fill="{light}"]' in css
        assert f'.chart [stroke="{light}"]' in css
        assert css.count(f"--chart-{light[1:]}:{dark};") == 2
    assert ':root[data-theme="dark"]' in css
    assert ':root:not([data-theme="light"])' in css
    assert css.count("{") == css.count("}")


def test_style_sheet_leaves_print_light():
    css = palette.dark_mode_css()
    assert css.index("@media not print") < css.index("data-theme")


def test_neighbours_in_a_stacked_bar_stay_apart_in_grey():
    ratios = [contrast(one, other) for one, other in zip(palette.STACKED, palette.STACKED[1:], strict=False)]
    assert min(ratios) >= 1.6, ratios
    assert sorted(palette.STACKED) == sorted(SERIES)
