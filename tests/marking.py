"""What tests need, in what order they run, how many at a time, which share a worker, and what they are called."""

from __future__ import annotations

import os
import re

import pytest

#: Fixtures that build a whole report or a book.
BUILDS = frozenset({
    "begun", "built", "built_constructs", "built_for_readers", "built_german", "built_german_book", "built_in_own_look", "built_in_renamed_folders", "built_in_two", "built_penguins", "built_report", "built_stock", "built_tiny", "built_with_formulas", "executed", "executed_tiny", "hostile_report", "report_with_many",
    "results", "tiny_executed", "tiny_material", "two_editions", "web_edition",
})

#: Tests that share what only one worker should make, the longest first.
GROUPS = (
    "report", "edits", "reproducible", "test_organisers_walk", "build", "begin", "many", "post-receive", "verify", "preview",
)


#: A worker holds so many bytes in the end.
HOLDS = 2 * 2**30
MOST_WORKERS = 8


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many workers ``-n auto`` means: one more than there are processors, since tests wait for browsers and builds.

    Tests that need neither do not wait. Where memory is short, there are as many as it holds.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waits = "not slow" not in config.option.markexpr
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(MOST_WORKERS, processors + waits, memory // HOLDS))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by what they need, so that ``make test-fast`` can leave them out, and puts the long ones first.

    A group runs in one worker: begun last, it would leave the other without work. Slow tests that share a fixture of
    their file are a group, so that it is made once. First, because pytest-xdist reads the groups in this same hook.
    """
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        if "browser" in needs:
            item.add_marker("browser")
        if needs & BUILDS:
            item.add_marker("slow")
        if _is_slow(item) and _shares(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_rank)


def _is_slow(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("slow") or item.get_closest_marker("browser"))


def _shares(item: pytest.Item) -> bool:
    """Whether a test uses a fixture that is made once for its file."""
    found = getattr(item, "_fixtureinfo", None)
    return found is not None and any(defined[-1].scope == "module" for defined in found.name2fixturedefs.values())


def _rank(item: pytest.Item) -> int:
    group = item.get_closest_marker("xdist_group")
    if group and group.args[0] in GROUPS:
        return GROUPS.index(group.args[0])
    return len(GROUPS) + (not group) + (not _is_slow(item))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Short words for texts of any kind: a test's name is for people to read and for a shell to take.

    Two texts of the same words are told apart by a number that pytest adds. Bytes that are no text, such as an
    archive, which holds the time of its making, have no words.
    """
    if isinstance(val, bytes):
        val = val.decode("ascii") if val.isascii() and b"\x00" not in val else argname
    if callable(val) and getattr(val, "__name__", "") == "<lambda>":
        return argname
    if not isinstance(val, str):
        return None
    return "-".join(re.findall(r"[A-Za-z0-9.]+", val))[:16].strip("-.") or argname
