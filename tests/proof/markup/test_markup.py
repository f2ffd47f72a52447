"""Markup that has no effect is told with its line; what has one, and plain text, is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coproduce.check import check
from coproduce.proof.markup.check import check_markup
from coproduce.report import Report

ROOT = Path(__file__).parents[3]

WITHOUT_EFFECT = [
    # roles
    ("See {value}'trees-latest' here.", "role", "{value}`name`"),
    ("See {value} `trees-latest` here.", "role", "{value}`name`"),
    ("See {value}‘trees-latest’ here.", "role", "{value}`name`"),
    ("See `trees-latest`{value} here.", "role", "{value}`name`"),
    ("See :value:`trees-latest` here.", "role", "{value}`name`"),
    ("See {value}`trees-latest here.", "role", "{value}`name`"),
    ("See {vlaue}`trees-latest` here.", "unknown-role", "{value}"),
    ("See {value} here.", "braces", "{name}`content`"),
    # pictures that nobody describes
    ("![](tree.png)", "alternative-text", "between the brackets"),
    ("```{image} tree.png\n:width: 50%\n```", "alternative-text", ":alt:"),
    ("```{figure} tree.png\nA tree\n```", "alternative-text", ":alt:"),
    ("```{figure} tree.png\n---\nwidth: 50%\n---\nA tree\n```", "alternative-text", ":alt:"),
    # what other tools would replace or obey
    ("There are {{ trees }} trees.", "substitution", "{value}`name`"),
    ("There are {% include x %} trees.", "substitution", "{value}`name`"),
    (r"As \cite{wardens} said.", "latex", "{source}`id`"),
    (r"\newpage", "latex", "Markdown"),
    ("As [@wardens, p. 3] said.", "citation", "{source}`id`"),
    ("See [[streets]] there.", "wiki-link", "[words](page.md)"),
    ("Trees :smile: live.", "emoji", "words"),
    ("The &nbsq; sign.", "entity", "character"),
    ("So $ x^2 $ grows.", "formula", "$x^2$"),
    ("So $$x^2$$ grows.", "formula", "$x^2$"),
    ("So $\\foo{x}$ grows.", "formula", "TeX"),
    ("First,\nso {math}`\\frac{a}` grows.", "formula", "TeX"),
    ("$$\na_{b\n$$", "formula", "TeX"),
    (":::{math}\na_{b\n:::", "formula", "TeX"),
    ("It costs US$8–$9 or A$ there.", "formula", "\\text{words}"),
    ("They paid $5 million, of 10$ each.", "formula", "\\text{words}"),
    ("So $plans / pupils$ grows.", "formula", "\\text{words}"),
    ("## Why $x$ grows", "formula-in-title", "words"),
    (":::{key-finding} Why $x$ grows\nText.\n:::", "formula-in-title", "words"),
    # notes
    ("Counted.[^nowhere]", "footnote", "[^name]:"),
    ("Counted.^[in June]", "footnote", "[^name]"),
    ("Counted.\n\n[^unused]: In June.", "footnote", "[^unused]"),
    # links
    ("See [the streets] (streets.md).", "link", "[words](address)"),
    ("See [the streets] (https://larkwell.example/a).", "link", "[words](address)"),
    ("See [the streets](the streets.md).", "link", "[words](address)"),
    ("See (the streets)[streets.md].", "link", "[words](address)"),
    ("See [the streets][nowhere].", "link", "[words](address)"),
    ("See `the streets <streets.html>`_.", "link", "[words](address)"),
    ("See https://larkwell.example/a there.", "address", "<address>"),
    ("Text.\n\n[trees]: https://larkwell.example/a", "link", "[words][name]"),
    # signs around words
    ("~~Struck~~ out.", "struck", "holds"),
    ("H~2~O", "subscript", "{sub}`text`"),
    ("x^2^ and", "superscript", "{sup}`text`"),
    ("10^6 trees", "superscript", "{sup}`text`"),
    ("This ==matters== much.", "marked", "**text**"),
    ("This ++is new++ here.", "inserted", "holds"),
    ("This **matters much.", "emphasis", "**text**"),
    ("This ** matters ** much.", "emphasis", "**text**"),
    ("**Set off**{.lead} text", "attributes", "(name)="),
    ("A `sign without an end.", "code", "grave accents"),
    # blocks
    ("- [ ] count the trees\n- a tree", "task", "list"),
    ("### Streets {#streets}", "attributes", "(name)="),
    ("###Streets", "heading", "blank"),
    ("#Streets", "heading", "blank"),
    ("-Streets", "list", "blank"),
    ("• Streets", "list", "‘- ’"),
    ("::{note}\nText.\n::", "directive", ":::{name}"),
    ("::: note\nText.\n:::", "directive", ":::{note}"),
    ("```note\nText.\n```", "directive", "```{note}"),
    ("```{ note }\nText.\n```", "directive", "```{name}"),
    (":::{nite}\nText.\n:::", "unknown-directive", "{note}"),
    (":::{note}\nText.", "open-fence", ":::"),
    (":::{note}\n:::{tip}\nText.\n:::\n:::", "fence", "one more"),
    (".. note:: Text.", "directive", ":::{name}"),
    ("!!! note\n    Text.", "alert", ":::{note}"),
    ("> [!NOTE]\n> Text.", "alert", ":::{note}"),
    ("(streets) =", "target", "(name)="),
    ("## Trees\n\n: A tree.", "definition", "line above"),
    ("*[EHC]: a plan", "abbreviation", "{term}`word`"),
    # tables
    ("Kind   Trees\n-----  -----\noak    three", "table", "|---|---|"),
    ("+----+----+\n| a  | b  |\n+----+----+", "table", "|---|---|"),
    ("| a | b |\n|---|\n| c | d |", "table", "|---|---|"),
    ("| a | b |\n|---|---|\n| c | d | e |", "cells", "first row"),
    # HTML
    ("The <name> of it.", "tag", "\\<"),
    ("Text. <!-- ask the council -->", "remark", "% "),
    ("<!-- ask the council -->", "remark", "% "),
    ("<div>\n**Text**\n</div>", "in-html", "empty line"),
]

PLAIN = [
    "So $x^2$ grows with $\\text{plans} / n$ and {math}`a_1`, as {eq}`same` says.\n\n$$\nx = y\n$$ (same)\n\n:::{math}\n:label: b\n\na\n:::",
    "It costs $5, or $6 to $7, and US$8–$9 there.\n\nIn A$ and B$, or US\\$11.",
    "‘Quoted’, \"quoted\", 'quoted', “quoted” and [sic], [they] said (see page 3).",
    "* p < 0.05, ** p < 0.01, *** p < 0.001",
    "12** and 4* hotels, C++ and 3 + 4, ~5 of 6, 10:30, a:b:c, 2–3, #1 of all, A | B",
    "Write to a.person@larkwell.example or ask @larkwell.",
    "*Emphasis*, **strong**, ***both*** and snake_case_name.",
    "`{value}'x'`, `[^a]`, `~~struck~~` and `$x$`\n\n```console\n$ echo {{ x }} [a] (b)\n```\n\n    - [ ] {value} 'x'",
    r"\{value} \[^a] \~~x\~~ \$x\$ \[a] (b) \:smile: \==m== &lbrace;x&rbrace; \`x",
    "Counted.[^a]\n\n[^a]: In June.",
    ":::{note}\nCounted.[^b]\n:::\n\n[^b]: In June.",
    "[A link][name] and [name].\n\n[name]: https://larkwell.example/a",
    "<https://larkwell.example/a> and [https://larkwell.example/a](https://larkwell.example/a)",
    "| a | b |\n|---|---|\n| c \\| d | `e \\| f` |",
    "Term\n: What it means.\n\n:field: What it holds.\n\n(target)=\n## Heading\n\n% A remark.\n\n+++\n\n---\n\n- - -",
    "{sub}`2`, {sup}`2`, {abbr}`EHC (a plan)`, {ref}`x <y>`, {not-a-statistic}`NHS 111`",
    "::::{note}\n:::{tip}\nText.\n:::\n::::\n\n- item\n\n  ```{note}\n  Text.\n  ```\n\n> ```text\n> a\n> ```",
    "<b>Bold</b>, H<sub>2</sub>O and <br> 3 < 5 > 4, a <- b",
    "![A tree](tree.png){width=\"50%\"}",
]


@pytest.mark.parametrize(("text", "code", "says"), WITHOUT_EFFECT)
def test_markup_without_effect_is_told_with_its_line(text, code, says):
    found = check_markup(f"---\ncoproduce: {{}}\n---\n# Page\n\nFirst.\n\n{text}\n", "book/a.md")
    assert code in {p.code.removeprefix("markup.") for p in found}, found
    [first, *_] = [p for p in found if p.code == f"markup.{code}"]
    assert 8 <= first.line <= 8 + text.count("\n") and first.path == "book/a.md"
    assert says in first.expected


@pytest.mark.parametrize("text", PLAIN)
def test_what_has_an_effect_or_is_text_is_not_told(text):
    assert check_markup(f"# Page\n\n{text}\n", "book/a.md") == []


@pytest.mark.parametrize(("before", "after", "line"), [
    (":::{key-finding} Most {value}'x' live\n", "\nText.\n:::", 3), (":::{recommendation} a\n:title: Most {value}'x' live\n", "\nText.\n:::", 4),
    (":::{recommendation} a\n:title: Trees\n:problem: Most {value}'x' live\n", "\nText.\n:::", 5),
    ("::::{note}\n:::{tip}\n", "Most {value}'x' live.\n:::\n::::", 5), ("- a\n\n  > ", "Most {value}'x' live.", 5),
    ("| a |\n|---|\n| ", "{value}'x' |", 5), ("Counted.[^a]\n\n[^a]: ", "As {value}'x'.", 5),
    ("One line\nand another\nand ", "{value}'x'.", 5),
])
def test_it_is_found_wherever_text_stands(before, after, line):
    found = check_markup(f"# Page\n\n{before}{after}\n", "book/a.md")
    assert [(p.code, p.line) for p in found] == [("markup.role", line)]


def test_texts_that_cells_show_are_plain(tiny):
    page = tiny.paths.chapter("survival")
    text = page.read_text(encoding="utf-8").replace('headline="More trees each year"', 'headline="**More** trees each year"')
    page.write_text(text, encoding="utf-8")
    [problem] = check(tiny)
    assert problem.code == "markup.plain" and problem.line == text[:text.index("**More")].count("\n") + 1


def test_front_matter_that_is_not_at_the_top(tiny):
    page = tiny.paths.chapter("contribute")
    page.write_text("\n---\ncoproduce:\n  web-only: true\n---\n\n" + page.read_text(encoding="utf-8"), encoding="utf-8")
    assert ("markup.front-matter", 2) in [(p.code, p.line) for p in check(tiny)]


def test_roles_of_an_extension_of_the_reports_own_are_left_to_the_build(tiny):
    config, page = tiny.paths.config, tiny.paths.chapter("contribute")
    page.write_text(page.read_text(encoding="utf-8") + "\nA {theirs}`x`.\n", encoding="utf-8")
    assert [p.code for p in check(tiny)] == ["markup.unknown-role"]
    config.write_text(config.read_text(encoding="utf-8").replace(
        "[coproduce.sphinx_ext]", "[coproduce.sphinx_ext, sphinx.ext.graphviz]"), encoding="utf-8")
    assert check(Report(tiny.paths.root)) == []


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests" / "tiny"], ids=["report", "tiny"])
def test_no_page_of_ours_is_told(folder):
    pages = sorted((folder / "book").rglob("*.md"))
    assert pages and [p for page in pages for p in check_markup(page.read_text(encoding="utf-8"), page.name)] == []


MERGE = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n"


@pytest.mark.parametrize("name", [
    "book/survival.md", "book/brief.yml", "data/counts.csv", "data/datapackage.yaml", "data/references.bib", "_config.yml", "_toc.yml",
    "contributions/parish-watering.md", "contributions/dispositions/east-volunteer.yml", "README.md", "docs/words.txt",
])
def test_marks_of_a_merge_stop_in_any_file(tiny, name):
    file = tiny.paths.root / name
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(before + MERGE, encoding="utf-8", newline="\r\n" if name.endswith("csv") else None)
    first = before.count("\n") + 1
    assert [(p.path, p.line, p.code) for p in check(Report(tiny.paths.root))] == [
        (name, first + at, "input.merge") for at in (0, 2, 4)]


def test_lines_of_equals_signs_in_a_text_are_no_merge(tiny):
    page = tiny.paths.chapter("contribute")
    page.write_text(page.read_text(encoding="utf-8") + "\nA title\n=======\n\nText.\n", encoding="utf-8")
    assert "input.merge" not in {p.code for p in check(tiny)}


def test_a_report_of_ours_is_merged(tmp_path):
    from coproduce.source.merge_marks import check_merged
    from coproduce.source.paths import Paths

    assert check_merged(Paths(ROOT)) == []
    shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny")
    assert check_merged(Paths(tmp_path / "tiny")) == []
