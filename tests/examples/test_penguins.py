"""The example on open data: built, and what it says compared with the data themselves."""

from __future__ import annotations

import csv
import json
import statistics
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from coproduce.check import check_before_merging
from coproduce.contributions.files import Contributions
from coproduce.ground.problems import render
from coproduce.report import Report

PENGUINS = Path(__file__).parents[2] / "examples" / "penguins"


@pytest.fixture(scope="module")
def birds() -> list[dict[str, str]]:
    with (PENGUINS / "data" / "penguins.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_the_check_finds_nothing():
    assert render(check_before_merging(Report(PENGUINS))) == "No problems found."


def test_the_birds_are_those_of_the_study(birds):
    """Birds by species as the package's documentation counts them (https://allisonhorst.github.io/palmerpenguins/)."""
    counts = {species: sum(bird["species"] == species for bird in birds) for species in ("Adelie", "Chinstrap", "Gentoo")}
    assert counts == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    assert [bird["locator"] for bird in birds] == [f"penguins.csv, line {number}" for number in range(2, len(birds) + 2)]


def test_each_contribution_says_that_it_is_invented():
    contributions = Contributions.read(Report(PENGUINS).paths)
    assert len(contributions) == 2
    assert all(c.title.startswith("Example: ") and "invented" in c.front.note for c in contributions.values())


def test_its_numbers_are_those_of_the_data_and_lead_to_its_rows(built_penguins, birds):
    values = {value["name"]: value for value in json.loads((built_penguins.html / "ledger.json").read_text(encoding="utf-8"))["values"]}
    assert values["birds"]["raw"] == len(birds) == 344
    for species in ("Adelie", "Gentoo"):
        weighed = [int(bird["body_mass"]) for bird in birds if bird["species"] == species and bird["body_mass"] != "NA"]
        value = values[f"{species.lower()}-mass"]
        assert value["raw"] == round(statistics.mean(weighed)) and value["sources"] == ["palmerpenguins"]
        assert len(value["rows"]) == len(weighed) + 1 and value["caveat"] == "One bird not weighed."


def test_its_pages_and_its_pdf_are_there(built_penguins):
    front = BeautifulSoup((built_penguins.html / "index.html").read_text(encoding="utf-8"), "lxml")
    assert front.h1.get_text().startswith("Penguins near Palmer Station") and "5,076" in front.get_text()
    assert built_penguins.pdf.read_bytes().startswith(b"%PDF-")
    assert set(built_penguins.report.toc.chapters) <= {page.stem for page in built_penguins.html.glob("*.html")}
