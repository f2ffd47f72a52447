"""After each of many changes a preview has written the pages that a build of the same report writes.

So has a build that goes on from the last one, after one or two of these changes, and the chapters for print too.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from coproduce.execution.warm import CAN_FORK, ForkServer
from coproduce.preview.folder import prepared
from coproduce.preview.session import Session
from coproduce.report import Report

HERE = Path(__file__).parent


@contextmanager
def builder() -> Iterator[Callable[..., str]]:
    """Writes the pages of a build of a report into a folder; what it says in the end."""
    process = subprocess.Popen([sys.executable, str(HERE / "as_built.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def build(root: Path, to: Path, kept: bool = False) -> str:
        process.stdin.write(json.dumps([str(root), str(to), kept]) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        yield build
    finally:
        process.stdin.close()
        process.wait(timeout=60)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    root = tmp_path / "tiny"
    shutil.copytree(HERE.parent / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    (root / ".gitignore").write_text("_build/\n", encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "All"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    return Report.find(root)


def replaced(name: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        file = root / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        file.write_text(text.replace(old, new, count), encoding="utf-8")

    return edit


def written(name: str, text: str) -> Callable[[Path], None]:
    return lambda root: (root / name).write_text(text, encoding="utf-8")


def deleted(*names: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        for name in names:
            (root / name).unlink()

    return edit


def together(*edits: Callable[[Path], None]) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def committed(root: Path) -> None:
    for words in (["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "More"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)


def pages(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


NEW_PAGE = "# Watering cans\n\nThe [wardens](streets.md#every-street) lend {value}`trees-latest` cans.\n"
CONTRIBUTION = """\
---
title: Plant fruit trees
contributor:
  organisation_type: volunteers
  region: town
  credit: anonymous
kind: participant
consent:
  given: true
  date: "2026-02-12"
  wording: "1"
theme: planting
claims: [loved]
---

Apples feed people.
"""
USED = """\
status: used
uses:
  - chapter: survival
    conclusion: watering-works
    stance: qualifies
    how: Asks which trees to plant.
decided: "2026-02-21"
by: editors
"""

#: What a person might save, one after the other; each leaves a report that can be built.
EDITS: list[tuple[str, Callable[[Path], None]]] = [
    ("a sentence", replaced("book/streets.md", "## Every street", "Streets have names.\n\n## Every street")),
    ("the same again", replaced("book/streets.md", "Streets have names.", "Streets have many names.")),
    ("the first sentence of a page", replaced("book/survival.md", "The census counted", "In June the census counted")),
    ("a heading renamed", replaced("book/streets.md", "## Every street", "## Each street")),
    ("a title renamed", replaced("book/streets.md", "# Streets differ", "# Streets are not alike")),
    ("a heading and the link to it", together(
        replaced("book/streets.md", "## Each street", "## Every street"),
        replaced("book/sources.md", "## How", "See [the streets](streets.md#every-street).\n\n## How"))),
    ("a reference to a source added", replaced("book/survival.md", "counts rise.", "counts rise {source}`parish-letter`.")),
    ("another first source", replaced("book/index.md", "(synthetic data)", "{source}`parish-letter` (synthetic data)")),
    ("a note added", together(
        replaced("book/survival.md", "counts rise", "counts rise[^rise]"),
        replaced("book/survival.md", "# Most trees live", "# Most trees live\n\n[^rise]: Since 2023."))),
    ("the note written", replaced("book/survival.md", "Trees that are watered", "Trees that are well watered")),
    ("a note on a page before", together(
        replaced("book/index.md", "every tree.[^how]", "every tree.[^how] And each.[^each]"),
        replaced("book/index.md", "[^how]: Counting", "[^each]: In June.\n\n[^how]: Counting"))),
    ("a formula with a number, named on another page", together(
        replaced("book/streets.md", "## Every street", "$$\na = b\n$$ (same)\n\n## Every street"),
        replaced("book/sources.md", "## How", "As {eq}`same` says of $a$.\n\n## How"))),
    ("one before it", replaced("book/survival.md", "Trees that are well", "$$\nx > y\n$$ (more)\n\nTrees that are well")),
    ("a value", replaced("book/survival.md", "91.25", "92.5")),
    ("a label of a value", replaced("book/survival.md", 'label="Street trees"', 'label="All street trees"')),
    ("a value added and used", together(
        replaced("book/survival.md", 'planted = counts', 'chapter.value("trees-first", 160, unit="count", rows=counts[counts["year"] == 2023], '
                 'label="Street trees", calculation="Sum", period="June 2023", place="Larkwell", missing="one street not counted")\nplanted = counts'),
        replaced("book/index.md", "The share", "They were {value}`trees-first`. The share"))),
    ("a figure's headline", replaced("book/survival.md", 'headline="More trees each year"', 'headline="Trees are more each year"')),
    ("a figure added before", replaced("book/survival.md", 'chapter.figure("trees-by-year"', '''chapter.figure("trees-again", chart, headline="Again more trees",
               subtitle="Street trees, Larkwell", alt="Three bars, one a year. The number of street trees rises once more.", rows=counts, data=by_year,
               columns={"year": "Year", "trees": "Trees"})
chapter.figure("trees-by-year"''')),
    ("that figure gone", lambda root: (root / "book/survival.md").write_text(re.sub(
        r'(?s)chapter\.figure\("trees-again".*?(?=chapter\.figure\("trees-by-year")', "", (root / "book/survival.md").read_text()))),
    ("a cell of the data", replaced("data/counts.csv", "mill-lane,2025,47", "mill-lane,2025,48")),
    ("a name in the data", replaced("data/streets.csv", "Orchard Road", "Orchards Road")),
    ("a row of the data added", replaced("data/streets.csv", "station-street,Station", "hill-lane,Hill Lane,West,wardens-2025,table 1\nstation-street,Station")),
    ("a source's title", replaced("data/sources.csv", "Tree census 2025", "Census of trees 2025")),
    ("a source added", replaced("data/sources.csv", "parish-letter", "minutes,Minutes,Larkwell Parish Council,,2025,https://trees.example.org/minutes,CC BY 4.0,report,Synthetic\nparish-letter")),
    ("a contribution's text", replaced("contributions/east-volunteer.md", "The count leaves them out.", "The count leaves all of them out.")),
    ("a contribution's title", replaced("contributions/parish-watering.md", "Water in the first", "Water in the very first")),
    ("a contribution added", together(
        written("contributions/fruit-trees.md", CONTRIBUTION),
        written("contributions/dispositions/fruit-trees.yml", USED.replace("used", "noted").split("uses:")[0]
                + "reason: Others say the same.\ndecided: \"2026-02-21\"\nby: editors\n"))),
    ("a passage of a contribution", replaced(
        "book/streets.md", "## Every street", ":::{voice} parish-watering\nIt waters Mill Lane by hand.\n:::\n\n## Every street")),
    ("who said it", replaced("contributions/parish-watering.md", "organisation: Larkwell Parish Council", "organisation: The council of Larkwell")),
    ("what became of it", written("contributions/dispositions/fruit-trees.yml", USED)),
    ("a disposition", replaced("contributions/dispositions/east-volunteer.yml", "stance: qualifies", "stance: challenges")),
    ("a contribution gone", deleted("contributions/fruit-trees.md", "contributions/dispositions/fruit-trees.yml")),
    ("a contribution withdrawn", together(
        deleted("contributions/east-volunteer.md", "contributions/dispositions/east-volunteer.yml"),
        lambda root: (root / "contributions/withdrawn").mkdir(),
        written("contributions/withdrawn/east-volunteer.yml", 'id: east-volunteer\ndate: "2026-02-28"\nreason: The contributor asked for it.\n'))),
    ("a list on two pages", together(*(replaced(f"book/{page}.md", heading, f"{heading}\n\n```{{recommendations-list}}\n```")
                                       for page, heading in (("glossary", "# Glossary"), ("sources", "## How it was made"))))),
    ("a conclusion's title", replaced("book/survival.md", ":title: Watering keeps", ":title: Water keeps")),
    ("a recommendation's owner", replaced("book/streets.md", ":owner: Parish council", ":owner: Parish council, with the wardens")),
    ("a term", replaced("book/glossary.md", "  A volunteer who counts trees.", "  A volunteer who counts trees.\n\nward\n  A part of the town.")),
    ("an old address", replaced("book/streets.md", "coproduce:\n", "coproduce:\n  formerly: [roads]\n")),
    ("front matter of a page without cells", replaced("book/conclusions.md", "# Conclusions", "---\ncoproduce:\n  formerly: [findings]\n---\n\n# Conclusions")),
    ("an old address no more", replaced("book/streets.md", "  formerly: [roads]\n", "")),
    ("the settings", replaced("_config.yml", "subtitle: A synthetic report", "subtitle: Another synthetic report")),
    ("the descriptor", replaced("data/datapackage.yaml", "title: Ward", "title: Part of town")),
    ("a profile", replaced("book/profiles.yml", "heading: Trees counted", "heading: Trees that were counted")),
    ("a page added", together(
        written("book/cans.md", NEW_PAGE), replaced("_toc.yml", "  - file: conclusions", "  - file: cans\n  - file: conclusions"))),
    ("a page in another place", replaced("_toc.yml", "  - file: cans\n  - file: conclusions", "  - file: conclusions\n  - file: cans")),
    ("a page removed", together(deleted("book/cans.md"), replaced("_toc.yml", "  - file: cans\n", ""))),
    ("all committed", committed),
    ("a sentence after that", replaced("book/index.md", "A {term}`warden`", "Each {term}`warden`")),
]


ALL = ["conclusions", "contribute", "contributions", "glossary", "index", "ledger", "sources", "streets", "survival"]

#: What is wrong, and what the preview says of it.
FAULTS: list[tuple[str, Callable[[Path], None], str]] = [
    ("an unknown value", replaced("book/index.md", "{value}`east-share`", "{value}`west-share`"), "west-share"),
    ("an unknown term", replaced("book/survival.md", "Trees that are watered", "{term}`Tree` that are watered"), "Tree"),
    ("a cell that fails", replaced("book/survival.md", "91.25", "1 / 0"), "division by zero"),
    ("a value that others use, gone", replaced("book/survival.md", '"trees-latest", int', '"trees-newest", int'), "trees-latest"),
    ("a heading that another page leads to", replaced("book/streets.md", "## Every street", "## Each street"), "every-street"),
    ("a typed number", replaced("book/streets.md", "See {profile}", "In 2025, 45% of trees died. See {profile}"), "45%"),
    ("data that do not fit", replaced("data/counts.csv", "mill-lane,2025,47", "mill-road,2025,47"), "mill-road"),
    ("settings", replaced("_config.yml", 'date: "2026-03-01"', 'date: "soon"'), "soon"),
    ("contents", replaced("_toc.yml", "- file: glossary", "- file: glosary"), "glosary"),
    ("a disposition", replaced("contributions/dispositions/east-volunteer.yml", "qualifies", "doubts"), "doubts"),
    ("a descriptor", replaced("data/datapackage.yaml", "name: streets\n", "name: STREETS\n"), "STREETS"),
]


@pytest.mark.slow
def test_what_is_wrong_is_told_and_not_shown_and_all_is_well_when_it_is_taken_back(report: Report) -> None:
    root, told = report.paths.root, []
    replaced("book/sources.md", "## How", "See [the streets](streets.md#every-street).\n\n## How")(root)
    with ForkServer() as server, prepared(report.paths) as folder:
        session = Session(report, folder, server if CAN_FORK else None, told.append, lambda state: None)
        session.refresh()
        session.finish()
        good = pages(folder.html)
        saved = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "_build" not in path.parts}
        for what, edit, word in FAULTS:
            edit(root)
            session.refresh()
            session.finish()
            assert session.state.what == "fault" and word in session.state.words, (what, session.state)
            wrong = [name for name, data in pages(folder.html).items() if name.endswith(".html") and good[name] != data]
            assert wrong in ([], ["streets.html"]), what  # the page itself, where another one is wrong now
            for path, data in saved.items():
                path.write_bytes(data)
            session.refresh()
            session.finish()
            assert session.state.what == "up to date", (what, session.state)
            shown = pages(folder.html)
            assert [name for name in good if shown.get(name) != good[name]] == [], what


#: What some changes have a build read and write that goes on from the last one. The front page is written whenever another is.
LISTS = ["conclusions", "contributions", "index", "ledger", "sources"]
REACH = {
    "nothing yet": (ALL, ALL),
    # Lists are of no day any more. That there are uncommitted changes now is said on each page, and none is written for it.
    "a sentence": (["streets"], [*LISTS, "streets"]),
    "the same again": (["streets"], ["index", "streets"]),
    "a heading renamed": (["streets"], ALL),
    # Lists that tell of something else stay: of contributions, of sources.
    "a value": (["index", "streets", "survival"], ["conclusions", "index", "ledger", "streets", "survival"]),
    "a recommendation's owner": (["streets"], ["conclusions", "glossary", "index", "sources", "streets"]),
    "the descriptor": (ALL, ALL),
}


@pytest.mark.slow
@pytest.mark.xdist_group("edits")
def test_a_preview_and_a_build_that_goes_on_write_what_a_build_from_nothing_does(report: Report, tmp_path: Path) -> None:
    steps = [("nothing yet", lambda root: None), *EDITS]
    assert REACH.keys() <= {what for what, _ in steps}
    with (builder() as going_on, builder() as from_nothing, ThreadPoolExecutor(1) as beside, ForkServer() as server,
          prepared(report.paths) as folder):
        session = Session(report, folder, server if CAN_FORK else None, lambda line: None, lambda state: None)
        for number, (what, edit) in enumerate(steps):
            edit(report.paths.root)
            session.refresh()
            session.finish()
            assert session.state.what == "up to date", (what, session.state.words)
            new = beside.submit(from_nothing, report.paths.root, tmp_path / "new" / "html")
            # People build when they have saved more than once.
            goes_on = what in REACH or number % 2
            if goes_on:
                assert going_on(report.paths.root, tmp_path / "kept" / "html", kept=True) == "done", what
            assert new.result() == "done", what
            _compare(pages(folder.html), built := pages(tmp_path / "new"), what)
            if goes_on:
                _compare_kept(pages(tmp_path / "kept"), built, what)
            if what in REACH:
                made = json.loads((tmp_path / "kept" / "made.json").read_text())
                assert (made["read"], made["written"]) == REACH[what]


def _compare(shown: dict[str, bytes], new: dict[str, bytes], what: str) -> None:
    """That the preview's pages are those of a new build."""
    shown.pop("preview.json")
    built = {name.removeprefix("html/"): data for name, data in new.items() if name.startswith("html/")}
    assert sorted(shown) == sorted(built), what
    assert [name for name in built if shown[name] != built[name]] == [], what


def _compare_kept(kept: dict[str, bytes], new: dict[str, bytes], what: str) -> None:
    """That the pages of a build that goes on, and its chapters for print, are those of a new build."""
    kept, new = ({name: data for name, data in found.items() if name.startswith(("html/", "print.json"))} for found in (kept, new))
    assert "print.json" in new and sorted(kept) == sorted(new), what
    assert [name for name in new if kept[name] != new[name]] == [], what
