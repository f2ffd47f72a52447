"""Spelling: British, with the report's own words, over the report's own text only."""

import pytest

from coproduce.proof.spelling.check import check_spelling
from coproduce.proof.spelling.dictionary import Words, words
from coproduce.proof.spelling.texts import names


def append(report, text, name="survival"):
    page = report.paths.chapter(name)
    page.write_text(page.read_text(encoding="utf-8") + "\n" + text + "\n", encoding="utf-8")


def unknown(report):
    return {p.message.split("‘")[1].split("’ is")[0] for p in check_spelling(report.paths)}


def test_an_unknown_word_names_its_line_and_the_nearest_word(tiny):
    append(tiny, "They recieve water.")
    (problem,) = check_spelling(tiny.paths)
    lines = tiny.paths.chapter("survival").read_text(encoding="utf-8").splitlines()
    assert lines[problem.line - 1] == "They recieve water."
    assert (problem.path, problem.code) == ("book/survival.md", "spelling.unknown")
    assert problem.message == "‘recieve’ is in no list of words"
    assert problem.expected == "‘receive’?"
    assert problem.action == "Correct it, or add it to docs/words.txt if it is right."


def test_words_that_a_command_writes_are_known(tiny):
    (tiny.paths.root / "CHANGELOG.md").write_text("# Changelog\n\n- A smal tree.\n", encoding="utf-8")
    assert unknown(tiny) == {"smal"}


@pytest.mark.parametrize("word, known", [("اردو", True), ("中文", True), ("Кириллица", True), ("Romanā", False), ("colur", False)])
def test_of_words_in_another_script_the_lists_say_nothing(word, known):
    assert Words().known(word) is known


@pytest.mark.parametrize(("american", "british"), [
    ("color", "colour"), ("organize", "organise"), ("analyzed", "analysed"), ("center", "centre"),
    ("behavior", "behaviour"), ("modeling", "modelling"), ("pediatric", "paediatric"),
])
def test_american_spelling_is_unknown_and_british_is_not(american, british):
    assert not Words().known(american) and Words().known(british)


@pytest.mark.parametrize("word", ["council’s", "parents’", "EHCPs", "ContactPoint", "naïve", "co-operation"])
def test_possessives_abbreviations_and_accents_are_known(word):
    assert all(Words().known(part) for part in words(word.replace("naïve", "naive")))


def test_code_roles_addresses_and_numbers_are_not_read(tiny):
    append(tiny, "See `recieve`, {source}`wardens-2023`, <https://exmple.org/abot>, teh2 and http://wrng.example/wrd.\n\n"
                 "```python\nrecieve = 1\n```")
    assert unknown(tiny) == set()


def test_what_cells_show_is_read_and_their_code_is_not(tiny):
    page = tiny.paths.chapter("survival")
    text = page.read_text(encoding="utf-8").replace('label="Street trees"', 'label="Stret trees"')
    page.write_text(text, encoding="utf-8")
    assert unknown(tiny) == {"Stret"}


def test_the_list_of_the_report_makes_a_word_known(tiny):
    append(tiny, "Streetscapers planted Zelkowa and zelkowa.")
    assert unknown(tiny) == {"Streetscapers", "Zelkowa", "zelkowa"}
    tiny.paths.words.write_text("# ours\nstreetscapers\nZelkowa\n", encoding="utf-8")
    assert unknown(tiny) == {"zelkowa"}


def test_a_list_out_of_order_is_a_problem(tiny):
    tiny.paths.words.write_text("zelkowa\nalnus\nalnus\n", encoding="utf-8")
    problems = check_spelling(tiny.paths)
    assert [(p.line, p.code) for p in problems] == [(2, "spelling.order"), (3, "spelling.order")]
    assert "‘alnus’ stands after ‘zelkowa’" in problems[0].message


def test_names_of_the_data_need_no_listing_but_words_do(tiny):
    sources = tiny.paths.data / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("A Rowan;", "A Rowanberrow;"), encoding="utf-8")
    append(tiny, "Rowanberrow counted; a rowanberrow is no word.")
    assert "Rowanberrow" in names(tiny.paths)
    assert unknown(tiny) == {"rowanberrow"}


def test_what_settings_and_regions_name_is_known(tiny):
    config, vocabulary = tiny.paths.config, tiny.paths.contributions / "vocabulary.yml"
    config.write_text(config.read_text().replace("  publisher: Larkwell", "  publisher: Zyxwell"))
    vocabulary.write_text(vocabulary.read_text().replace("East ward, d", "East Qrstford, d").replace("label: Watering", "label: Wattering"))
    assert {"Zyxwell", "Qrstford"} <= names(tiny.paths) and "Wattering" not in names(tiny.paths)


def test_the_words_of_contributors_are_theirs(tiny):
    letter = tiny.paths.contributions / "parish-watering.md"
    letter.write_text(letter.read_text(encoding="utf-8") + "\nWe recieve no color.\n", encoding="utf-8")
    assert unknown(tiny) == set()


def test_texts_for_readers_beside_the_book_are_read(tiny):
    (tiny.paths.root / "README.md").write_text("# Teh trees\n", encoding="utf-8")
    profiles = tiny.paths.profiles
    profiles.write_text(profiles.read_text(encoding="utf-8") + "\n# a remrk\n", encoding="utf-8")
    assert unknown(tiny) == {"Teh"}
