"""Commands at the same time, as real processes: they wait for one another or refuse in words, and outputs stay whole."""

import os
import shutil
import subprocess
import sys

import pytest
from processes import Folder, contents, edit

from coproduce.editions import manifest
from coproduce.source.paths import Paths

#: Nothing here takes a minute by itself; what waits longer waits for ever.
BOUND = 600


def ended(processes):
    said = [process.communicate(timeout=BOUND)[0] for process in processes]
    assert all("Traceback" not in words for words in said), "\n".join(said)
    return [(process.returncode, words) for process, words in zip(processes, said, strict=True)]


def test_two_builds_and_a_publication_at_once(folder, tmp_path):
    site = tmp_path / "www" / "site"
    folder.reword()
    first, second, published = ended([folder.start("build"), folder.start("build"), folder.start("publish", str(site))])
    assert (first[0], second[0]) == (0, 0), first[1] + second[1]
    assert sum("waiting for it to end" in words for _, words in (first, second)) == 1
    # The book of before or the new one; or it was changed under the copy's hands, which is said.
    assert published[0] == 0 or "publish.changed" in published[1] or "publish.not-as-built" in published[1], published[1]
    if published[0] == 0:
        assert manifest.differences(manifest.read(site), site) == {}
    made = manifest.read(folder.paths.html)
    assert manifest.differences(made, folder.paths.html) == {}
    assert folder.run("publish", str(site))[0] == 0
    assert manifest.read(site)["outputs"] == made["outputs"]
    assert "Nothing has changed" in folder.run("build")[1]


def test_first_publications_of_one_site_at_once(folder, tmp_path):
    site = tmp_path / "www" / "site"
    ends = ended([folder.start("publish", str(site)) for _ in range(4)])
    assert [status for status, _ in ends] == [0] * 4, ends
    assert manifest.differences(manifest.read(site), site) == {}
    kept = sorted(p.name for p in (tmp_path / "www" / "site.published").iterdir() if p.name.isdigit())
    assert kept == ["3", "4"]


SHARED = """
from coproduce.charts.fonts import static_faces
from coproduce.publish.html.webfont import web_fonts
print("ready", flush=True)
input()
assert len(list(static_faces().glob("*.ttf"))) == 3
assert len(web_fonts()) == 2
"""


@pytest.mark.slow
def test_builds_of_different_copies_make_the_users_fonts_at_once(tmp_path):
    """The first builds of this user: nothing is in the cache yet, and all make the same files."""
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    started = [subprocess.Popen([sys.executable, "-c", SHARED], env=env, text=True, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [status for status, _ in ended(started)] == [0] * 2
    before = contents(tmp_path)
    assert not [name for name in before if name.endswith(".part")]
    subprocess.run([sys.executable, "-c", SHARED], env=env, input="\n", text=True, check=True, capture_output=True)
    assert contents(tmp_path) == before, "what is kept is whole, and is not made again"


def test_checks_while_copies_build_lose_nothing(folder, tmp_path):
    """A check keeps what it learnt of the tables in the cache that a build sweeps."""
    copy = tmp_path / "copy"
    shutil.copytree(folder.paths.root, copy)
    other = Folder(Paths(copy))
    for one in (folder, other):  # a table that no chapter reads
        edit(one.paths.data / "sources.csv", "Tree census 2025", f"Census of the trees of {one.paths.root.name}")
    started = [folder.start("build"), other.start("build"), *(folder.start("check") for _ in range(3))]
    ends = ended(started)
    assert [status for status, _ in ends] == [0] * 5, ends
    for one in (folder, other):
        assert manifest.differences(manifest.read(one.paths.html), one.paths.html) == {}
