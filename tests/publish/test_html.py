"""The web edition as a whole: whole links, nothing from elsewhere, the same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.html import build_html
from coproduce.report import Report


def pages(folder: Path) -> dict[str, BeautifulSoup]:
    texts = {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.html"))}
    texts["404.html"] = not_found(folder)
    return {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}


def not_found(folder: Path) -> str:
    """The page for addresses that lead nowhere, with its links as from the front page's folder."""
    text = (folder / "404.html").read_text(encoding="utf-8")
    assert '="/report/' in text  # the path of the tiny report's web address
    return text.replace('="/report/', '="')


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_front_page_is_the_first_page_itself(web_edition):
    front = pages(web_edition.folder)["index.html"]
    assert front.h1.get_text().startswith("Street trees of Larkwell")
    assert front.select("meta[http-equiv=refresh i]") == []


def test_every_internal_link_and_anchor_resolves(web_edition):
    built = pages(web_edition.folder)
    missing = []
    for name, page in built.items():
        for link in page.find_all("a", href=True):
            target, anchor = urldefrag(link["href"])
            if re.match(r"[a-z]+:", target):
                continue
            if target.startswith("downloads/"):
                continue  # put there once PDF and other formats are made
            file = target or name
            if not (web_edition.folder / file).is_file():
                missing.append((name, link["href"]))
            elif anchor and file in built and not built[file].find(id=anchor):
                missing.append((name, link["href"]))
    assert missing == []
    assert sum(len(p.find_all("a", href=True)) for p in built.values()) > 100


def test_nothing_is_loaded_from_a_third_party(web_edition):
    loaded = []
    for name, page in pages(web_edition.folder).items():
        for tag, key in (("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")):
            loaded += [
                (name, t[key]) for t in page.find_all(tag)
                if t.get(key) and "canonical" not in t.get("rel", ()) and re.match(r"(https?:)?//", t[key])
            ]
    for style in web_edition.folder.rglob("*.css"):
        loaded += [(style.name, url) for url in re.findall(r"url\([\"']?((?:https?:)?//[^)\"']+)", style.read_text(encoding="utf-8"))]
    assert loaded == []


def test_files_that_pages_load_exist(web_edition):
    for name, page in pages(web_edition.folder).items():
        for tag, key in (("script", "src"), ("link", "href")):
            for t in page.find_all(tag):
                if t.get(key) and not t[key].startswith(("http", "#")):
                    assert (web_edition.folder / t[key].partition("?")[0]).is_file(), (name, t[key])


def test_we_write_no_scripts_or_styles_into_pages(web_edition):
    for name, page in pages(web_edition.folder).items():
        # Data for a script, which no browser runs, is no script.
        data = ("application/ld+json", "application/json")
        scripts = [s for s in page.find_all("script") if not s.get("src") and s.get("type") not in data]
        assert scripts == [] and page.find("style") is None, name
        written = page.find_all(lambda tag: any(key == "style" or key.startswith("on") for key in tag.attrs))
        assert written == [], name


def test_at_most_four_requests_block_rendering(web_edition):
    for name, page in pages(web_edition.folder).items():
        blocking = page.select("link[rel=stylesheet], head script[src]:not([defer], [async])")
        assert 0 < len(blocking) <= 4 or name == "search.html", (name, blocking)


def test_static_files_are_those_of_this_book(web_edition):
    static = {p.name for p in (web_edition.folder / "_static").rglob("*")}
    assert {"report.css", "report.js", "theme.js", "mark.svg", "report-sans.woff2", "report-serif.woff2", "card.png"} <= static
    assert {"basic.css", "pygments.css", "plus.png", "debug.css", "translations.js", ".gitkeep"} & static == set()
    assert not (web_edition.folder / "objects.inv").exists()


def test_a_page_with_a_chart_is_small(web_edition):
    """At most 300 kB with all it loads: what a slow connection gets in a few seconds."""
    page = BeautifulSoup((web_edition.folder / "survival.html").read_text(encoding="utf-8"), "html.parser")
    loaded = {t.get("src") or t.get("href") for t in page.select("script[src], link[rel=stylesheet]")}
    sizes = [(web_edition.folder / name.partition("?")[0]).stat().st_size for name in loaded]
    fonts = sum(p.stat().st_size for p in (web_edition.folder / "_static").glob("*.woff2"))
    total = sum(sizes) + fonts + (web_edition.folder / "survival.html").stat().st_size
    assert total < 300_000


def test_data_and_figures_stand_beside_the_pages(web_edition, executed_tiny):
    report, results = executed_tiny
    for name, resource in report.data.resources.items():
        assert (web_edition.folder / "data" / f"{name}.csv").read_bytes() == resource.path.read_bytes()
    for name, record in results.figures.items():
        picture = (web_edition.folder / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert record.svg.partition(">")[2].removesuffix("</svg>") in picture


def test_same_report_elsewhere_gives_the_same_bytes(web_edition, executed_tiny, tmp_path):
    report, results = executed_tiny
    elsewhere = tmp_path / "another" / "place"
    shutil.copytree(report.paths.root, elsewhere, ignore=shutil.ignore_patterns("_build"))
    again = build_html(Report(elsewhere), results, tmp_path / "out" / "html", log=lambda line: None)
    first, second = files(web_edition.folder), files(again.folder)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_pages_do_not_name_the_machine(web_edition, executed_tiny):
    root = str(executed_tiny[0].paths.root).encode()
    assert [name for name, data in files(web_edition.folder).items() if root in data] == []


def test_jupyter_book_alone_gives_the_same_pages(web_edition, executed_tiny, tmp_path):
    root = tmp_path / "report"
    shutil.copytree(executed_tiny[0].paths.root, root, ignore=shutil.ignore_patterns("work"))
    config = root / "_config.yml"
    text = config.read_text(encoding="utf-8")
    if "coproduce.sphinx_ext" not in text:
        config.write_text(text + "\nsphinx:\n  extra_extensions: [coproduce.sphinx_ext]\n", encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", str(root / "book"), "--config", str(config),
         "--toc", str(root / "_toc.yml"), "--path-output", str(root), "-q"],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = root / "_build" / "html"
    ours = [p.name for p in web_edition.folder.glob("*.html")]
    different = [n for n in ours if (theirs / n).read_bytes() != (web_edition.folder / n).read_bytes()]
    assert ours and different == []
    assert (theirs / "ledger.json").read_bytes() == (web_edition.folder / "ledger.json").read_bytes()
    index = Path("_static", "search", "index-0.js")
    assert (theirs / index).read_bytes() == (web_edition.folder / index).read_bytes()


def test_every_warning_is_a_problem(executed_tiny, tmp_path):
    report, results = executed_tiny
    root = tmp_path / "tiny"
    shutil.copytree(report.paths.root, root, ignore=shutil.ignore_patterns("_build"))
    page = root / "book" / "glossary.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n#### Leaves out two levels\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build_html(Report(root), results, tmp_path / "html", log=str)
    (problem,) = raised.value.problems
    assert (problem.path, "Non-consecutive header level" in problem.message) == ("book/glossary.md", True)


def test_cells_changed_since_they_ran_are_refused(executed_tiny, tmp_path):
    report, results = executed_tiny
    root = tmp_path / "tiny"
    shutil.copytree(report.paths.root, root, ignore=shutil.ignore_patterns("_build"))
    page = root / "book" / "streets.md"
    page.write_text(page.read_text(encoding="utf-8").replace("== 2025", "== 2024"), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="has not been executed, or whose cells changed"):
        build_html(Report(root), results, tmp_path / "html", log=str)
