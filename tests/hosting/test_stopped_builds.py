"""A build that is killed, fails or cannot write leaves the last good outputs; the next one recovers by itself."""

import fcntl
import random
import signal
import threading
import time

import pytest
from processes import contents, kill, outputs

from coproduce.ground import own_files

#: Killed when the build says that it has come to this.
STAGES = ("check …", "executing", "write HTML", "read ", "put in place …")


def recovers(folder, expected):
    status, said = folder.run("build")
    assert status == 0, said
    made = outputs(folder.paths)
    assert {kind: made[kind] for kind in expected} == expected
    assert {p.name for p in folder.paths.build.iterdir()} == {"html", "pdf", "formats", "cache", "state.json", "lock", ".coproduce-made"}
    assert [p.name for p in folder.paths.cache.rglob("*") if p.suffix == ".part"] == []
    status, said = folder.run("build")
    assert "Nothing has changed" in said, "what the build says of itself is true"


def free(lock):
    """Whether nobody has the lock, some moments after a kill: a program that was being started may die later."""
    with lock.open("a") as file:
        for _ in range(100):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                time.sleep(0.1)
    return False


def test_killed_at_each_stage_and_at_any_time(gone_back, two_editions):
    folder, before = gone_back, outputs(gone_back.paths)
    chance = random.Random(7)  # the delays differ from stage to stage, not from run to run
    status, said = folder.run("build", below=folder.paths.cache, at="rename:*.part")
    assert status == -signal.SIGKILL, said
    for stage in STAGES:
        process = folder.start("build")
        for line in process.stdout:
            if line.startswith(stage):
                break
        else:
            pytest.fail(f"the build never came to ‘{stage}’")
        time.sleep(chance.uniform(0, 0.3) if stage != "put in place …" else 0)
        kill(process)
        assert free(folder.paths.build / "lock"), "a killed build locks nobody out"
        # The last stage is short: it may have come to its end.
        whole = outputs(folder.paths)
        assert whole == before or stage == "put in place …", stage
    good = contents(two_editions.first)
    recovers(folder, {"html": good})
    for kind in ("pdf", "formats"):
        made = {f"downloads/{name}": told for name, told in outputs(folder.paths)[kind].items() if name != own_files.LIST}
        assert made and made.items() <= good.items()


def test_killed_while_the_outputs_are_put_in_place(folder):
    """In the middle of that; tests/test_swap.py kills before each single step of it."""
    before = outputs(folder.paths)
    folder.reword()
    status, said = folder.run("build", below=folder.paths.build, at="rename:*/ready/pdf")
    assert status == -signal.SIGKILL, said
    # It was decided: what is not in place yet lies ready and only has to be moved.
    status, said = folder.run("build")
    assert status == 0
    assert "that is finished now" in said
    assert "Nothing has changed" in said, "no second build was needed, and all is as its record says"
    after = outputs(folder.paths)
    assert all(after[name] != before[name] for name in ("html", "pdf", "state"))


def test_nothing_half_written_is_trusted(folder):
    """As after a power cut: files of the right names that end in the middle, are empty, or are full of zeros."""
    expected = outputs(folder.paths)
    damage = {
        "cut": lambda data: data[: len(data) // 2],
        "empty": lambda data: b"",
        "zeros": lambda data: bytes(len(data)),
    }
    kinds = list(damage.values())
    files = sorted(p for p in folder.paths.cache.rglob("*") if p.is_file() and p.name != ".coproduce-made")  # lists are on the disk before files
    assert len(files) >= 4
    for number, file in enumerate([*files, folder.paths.build / "state.json"]):
        file.write_bytes(kinds[number % 3](file.read_bytes()))
    recovers(folder, expected)


def test_a_second_build_waits_for_the_first(folder):
    folder.reword()
    first = folder.start("build")
    assert first.stdout.readline().startswith("check")
    second = folder.start("build")
    said = {}
    readers = [threading.Thread(target=lambda n=n, p=p: said.update({n: p.communicate()[0]})) for n, p in
               (("first", first), ("second", second))]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert (first.returncode, second.returncode) == (0, 0), said
    lines = said["second"].splitlines()
    assert lines[0] == "Another build of this report is running; waiting for it to end …"
    assert "Nothing has changed" in lines[1]
    assert "waiting" not in said["first"]

