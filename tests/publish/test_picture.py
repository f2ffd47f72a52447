"""Pictures of figures that travel without their page, and the Vega that pages load."""

import hashlib
import re
from pathlib import Path
from struct import unpack
from xml.etree import ElementTree

import pytest
import vl_convert

from coproduce.ground.file_cache import StepCache
from coproduce.publish import picture
from coproduce.publish.html import vega


@pytest.fixture(scope="module")
def record(executed_tiny):
    return executed_tiny[1].figures["trees-by-year"]


def test_picture_carries_finding_source_and_alternative(record):
    drawn = picture.picture(record, ["Source: the wardens & others.", "Edition 1."])
    root = ElementTree.fromstring(drawn)
    said = " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for part in (record.headline, record.subtitle, "Source: the wardens & others.", "Edition 1."):
        assert part in said
    assert root.find("{http://www.w3.org/2000/svg}desc").text == record.alt
    assert "style=" not in drawn and "aria-hidden" not in drawn


def test_long_words_are_broken_into_lines_and_make_the_picture_higher(record):
    short, long = (picture.picture(record, [text]) for text in ("A note.", "A note that goes on. " * 20))
    heights = [int(re.search(r'height="(\d+)"', drawn).group(1)) for drawn in (short, long)]
    assert heights[1] > heights[0] + 40


def test_png_has_two_dots_to_the_pixel_is_kept_and_the_same_again(record, tmp_path, monkeypatch):
    drawn = picture.picture(record, ["A note."])
    first = picture.png(drawn, "figure", StepCache(tmp_path / "one"))
    width, height = (int(re.search(rf'{side}="(\d+)"', drawn).group(1)) for side in ("width", "height"))
    assert unpack(">II", first[16:24]) == (2 * width, 2 * height)
    assert picture.png(drawn, "figure", StepCache(tmp_path / "two")) == first
    monkeypatch.setattr("coproduce.charts.raster.rasterised", lambda *_: pytest.fail("drawn again"))
    assert picture.png(drawn, "figure", StepCache(tmp_path / "one")) == first


def test_vega_is_what_its_readme_says_and_what_draws_the_still_charts():
    readme = (vega.HERE / "README.md").read_text(encoding="utf-8")
    for path in (vega.VEGA, vega.INTERPRETER):
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.search(rf"`{re.escape(path.name)}` \|.*`{checksum}`", readme)
        assert path.stat().st_size < 2**20
    version = re.search(r"`vega` (\S+),", readme).group(1)
    assert version == vl_convert.get_vega_version()
    assert f'version="{version}"' in vega.VEGA.read_text(encoding="utf-8")


def test_vega_is_one_plain_script(tmp_path: Path):
    script = vega.vega_script()
    assert not re.search(r"^(?:import|export) ", script, flags=re.M)
    assert "window.reportVega" in script


def test_a_new_form_of_the_interpreter_is_noticed(tmp_path, monkeypatch):
    changed = tmp_path / "vega-interpreter.js"
    changed.write_text("import x from 'vega-util';\nexport default x;\n", encoding="utf-8")
    monkeypatch.setattr(vega, "INTERPRETER", changed)
    with pytest.raises(ValueError, match="new form"):
        vega.vega_script()
