"""What holds for Word, OpenDocument and EPUB alike."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from larkwell import page
from lxml import etree
from written_documents import DOCUMENTS, XHTML, Q, T, body, material, style, text, written

from coproduce.publish.formats.styles import CHARACTERS, PARAGRAPHS

pytestmark = pytest.mark.slow


class TestUntrustedText:
    TYPED = r"\input{/etc/passwd} $x^2$ `&lt;w:t&gt;`{=openxml} ::: {custom-style=Title} &lt;b&gt;bold&lt;/b&gt; ![](http://x.example/a.png)"
    SHOWN = TYPED.replace("&lt;", "<").replace("&gt;", ">")

    @pytest.mark.parametrize(
        "ending, part, tag",
        [(".docx", "word/document.xml", f"{Q}p"), (".odt", "content.xml", f"{T}p"), (".epub", "EPUB/text/ch002.xhtml", f"{XHTML}p")],
    )
    def test_markup_of_any_kind_stays_text(self, tmp_path, ending, part, tag):
        secret = tmp_path / "secret.html"
        secret.write_text("<p>secret</p>")
        html = f'<p>{self.TYPED}</p><iframe src="{secret.as_uri()}"></iframe>'
        files = written(tmp_path, ending, {"index": page(html)})
        paragraphs = ["".join(p.itertext()) for p in etree.fromstring(files[part]).iter(tag)]
        assert self.SHOWN in [" ".join(p.split()) for p in paragraphs]
        assert not any(b"secret" in data for name, data in files.items() if name.endswith(("xml", "xhtml")))


class TestShapes:
    @pytest.mark.parametrize("ending", [".docx", ".odt"])
    def test_a_table_too_wide_for_upright_pages_lies_on_wide_ones(self, tmp_path, ending):
        heads = "".join(f"<th>Unbreakablehead{n}</th>" for n in range(9))
        cells = "".join(f"<td>unbreakablecell{n}</td>" for n in range(9))
        table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
        other = page("<p>Upright again.</p>", title="Other")
        files = written(tmp_path, ending, {"index": page("<p>First.</p>"), "wide": page(table, "Wide"), "other": other})
        if ending == ".docx":
            turned = [s.get(f"{Q}orient") for s in body(files).iter(f"{Q}pgSz")]
            assert turned == [None, "landscape", None]
        else:
            headings = list(etree.fromstring(files["content.xml"]).iter(f"{T}h"))
            assert [h.get(f"{T}style-name") for h in headings][1:] == ["Heading1OnWide", "Heading1OnStandard"]

    def test_footnotes_are_footnotes(self, tmp_path):
        files = written(tmp_path, ".docx", None)
        notes = etree.fromstring(files["word/footnotes.xml"])
        assert "Counting is done on foot" in text(notes)
        assert len(list(body(files).iter(f"{Q}footnoteReference"))) == 3

    def test_a_box_has_the_styles_of_its_kind_also_in_its_list(self, tmp_path):
        html = ('<div class="admonition key-finding"><p class="admonition-title">Title</p>'
                "<p>Para</p><ul><li>one</li><li><p>two</p></li></ul></div>")  # fmt: skip
        files = written(tmp_path, ".docx", {"index": page(html)})
        styled = {text(p): style(p) for p in body(files).iter(f"{Q}p")}
        assert styled["In brief"] == "KeyFindingLabel" and styled["Title"] == "KeyFindingTitle"
        assert (styled["Para"], styled["one"], styled["two"]) == ("KeyFinding", "KeyFinding", "KeyFindingLast")


def test_the_same_report_gives_the_same_bytes_elsewhere(tmp_path, monkeypatch):
    one = [_write(format_, tmp_path / "one") for format_ in DOCUMENTS]
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    time.tzset()
    try:
        two = [_write(format_, tmp_path / "another folder") for format_ in DOCUMENTS]
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def _write(format_, folder: Path) -> Path:
    folder = folder / format_.ending.strip(".")
    stuff = material(folder)
    stuff.work.mkdir(parents=True)
    path = folder / f"made{format_.ending}"
    format_.write(stuff, path)
    return path


def test_names_of_styles_are_unique_and_are_one_name_to_word():
    names = [s.name.lower() for s in (*PARAGRAPHS, *CHARACTERS)]
    assert len(names) == len(set(names))
    assert not [name for name in names if "," in name]  # Word reads what follows as another name


def test_colours_of_text_have_contrast():
    from coproduce.charts.palette import PAPER
    from coproduce.publish.formats.styles import TINT

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    own = {style.id: (style.tint,) for style in PARAGRAPHS if style.tint}
    pairs = {(s.colour, ground) for s in (*PARAGRAPHS, *CHARACTERS) if s.colour for ground in own.get(s.id, (PAPER, TINT))}
    assert len(pairs) > 5
    for colour, ground in pairs:
        high, low = sorted((light(colour), light(ground)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (colour, ground)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_libreoffice_opens_it_without_losing_a_figure(file_of, figures, tmp_path, ending):
    import pikepdf

    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(file_of(ending))],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    made = tmp_path / f"{file_of(ending).stem}.pdf"
    assert made.is_file(), done.stderr
    with pikepdf.open(made) as pdf:
        pictures = {image.objgen for page_ in pdf.pages for image in page_.get_images().values()}
        assert len(pictures) == len(figures)
        assert len(pdf.pages) > 5
