"""The hook in a real bare repository, with a real web server and someone reading all the time."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from processes import Folder, contents, edit, kill
from report_parts import keep_chapters

from coproduce.source.paths import Paths

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow,
    pytest.mark.xdist_group("post-receive"),
    pytest.mark.skipif(not shutil.which("flock"), reason="the hook is for Linux, which has flock"),
]


@dataclass
class Repository:
    """A bare repository with the hook, a clone that a person works in, and the site."""

    bare: Path
    clone: Folder
    site: Path

    def git(self, *arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=self.clone.paths.root, check=True, text=True,
                              capture_output=True).stdout.strip()

    def commit(self, message: str) -> str:
        self.git("commit", "--quiet", "--all", "--message", message)
        return self.git("rev-parse", "HEAD")

    def begin_push(self, *refs: str) -> subprocess.Popen:
        return subprocess.Popen(["git", "push", "--force", "origin", *(refs or ("main",))], cwd=self.clone.paths.root,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def push(self, *refs: str) -> str:
        """Push and return what git and the hook said. The push itself must never fail."""
        push = self.begin_push(*refs)
        said, _ = push.communicate()
        assert push.returncode == 0, said
        return said

    @property
    def published(self) -> dict[str, str]:
        return {"": os.readlink(self.site), **contents(self.site.resolve())}

    def served_commit(self) -> str:
        return json.loads((self.site / "manifest.json").read_text())["commit"]


@pytest.fixture
def repository(tmp_path, monkeypatch):
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "A",
                        "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
                        "GIT_COMMITTER_EMAIL": "a@example.org"}.items():
        monkeypatch.setenv(name, value)
    bare, root, site = tmp_path / "report.git", tmp_path / "clone", tmp_path / "www" / "site"
    site.parent.mkdir()
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare)], check=True)
    shutil.copy(ROOT / "hosting/post-receive", bare / "hooks")
    for key, value in {"site": str(site), "command": f"{sys.executable} -m coproduce"}.items():
        subprocess.run(["git", "-C", str(bare), "config", f"report.{key}", value], check=True)
    shutil.copytree(ROOT / "tests/tiny", root, ignore=shutil.ignore_patterns("_build"))
    made = Repository(bare, Folder(Paths(root)), site)
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("add", "--all")
    made.git("remote", "add", "origin", str(bare))
    made.commit("First")
    return made


@dataclass
class Reader:
    """Someone who reloads the front page and its style sheet again and again, and leaves the processor to the build."""

    address: str
    seen: list[tuple[int, bytes]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.stop.wait(0.05):
            for page in ("", "/_static/report.css"):
                try:
                    with urllib.request.urlopen(f"{self.address}{page}", timeout=20) as answer:
                        self.seen.append((answer.status, answer.read()))
                except urllib.error.HTTPError as error:
                    self.seen.append((error.code, b""))
                except OSError:
                    self.seen.append((0, b""))


@pytest.fixture
def server(repository):
    """A web server, a program of its own, at whose root the site lies; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(repository.site)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    program.kill()
    program.wait()


def test_from_push_to_reader(repository, server):
    clone = repository.clone
    said = repository.push()
    assert "remote: Published: main at" in said, said
    assert repository.served_commit() == repository.git("rev-parse", "HEAD")
    assert all(p.stat().st_mode & 0o044 == 0o044 for p in repository.site.resolve().rglob("*")), "a web server may read it"

    versions = [(repository.site / page).read_bytes() for page in ("index.html", "_static/report.css")]
    reader = Reader(server)
    reading = threading.Thread(target=reader.read)
    reading.start()
    try:
        # A new number is published by one build, while someone reads.
        clone.change(trees=131)
        repository.commit("Count again")
        said = repository.push()
        assert "Published: main at" in said and said.count("Building") == 1, said
        versions.append((repository.site / "index.html").read_bytes())
        assert b"1,193" in versions[-1] and b"1,193" not in versions[0]

        # A chapter that fails: the push goes through, says why, and nothing has changed.
        before = repository.published
        edit(clone.paths.book / "survival.md", 'chapter = open_chapter("survival")', "chapter = 1 / 0")
        broken = repository.commit("Break a chapter")
        said = repository.push()
        assert "ZeroDivisionError" in said and "book/survival.md" in said and "The site stays as it is." in said, said
        assert repository.git("ls-remote", "origin", "refs/heads/main").startswith(broken)
        assert repository.published == before

        # A good one that is killed: git, the hook and all that it started.
        edit(clone.paths.book / "survival.md", "chapter = 1 / 0", 'chapter = open_chapter("survival")')
        repository.commit("Mend it")
        killed = repository.begin_push()
        for line in killed.stdout:
            if "Building main" in line:
                break
        time.sleep(1)
        kill(killed)
        assert repository.published == before
        (repository.bare / "publication/tree/.git/index.lock").touch()  # as git leaves it

        # Two good pushes in quick succession: they wait for each other, and the newest stays.
        edit(clone.paths.book / "index.md", "synthetic data)", "synthetic data, looked at once more)")
        repository.commit("Look once more")
        earlier = repository.begin_push()
        for line in earlier.stdout:
            if "Building main" in line:
                break
        edit(clone.paths.book / "index.md", "once more", "a last time")
        newest = repository.commit("Look a last time")
        said = repository.push()
        assert "Another publication is running" in said, said
        earlier.communicate()
        assert repository.served_commit() == newest
        versions.append((repository.site / "index.html").read_bytes())
    finally:
        reader.stop.set()
        reading.join()
    assert {status for status, _ in reader.seen} == {200}
    # What the earlier of the two pushes published may have been read, too.
    others = {body for _, body in reader.seen} - set(versions)
    assert all(b"looked at once more" in body and body.rstrip().endswith(b"</html>") for body in others) and len(others) <= 1
    assert len(reader.seen) > 10
    assert set(versions) <= {body for _, body in reader.seen} | {versions[-1]}

    # The same branch again, from another name: nothing is built for that.
    repository.git("branch", "other")
    assert "Building" not in repository.push("other")
    assert sorted(p.name for p in repository.site.parent.iterdir()) == ["site", "site.published"]


def test_a_tag_keeps_an_edition_and_make_builds_it(repository, built_tiny):
    """With the project's own Makefile, whose packages are already there."""
    root = repository.clone.paths.root
    shutil.copy(ROOT / "Makefile", root)
    shutil.copy(ROOT / ".gitignore", root)
    (root / "requirements.lock").touch()
    (root / "pyproject.toml").touch()
    repository.git("add", "--all")
    repository.commit("Let make build")
    tree = repository.bare / "publication/tree"
    tree.parent.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(repository.bare), str(tree)], check=True, capture_output=True)
    for folder in (tree.parent, tree / ".git"):
        (folder / ".made-by-post-receive").touch()
    keep_chapters(built_tiny, tree)
    binaries = tree / ".venv/bin"
    binaries.mkdir(parents=True)
    command = binaries / "coproduce"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coproduce "$@"\n')
    command.chmod(0o755)
    ready = binaries.parent / ".ready"
    ready.touch()
    os.utime(ready, (2**32, 2**32))  # newer than a lock that is laid out later
    subprocess.run(["git", "-C", str(repository.bare), "config", "--unset", "report.command"], check=True)
    edition = repository.clone.paths.config.read_text().split('edition: "')[1].split('"')[0]
    repository.git("tag", "--annotate", f"v{edition}", "--message", "An edition")
    said = repository.push("main", f"v{edition}")
    assert f"Building edition v{edition}" in said and "Published: main at" in said, said
    kept = contents(repository.site / "editions" / edition)
    assert "index.html" in kept

    # A tag of another version than the one in _config.yml keeps nothing, and says so.
    repository.git("tag", "v9.0")
    said = repository.push("v9.0")
    assert "another edition than 9.0" in said and "Published: main at" in said, said
    assert [p.name for p in (repository.site / "editions").iterdir() if p.is_dir()] == [edition]

    # The next push changes the site and not the edition.
    repository.clone.reword()
    repository.commit("Say more")
    assert "Published: main at" in repository.push()
    now = contents(repository.site / "editions" / edition)
    assert {n for n in kept if kept[n] != now.get(n)} <= {n for n in kept if n.startswith("editions/")}
    assert "This sentence is new." in (repository.site / "survival.html").read_text()


def test_it_says_what_is_not_set(repository):
    subprocess.run(["git", "-C", str(repository.bare), "config", "--unset", "report.site"], check=True)
    assert "git config report.site" in repository.push()
    assert not repository.site.exists()


@pytest.mark.parametrize("level", ["publication", "publication/tree", "publication/editions"])
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_folders_that_the_hook_did_not_make_are_left_alone(level, kind, repository, tmp_path):
    theirs = tmp_path / "theirs"
    (theirs / ".git").mkdir(parents=True)
    (theirs / "edition-1.zip").write_text("theirs")
    place = repository.bare / level
    place.parent.mkdir(exist_ok=True)
    if level != "publication":
        (place.parent / ".made-by-post-receive").touch()
    if kind == "link":
        place.symlink_to(theirs)
    else:
        theirs.rename(place)
        theirs = place
    said = repository.push()
    assert "was not made by this hook" in said and "The site stays as it is." in said, said
    assert sorted(p.name for p in theirs.iterdir()) == [".git", "edition-1.zip"] and not list((theirs / ".git").iterdir())
    assert not repository.site.exists()


def test_the_hook_is_sound_shell():
    subprocess.run(["sh", "-n", str(ROOT / "hosting/post-receive")], check=True)
    assert os.access(ROOT / "hosting/post-receive", os.X_OK)
