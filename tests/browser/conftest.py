"""A real browser and real servers for the tests of this folder."""

from __future__ import annotations

import os

import chromium
import pytest
from site_server import served
from visit import visitor

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright; one a worker."""
    path = chromium.find()
    if not path:
        if os.environ.get(chromium.REQUIRED):
            pytest.fail(chromium.ADVICE)
        pytest.skip(chromium.ADVICE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def tiny_site(built_tiny):
    """The address of the tiny report's web edition."""
    with served(built_tiny.html) as address:
        yield address


@pytest.fixture(scope="session")
def own_site(built_in_own_look):
    """The address of the web edition of the tiny report with a look of its own."""
    with served(built_in_own_look.html) as address:
        yield address


@pytest.fixture(scope="session")
def german_site(built_german):
    """The address of the German report's web edition."""
    with served(built_german.html) as address:
        yield address


@pytest.fixture(scope="session")
def report_site(built_report):
    """The address of the real report's web edition."""
    with served(built_report.html) as address:
        yield address


@pytest.fixture
def page(browser, request):
    """A fresh page; afterwards, that nothing went wrong in its console or left the site.

    A test that expects complaints uses :func:`visit.visitor` itself.
    """
    own = next((request.getfixturevalue(n) for n in ("tiny_site", "own_site", "german_site", "report_site") if n in request.fixturenames), "")
    with visitor(browser, own) as (fresh, complaints):
        yield fresh
        assert complaints.found == []
