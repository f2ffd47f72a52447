"""Commands that change one report at the same time, as real processes: one after the other, and nothing is lost."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys

import pytest
from exports import answers, microsoft

from coproduce.contributions.withdrawal import withdraw
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import WAITING, write_inputs, writing

pytestmark = pytest.mark.slow

#: What is held up for longer waits for ever.
BOUND = 120
REASON = ("--reason", "The contributor asked for it.")


def start(paths: Paths, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "coproduce", *map(str, arguments)], cwd=paths.root, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen, typed: str = "") -> tuple[int, str]:
    out, err = process.communicate(typed, timeout=BOUND)
    assert "Traceback" not in err, err
    return process.returncode, out + err


def held_up(process: subprocess.Popen, said=None) -> None:
    """Returns when the process says that it waits; fails if it ends, or says nothing."""
    heard = ""
    said = said or process.stderr
    while WAITING not in heard:
        ready, _, _ = select.select([said], [], [], BOUND)
        more = os.read(said.fileno(), 10_000).decode() if ready else ""
        assert more, f"it did not wait: {heard}"
        heard += more


def test_two_intakes_at_once_add_each_response_once(desk):
    rows = [answers(n) for n in range(12)]
    private = [answers(n, body=f"Ring 07700 90012{n - 12}, please.") for n in range(12, 16)]
    first = microsoft(desk.home / "first.xlsx", desk.asks, [*rows, *private])
    second = microsoft(desk.home / "second.xlsx", desk.asks, [*rows[6:], *private, answers(20)], [*range(7, 17), 21])
    both = [start(desk.paths, "intake", file, "--review", desk.review) for file in (first, second)]
    ends = [ended(process) for process in both]
    assert [status for status, _ in ends] == [0, 0], ends
    assert sum(int(re.search(r"(\d+) added", said)[1]) for _, said in ends) == 13
    titles = [re.search("says response (\\d+)", text)[1] for text in desk.files.values()]
    assert sorted(map(int, titles)) == [*range(12), 20], "each once"
    assert len(list(desk.review.glob("response-*.md"))) == 4
    assert "A key was made" in ends[0][1] + ends[1][1] and ("A key was made" in ends[0][1]) != ("A key was made" in ends[1][1])


def test_intakes_of_two_reports_share_a_folder_to_review(desk, tmp_path):
    """Two clones of one organiser: each keeps its lock, and the folder its list."""
    other = Paths(tmp_path / "clone")
    other.contributions.mkdir(parents=True)
    other.data.mkdir()
    for file in [*desk.paths.root.glob("_*.yml"), *desk.paths.contributions.glob("*.yml"), *desk.paths.data.glob("*.csv")]:
        (other.root / file.relative_to(desk.paths.root)).write_bytes(file.read_bytes())
    exports = [microsoft(desk.home / f"{n}.xlsx", desk.asks, [answers(m, body="Ring 07700 900123.") for m in range(n, n + 9)],
                         [*range(n, n + 9)]) for n in (1, 6)]
    both = [start(paths, "intake", file, "--review", desk.review) for paths, file in zip((desk.paths, other), exports)]
    assert [ended(process)[0] for process in both] == [0, 0]
    there = sorted(p.name for p in desk.review.glob("response-*"))
    listed = (desk.review / ".coproduce-made").read_text().splitlines()[2:]
    assert len(there) == 14 and sorted(set(listed)) == sorted(there)


def test_what_was_withdrawn_while_an_intake_waited_is_not_taken_in_again(desk):
    export = microsoft(desk.home / "export.xlsx", desk.asks, [answers(1)])
    desk.take(export)
    id = next(iter(desk.files))
    with writing(desk.paths):
        late = start(desk.paths, "intake", export, "--review", desk.review)
        held_up(late)
        (desk.paths.contributions / f"{id}.md").unlink()
        write_inputs({desk.paths.contributions / "withdrawn" / f"{id}.yml":
                      f"id: {id}\ndate: '2026-11-20'\nreason: Asked for.\n"}, desk.paths)
    status, said = ended(late)
    assert status == 0 and "withdrawn" in said and desk.files == {}


@pytest.mark.parametrize("call", [
    ("withdraw", "parish-watering", *REASON), ("release", "9.9"), ("clean",), ("new", "row", "streets"),
], ids=lambda call: call[0])
def test_each_command_that_changes_a_report_waits_for_another(tiny, call):
    typed = "hill-road\nHill Road\nEast\nwardens-2025\ntable 3\ny\n"
    streets = tiny.paths.data / "streets.csv"
    with writing(tiny.paths):
        late = start(tiny.paths, *call)
        late.stdin.write(typed)
        late.stdin.flush()
        held_up(late, late.stdout if call[0] == "new" else late.stderr)  # new asks first, on the other stream
        streets.write_text(streets.read_text() + "mill-hill,Mill Hill,East,wardens-2025,table 3\n")
    status, said = ended(late)
    if call[0] == "new":
        assert status == 0 and streets.read_text().endswith("Mill Hill,East,wardens-2025,table 3\nhill-road,Hill Road,East,wardens-2025,table 3\n")
    else:
        assert status == (1 if call[0] == "release" else 0), said  # the tiny report is in no repository


def test_two_withdrawals_of_one_contribution(tiny):
    both = [start(tiny.paths, "withdraw", "parish-watering", *REASON) for _ in range(2)]
    ends = sorted(ended(process) for process in both)
    assert [status for status, _ in ends] == [0, 1] and "withdrawn already" in ends[1][1]


def test_a_name_given_while_somebody_typed_is_not_given_again(tiny):
    from coproduce.intake.new_contribution import write_new

    assert write_new("trees", "first", tiny.paths).name == "trees.md"
    assert write_new("trees", "second", tiny.paths).name == "trees-2.md"
    withdraw(tiny.paths, "trees", "Asked for.")
    assert write_new("trees", "third", tiny.paths).name == "trees-3.md"
