"""The catalogues of the interface's words are whole, sound and in step with the code."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from coproduce.ground import interface_catalogue as catalogue
from coproduce.ground.interface_words import catalogue_file, languages

TRANSLATED = [code for code in languages() if code != "en"]


def edited(old: str, new: str):
    """The German catalogue with one place of it written otherwise."""
    text = catalogue_file("de").read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return read_po(BytesIO(text.replace(old, new).encode()), locale="de")


def test_there_is_a_language_besides_english():
    assert "de" in TRANSLATED


@pytest.fixture(scope="module")
def needed():
    """All messages of the code: reading it takes a second."""
    return catalogue.template()


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_of_the_code_has_a_sound_translation_and_no_other_is_kept(code, needed):
    assert list(catalogue.faults(catalogue.read(code), needed)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_file_is_as_the_program_writes_it(code):
    assert catalogue.po_bytes(catalogue.updated(code)) == catalogue_file(code).read_bytes()


@pytest.mark.parametrize(("old", "new", "fault"), [
    ('msgstr "Quelle von {value}"', 'msgstr "Quelle von {wert}"', "has not the places to fill in"),
    ('msgstr "Quelle von {value}"', 'msgstr ""', "has no translation"),
    ('msgstr "Quelle von {value}"', 'msgstr " Quelle von {value}"', "begins or ends otherwise"),
    ('msgid "Source of {value}"', 'msgid "Origin of {value}"', "is missing: 'Source of {value}'"),
    ('msgid "Source of {value}"', 'msgid "Origin of {value}"', "nothing says any more: 'Origin of {value}'"),
    ('msgstr[1] "{number} Seiten"', 'msgstr[1] ""', "or not in every form"),
])
def test_each_fault_of_a_catalogue_is_told(old, new, fault, needed):
    assert any(fault in told for told in catalogue.faults(edited(old, new), needed))


def test_messages_are_found_in_python_templates_and_scripts():
    found = {(name.partition("/")[0] + name[-3:], forms) for name, _, _, forms in catalogue.messages_in()}
    assert ("sphinx_ext.py", ("Source of {value}",)) in found
    assert ("publishtml", ("Skip to the text",)) in found
    assert ("publish.js", ("{count} result for “{words}”", "{count} results for “{words}”")) in found
    assert ("publish.js", (", which have some of these words",)) in found


@pytest.mark.parametrize(("source", "messages"), [
    ('say("A {b}", b=1)', [("", ("A {b}",))]), ('f"{say(\'in an f-string\')}"', [("", ("in an f-string",))]),
    ('say_many("one", "many", n)', [("", ("one", "many"))]), ('say_as("here", "word")', [("here", ("word",))]),
    ('marked_words({"key": "value", "other": ("a", 1)})', [("", ("value",)), ("", ("a",))]), ("say(name)", []), ('other("x")', []),
])
def test_what_is_a_message_in_python(source, messages):
    assert [(context, forms) for _, context, forms in catalogue.python_messages(source)] == messages
