"""What authors write reaches Typst as text: nothing lost, nothing obeyed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from larkwell import manuscript, page

from coproduce.ground.file_cache import StepCache
from coproduce.ground.problems import ProblemsFound
from coproduce.publish.formats.apply_styles import opened
from coproduce.publish.manuscript import Manuscript
from coproduce.publish.pdf.pandoc import to_typst

SVG = '<svg viewBox="0 0 10 5" width="10" height="5"></svg>'


def typst(tmp_path, html: str) -> str:
    return to_typst(manuscript(tmp_path, {"index": page(html)}))


def test_an_alternative_text_keeps_quotation_marks_and_backslashes(tmp_path):
    alt = 'Trees &quot;alive&quot;, path C:\\trees'
    html = f'<figure id="f"><div aria-label="{alt}">{SVG}</div><figcaption><p>Head</p></figcaption></figure>'
    assert 'alt: "Trees \\"alive\\", path C:\\\\trees"' in typst(tmp_path, html)


def test_a_table_says_heads_alignment_and_widths(tmp_path):
    markup = to_typst(manuscript(tmp_path))
    start = markup.index('id: "survival--trees-by-species"')
    table = markup[start : start + 900]
    assert "alignments: (left, right, right, right,)" in table
    assert 'number: "Table 1"' in table
    assert "header: (" in table and "[Species], [Planted]" in table


def test_a_footnote_is_a_footnote(tmp_path):
    markup = to_typst(manuscript(tmp_path))
    assert '#note("1", "note-1")[Counting is done on foot' in markup
    assert "doc-noteref" not in markup and "[\\[1\\]]" not in markup


def test_a_list_in_a_box_stays_a_list(tmp_path):
    html = (
        '<div class="admonition key-finding"><p class="admonition-title">Title</p>'
        "<ul><li><p>one</p></li><li><p>two</p></li></ul></div>"
    )
    markup = typst(tmp_path, html)
    assert '#report-box(kind: "key-finding", title: [Title])[\n- one\n' in markup


def test_the_heading_of_a_box_keeps_its_level(tmp_path):
    html = '<h2>Part</h2><div class="recommendation"><h3 class="conclusion-title">Water</h3><p>Each tree.</p></div>'
    assert '#report-box(kind: "recommendation", level: 3, title: [Water])[' in typst(tmp_path, html)


def test_a_warning_says_so_once_in_every_form(tmp_path):
    def warning(title):
        return f'<div class="admonition warning"><p class="admonition-title">{title}</p><p>Mind the trees.</p></div>'

    same, own = (manuscript(tmp_path, {"index": page(warning(title))}) for title in ("Warning", "Of trees"))
    assert '#report-box(kind: "warning", label: false, title: [Warning])[' in to_typst(same)
    assert '#report-box(kind: "warning", title: [Of trees])[' in to_typst(own)
    boxes = ["".join(opened(made).find_class("box")[0].text_content().split()) for made in (same, own)]
    assert boxes == ["WarningMindthetrees.", "WarningOftreesMindthetrees."]


def test_the_name_of_a_term_can_be_linked_to(tmp_path):
    html = '<p><a href="#term-kerb">kerb</a></p><dl><dt id="term-kerb">kerb</dt><dd><p>edge</p></dd></dl>'
    markup = typst(tmp_path, html)
    assert '#inside("index--term-kerb")[kerb]' in markup
    assert 'terms.item([#anchor("index--term-kerb")kerb], [edge])' in markup


def test_what_pandoc_refuses_is_a_problem(tmp_path):
    broken = Manuscript(tmp_path, '<p><a href="#n" role="doc-noteref">1</a></p>', {}, (), ())
    with pytest.raises(ProblemsFound) as found:
        to_typst(broken)
    (problem,) = found.value.problems
    assert problem.code == "pdf.pandoc"
    assert "n" in problem.message and problem.action


@pytest.mark.parametrize(
    "typed, markup",
    [("a--b", "a\\-\\-b"), ("a---b", "a\\-\\-\\-b"), ("wait...", "wait\\.\\.\\."), ("co-?op", "co\\-\\?op"),
     ("well-known", "well-known"), ("3.14", "3.14")],
)
def test_what_typst_would_turn_into_other_signs_stays_as_typed(tmp_path, typed, markup):
    assert f"Said {markup} here" in typst(tmp_path, f"<p>Said {typed} here</p>")


@pytest.mark.parametrize(
    "typed, shown", [("😀", "[grinning face]"), ("ﷺ", "ﷺ"), ("ᚠ", "[words in the Runic script"), ("→", "→"), ("é", "é"), ("م", "م")]
)
def test_a_sign_that_no_face_has_is_told_by_name(tmp_path, typed, shown):
    assert shown in typst(tmp_path, f"<p>Said {typed} here</p>").replace("\\[", "[").replace("\\]", "]")


def test_joiners_between_such_signs_leave_nothing(tmp_path):
    markup = typst(tmp_path, "<p>Said 👩\u200d👧 here</p>").replace("\\[", "[").replace("\\]", "]")
    assert "Said [woman]" in markup and "[girl] here" in markup and "joiner" not in markup


def _two_chapters(tmp_path):
    note = '<p>Word<a href="#id1" role="doc-noteref">1</a></p><aside class="footnote" role="doc-footnote" id="id1"><p>{}</p></aside>'
    return manuscript(tmp_path, {
        "index": page(note.format("First note.") + '<p>See <a href="other.html#deep">below</a>.</p>'),
        "other": page(note.format("Second note.") + '<h2 id="deep">Deep</h2><ul><li>one</li><li>two</li></ul>'),
    })


def test_chapters_converted_apart_give_what_the_whole_gives(tmp_path):
    made = _two_chapters(tmp_path)
    assert len(made.parts) == 2
    assert to_typst(made).split() == to_typst(replace(made, parts=())).split()
    assert to_typst(made).count("#note(") == 2


def test_kept_markup_is_used_until_the_chapter_changes(tmp_path):
    made, folder = _two_chapters(tmp_path / "old"), tmp_path / "kept"
    first = to_typst(made, StepCache(folder))
    files = {file.name: file.stat().st_mtime_ns for file in _markup(folder)}
    assert sorted(files) == ["typst-manuscript%2Findex", "typst-manuscript%2Fother"]
    assert to_typst(made, StepCache(folder)) == first
    assert {file.name: file.stat().st_mtime_ns for file in _markup(folder)} == files
    changed, kept = replace(made, parts=(made.parts[0].replace("below", "further down"), made.parts[1])), StepCache(folder)
    assert to_typst(changed, kept) == first.replace("below", "further down") != first
    assert kept.reasons == {"typst-manuscript/index": "text changed"}, "one chapter is converted again"


def test_documents_and_chapters_of_like_names_are_kept_apart(tmp_path):
    one, two = _two_chapters(tmp_path / "one"), replace(_two_chapters(tmp_path / "two"), chapters=("annex-index", "last"))
    for made, name in ((one, "report-annex"), (two, "report")):
        to_typst(made, StepCache(tmp_path / "kept"), name)
    assert len(list(_markup(tmp_path / "kept"))) == 4


def test_damaged_markup_is_made_again(tmp_path):
    made, kept = _two_chapters(tmp_path / "old"), tmp_path / "kept"
    first = to_typst(made, StepCache(kept))
    for file in _markup(kept):
        file.write_bytes(file.read_bytes()[:-20])
    assert to_typst(made, StepCache(kept)) == first


def _markup(kept):
    """The files of markup in a folder, without the list of what was made."""
    return [file for file in kept.iterdir() if not file.name.startswith(".")]


FRAMES = (
    '<iframe src="{0}/frame" title="A map of trees"></iframe><video src="{0}/film"></video>'
    '<video title="A film"><source src="{0}/source"></video><audio src="{0}/sound"></audio>'
    '<object data="{0}/object"></object><embed src="{0}/embed">'
    '<div style="background: url({0}/css)">Shade</div>'
)


def test_frames_and_films_become_links_and_nobody_is_asked(tmp_path, listener):
    address, asked = listener
    made = manuscript(tmp_path, {"index": page(FRAMES.format(address))})
    assert "iframe" not in made.html and "<video" not in made.html and "<object" not in made.html
    assert f'<a href="{address}/frame" class="with-address">A map of trees</a>' in made.html.replace(
        f'<a class="with-address" href="{address}/frame">', f'<a href="{address}/frame" class="with-address">')
    assert f"{address}/source" in made.html and "A film" in made.html
    assert "A map of trees" in to_typst(made) and asked == []


@pytest.mark.parametrize("to", ["docx", "odt", "epub3"])
def test_pandoc_itself_can_reach_nothing(tmp_path, listener, to):
    """Whatever a manuscript let through: no document holds what another server says."""
    from coproduce.publish.formats.pandoc import convert

    address, asked = listener
    for html in (f'<p>Tree</p><iframe src="{address}/frame"></iframe>', f'<p><img src="{address}/a.png" alt="x"></p>',
                 '<p><img src="../secret.png" alt="x"></p>', '<p><img src="/etc/hostname" alt="x"></p>'):
        with pytest.raises(ProblemsFound) as found:
            convert(f"<html><body>{html}</body></html>", to, tmp_path / f"x.{to}", pictures=tmp_path, metadata={"title": "x"})
        assert found.value.problems[0].code == "documents.pandoc"
    assert asked == []


def test_the_listener_hears_who_asks(listener):
    from urllib.request import urlopen

    address, asked = listener
    assert b"FETCHED" in urlopen(f"{address}/x").read() and len(asked) == 1
