"""The page to contribute on in another language, from right to left, on a telephone; what it saves is taken in."""

from __future__ import annotations

import pytest
import yaml
from contribution_page import field
from visit import TELEPHONE, axe_violations, visitor

from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.run import intake


@pytest.fixture
def urdu(built_tiny):
    (translation,) = form_and_vocabulary(built_tiny.report.paths)[0].translations
    return translation


ANSWERS = {"kind": "participant", "title": "درختوں کو پانی دیں", "body": "ہم پانی لاتے ہیں۔", "theme": "watering",
           "contributor.organisation_type": "volunteers", "contributor.region": "east", "contributor.credit": "anonymous", "consent.given": "true"}


def fill(page, urdu, answers=ANSWERS):
    for name, answer in answers.items():
        block = field(page, name)
        if label := urdu.questions[name].answers.get(answer):
            block.get_by_label(label, exact=True).check()
        else:
            block.locator("input, textarea").fill(answer)


def test_from_a_telephone_in_urdu_to_a_contribution(browser, tiny_site, urdu, tiny, tmp_path, monkeypatch):
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("COPRODUCE_INTAKE_KEY", raising=False)
    with visitor(browser, tiny_site, **TELEPHONE) as (page, complaints):
        page.goto(f"{tiny_site}/contribute.html")
        page.locator(".form-languages").get_by_role("link", name="اردو").click()
        assert page.locator("h1").inner_text().startswith(urdu.title)
        assert page.evaluate("getComputedStyle(document.querySelector('#contribution-form')).direction") == "rtl"
        assert "nobody has confirmed it yet" in page.locator(".unreviewed [lang=en]").inner_text()
        states = [axe_violations(page)]
        press = page.get_by_role("button", name=urdu.words["check"])
        press.click()
        assert urdu.words["write"] in page.locator("#contribute-errors").inner_text()
        states.append(axe_violations(page))
        fill(page, urdu, ANSWERS | {"body": "فون 07700 900123"})
        press.click()
        assert urdu.personal["telephone"] in page.locator("#contribute-errors").inner_text()
        fill(page, urdu)
        press.click()
        states.append(axe_violations(page))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        with page.expect_download() as download:
            page.get_by_role("button", name=urdu.words["save"]).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert states == [[], [], []] and complaints.found == []
    assert intake(tiny.paths, file, review=tmp_path / "review").counts["added"] == 1
    (written,) = tiny.paths.contributions.glob("response-*.md")
    data = yaml.safe_load(written.read_text(encoding="utf-8").split("---\n")[1])
    assert (data["language"], data["title"], data["theme"]) == ("ur", ANSWERS["title"], "watering")
