"""The scan finds nearly all personal data of a labelled set, and rarely anything else."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from coproduce.contributions.privacy import KINDS


@pytest.fixture(scope="module")
def benchmark(report_root):
    folder = str(report_root / "benchmarks")
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location("privacy_scan", report_root / "benchmarks" / "privacy_scan.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def everything(benchmark):
    return benchmark.measure_all()


@pytest.fixture(scope="module")
def result(everything):
    return everything.sets["labelled"]


@pytest.fixture(scope="module")
def held_out(everything):
    return everything.sets["held_out"]


@pytest.mark.slow
def test_generated_texts_cover_every_kind_and_are_the_same_each_time(benchmark, everything, held_out):
    assert held_out.hidden.total() >= 600 and set(held_out.hidden) == set(KINDS)
    assert list(benchmark.texts("held_out")) == list(benchmark.texts("held_out"))
    tuning, other = ({h.template for h in benchmark.texts(half)} for half in benchmark.HALVES)
    assert tuning.isdisjoint(other)


def test_recall_on_what_is_held_out(everything, held_out):
    assert held_out.recall >= 0.95, held_out.missed
    assert all(everything.sets[name].recall >= 0.95 for name in ("first", "second", "third"))


def test_recall_of_each_kind_that_is_held_out(held_out):
    assert {kind for kind in KINDS if held_out.found[kind] < 0.85 * held_out.hidden[kind]} == set()


def test_innocent_sentences_pass(everything, held_out):
    assert held_out.ordinary >= 300 and held_out.false_alarm_rate <= 0.02, held_out.alarms
    assert all(everything.sets[name].false_alarm_rate <= 0.02 for name in ("first", "second", "third"))


def test_names_that_are_common_words_do_not_flood_the_review(everything):
    names = everything.names
    assert names.word_names >= 15 and names.alarms[0] / names.alarms[1] <= 0.002
    assert names.told[0] / names.told[1] >= 0.97 and names.told_held_out[0] / names.told_held_out[1] >= 0.95, names.missed


def test_the_set_is_large_and_covers_every_kind(result):
    assert result.hidden.total() >= 120 and result.ordinary >= 200
    assert min(result.hidden.values()) >= 12


def test_recall(result):
    assert result.recall >= 0.97, result.missed


def test_recall_of_each_kind(result):
    assert {kind for kind in KINDS if result.found[kind] < 0.9 * result.hidden[kind]} == set()


def test_false_alarms(result):
    assert result.false_alarm_rate <= 0.02, result.alarms


def test_the_published_figures_are_those_of_today(benchmark, everything, report_root):
    page = report_root / "docs" / "privacy-scan.md"
    assert page.read_text(encoding="utf-8") == benchmark.as_markdown(everything)


def test_the_headline_figures_are_on_the_page_of_all_benchmarks(benchmark, everything, report_root):
    assert benchmark.headline(everything).strip() in (report_root / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_the_page_of_all_benchmarks_tells_each_kind_with_its_recall_and_false_alarms(held_out, report_root):
    page = (report_root / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for kind, name in KINDS.items():
        found, hidden = held_out.found[kind], held_out.hidden[kind]
        row = next(line for line in page.splitlines() if line.startswith(f"| {name} |") and "%" in line)
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1:3] == [f"{found} of {hidden}", f"{found / hidden:.1%}"] and int(cells[4]) == held_out.cried[kind]
    assert len(held_out.alarms) <= held_out.cried.total()


def test_a_scan_that_finds_nothing_would_fail(benchmark, monkeypatch):
    monkeypatch.setattr(benchmark, "scan", lambda text: [])
    result = benchmark.measure()
    assert result.recall == 0 and len(result.missed) == result.hidden.total()


def test_a_scan_that_always_cries_would_fail(benchmark, monkeypatch):
    monkeypatch.setattr(benchmark, "scan", lambda text: [type("F", (), {"kind": "email"})])
    assert benchmark.measure().false_alarm_rate == 1
