"""What Jupyter Books write, in every form: on pages, in the PDF, and in the other documents."""

from __future__ import annotations

import re

import pikepdf
import pytest
import yaml
from contrast import contrast
from epub_checker import NEEDS_JAVA, faults
from pdf_standards import failures

from coproduce.ground.zip_files import read_zip
from coproduce.sphinx_ext.any_book.looks import code_colours

pytestmark = pytest.mark.slow

#: Construct -> page, what it is in HTML (an XPath that finds it), and words that it says.
ON_PAGES = {
    "card that leads": ("design", "//div[@class='book-card leads']/p[@class='card-title']/a[@href='boxes.html']", "Lime streets"),
    "foot of a card": ("design", "//div[@class='card-foot']", "Footer of the lime card"),
    "card called by its head": ("design", "//p[@class='card-title']/a[@href='https://trees.example.org/oaks']", "Header of the oak card"),
    "picture of a card": ("design", "//div[@class='book-card']/img[@alt='A lime tree, drawn in green']", ""),
    "head of a card": ("design", "//div[@class='card-head']", "Head of the single card"),
    "grid": ("design", "//div[contains(@class, 'book-grid')]", "A cell of the grid without a card."),
    "contents of a page": ("design", "//nav[@class='page-contents'][@aria-label]//a[@href='#tabs']", "Tabs"),
    "tabs": ("design", "//div[@class='book-tabs']/div[@class='book-tab'][2][@id='autumn-tab']", "Leaves fall in autumn."),
    "tabs of code": ("design", "//div[@data-sync='python']", "from Python"),
    "dropdown": ("design", "//details[@class='book-dropdown'][not(@open)]/summary", "What the dropdown is called"),
    "open dropdown": ("design", "//details[@id='open-dropdown'][@open]", "Text that is open from the beginning."),
    "reference to a dropdown": ("design", "//a[@href='#open-dropdown']", "One that stands open"),
    "button": ("design", "//a[@class='book-button'][@href='https://trees.example.org/']", "Button to the trees"),
    "button within the book": ("design", "//a[@class='book-button'][@href='maths.html']", "Button to the formulas"),
    "badge": ("design", "//span[@class='book-badge']", "planned"),
    **{f"box {kind}": ("boxes", f"//div[contains(@class, '{kind}')]", f"Text of the {words}")
       for kind, words in (("note", "note"), ("warning", "warning"), ("tip", "tip"), ("hint", "hint"), ("important", "important box"),
                           ("attention", "attention box"), ("caution", "caution box"), ("danger", "danger box"), ("error", "error box"),
                           ("seealso", "see-also box"))},
    "box with a title": ("boxes", "//div[@id='own-box']/p[@class='admonition-title']", "A title of its own"),
    "box that opens": ("boxes", "//details[contains(@class, 'warning')]/summary", "Click here to open"),
    "note that opens": ("boxes", "//details[contains(@class, 'note')]", "Text of a note that is a dropdown."),
    "version": ("boxes", "//div[@class='versionadded']", "Text on what was added."),
    "deprecated": ("boxes", "//div[@class='deprecated']", "Text on what will go."),
    "to do": ("boxes", "//div[contains(@class, 'admonition-todo')]", "Text on what is to be done."),
    "box in HTML": ("boxes", "//div[@id='html-box']", "Text of the box in HTML."),
    "margin": ("asides", "//aside[contains(@class, 'margin')]/p[@class='sidebar-title']", "Title in the margin"),
    "margin without title": ("asides", "//aside[contains(@class, 'margin')][not(p[@class='sidebar-title'])]", "without a title"),
    "sidebar": ("asides", "//aside[@class='sidebar']", "Text of the sidebar."),
    "epigraph": ("asides", "//blockquote[contains(@class, 'epigraph')]", "A saying before a chapter."),
    "attribution": ("asides", "//p[@class='attribution']", "A made-up author"),
    "pull-quote": ("asides", "//blockquote[contains(@class, 'pull-quote')]", "A sentence pulled from the text."),
    "topic": ("asides", "//aside[@class='topic']/p[@class='topic-title']", "Title of the topic"),
    "rubric": ("asides", "//p[@class='rubric']", "A rubric"),
    "glossary": ("asides", "//dl[contains(@class, 'glossary')]/dt[@id='term-Girth']", "Girth"),
    "term": ("asides", "//a[@href='#term-Crown']", "crown"),
    "list in columns": ("asides", "//ul[contains(@class, 'book-columns')]/li", "first of the list"),
    "task to do": ("asides", "//li[contains(@class, 'task-list-item')][1]", "[ ] a task to do"),
    "task done": ("asides", "//li[contains(@class, 'task-list-item')][2]", "[x] a task done"),
    "struck words": ("asides", "//s", "words of old"),
    "smart quotes": ("asides", "//p[contains(., '“Quoted” – with dashes… and © signs')]", "Quoted"),
    "definition list": ("asides", "//dl/dt[contains(., 'Term in a list')]", "Term in a list"),
    "inline attributes": ("asides", "//span[@class='highlighted']", "Words with a class"),
    "abbreviation": ("asides", "//abbr[@title='Royal Horticultural Society']", "RHS"),
    "substitution": ("asides", "//p[contains(., 'Larkwell Tree Wardens planted')]/strong", "42"),
    "linkify": ("asides", "//a[@href='https://trees.example.org/linkified']", "trees.example.org"),
    "included text": ("asides", "//p", "Text from an included file."),
    "caption of code": ("code", "//div[@id='girth-code']/div[@class='code-block-caption']", "A caption of code"),
    "line number": ("code", "//span[@class='linenos']", "1"),
    "emphasised line": ("code", "//span[@class='hll']", "return"),
    "code from a file": ("code", "//div[@class='literal-block-wrapper docutils container'][contains(., 'From a file')]", "girth"),
    "diagram": ("code", "//p[@class='diagram-lead']", "Diagram, in the notation of Mermaid:"),
    "figure": ("figures", "//figure[@id='lime-figure']//img[@alt='A lime tree in front of a house']", ""),
    "caption of a figure": ("figures", "//figure[@id='lime-figure']/figcaption", "Caption of the lime figure."),
    "legend": ("figures", "//figure[@id='lime-figure']//div[@class='legend']", "A legend below the caption."),
    "numbered reference": ("figures", "//a[@href='#lime-figure']", "Figure 1"),
    "picture in HTML": ("figures", "//img[@alt='A lime tree in HTML']", ""),
    "picture without description": ("figures", "//figure[@id='undescribed-figure']//img[@alt='Picture without a description']", ""),
    "picture by address": ("figures", "//a[@href='https://trees.example.org/oak.png']", "A picture from elsewhere"),
    "figure by address": ("figures", "//figure//a[@href='https://trees.example.org/elm.png']", "An elm by address"),
    "figure in Markdown": ("figures", "//figure[@id='markdown-figure']//img[@alt='A lime tree in a Markdown figure']", ""),
    "formula in a line": ("maths", "//p/math[contains(@alttext, 'a squared plus b squared')]", ""),
    "numbered formula": ("maths", "//div[@id='equation-energy']/span[@class='formula-number']", "(1)"),
    "reference to a formula": ("maths", "//a[@href='#equation-lever']", "(2)"),
    "AMS align": ("maths", "//math[contains(@alttext, 'a equals b plus c')]", ""),
    "AMS label": ("maths", "//div[@id='equation-ams']", "(4)"),
    "reference by MathJax": ("maths", "//a[@href='#equation-ams']", "(4)"),
    "chosen label": ("maths", "//div[@id='equation-named']/span[@class='formula-number']", "(3a)"),
    "chosen label of a directive": ("maths", "//div[@id='equation-momentum']/div[@aria-label='Formula I']", ""),
    "chosen label without brackets": ("maths", "//span[@class='formula-number'][text()='Law of ones']", ""),
    "chosen label of a sign": ("maths", "//div[@id='equation-starred']/span[@class='formula-number'][starts-with(text(), '(*)')]", ""),
    "chosen labels of rows": ("maths", "//math[contains(@alttext, '(R1); row 2: q sub 2')][contains(@alttext, '(R2)')]", "(R2)"),
    "chosen label of one row": ("maths", "//math[contains(@alttext, 'z sub 2 (G)')]", "(G)"),
    "chosen label within a line": ("maths", "//p/math[contains(@alttext, '(L)')]", "(L)"),
    "reference to a chosen label": ("maths", "//a[@href='#equation-named']", "(3a)"),
    "reference to the label of a row": ("maths", "//a[@href='#equation-row-one']", "(R1)"),
    "reference to a label without number": ("maths", "//a[@href='#equation-starred']", "(*)"),
    "number after chosen labels": ("maths", "//div[@id='equation-after-labels']/span[@class='formula-number']", "(5)"),
    "cases": ("maths", "//math[contains(@alttext, 'otherwise')]", ""),
    "formula that cannot be read": ("maths", "//code[contains(@class, 'formula-source')]", r"\unknownmacro{x}_"),
    "formula in a sentence": ("maths", "//div[contains(@class, 'formula')][preceding-sibling::p[contains(., 'Inline display')]]", ""),
    "citation": ("citations", "//span[@class='bibtex-citation'][contains(., 'Larkwell and Elm [2020]')]/a", "2020"),
    "entry": ("citations", "//div[@class='citation'][contains(., 'A Made-up Book of Street Trees')]", "Larkwell Press"),
    "footnote": ("citations", "//aside[@role='doc-footnote']", "Text of the first note."),
    "pasted number": ("pasted", "//p[contains(., 'There are 421 trees, and 3.14 shade, and 421 again')]", "421"),
    "pasted figure": ("pasted", "//figure[@id='pasted-figure']", "Caption of a pasted figure."),
    "pasted formula": ("pasted", "//div[@id='equation-pasted-formula']//math", ""),
    "pasted Markdown": ("pasted", "//p/strong", "pasted"),
    "theorem": ("proofs", "//div[@id='crown-theorem']/p[@class='admonition-title']", "Theorem 1 (Of crowns)"),
    "definition without number": ("proofs", "//div[@id='girth-definition']/p[@class='admonition-title']", "Definition"),
    "proof": ("proofs", "//div[contains(@class, 'proof')]", "It is plain to see."),
    "reference to a theorem": ("proofs", "//a[@href='#crown-theorem']", "Theorem 1"),
    "exercise": ("proofs", "//div[@id='second-exercise']", "Exercise 2"),
    "solution": ("proofs", "//details[@id='first-solution']/summary", "Solution to Exercise 1 (Measuring)"),
    "list table": ("tables", "//table[@id='list-table-one']//th[@scope='row']", "Elm Lane"),
    "CSV table": ("tables", "//table[@id='csv-table-one']//td", "2"),
    "merged cell": ("tables", "//td[@rowspan='2'][contains(., 'Merged cell')]", "Merged cell"),
    "table in a table": ("tables", "//td//ul/li", "inner one; inner two"),
    "table in a table of Markdown": ("tables", "//td//ul/li[contains(., 'inner cell A')]", "inner cell A; inner cell B"),
    "heading that skipped": ("tables", "//h2", "A heading that skips a level"),
    "frame": ("embedded", "//a[@href='https://trees.example.org/map']", "Map of the trees"),
    "frame without title": ("embedded", "//a[@href='https://trees.example.org/untitled']", "Page at trees.example.org"),
    "film": ("embedded", "//a[@href='https://trees.example.org/film.mp4']", "Film of the planting"),
    "file of the book's own": ("embedded", "//a[starts-with(@href, '_downloads/')][contains(@href, 'data.csv')]", "Data as a file"),
    "anchor of HTML": ("embedded", "//a[@href='#html-anchor']", "to an anchor"),
    "sound": ("embedded", "//a[@href='https://trees.example.org/birds.mp3']", "Sound at trees.example.org"),
    "film of a service": ("embedded", "//a[@href='https://www.youtube.com/watch?v=dQw4w9WgXcQ']", "Video at www.youtube.com"),
    "raw HTML": ("embedded", "//p/b", "bold words"),
    "details of HTML": ("embedded", "//details/summary", "Summary in HTML"),
    "styled division": ("embedded", "//div[not(@style)]", "Text in a styled division."),
    "button of HTML": ("embedded", "//span", "A button in HTML"),
    "drawing in HTML": ("embedded", "//svg[@aria-label='A green square']", ""),
    "words of an unknown node": ("embedded", "//div[@class='oddity']/p", "Words in a node of the book’s own extension."),
    "handler": ("embedded", "//p[not(@onclick)]/a[not(@href)]", "a link that acts"),
    "element never closed": ("embedded", "//div/b", "bold."),
    "macro of the settings with a macro of the page": ("maths", "//math[@alttext='open bracket x, z over 2 close bracket']", ""),
    "operator of the page": ("maths", "//math[@alttext='tr A']", ""),
    "pasted from another page": ("tables", "//div[@class='highlight']/pre[contains(., '421')]", "421"),
    "picture in another format": ("figures", "//img[@alt='A leaf as WebP']", ""),
    "file that holds no picture": ("figures", "//p", "Picture not found: A file that holds no picture"),
    "centred text": ("embedded", "//div[@class='book-centred']", "Centred text in HTML"),
}
#: Notes of the build: the place, and what is said of it.
NOTES = {
    "code.md:33": "a diagram in the notation of Mermaid is not drawn",
    "code.md:38": "a diagram in the notation of Mermaid is not drawn",
    "embedded.md:3": "<iframe> shows ‘https://trees.example.org/map’",
    "embedded.md:7": "<video> shows",
    "embedded.md:9": "<audio> shows ‘https://trees.example.org/birds.mp3’",
    "embedded.md:11": "the film ‘https://www.youtube.com/watch?v=dQw4w9WgXcQ’",
    "embedded.md:18": "is written for latex alone",
    "embedded.md:31": "<script> has no form in this book: it and what it holds are left out",
    "embedded.md:39": "<canvas> has no form",
    "figures.md:28": "is a picture without alternative text",
    "figures.md:39": "the picture ‘https://trees.example.org/oak.png’ lies elsewhere, and nothing is fetched",
    "embedded.md:47": "‘Words in a node of the book’s own extension.’ is a ‘oddity’ of the extension ‘oddity’",
    "figures.md:59": "the file ‘images/broken.png’ holds no picture",
    "figures.md:53": "image file not readable: images/missing.png",
    "maths.md:42": "the formula ‘\\unknownmacro{x}_’ cannot be read",
    "tables.md:3": "Non-consecutive header level increase; H1 to H3",
    "tables.md:41": "a table stands inside another",
}
PAGES = ("intro", "design", "boxes", "asides", "code", "figures", "maths", "citations", "pasted", "proofs", "tables", "embedded")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("construct", ON_PAGES)
def test_construct_on_its_page(built_constructs, construct):
    name, path, words = ON_PAGES[construct]
    found = built_constructs.page(name).xpath(f".{path}")
    assert found, f"nothing in {name}.html is {path}"
    assert any(words in " ".join("".join(element.itertext()).split()) for element in found)


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".odt", ".epub"])
@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_page_is_lost_in_a_document(built_constructs, name, ending):
    """Formulas and drawings aside, of which others are asked."""
    words = built_constructs.words(name)
    assert len(words) > 10 or name == "pasted"
    # The mark of a note may follow a word without a blank.
    assert sorted(word for word in words if word not in built_constructs.documents[ending]) == []


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".odt", ".epub"])
def test_labels_that_an_author_chose_stand_in_each_document(built_constructs, ending):
    text = built_constructs.documents[ending]
    if ending == ".odt":  # its formulas are files beside the text
        text += "".join(re.sub("<[^>]+>", "", data.decode()) for name, data in read_zip(built_constructs.file(ending)).items()
                        if re.fullmatch(r"Formula-.*/content\.xml", name))
    labels = ("(3a)", "(I)", "(R1)", "(R2)", "Law of ones", "(*)", "(G)", "(L)", "(5)")
    assert [label for label in labels if squeezed(label) not in squeezed(text)] == []


def test_paper_says_what_the_web_shows_under_the_pointer(built_constructs):
    assert all("RHS (Royal Horticultural Society)" in " ".join(text.split()) for text in built_constructs.documents.values())


def test_every_substitute_is_named_with_its_line(built_constructs):
    said = built_constructs.said.splitlines()
    missing = {place: words for place, words in NOTES.items()
               if not any(line.strip().startswith(f"{place}: ") and words in line for line in said)}
    assert missing == {}


def test_nothing_else_is_said_of_the_boxes(built_constructs):
    """Their forms are complete: nobody needs to know."""
    assert not re.search(r"^\s*(boxes|asides|citations|proofs|design)\.md", built_constructs.said, re.MULTILINE)


def test_entries_of_a_bibliography_stand_once(built_constructs):
    page = " ".join(built_constructs.page("citations").itertext())
    for title in ("A Made-up Book of Street Trees", "On shade, invented"):
        assert page.count(title) == 1
        assert built_constructs.documents[".docx"].count(title) == 1
    assert re.search(r"\[Oak19\] Cy Oakley", " ".join(built_constructs.documents[".pdf"].split()))


def test_exercises_of_a_page_do_not_collide(built_constructs):
    ids = [element.get("id") for element in built_constructs.page("proofs").iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_nothing_acts_and_nothing_is_fetched(built_constructs):
    for file in built_constructs.html.glob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"<(iframe|video|audio|object|embed|canvas|form action)\b|\son\w+=|javascript:", text), file.name
    loaded = {path.name for path in (built_constructs.html / "_static").iterdir()}
    assert not loaded & {"sphinx-design.min.css", "design-tabs.js", "exercise.css", "proof.css"}


def test_pdf_meets_its_standards(built_constructs):
    assert failures(built_constructs.file(".pdf")) == []


@NEEDS_JAVA
def test_epubcheck_finds_nothing(built_constructs):
    assert faults(built_constructs.file(".epub")) == []


def test_pictures_of_every_format_reach_every_document(built_constructs):
    """Whatever their names say."""
    words = ("A leaf as WebP", "A leaf as GIF", "A leaf as SVG", "A JPEG under the name of a PNG")
    parts = {".docx": r"word/document\.xml", ".odt": r"content\.xml", ".epub": r".*\.xhtml"}
    for ending, inner in parts.items():
        files = read_zip(built_constructs.file(ending))
        text = " ".join(data.decode() for name, data in files.items() if re.fullmatch(inner, name))
        assert [word for word in words if word not in text] == [], ending
    with pikepdf.open(built_constructs.file(".pdf")) as pdf:
        told = {str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item}
    assert set(words) <= told


def test_pictures_in_documents_have_their_words(built_constructs):
    text = read_zip(built_constructs.file(".docx"))["word/document.xml"].decode()
    told = re.findall(r'<wp:docPr [^>]*?descr="([^"]+)"', text)
    assert {"A lime tree in front of a house", "A lime tree in HTML", "a leaf in HTML", "A lime tree, drawn in green"} <= set(told)
    assert not any(word.endswith(".png") for word in told)


def test_colours_of_code_are_legible():
    """Each colour on each ground that code stands on: its own, and that of an emphasised line."""
    light, _, dark = code_colours().partition("@media not print")
    found = {"light": re.findall(r"color: (#[0-9a-fA-F]{6})", light), "dark": re.findall(r"color: (#[0-9a-fA-F]{6})", dark)}
    assert min(map(len, found.values())) > 10
    grounds = {"light": ("#f4f6fa", "#ffffff"), "dark": ("#1b1e23", "#131416")}
    faint = {(look, colour) for look, colours in found.items() for colour in colours for ground in grounds[look]
             if contrast(colour, ground) < 4.5}
    assert faint == set()


def test_the_book_is_a_stock_one(built_constructs):
    """Nothing but the line that chooses the level is ours."""
    settings = yaml.safe_load((built_constructs.root / "_config.yml").read_text(encoding="utf-8"))
    assert settings["coproduce"] == {"rules": "book"}
