"""Addresses on a forge, and of licences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coproduce.ground import licences
from coproduce.publish import forge
from coproduce.source.settings import Pages, Settings


def settings(repository: str, branch: str = "main") -> Settings:
    return Settings(title="T", author="A", edition="1", date="2026-01-01", pdf_name="t", repository=repository, branch=branch)


def test_github():
    at = settings("https://github.com/o/r", "release/one")
    assert forge.edit_address(at, "book/a b.md") == "https://github.com/o/r/edit/release/one/book/a%20b.md"
    assert forge.commit_address(at, "abc") == "https://github.com/o/r/commit/abc"
    assert forge.new_issue_address(at, "Error on ‘A & B’") == (
        "https://github.com/o/r/issues/new?title=Error%20on%20%E2%80%98A%20%26%20B%E2%80%99"
    )


def test_gitlab():
    at = settings("https://gitlab.example.org/o/r")
    assert forge.edit_address(at, "book/a.md") == "https://gitlab.example.org/o/r/-/edit/main/book/a.md"
    assert forge.new_issue_address(at, "E") == "https://gitlab.example.org/o/r/-/issues/new?issue%5Btitle%5D=E"


def test_what_readers_miss_without_addresses_is_said_once_each():
    bare = settings("")
    assert [line.partition(" is not set")[0].partition(" is set")[0] for line in forge.missing_addresses(bare)] == [
        "‘web_address’", "Neither ‘contact’ nor ‘repository’"]
    assert len(forge.missing_addresses(settings("https://github.com/larkwell/trees"))) == 1


def test_a_page_for_contributions_without_an_address_for_them_is_said():
    with_page = replace(settings("https://github.com/larkwell/trees"), web_address="https://trees.example.org",
                        pages=Pages(contribute="contribute"))
    [line] = forge.missing_addresses(with_page)
    assert line.startswith("‘contact’ is not set")
    assert forge.missing_addresses(replace(with_page, contact="mailto:trees@example.org")) == []


def test_without_a_repository_there_is_no_address():
    at = settings("")
    assert [forge.edit_address(at, "a"), forge.commit_address(at, "a"), forge.new_issue_address(at, "a")] == ["", "", ""]
    assert forge.commit_address(settings("https://github.com/o/r"), "") == ""


@pytest.mark.parametrize("name, address", [
    ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
    ("OGL 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    ("All rights reserved", ""),
])
def test_address_of_a_licence(name, address):
    assert licences.address(name) == address
