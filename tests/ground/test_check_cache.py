"""What a check found sound it does not look at again; what it found wrong it tells each time."""

import pytest

from coproduce.ground.check_cache import CheckCache
from coproduce.ground.file_cache import StepCache
from coproduce.ground.problems import Problem

WRONG = [Problem("page.md", "something is wrong", code="page.wrong", action="Mend it.")]


def never():
    raise AssertionError("it was looked at again")


@pytest.fixture
def cache(tmp_path):
    """Each call begins anew from what was saved."""
    return lambda version="1": CheckCache(StepCache(tmp_path / "checks", {"coproduce": version}))


def test_what_was_sound_is_not_looked_at_again(cache):
    first = cache()
    assert first.problems("page", ("a.md", "text"), list) == []
    assert first.problems("page", ("a.md", "text"), never) == []
    first.save()
    assert cache().problems("page", ("a.md", "text"), never) == []


@pytest.mark.parametrize("check, inputs", [("page", ("a.md", "other")), ("privacy", ("a.md", "text")), ("page", ("a.md", "te", "xt"))])
def test_another_text_or_check_is_looked_at(cache, check, inputs):
    first = cache()
    first.problems("page", ("a.md", "text"), list)
    first.save()
    assert cache().problems(check, inputs, lambda: WRONG) == WRONG


def test_what_is_wrong_is_told_each_time(cache):
    for _ in range(2):
        again = cache()
        assert again.problems("page", ("a.md", "text"), lambda: WRONG) == WRONG
        again.save()


def test_another_version_looks_at_everything(cache):
    first = cache("1")
    first.problems("page", ("a.md", "text"), list)
    first.save()
    assert cache("2").problems("page", ("a.md", "text"), lambda: WRONG) == WRONG


def test_what_was_not_asked_for_is_forgotten(cache):
    for page in ("a.md", "b.md"):
        now = cache()
        now.problems("page", (page, "text"), list)
        now.save()
    assert cache().problems("page", ("a.md", "text"), lambda: WRONG) == WRONG


def test_without_a_folder_it_lasts_as_long_as_itself():
    cache = CheckCache()
    cache.problems("page", ("a.md", "text"), list)
    cache.save()
    assert cache.problems("page", ("a.md", "text"), never) == []
    assert CheckCache().problems("page", ("a.md", "text"), lambda: WRONG) == WRONG
