"""The look of a report in ``_config.yml``: what is refused, with the line and a way out."""

import io

import pytest
from click.testing import CliRunner
from contrast import contrast
from own_look import ACCENT, ALT, LOGO, add_look
from PIL import Image

from coproduce.cli import main
from coproduce.source.settings import check_settings


def check(report):
    return CliRunner().invoke(main, ["--report", str(report.paths.root), "check"])


def edit(report, old, new):
    text = report.paths.config.read_text(encoding="utf-8")
    assert old in text
    report.paths.config.write_text(text.replace(old, new, 1), encoding="utf-8")


def png(width, height, frames=1):
    made, pictures = io.BytesIO(), [Image.new("RGBA", (width, height), (number, 0, 0, 255)) for number in range(frames)]
    pictures[0].save(made, "PNG", save_all=frames > 1, append_images=pictures[1:])
    return made.getvalue()


def problems_of(report, *, logo=None, name="logo.svg"):
    """All problems of the report whose logo is ``logo``."""
    add_look(report)
    if logo is not None:
        (report.paths.book / "logo.svg").unlink()
        (report.paths.book / name).write_bytes(logo if isinstance(logo, bytes) else logo.encode())
        edit(report, "book/logo.svg", f"book/{name}")
    return check_settings(report.paths)[1]


def test_a_colour_and_a_logo_are_taken(tiny):
    add_look(tiny)
    run = check(tiny)
    assert (run.exit_code, run.output.strip()) == (0, "No problems found.")
    look = check_settings(tiny.paths)[0].look
    assert (look.accent, look.logo.alt, look.logo.ratio, look.logo.content) == (ACCENT, ALT, 1.5, LOGO.encode())


def test_a_png_is_taken(tiny):
    assert problems_of(tiny, logo=png(300, 100), name="logo.png") == []
    assert check_settings(tiny.paths)[0].look.logo.ratio == 3


@pytest.mark.parametrize("faint", ["#e07a2f", "#767676", "#ffff00", "#0077FF"])
def test_a_colour_that_is_hard_to_read_is_refused_with_one_that_is_not(tiny, faint):
    """#767676 is just enough on white, and not on the tinted ground of boxes."""
    add_look(tiny)
    edit(tiny, ACCENT, faint)
    settings, [problem] = check_settings(tiny.paths)
    assert settings is None
    assert (problem.path, problem.line, problem.code) == ("_config.yml", 8, "config.accent")
    assert f"{int(contrast(faint, '#ffffff') * 100) / 100:.2f} : 1 with white" in problem.message
    advised = problem.action.split('"')[1]
    assert 4.5 <= min(contrast(advised, "#f1f4fa"), contrast(advised, "#ffffff")) < 5.2, "readable, and no darker than needed"
    edit(tiny, faint, advised)
    assert check_settings(tiny.paths)[1] == []


@pytest.mark.parametrize(("old", "new", "line", "says"), [
    (f'"{ACCENT}"', "red", 8, "#7a1f3d"),
    (f'"{ACCENT}"', '"#8a15"', 8, "#7a1f3d"),
    ("book/logo.svg", "book/logos.svg", 9, "not there"),
    ("book/logo.svg", "_toc.yml", 9, "does not lie in book"),
    ("book/logo.svg", "../logo.svg", 9, "does not lie in book"),
    ("book/logo.svg", "/etc/passwd", 9, "does not lie in book"),
    ("book/logo.svg", '"book/logo\\0.svg"', 9, "book/logo.svg"),
    ("book/logo.svg", "book/index.md", 9, "neither SVG nor PNG"),
    (f'    logo_alt: "{ALT}"\n', "", 9, "no alternative text"),
    (f'"{ALT}"', '" "', 9, "no alternative text"),
    ("    logo: book/logo.svg\n", "", 9, "there is none"),
    ("    accent:", "    acent:", 8, "accent"),
])
def test_each_fault_is_told_once_with_its_line(tiny, old, new, line, says):
    add_look(tiny)
    edit(tiny, old, new)
    _, [problem] = check_settings(tiny.paths)
    assert (problem.path, problem.line) == ("_config.yml", line)
    assert says in f"{problem.message} {problem.expected} {problem.action}"


@pytest.mark.parametrize(("part", "line", "says"), [
    ("<script>alert(1)</script>", 2, "script"),
    ('<path d="M0 0" onclick="go()"/>', 2, "onclick"),
    ('<a href="javascript:go()"><path d="M0 0"/></a>', 2, "link"),
    ('<image href="https://example.org/a.png"/>', 2, "another file"),
    ('<use href="other.svg#a"/>', 2, "another file"),
    ('<path style="fill: url(https://example.org/a.svg#b)" d="M0 0"/>', 2, "https://example.org/a.svg"),
    ("<style>@import 'https://example.org/a.css';</style>", 2, "https://example.org/a.css"),
    ("<foreignObject><p/></foreignObject>", 2, "no drawing"),
    ("<text>Trees</text>", 2, "typeface"),
    ('<circle r="1"><animate attributeName="r" to="5"/></circle>', 2, "moves"),
    ("<path d='M0 0'>", 4, "no SVG"),
])
def test_a_drawing_that_acts_or_asks_others_is_refused(tiny, part, line, says):
    made = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n{part}\n<path d="M1 1"/>\n</svg>\n'
    found = problems_of(tiny, logo=made)
    assert found and {problem.path for problem in found} == {"book/logo.svg"}
    assert says in found[0].message and found[0].line == line


@pytest.mark.parametrize(("logo", "name", "says"), [
    ('<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "logo.svg", "entities"),
    ('<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "logo.svg", "style sheet"),
    ("<html/>", "logo.svg", "no SVG"),
    ('<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg", "how wide"),
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "logo.svg", "how wide"),
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 9"/>', "logo.svg", "how wide"),
    (b"\xff\xfe<svg/>", "logo.svg", "not UTF-8"),
    (LOGO.encode() + b"<!--" + b"x" * 200_000 + b"-->", "logo.svg", "bytes"),
    (LOGO, "logo.png", "no PNG"),
    (lambda: png(40, 40)[:-30], "logo.png", "no PNG"),
    (lambda: png(4000, 4000), "logo.png", "16,000,000"),
    (lambda: png(4, 4, frames=2), "logo.png", "moves"),
])
def test_what_is_no_picture_is_refused(tiny, logo, name, says):
    [problem] = problems_of(tiny, logo=logo() if callable(logo) else logo, name=name)
    assert problem.path == f"book/{name}" and says in problem.message.replace("4,000 × 4,000", "16,000,000")


def test_a_logo_that_is_a_link_is_not_followed(tiny, tmp_path):
    add_look(tiny)
    logo = tiny.paths.book / "logo.svg"
    logo.rename(tmp_path / "elsewhere.svg")
    logo.symlink_to(tmp_path / "elsewhere.svg")
    run = check(tiny)
    assert run.exit_code == 1 and "book/logo.svg" in run.output and "symbolic link" in run.output


def test_all_is_said_in_one_run(tiny):
    add_look(tiny)
    edit(tiny, ACCENT, "#e07a2f")
    edit(tiny, f'    logo_alt: "{ALT}"\n', "")
    edit(tiny, "book/logo.svg", "book/logos.svg")
    run = check(tiny)
    assert run.exit_code == 1 and "Traceback" not in run.output
    for said in ("line 8, coproduce.look.accent: the contrast", "line 9, coproduce.look.logo: the logo has no alternative", "‘book/logos.svg’ is not there"):
        assert said in run.output
