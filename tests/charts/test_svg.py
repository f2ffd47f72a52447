"""The drawing is fit for a page under a strict policy, and always the same."""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest

from coproduce import charts
from coproduce.charts import layout, svg
from coproduce.charts.palette import DARK
from coproduce.charts.theme import themed

RAW = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="10">{}</svg>'


@pytest.fixture
def drawn(trees, figure):
    chart = charts.line(
        trees, "period", "planted", colour="area", y_title="Trees planted", breaks=[("2022/23", "New register")]
    )
    return figure(chart, name="trees-planted")


def test_nothing_in_it_that_a_strict_policy_blocks_or_a_checker_flags(drawn):
    for drawing in (drawn.svg, drawn.svg_narrow):
        root = ElementTree.fromstring(drawing)
        for element in root.iter():
            assert element.tag.rpartition("}")[2] in {"svg", "g", "path", "circle", "text", "tspan", "line", "rect", "defs", "clipPath"}
            names = set(element.attrib)
            assert not names & {"style", "href", "role", "onclick", "aria-label", "aria-roledescription"}
        assert root.get("aria-hidden") == "true"
        assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


def test_every_colour_has_a_dark_one(drawn):
    used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn.svg)) - {"none"}
    assert used and used <= set(DARK)


def test_size_and_face_stand_on_the_root(drawn):
    root = ElementTree.fromstring(drawn.svg)
    assert root.get("viewBox") == f"0 0 {drawn.width} {drawn.height}"
    assert root.get("font-family") == "'Source Sans 3', sans-serif"  # CSS needs the quotes
    assert not re.search(r"\d\.\d{3}", drawn.svg)


def test_ids_differ_between_figures():
    clip = '<g clip-path="url(#clip3)"><path d="M0,0" stroke="#12338a"/></g><defs><clipPath id="clip3"><rect/></clipPath></defs>'
    one, other = (svg.clean(RAW.format(clip), name) for name in ("one", "other"))
    assert 'id="one-1"' in one and "url(#one-1)" in one
    assert 'id="other-1"' in other and "clip3" not in other


def test_style_becomes_attributes():
    found = svg.clean(RAW.format('<path d="M0,0" style="fill: #12338a; mix-blend-mode: multiply; opacity: 0.5"/>'), "x")
    assert 'fill="#12338a"' in found and 'opacity="0.5"' in found
    assert "style" not in found and "blend" not in found


@pytest.mark.parametrize(
    ("element", "message"),
    [
        ('<image href="https://example.org/a.png"/>', "<image>"),
        ("<script>1</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<path d="M0,0" fill="#4c78a8"/>', "#4c78a8 is not one of the report's"),
        ('<path d="M0,0" fill="steelblue"/>', "steelblue"),
        ('<path d="M0,0" stroke="rgb(1, 2, 3)"/>', "#010203"),
    ],
)
def test_what_cannot_stand_in_a_page_is_refused(element, message):
    with pytest.raises(svg.DrawingError, match=re.escape(message)):
        svg.clean(RAW.format(element), "x")


def test_all_faults_are_told_at_once():
    with pytest.raises(svg.DrawingError, match=r"(?s)red.*lime"):
        svg.clean(RAW.format('<path d="M0,0" fill="red"/><path d="M0,0" fill="lime"/>'), "x")


def test_an_authors_own_chart_is_fitted_and_narrowed():
    data = pd.DataFrame({"area": ["Ashby", "Dene"], "planted": [3, 4]})
    own = alt.Chart(data).mark_bar().encode(x=alt.X("planted:Q", title="Trees"), y="area:N")
    with themed():
        wide = layout.fitted(own.to_dict())
    assert svg.size(svg.to_svg(wide, "own"))[0] == pytest.approx(620, abs=2)
    assert svg.size(svg.to_svg(layout.narrowed(wide), "own"))[0] == pytest.approx(320, abs=2)


def test_names_that_leave_no_room_stand_above_their_rows_on_a_telephone():
    data = pd.DataFrame({"area": ["The wards beside the old canal and quay", "Dene"], "planted": [3, 4]})
    base = alt.Chart(data).encode(x="planted:Q", y=alt.Y("area:N", title=None))
    own = base.mark_bar() + base.mark_text(align="left").encode(text=alt.value("with a long label as well"))
    with themed():
        wide = layout.fitted(own.to_dict())
    narrow = svg.to_svg(layout.narrowed(wide), "own")
    assert svg.size(narrow)[0] <= 340
    assert "The wards beside the old canal and quay" in narrow


def test_text_is_measured_in_the_face_it_is_set_in():
    """vl-convert falls back to a monospaced face if it does not find the family."""

    def width(text):
        with themed():
            spec = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x").properties(
                width=10, title=alt.Title(text)
            ).to_dict()  # fmt: skip
        return svg.size(svg.to_svg(spec, "x"))[0]

    assert width("m" * 40) > 2.5 * width("i" * 40)


SCRIPT = """
import pandas as pd
from coproduce import charts
from coproduce.evidence.records import SourceRef, to_json
import hashlib, json
df = pd.DataFrame({"p": ["2019", "2020", "2021"] * 2, "a": ["x"] * 3 + ["y"] * 3, "v": [1.5, 2, 3, 2, 2.25, 1]})
chart = charts.line(df, "p", "v", colour="a", y_title="Trees", breaks=[("2021", "New")])
figure = charts.build_figure("c", "n", chart, headline="H", subtitle="S", alt="Two lines " * 6,
    provenance=["t:2"], sources=[SourceRef("s")], data=df)
print(hashlib.sha256(json.dumps(to_json(figure)).encode()).hexdigest())
"""


@pytest.mark.slow
def test_two_processes_give_the_same_bytes():
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    }  # fmt: skip
    assert len(found) == 1 and len(found.pop().strip()) == 64


def test_colours_and_theme_load_without_altair():
    code = "import sys, coproduce.charts.theme as t; t.dark_mode_css(); print('altair' in sys.modules, 'pandas' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "False False"


def test_circles_and_shared_attributes_are_said_shortly():
    dot = '<path transform="translate({0},2.5)" d="M2,0A2,2,0,1,1,-2,0A2,2,0,1,1,2,0" fill="#8b929d" stroke-width="2"/>'
    found = svg.clean(RAW.format(f"<g>{dot.format(1)}{dot.format(9)}</g>"), "x")
    assert '<circle cx="1" cy="2.5" r="2"/><circle cx="9" cy="2.5" r="2"/>' in found
    assert found.count('fill="#8b929d"') == 1
