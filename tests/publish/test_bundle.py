"""Style sheet and script of the book, smaller than they were written and saying the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coproduce.publish.html import bundle

PARTS = Path(bundle.__file__).parent


@pytest.mark.parametrize(("written", "smaller"), [
    ("/* why */\na {\n  color: red;\n}\n", "a{color:red}"),
    ('a::before { content: "; , } /* no remark */ : "; }', 'a::before{content:"; , } /* no remark */ : "}'),
    ("a :hover, b > c { width: calc(1px + 2px); }", "a :hover,b > c{width:calc(1px + 2px)}"),
    ("@media (min-width: 3em) { a { margin: 0 auto } }", "@media (min-width:3em){a{margin:0 auto}}"),
])
def test_a_style_sheet_loses_remarks_and_blanks_alone(written, smaller):
    assert bundle.minify_css(written) == smaller


def test_a_script_loses_indentation_and_remarks_on_lines_of_their_own():
    written = '// why\n(() => {\n  const a = "// none"; // stays\n\n  // gone\n  b(a);\n})();\n'
    assert bundle.minify_js(written) == '(() => {\nconst a = "// none"; // stays\nb(a);\n})();'


def test_no_text_of_a_script_goes_on_for_lines():
    """Its lines would lose their indentation, or be taken for a remark."""
    for file in (PARTS / "scripts").glob("*.js"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert line.count("`") % 2 == 0 and not line.endswith("\\"), (file.name, line)
            assert not re.match(r"\s*/\*", line), (file.name, "a remark over lines is kept: write //")


def test_what_pages_load_is_smaller_than_what_was_written():
    for made, folder in ((bundle.style_sheet(), "styles"), (bundle.script(), "scripts")):
        written = sum(file.stat().st_size for file in (PARTS / folder).iterdir())
        assert 1000 < len(made.encode()) < 0.85 * written
