"""What counts as personal data by country; that of the United Kingdom is measured in test_scan_measure.py."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coproduce.cli import main
from coproduce.contributions import privacy
from coproduce.contributions.privacy_rules import RULES, RULES_IN
from coproduce.ground.country import HOME, PRESETS, current_country, using_country
from coproduce.source.settings import check_settings

CASES = yaml.safe_load((Path(__file__).with_name("scan_countries.yml")).read_text(encoding="utf-8"))


def in_(report, country):
    config = report.paths.config
    config.write_text(config.read_text(encoding="utf-8").replace("  language: en-GB\n", f"  language: en-GB\n  country: {country}\n"), encoding="utf-8")


def test_every_preset_has_rules_and_names_and_none_is_left_out():
    assert set(RULES_IN) == set(PRESETS) and RULES_IN[HOME] is RULES
    for country in PRESETS:
        with using_country(country):
            assert set(privacy.kinds()) == set(RULES_IN[country])
    assert set(CASES) == set(PRESETS) - {HOME}, "each has texts to try it on"


@pytest.mark.parametrize(("country", "kind", "text"), [(c, *case) for c in CASES for case in CASES[c]["data"]])
def test_what_leads_to_a_person_is_found(country, kind, text):
    with using_country(country):
        assert [finding.kind for finding in privacy.scan(text)] == [kind]


@pytest.mark.parametrize(("country", "text"), [(c, text) for c in CASES for text in CASES[c]["ordinary"]])
def test_ordinary_sentences_pass(country, text):
    with using_country(country):
        assert privacy.scan(text) == []


def test_british_numbers_are_looked_for_where_no_country_is_named(tiny):
    settings, _ = check_settings(tiny.paths)
    assert settings.country == HOME == current_country()
    assert [finding.kind for finding in privacy.scan("NHS 943 476 5919, M13 9PL")] == ["nhs-number", "postcode"]
    with using_country("DE"):
        assert privacy.scan("NHS 943 476 5919, M13 9PL") == []


def test_a_country_without_a_preset_is_refused_with_the_list(tiny):
    in_(tiny, "FR")
    settings, [problem] = check_settings(tiny.paths)
    assert settings is None
    assert (problem.code, problem.line, problem.field) == ("config.country", 11, "coproduce.country")
    assert "‘FR’" in problem.message and "DE (Germany), GB (United Kingdom), IE (Ireland), US (United States)" in problem.expected


@pytest.mark.parametrize(("country", "found"), [("GB", False), ("IE", True)])
def test_the_check_searches_contributions_as_in_the_country_of_the_report(tiny, country, found):
    in_(tiny, country)
    letter = tiny.paths.contributions / "parish-watering.md"
    letter.write_text(letter.read_text(encoding="utf-8") + "\nWe live at A65 F4E2.\n", encoding="utf-8")
    run = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "check"])
    assert ("privacy.postcode" in run.output) is found
    assert current_country() == HOME
