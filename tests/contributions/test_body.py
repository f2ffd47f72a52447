"""A body stays text: allowed Markdown is shown, everything else is inert."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_from_doctree
from docutils.utils import new_document

from coproduce.contributions.docutils_body import to_docutils
from coproduce.contributions.markdown import check_body

ALLOWED = """\
Trees need *care*, **water** and `mulch`.
See [the count](https://example.org/count?a=1&b=2) or <https://example.org>.

- one
- two
  1. first
  2. second

3. third

> Quoted by a neighbour.
"""

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=https://example.org></iframe>",
    "<!-- comment -->",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](https://example.org/pixel.png)",
    "![x](javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "{raw}`<b>x</b>` {download}`../secret`",
    "```{include} /etc/passwd\n```",
    ":::{raw} html\n<b>x</b>\n:::",
    "{{ settings.title }} {% include 'x' %}",
    "$\\input{/etc/passwd}$ \\write18{ls}",
    "#import \"x.typ\" #eval(\"1\") #read(\"/etc/passwd\")",
    "|substitution| `role`_ :file:`x` .. raw:: html",
    "=HYPERLINK(\"https://example.org\")",
    "(target)=\n% comment\n+++",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x202e;",
    "a\u202eb\u0000c",
    "> " * 60 + "deep",
    "*" * 500 + "a",
    "[" * 500,
]


def rendered(body: str) -> BeautifulSoup:
    """The body as docutils writes it in HTML."""
    document = new_document("contribution")
    document += to_docutils(body)
    html = publish_from_doctree(document, writer_name="html5", settings_overrides={"embed_stylesheet": False})
    return BeautifulSoup(html, "html.parser").body


def test_allowed_markdown_is_kept():
    assert check_body(ALLOWED, "a.md") == []
    document = new_document("contribution")
    document += to_docutils(ALLOWED)
    assert [r["refuri"] for r in document.findall(nodes.reference)] == [
        "https://example.org/count?a=1&b=2",
        "https://example.org",
    ]
    for kind, count in (
        (nodes.emphasis, 1),
        (nodes.strong, 1),
        (nodes.literal, 1),
        (nodes.bullet_list, 1),
        (nodes.enumerated_list, 2),
        (nodes.block_quote, 1),
    ):
        assert len(list(document.findall(kind))) == count, kind
    assert [e.get("start") for e in document.findall(nodes.enumerated_list)] == [None, 3]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_body_is_inert(body):
    page = rendered(body)
    allowed = {"p", "em", "strong", "a", "code", "tt", "ul", "ol", "li", "blockquote", "span", "body", "main", "br"}
    assert {tag.name for tag in page.find_all(True)} <= allowed
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("src", "style", "srcdoc")]
    for link in page.find_all("a"):
        assert link["href"].startswith(("http://", "https://", "mailto:"))
    assert "\u202e" not in page.get_text() and "\x00" not in page.get_text()


@pytest.mark.parametrize("body", HOSTILE[:20], ids=range(20))
def test_what_acts_is_refused_with_its_line(body):
    found = check_body(f"Fine.\n\n{body}", "a.md", 10)
    # What Markdown does not take for a link shows as typed and acts nowhere.
    if body.startswith(("[x][y]", "[x](java\t")):
        assert found == []
        return
    assert found and found[0].line == 12


def test_text_reads_as_typed():
    typed = "If a < b & c > d, then 5 * 3 * 2 = 30 \\o/ {x} $y$ #z @w |v| :u:"
    assert rendered(typed).get_text().strip() == typed


@pytest.mark.parametrize("typed", ["Children's [SEND] data * 3", "<b>{{x}}</b> C:\\temp", "# 1\n\n- a_b_\n- two", "=1+1"])
def test_tables_hold_what_was_typed(tiny, typed):
    from coproduce.contributions.files import Contributions
    from coproduce.intake.plaintext import as_markdown
    from coproduce.publish.contribution_rows import HEADER, contribution_rows

    file = tiny.paths.contributions / "east-volunteer.md"
    fields = file.read_text(encoding="utf-8").rpartition("---\n")[0]
    file.write_text(f"{fields}---\n\n{as_markdown(typed)}\n", encoding="utf-8")
    rows = {row[0]: row for row in contribution_rows(Contributions.read(tiny.paths))}
    assert rows["east-volunteer"][HEADER.index("Text")] == typed
