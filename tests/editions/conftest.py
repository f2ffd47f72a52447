"""Sites to publish at."""

from __future__ import annotations

import pytest

from coproduce.editions.site import publish


@pytest.fixture
def site(tmp_path):
    return tmp_path / "srv" / "www"


@pytest.fixture
def published(two_editions, site):
    """Edition 1.0 frozen, then 1.1 published and not frozen."""
    publish(two_editions.first, site, freeze=True)
    publish(two_editions.second, site)
    return site
