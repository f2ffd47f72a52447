"""Nothing that a reader's browser, or the build, would ask of somebody else passes the check."""

import pytest
from click.testing import CliRunner

from coproduce.cli import main
from coproduce.ground.outside_loads import elsewhere, loads_in_css, loads_in_html
from coproduce.proof.third_parties import check_page, check_pages

AWAY = "https://elsewhere.example/x"
#: HTML that fetches, by what it is.
FETCHED = {
    "frame": '<iframe src="{0}" title="Map"></iframe>', "frame without quotes": "<IFRAME SRC={0}>",
    "frame with its own page": "<iframe srcdoc='<img src={0}>'></iframe>", "frame of data": "<iframe src='data:text/html,x'></iframe>",
    "picture": '<img alt="x" src="{0}">', "pictures": '<img alt="x" srcset="own.png 1x, {0} 2x">', "old name": "<image src={0}>",
    "style sheet": '<link rel="stylesheet" href="{0}">', "icon": '<link rel="shortcut icon" href="{0}">',
    "told beforehand": '<link rel="preconnect" href="{0}">', "script": '<script src="{0}"></script>',
    "film": '<video src="{0}"></video>', "poster": '<video poster="{0}"></video>', "sound": '<audio src="{0}"></audio>',
    "source": '<video><source src="{0}"></video>', "object": '<object data="{0}"></object>', "embed": '<embed src="{0}">',
    "background": '<table background="{0}"></table>', "style": '<div style="background: url({0})">x</div>',
    "style element": "<style>p {{ background: url('{0}') }}</style>", "import": "<style>@import '{0}';</style>",
    "escaped style": "<style>p {{ background: u\\72l({0}) }}</style>", "drawing": '<svg><image xlink:href="{0}"/></svg>',
    "used drawing": '<svg><use href="{0}#a"/></svg>', "filled drawing": '<svg><rect fill="url({0}#a)"/></svg>',
    "sent on": '<meta http-equiv="refresh" content="0; url={0}">', "base": '<base href="{0}">', "ping": '<a href="x.html" ping="{0}">x</a>',
}


@pytest.mark.parametrize("form", FETCHED.values(), ids=FETCHED)
def test_each_way_to_fetch_is_told_with_its_line(form):
    written = form.format(AWAY)
    (problem,) = check_page(f"# A page\n\nText.\n\n{written}\n", "book/a.md")
    assert (problem.path, problem.line, problem.code) == ("book/a.md", 5, "page.third-party")
    assert ("data:" in form or AWAY in problem.message) and problem.action
    (problem,) = check_page(f"# A page\n\n:::{{note}}\n```{{raw}} html\n{written}\n```\n:::\n", "book/a.md")
    assert problem.line == 5


@pytest.mark.parametrize(("text", "line"), [
    ("Words\nand ![x]({0}) more", 4), ("```{{image}} {0}\n:alt: x\n```", 3), (":::{{figure}} {0}\nText\n:::", 3),
    ("Words\nand <img\nsrc={0}> more", 4), ("```{{csv-table}} Title\n:url: {0}\n```", 4), ("```{{raw}} html\n:url: {0}\n```", 4),
    ("```{{eval-rst}}\n.. raw:: html\n   :url: {0}\n```", 5), ("| a |\n|---|\n| ![x]({0}) |", 5), ("> - ![x]({0})", 3),
])
def test_what_markdown_and_directives_fetch(text, line):
    problems = check_page("# A page\n\n" + text.format(AWAY) + "\n", "book/a.md")
    assert [(p.line, p.code) for p in problems] == [(line, "page.third-party")]


@pytest.mark.parametrize("text", [
    "[link]({0}) and <{0}> and <a href='{0}'>link</a>", "`<img src={0}>`", "```html\n<img src={0}>\n```", "![x](own.png)",
    "```{{code-cell}} python3\nx = '<img src={0}>'\n```", "<!-- <img src={0}> -->", "<img src='data:image/png;base64,AAAA' alt='x'>",
    "<link rel='canonical' href='{0}'>", "<blockquote cite='{0}'>x</blockquote>", "<svg xmlns='{0}'><use href='#a'/></svg>",
    "```{{image}} own.png\n:target: {0}\n```",
])
def test_links_code_and_what_is_ours_pass(text):
    assert check_page("# A page\n\n" + text.format(AWAY) + "\n", "book/a.md") == []


def test_the_command_tells_all_with_file_and_line(tiny):
    page = tiny.paths.chapter("survival")
    before = page.read_text(encoding="utf-8")
    page.write_text(f"{before}\n![x]({AWAY})\n\n<iframe src='{AWAY}'></iframe>\n", encoding="utf-8")
    run = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "check"])
    first = before.count("\n") + 2
    assert run.exit_code == 1 and run.output.count("[page.third-party]") == 2
    assert f"line {first}: a picture" in run.output and f"line {first + 2}: <iframe>" in run.output


def test_finished_pages_are_named_by_what_they_were_made_from(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html><html><head><link rel=icon href={AWAY}></head><body><img src={AWAY}><img src={AWAY}>")
    (tmp_path / "b.html").write_text("<!DOCTYPE html><p><img src=own.png>")
    (tmp_path / "_static" / "c.css").write_text(f"@import url({AWAY});")
    (tmp_path / "_static" / "d.svg").write_text(f'<?xml version="1.0"?>\n<svg><image href="{AWAY}"/></svg>')
    problems = check_pages(tmp_path, {"a": "book/a.md", "b": "book/b.md"})
    assert [p.path for p in problems] == ["c.css", "d.svg", "book/a.md", "book/a.md"]


@pytest.mark.parametrize("address", ["//x/a", "\\\\x/a", " https://x", "ht\ntps://x", "HTTP:x", "ftp://x", "file:///etc/passwd", "/\\x"])
def test_addresses_that_lead_away(address):
    assert elsewhere(address)


@pytest.mark.parametrize("address", ["", "a.png", "/a/b.png", "../a.png", "#a", "?q=http://x", "data:image/png;base64,AA", "a/b:c"])
def test_addresses_that_stay(address):
    assert not elsewhere(address)


def test_empty_and_broken_texts_are_read():
    for text in ("", " ", "<", "<!--", "</p>", "<p style='url('>", "\x00<b>", "<a b=\ud83d>".encode("utf-8", "replace").decode()):
        assert list(loads_in_html(text)) == []
    assert list(loads_in_css("a{b:url(")) == [] and [x.line for x in loads_in_css("\n/* url(//a) */\n@import '//b'")] == [3]
