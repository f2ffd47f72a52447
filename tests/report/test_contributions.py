"""This report's contributions: sound, accounted for, documented, and fair to critics."""

from __future__ import annotations

import pytest

from coproduce.contributions.accounting import missing, voices
from coproduce.contributions.files import Contributions
from coproduce.contributions.reference import reference_markdown, with_reference
from coproduce.ground.problems import render
from coproduce.source.paths import Paths


@pytest.fixture(scope="module")
def paths(report_root):
    return Paths(report_root)


@pytest.fixture(scope="module")
def contributions(paths):
    return Contributions.read(paths)


@pytest.mark.slow
def test_every_contribution_is_sound_and_free_of_personal_data(contributions):
    used = {c.front.source for c in contributions.values()}
    cases = {c.front.case_study for c in contributions.values()}
    conclusions = {v.conclusion for v in voices(contributions)}
    chapters = {v.chapter for v in voices(contributions)}
    assert render(contributions.check(used, cases, conclusions, chapters)) == "No problems found."


@pytest.mark.slow
def test_every_contribution_fits_data_and_chapters(report_root):
    from coproduce.report import Report
    from coproduce.source.conclusions import conclusions_in

    report = Report(report_root)
    texts = {f.stem: f.read_text(encoding="utf-8") for f in report.paths.book.glob("*.md")}
    found = report.contributions.check(
        set(report.data.sources()),
        set(report.data.table(report.settings.case_studies)["id"]),
        set(conclusions_in(texts)),
        set(texts),
    )
    assert render(found) == "No problems found."


def test_seeded_statements_are_published_statements_with_source(contributions):
    assert len(contributions) >= 40
    for contribution in contributions.values():
        if contribution.kind == "published-statement":
            assert contribution.front.source and contribution.front.locator, contribution.id
            assert contribution.front.consent is None


def test_critics_are_heard_as_critics(contributions):
    heard = voices(contributions, "safeguards-exist-but-fears-remain")
    against = {v.contribution for v in heard if v.stance == "challenges"}
    assert {"defenddigitalme-identifier-creep", "support-not-separation-no-consent"} <= against
    campaigners = [v for v in voices(contributions) if v.organisation_type == "Campaign or rights group"]
    assert campaigners
    # They may support a say for families, but are not counted as friends of linkage.
    on_safeguards = {v.stance for v in campaigners if v in heard}
    assert on_safeguards and on_safeguards <= {"challenges", "qualifies"}


def test_report_can_say_whose_voice_is_missing(contributions):
    assert {t.id for t in missing(contributions, "organisation_type")} >= {"young-person", "early-years-setting"}
    # No participant has contributed yet, so for participants everyone is missing.
    participants = [c for c in contributions.values() if c.kind != "published-statement"]
    if not participants:
        kinds = ["participant", "table-discussion", "written-evidence"]
        assert len(missing(contributions, "region", kinds)) == len(contributions.vocabulary.terms("regions"))


def test_bodies_are_short_and_in_our_own_words(contributions):
    for contribution in contributions.values():
        if contribution.kind == "published-statement":
            sentences = [line for line in contribution.body.splitlines() if line.strip()]
            assert 2 <= len(sentences) <= 5, contribution.id
            assert '"' not in contribution.body and "“" not in contribution.body, contribution.id


def test_readme_holds_the_reference_made_from_the_model(paths):
    readme = (paths.contributions / "README.md").read_text(encoding="utf-8")
    assert reference_markdown() in readme, (
        "Bring it up to date: python -m coproduce.contributions.reference contributions/README.md"
    )
    assert with_reference(readme) == readme


def test_example_in_readme_is_a_sound_contribution(paths, tmp_path):
    import shutil

    readme = (paths.contributions / "README.md").read_text(encoding="utf-8")
    example = readme.split("```markdown\n")[1].split("```")[0]
    folder = tmp_path / "contributions"
    folder.mkdir()
    shutil.copy(paths.contributions / "vocabulary.yml", folder)
    (folder / "example.md").write_text(example, encoding="utf-8")
    assert Contributions.collect(Paths(tmp_path))[1] == []
