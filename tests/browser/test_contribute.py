"""The page to contribute on, filled in as people do, under the site's policy and from a folder."""

from __future__ import annotations

import csv
import importlib
import json
import re
from pathlib import Path

import pytest
import yaml
from contribution_page import ANSWERS, CHECK, LAZY, TESTS, WITHOUT_TABLE, check, field, fill
from visit import axe_violations, visitor

from coproduce.contributions.privacy import scan
from coproduce.ground.country import using_country
from coproduce.intake.browser_scan import scan_rules
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.run import intake


def saved(page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a file").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.fixture
def desk(tiny, tmp_path, monkeypatch):
    """Takes a file into a tiny report, and gives the files of what was added."""
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("COPRODUCE_INTAKE_KEY", raising=False)

    def take(file):
        taken = intake(tiny.paths, file, review=tmp_path / "review")
        texts = [f.read_text(encoding="utf-8") for f in tiny.paths.contributions.glob("response-*.md")]
        return taken, [re.sub(r"# intake: .*\n|date: .*\n|submitted: .*\n", "", text) for text in texts]

    take.paths = tiny.paths
    return take


def test_what_the_page_saves_is_taken_in_as_an_export_would_be(page, tiny_site, tmp_path, desk):
    page.goto(f"{tiny_site}/contribute.html")
    fill(page)
    check(page)
    file = saved(page, tmp_path)
    assert re.fullmatch(r"contribution-[a-z]{4}-[a-z]{4}-[a-z]{4}\.txt", file.name)
    taken, (text,) = desk(file)
    assert taken.counts["added"] == 1
    for path in desk.paths.contributions.glob("response-*.md"):
        path.unlink()
    form, _ = form_and_vocabulary(desk.paths)
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([
            ["Timestamp", *(form.question(name).ask for name in ANSWERS)], ["2026-11-20 09:00:00", *ANSWERS.values()],
        ])
    assert desk(export)[1] == [text]


def test_the_same_visit_saves_the_same_contribution_and_another_visit_another(page, tiny_site, tmp_path, desk):
    page.goto(f"{tiny_site}/contribute.html")
    fill(page)
    check(page)
    first = desk(saved(page, tmp_path))[0]
    field(page, "body").locator("textarea").fill("We carry water twice a week.")
    assert page.get_by_role("button", name="Save a file").count() == 0, "what was changed must be checked again"
    check(page)
    second = desk(saved(page, tmp_path))[0]
    assert (first.counts["added"], second.counts["updated"]) == (1, 1)
    page.reload()
    fill(page, {**ANSWERS, "body": "We carry water twice a week."})
    check(page)
    assert desk(saved(page, tmp_path))[0].counts["refused"] == 1


def test_by_keyboard_alone(page, tiny_site):
    page.goto(f"{tiny_site}/contribute.html")
    page.locator("#contribution-form .question input").first.focus()
    press, write = page.keyboard.press, page.keyboard.type
    press("Space")  # I speak for myself
    press("Tab"), write("Water new trees")
    press("Tab"), write("We carry water.")
    press("Tab"), press("Space")  # theme
    press("Tab"), press("Space"), press("Tab")  # a claim
    press("Tab"), write("A tap")
    press("Tab"), press("Space")
    press("Tab"), press("ArrowDown")
    press("Tab"), press("Tab"), press("Space")  # no service; with my name
    press("Tab"), write("Asha Patel")
    press("Tab"), write("Tree Wardens")
    press("Tab"), press("Space")
    press("Tab"), press("Enter")
    assert page.locator("#contribute-errors li").all_inner_texts() == []
    assert page.evaluate("document.activeElement.id") == "contribute-sending"
    text = page.locator("#contribute-text").input_value()
    assert "Asha Patel" in text and "West ward" in text and "A tap" in text


def test_errors_are_told_at_the_top_and_at_each_question(page, tiny_site):
    page.goto(f"{tiny_site}/contribute.html")
    field(page, "title").locator("input").fill("x" * 121)
    field(page, "asks").locator("textarea").fill("\n".join("abcdefghijk"))
    field(page, "contributor.credit").get_by_label("With my name").check()
    check(page)
    assert page.evaluate("document.activeElement.id") == "contribute-errors"
    told = page.locator("#contribute-errors li").all_inner_texts()
    assert any("121 characters, and 120 is the most" in line for line in told)
    assert any("It has 11 lines, and 10 is the most" in line for line in told)
    assert "Your name: Write an answer." in told
    assert any("Without your agreement" in line for line in told)
    assert not page.locator("#contribute-sending").is_visible()
    asked = page.locator(".question.with-error").evaluate_all("all => all.map(e => e.dataset.field)")
    assert asked == ["title", "body", "theme", "asks", "contributor.organisation_type", "contributor.region",
                     "contributor.name", "consent.given"]
    page.get_by_role("link", name=re.compile("Your point")).click()
    control = page.locator(":focus")
    assert control.get_attribute("name") == "title" and control.get_attribute("aria-invalid") == "true"
    described = page.evaluate(
        "document.activeElement.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent)")
    assert any("121 characters" in text for text in described)
    fill(page, WITHOUT_TABLE | {"contributor.credit": "Without any name"})
    check(page)
    assert not page.locator("#contribute-errors").is_visible() and page.locator("#contribute-sending").is_visible()
    assert page.locator("[aria-invalid]").count() == 0


def test_a_text_far_too_long_is_told_as_that_and_not_searched(page, tiny_site):
    """A search would take the browser's time in proportion to the text: what may not be sent is not searched."""
    page.goto(f"{tiny_site}/contribute.html")
    fill(page, WITHOUT_TABLE | {"body": "0 1 07700 900123 " * 100_000})
    check(page)
    told = page.locator("#contribute-errors li").all_inner_texts()
    about_it = [line for line in told if "What do you want to say?" in line]
    assert len(about_it) == 1 and "It has 1,699,999 characters, and 6,000 is the most. Shorten it." in about_it[0]
    assert not any("telephone" in line for line in told)
    field(page, "body").locator("textarea").fill("0 1 07700 900123 ")
    check(page)
    assert "a telephone number" in page.locator("#contribute-errors").inner_text()


def test_a_name_that_is_not_to_be_shown_never_leaves_the_page(page, tiny_site):
    page.goto(f"{tiny_site}/contribute.html")
    fill(page, {"contributor.credit": "With my name", "contributor.name": "Asha Patel",
                "contributor.organisation": "Quiet Farm"})
    fill(page, WITHOUT_TABLE | {"contributor.credit": "Without any name"})
    assert not field(page, "contributor.name").is_visible()
    check(page)
    text = page.locator("#contribute-text").input_value()
    assert "Asha" not in text and "Quiet" not in text and "Without any name" in text


PERSONAL = [
    ("body", "Ring 07700 900123"), ("title", "Ask jo@school.example"), ("asks", "A tap\nat M13 9PL"),
    ("organisations", "NHS 943 476 5919"), ("body", "ring ０７７００ ９００１２３"), ("body", "jo [at] school [dot] org"),
]


@pytest.mark.parametrize("name, text", PERSONAL)
def test_personal_data_is_shown_before_anything_can_be_sent(page, tiny_site, name, text):
    page.goto(f"{tiny_site}/contribute.html")
    fill(page, ANSWERS | {name: text})
    check(page)
    assert "This looks like" in page.locator("#contribute-errors").inner_text()
    assert field(page, name).locator(".error").is_visible()
    assert not page.locator("#contribute-sending").is_visible()
    page.get_by_label("The check is wrong").check()
    check(page)
    assert page.locator("#contribute-sending").is_visible()
    fill(page, {"body": "Ring 07700 900999"})
    check(page)
    assert not page.locator("#contribute-sending").is_visible(), "the word for one finding is none for another"


def test_the_page_finds_what_the_program_finds(browser, monkeypatch):
    """All texts on which the scan is measured, in a real browser."""
    monkeypatch.syspath_prepend(str(TESTS.parent / "benchmarks"))
    texts = importlib.import_module("privacy_scan").every_text()
    with visitor(browser) as (page, _):
        page.add_script_tag(path=LAZY / "personal-data.js")
        found = page.evaluate(
            "([rules, texts]) => texts.map(coproducePersonalData.scanner(rules)).map(all => all.map(f => [f.kind, f.text]))",
            [scan_rules(), texts],
        )
    differ = {
        text: (theirs, ours) for text, theirs in zip(texts, found)
        if theirs != (ours := [[f.kind, text[f.start:f.end]] for f in scan(text)])
    }
    assert differ == {} and sum(map(bool, found)) >= 1500


def test_the_page_finds_what_the_program_finds_in_other_countries(browser):
    cases = yaml.safe_load((TESTS / "contributions" / "scan_countries.yml").read_text(encoding="utf-8"))
    for country, told in cases.items():
        texts = [*(text for _, text in told["data"]), *told["ordinary"]]
        with visitor(browser) as (page, _), using_country(country):
            page.add_script_tag(path=LAZY / "personal-data.js")
            found = page.evaluate(
                "([rules, texts]) => texts.map(coproducePersonalData.scanner(rules)).map(all => all.map(f => [f.kind, f.text]))",
                [scan_rules(), texts],
            )
            assert found == [[[f.kind, text[f.start:f.end]] for f in scan(text)] for text in texts]
            assert sum(map(bool, found)) == len(told["data"])


def test_no_fault_is_found_by_axe_in_any_state(page, tiny_site):
    page.goto(f"{tiny_site}/contribute.html")
    states = [axe_violations(page)]
    check(page)
    states.append(axe_violations(page))
    fill(page, ANSWERS | {"body": "Ring 07700 900123"})
    check(page)
    states.append(axe_violations(page))
    page.get_by_label("The check is wrong").check()
    check(page)
    states.append(axe_violations(page))
    assert states == [[], [], [], []]


def test_targets_are_large_enough_and_nothing_is_cut_off(browser, tiny_site):
    with visitor(browser, tiny_site, viewport={"width": 320, "height": 640}) as (page, _):
        page.goto(f"{tiny_site}/contribute.html")
        fill(page)
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = page.locator(".contribution-form :is(button, label.choice, input[type=text], select, textarea)").evaluate_all(
            "all => all.filter(e => e.checkVisibility()).filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)")
        assert small == []


def test_how_much_may_still_be_written_is_shown_and_then_said(page, tiny_site):
    page.clock.install()
    page.goto(f"{tiny_site}/contribute.html")
    title = field(page, "title")
    said = title.locator("[role=status]")
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    title.locator("input").press_sequentially("Water")
    assert title.locator(".count").inner_text() == "115 characters left"
    assert said.inner_text() == "", "not said at each key"
    page.clock.run_for(1300)
    assert said.inner_text() == "115 characters left"
    title.locator("input").fill("x" * 125)
    assert title.locator(".count").inner_text() == "5 characters too many"


def test_copied_text_is_what_is_shown(browser, tiny_site):
    with visitor(browser, tiny_site) as (page, _):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{tiny_site}/contribute.html")
        fill(page)
        check(page)
        page.get_by_role("button", name="Copy as text").click()
        page.get_by_text("Copied.").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#contribute-text").input_value()


def test_where_copying_is_not_allowed_the_text_is_marked(page, tiny_site):
    page.goto(f"{tiny_site}/contribute.html")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    fill(page)
    check(page)
    page.get_by_role("button", name="Copy as text").click()
    page.get_by_text("copy it with the keyboard").wait_for()
    assert page.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)") == page.locator("#contribute-text").input_value()


def test_from_a_folder_it_works_too(browser, built_tiny, tmp_path, desk):
    with visitor(browser) as (page, complaints):
        page.goto((built_tiny.html / "contribute.html").as_uri())
        fill(page)
        check(page)
        taken, _ = desk(saved(page, tmp_path))
        assert taken.counts["added"] == 1
        assert all(url.startswith(("file:", "data:", "blob:")) for url in complaints.requests)


def test_nothing_is_sent_or_kept(page, tiny_site):
    page.goto(f"{tiny_site}/contribute.html")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    fill(page)
    check(page)
    page.get_by_role("button", name="Copy as text").click()
    page.wait_for_timeout(300)
    assert [url for url in sent if not url.startswith("blob:")] == []
    assert "carry water" not in json.dumps(page.context.storage_state())
    assert "carry water" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    page.reload()
    assert field(page, "body").locator("textarea").input_value() == ""


def test_without_script_the_questions_can_be_read(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/contribute.html")
        assert page.locator("noscript strong").first.is_visible()
        assert not page.locator(".contribution-form").is_visible()
        listed = page.locator("dl.contribution-questions")
        assert listed.is_visible() and "13. Which organisations at the table" in listed.inner_text()


def test_where_the_program_does_not_come_the_page_says_so(browser, tiny_site):
    with visitor(browser, tiny_site) as (page, _):
        page.route("**/contribute.js*", lambda route: route.abort())
        page.goto(f"{tiny_site}/contribute.html")
        assert page.get_by_role("button", name=CHECK).is_disabled()
        assert page.get_by_text("use one of the other ways on this page").is_visible()
