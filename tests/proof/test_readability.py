"""How pages read: sentences found as a reader would, and what is too long."""

from __future__ import annotations

import socket

import pytest

from coproduce.proof.readability import as_text, glossary_terms, long_sentences, readings, sentences

LONG = "The council counted " + " ".join(["trees"] * 36)  # 39 words


def found(text):
    return [(s.line, s.text) for s in sentences(text)]


def test_sentences_end_with_their_mark_and_know_their_line():
    assert found("# Head\n\nOne tree stands. Two fell.\nThree\nlive.\n") == [
        (1, "Head"), (3, "One tree stands."), (3, "Two fell."), (4, "Three live.")]


@pytest.mark.parametrize("text", [
    "Many trees, e.g. oaks, live.", "See No. 4 of the list.", "It grew by 4.5 metres.", "Dr. Rowan counted them."])
def test_some_full_stops_end_no_sentence(text):
    assert len(sentences(text)) == 1


def test_entries_of_a_list_and_cells_are_apart():
    text = "- one tree\n- two trees\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert [s for _, s in found(text)] == ["one tree", "two trees", "a", "b", "c", "d"]
    assert not any(s.whole for s in sentences(text))


def test_roles_count_as_what_they_show():
    assert found("The {term}`street trees <tree>` number {value}`trees-latest` {source}`wardens-2025`.") == [
        (1, "The street trees number □ .")]
    assert sentences("The {term}`street trees <tree>` number {value}`trees-latest` {source}`w`.")[0].words == 5


def test_code_is_not_read():
    assert found("```{code-cell} python3\nx = 'One. Two.'\n```\n\nText.\n") == [(5, "Text.")]


def test_body_of_a_box_is_read_at_its_own_lines():
    text = "---\ncoproduce: {}\n---\n\n:::{key-finding} Trees live\nMost live.\nSome die.\n:::\n"
    assert found(text) == [(5, "Trees live"), (6, "Most live."), (7, "Some die.")]


def test_glossary_terms_are_no_part_of_the_sentence_below():
    text = ":::{glossary}\n:sorted:\n\nwarden\n  One who counts.\n\nRHS\n  A society.\n:::\n"
    assert glossary_terms(text) == ["warden", "RHS"]
    assert (5, "One who counts.") in found(text)


def test_forty_words_are_enough():
    assert list(long_sentences(f"{LONG} twice.", "book/a.md")) == []
    problems = list(long_sentences(f"Short.\n\n{LONG} twice\nover again.", "book/a.md"))
    assert [(p.path, p.line, p.code) for p in problems] == [("book/a.md", 3, "prose.long-sentence")]
    assert "42 words: ‘The council counted trees trees" in problems[0].message


def test_long_line_of_a_list_is_named_though_it_is_no_sentence():
    assert [p.line for p in long_sentences(f"- short\n- {LONG} and more", "book/a.md")] == [2]


def test_long_fact_of_a_recommendation_is_named():
    text = f":::{{recommendation}} water\n:title: Water\n:lever: {LONG} and more\n\nWater.\n:::\n"
    assert [p.line for p in long_sentences(text, "book/a.md")] == [3]


def test_abbreviations_are_known_by_glossary_or_by_expansion():
    pages = {
        "a": "The RHS and the Royal Tree Society (RTS) met NHS staff at the SEND4 site. The RTS left. Two EHCs were seen.",
        "b": ":::{glossary}\nRHS\n  A society.\n\nEHC plan\n  A plan.\n:::\n",
    }
    reading = readings(pages)[0]
    assert reading.unexplained == ("NHS", "SEND4")


def test_words_in_lower_case_and_single_letters_are_no_abbreviations():
    assert readings({"a": "Plan A of Larkwell suits McArdle and i.e. no one."})[0].unexplained == ()


def test_readings_need_no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    easy, hard = readings({
        "easy": "The tree is old. We cut it.",
        "hard": "Arboricultural considerations notwithstanding, municipal authorities systematically disregarded recommendations.",
    })
    assert (easy.median, easy.longest, easy.sentences) == (3.5, 4, 2)
    assert hard.grade > 15 > easy.grade


def test_page_without_sentences_is_left_out():
    assert readings({"a": "# Only a heading\n"}) == []
    assert as_text([]) == "No page has a sentence yet."


def test_table_has_a_line_for_each_page():
    lines = as_text(readings({"one": "A tree. It is an RHS tree.", "another": "Text."})).splitlines()
    assert [line.split()[0] for line in lines] == ["page", "one", "another"]
    assert lines[1].split()[1:4] == ["2", "3.5", "5"]
    assert lines[1].endswith("RHS")
    assert lines[2].endswith("–")
