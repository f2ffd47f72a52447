"""The scan finds nearly all personal data of a labelled set, and rarely anything else."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from coproduce.contributions.privacy import KINDS


@pytest.fixture(scope="module")
def benchmark(report_root):
    spec = importlib.util.spec_from_file_location("privacy_scan", report_root / "benchmarks" / "privacy_scan.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def result(benchmark):
    return benchmark.measure()


def test_the_set_is_large_and_covers_every_kind(result):
    assert result.hidden.total() >= 120 and result.ordinary >= 200
    assert set(result.hidden) == set(KINDS) and min(result.hidden.values()) >= 12


def test_recall(result):
    assert result.recall >= 0.97, result.missed


def test_recall_of_each_kind(result):
    assert {kind for kind in KINDS if result.found[kind] < 0.9 * result.hidden[kind]} == set()


def test_false_alarms(result):
    assert result.false_alarm_rate <= 0.02, result.alarms


def test_the_published_figures_are_those_of_today(benchmark, result, report_root):
    page = report_root / "docs" / "privacy-scan.md"
    assert page.read_text(encoding="utf-8") == benchmark.as_markdown(result)


def test_the_headline_figures_are_on_the_page_of_all_benchmarks(benchmark, result, report_root):
    assert benchmark.headline(result).strip() in (report_root / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_a_scan_that_finds_nothing_would_fail(benchmark, monkeypatch):
    monkeypatch.setattr(benchmark, "scan", lambda text: [])
    result = benchmark.measure()
    assert result.recall == 0 and len(result.missed) == result.hidden.total()


def test_a_scan_that_always_cries_would_fail(benchmark, monkeypatch):
    monkeypatch.setattr(benchmark, "scan", lambda text: [type("F", (), {"kind": "email"})])
    assert benchmark.measure().false_alarm_rate == 1
