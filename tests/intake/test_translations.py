"""The form in further languages: whole files or none, understood when taken in, and saved in words that intake knows."""

from __future__ import annotations

import json

import pytest
import yaml
from bs4 import BeautifulSoup

from coproduce.check import check
from coproduce.ground.problems import ProblemsFound
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.form_words import WORDS, gaps
from coproduce.intake.run import intake
from coproduce.intake.web_form import form_html
from coproduce.report import Report


@pytest.fixture(scope="module")
def schema(report_root):
    return form_and_vocabulary(Report(report_root).paths)


def page_of(schema, tag: str) -> BeautifulSoup:
    form, vocabulary = schema
    (translation,) = [t for t in form.translations if t.language.tag == tag]
    return BeautifulSoup(form_html(form, vocabulary, "Trees", "https://github.com/larkwell/trees", "mailto:a@example.org", translation), "html.parser")


def test_the_report_offers_welsh_polish_and_urdu_and_says_that_nobody_has_confirmed_them(schema):
    found = {t.language.tag: t for t in schema[0].translations}
    assert set(found) == {"cy", "pl", "ur"} and not any(t.confirmed for t in found.values())
    assert [t.language.direction for t in found.values()] == ["ltr", "ltr", "rtl"]


@pytest.mark.parametrize("tag", ["cy", "pl", "ur"])
def test_every_question_is_asked_in_it_and_stands_for_the_same_answers(schema, tag):
    page, english = page_of(schema, tag), BeautifulSoup(form_html(*schema, "Trees"), "html.parser")
    for block, own in zip(page.select(".question"), english.select(".question"), strict=True):
        assert block["data-field"] == own["data-field"]
        assert block.find(["legend", "label"]).get_text() != own.find(["legend", "label"]).get_text()
        assert [o["value"] for o in block.select("option, input[value]")] == [o["value"] for o in own.select("option, input[value]")]


@pytest.mark.parametrize("tag", ["cy", "pl", "ur"])
def test_no_sentence_of_the_page_stays_english_but_the_words_that_are_agreed_to(schema, tag):
    page = page_of(schema, tag)
    (agreed,) = page.select("[lang]")
    assert (agreed["lang"], agreed["dir"]) == ("en-GB", "ltr") and agreed.get_text().startswith("I agree that what I wrote")
    agreed.decompose()
    data = page.find("script").extract().get_text()
    shown = page.get_text(" ")
    for words in WORDS.values():
        longest = max(words.replace("{", "}").split("}"), key=len).strip()
        assert longest not in shown and (len(longest) < 12 or longest not in data), longest
    assert not [text for text in WORDS.values() if "{" in text and text in shown]


def test_the_page_saves_the_report_s_own_words_and_its_language(schema):
    data = json.loads(page_of(schema, "ur").find("script").get_text())
    form, _ = schema
    assert data["language"] == "ur" and data["locale"] == "ur-u-nu-latn"
    for question, asked in zip(data["questions"], form.questions, strict=True):
        assert question["ask"] == asked.ask != question["label"]
        assert set(question["saves"].values()) <= set(asked.options)
    assert page_of(schema, "ur").find("option", value="ur").has_attr("selected")


def test_translations_leave_the_same_gaps(schema):
    for translation in schema[0].translations:
        assert {name: gaps(text) for name, text in translation.words.items()} == {name: gaps(text) for name, text in WORDS.items()}


HEAD = "form: larkwell-trees\nresponse: bcdf-ghjk-lmnp\nsubmitted: 2026-11-20\nconsent: 1\n"
ANSWERS = {
    "Who is speaking?": "I speak for myself", "Your point in one sentence": "درختوں کو پانی دیں", "What do you want to say?": "ہم پانی لاتے ہیں۔",
    "What is it about?": "Watering", "Who are you?": "Volunteers", "Where do you live?": "East ward", "How shall we name you?": "Without any name",
    "May we publish it?": "I agree",
}


@pytest.fixture
def taken(tiny, tmp_path, monkeypatch):
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("COPRODUCE_INTAKE_KEY", raising=False)

    def take(name: str, text: str):
        (tmp_path / name).write_text(text, encoding="utf-8")
        result = intake(tiny.paths, tmp_path / name, review=tmp_path / "review")
        return result, [yaml.safe_load(f.read_text(encoding="utf-8").split("---\n")[1]) for f in tiny.paths.contributions.glob("response-*.md")]

    return take


@pytest.mark.parametrize("line, language", [("language: ur\n", "ur"), ("", None), ("language: en\n", None)])
def test_what_a_page_in_a_language_saves_says_it(taken, line, language):
    text = HEAD + line + "".join(f"\n### {ask}\n\n{answer}\n" for ask, answer in ANSWERS.items()) + "\n### End of the contribution\n"
    result, (data,) = taken("saved.txt", text)
    assert result.counts["added"] == 1 and data.get("language") == language and data["title"] == "درختوں کو پانی دیں"


def test_a_language_that_is_none_goes_to_review(taken):
    text = HEAD + "language: qqqx\n" + "".join(f"\n### {ask}\n\n{answer}\n" for ask, answer in ANSWERS.items())
    result, written = taken("saved.txt", text)
    assert result.counts["needs review"] == 1 and written == []


def test_an_export_of_the_form_in_a_language_is_understood(taken, tiny):
    (translation,) = form_and_vocabulary(tiny.paths)[0].translations
    asked = translation.questions
    row = {asked[field].ask: asked[field].answers.get(answer, answer) for field, answer in {
        "kind": "participant", "title": "درختوں کو پانی دیں", "body": "ہم پانی لاتے ہیں۔", "theme": "watering", "claims": "loved",
        "contributor.organisation_type": "volunteers", "contributor.region": "east", "contributor.credit": "anonymous", "consent.given": "true"}.items()}
    result, (data,) = taken("export.csv", "Timestamp," + ",".join(row) + "\n2026-11-20 09:00:00," + ",".join(row.values()) + "\n")
    assert result.counts["added"] == 1
    assert (data["theme"], data["claims"], data["contributor"]["region"]) == ("watering", ["loved"], "east")


def test_the_language_that_a_form_service_notes_of_a_browser_is_none_of_the_text(report_root):
    form, _ = form_and_vocabulary(Report(report_root).paths)
    assert form.asks_for("Language") is None and form.asks_for("In which language did you write it?").field == "language"


def broken(tiny, change) -> list:
    file = tiny.paths.contributions / "languages" / "ur.yml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        form_and_vocabulary(tiny.paths)
    assert all(p.path == "contributions/languages/ur.yml" and p.line and p.expected and p.action for p in found.value.problems)
    return found.value.problems


@pytest.mark.parametrize("change, code, said", [
    (lambda d: d["questions"].pop("theme"), "incomplete", "What is it about?"),
    (lambda d: d["questions"]["theme"]["answers"].pop("planting"), "incomplete", "Planting"),
    (lambda d: d["questions"]["theme"]["answers"].update(planting="پانی دینا"), "twice", "more than one answer"),
    (lambda d: d["questions"].update(colour={"ask": "رنگ"}), "unknown", "colour"),
    (lambda d: d["words"].pop("check"), "incomplete", "Check what I wrote"),
    (lambda d: d["words"].update(left="حروف باقی"), "gaps", "'left'"),
    (lambda d: d["consent"].pop("1"), "incomplete", "wording '1'"),
    (lambda d: d["questions"]["body"].pop("help"), "incomplete", "help"),
    (lambda d: d["personal"].pop("email"), "incomplete", "e-mail"),
    (lambda d: d["page"].pop("unreviewed"), "missing-key", "unreviewed"),
    (lambda d: d.update(confirmed={"by": "Somebody", "date": "soon"}), "value", "soon"),
], ids=range(11))
def test_a_file_that_is_not_whole_is_refused_with_what_is_lacking(tiny, change, code, said):
    problems = broken(tiny, change)
    assert any(p.code == f"form-language.{code}" and said in p.message for p in problems), problems


def test_the_check_tells_it(tiny):
    problems = broken(tiny, lambda data: data["words"].pop("check"))
    assert [p for p in check(Report(tiny.paths.root)) if p.path.endswith("ur.yml")] == problems


def test_all_that_is_wrong_is_told_at_once(tiny):
    def change(data):
        data["questions"].pop("theme")
        data["words"].pop("check")

    assert len(broken(tiny, change)) == 2


def test_a_file_is_named_by_the_code_of_its_language(tiny):
    folder = tiny.paths.contributions / "languages"
    (folder / "urdu.yml").write_text("page: {}\n")
    with pytest.raises(ProblemsFound) as found:
        form_and_vocabulary(tiny.paths)
    (problem,) = found.value.problems
    assert "urdu.yml" in problem.message and problem.code == "form-language.name"


def test_who_confirmed_it_is_told(tiny):
    file = tiny.paths.contributions / "languages" / "ur.yml"
    file.write_text("confirmed: {by: A reviewer, date: 2026-12-01}\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (translation,) = form_and_vocabulary(tiny.paths)[0].translations
    assert translation.confirmed == "A reviewer, 2026-12-01"
