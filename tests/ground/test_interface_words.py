"""Words, numbers and dates in the report's language; English as it stands in the code."""

import pytest

from coproduce.ground import interface_words as words


@pytest.fixture
def german():
    with words.using_language("de"):
        yield


@pytest.mark.parametrize(("code", "day", "month", "number"), [
    ("en-GB", "3 March 2026", "March 2026", "1,234.5"), ("en-IE", "3 March 2026", "March 2026", "1,234.5"),
    ("en-US", "March 3, 2026", "March 2026", "1,234.5"), ("de", "3. März 2026", "März 2026", "1.234,5"),
    ("de-AT", "3. März 2026", "März 2026", "1.234,5"), ("de-CH", "3. März 2026", "März 2026", "1’234.5"),
])
def test_dates_and_numbers_are_those_of_language_and_country(code, day, month, number):
    with words.using_language(code):
        assert (words.date("2026-03-03"), words.date("2026-03"), words.number(1234.5)) == (day, month, number)


@pytest.mark.parametrize("text", ["2026", "", "2026-13", "2026-02-31", "soon", "2026-3-3", "2026-03-03-01"])
def test_what_is_no_month_or_day_stays(text):
    assert words.date(text) == text


def test_english_says_what_stands_in_the_code():
    assert words.say("Source of {value}", value="47 %") == "Source of 47 %"
    assert words.say_many("{count} result for “{words}”", "{count} results for “{words}”", 1200, words="x") == "1,200 results for “x”"
    assert words.messages() == {}


def test_german_says_it_with_its_own_plurals_and_numbers(german):
    assert words.say("Source of {value}", value="47 %") == "Quelle von 47 %"
    said = [words.say_many("{number} page", "{number} pages", count, number=words.number(count)) for count in (0, 1, 1200)]
    assert said == ["0 Seiten", "1 Seite", "1.200 Seiten"]
    assert words.say_as("of an entry", "Number") == "Nummer" and words.say("Number") == "Zahl"
    assert words.join_names(["A", "B", "C"]) == "A, B und C"


def test_a_number_that_was_written_can_be_read_again(german):
    assert words.in_english_signs("−1.234,5") == "-1,234.5"


def test_a_language_without_words_cannot_be_spoken_and_the_one_before_goes_on(german):
    with pytest.raises(ValueError, match=r"'fi'.*de \(German\), en \(English\)"):
        words.use_language("fi")
    assert words.current_language() == "de"


def test_what_was_spoken_before_is_spoken_afterwards():
    with pytest.raises(KeyError), words.using_language("de"):
        raise KeyError
    assert words.current_language() == words.ORIGINAL
