"""The same commit gives the same bytes: elsewhere, on another day, by another user, with other settings.

Each variation is a real build in a process of its own. Where bytes differ, the
failure says in which files and where.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from edition_history import TINY, git, make_repository
from report_parts import PARTS

import coproduce
from coproduce.editions.compare.places import first_difference
from coproduce.ground.file_cache import user_cache

PACKAGE = Path(coproduce.__file__).parents[1]

#: Imported by Python before anything else: the day is another one, and time goes on from there.
OTHER_DAY = """\
import time_machine
time_machine.travel({seconds}, tick=True).start()
"""

#: Runs a build with another umask, on some of the cores.
RUN = """\
import os, runpy, sys
os.umask({umask:#o})
if {cores}:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:{cores}])
sys.argv[1:] = ["build", *{options}]
runpy.run_module("coproduce", run_name="__main__")
"""


@dataclass(frozen=True)
class Setting:
    """How a build differs from another. ``cores`` 0 are all there are; ``day`` "" is today.

    ``before`` is the command that starts it for another user. ``keeps`` says that what was once made for the user
    who runs the tests, such as typefaces cut to size, is taken; otherwise the home is new, and all is made.
    """

    environment: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    cores: int = 0
    day: str = ""
    before: tuple[str, ...] = ()
    keeps: bool = True


HERE = Setting({"TZ": "Europe/London", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "LANGUAGE": "fr", "PYTHONHASHSEED": "4242",
    "COLUMNS": "40", "TERM": "dumb",
    "PYTHONUTF8": "0",  # ASCII is what files hold, unless they are opened otherwise
}
NOBODY = pwd.getpwnam("nobody").pw_uid
#: Another user, who may write nothing of ours, and read where this Python is, for instance below /root.
AS_NOBODY = (
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search",
)
#: Nothing of ours may depend on the day; the moment is one of a leap year, in summer time.
LATER = "2032-06-30T23:30:00"


def build(root: Path, setting: Setting, *options: str) -> subprocess.CompletedProcess:
    """Build the report in ``root``, and hand back what the build said."""
    own = root.parent / "own"
    own.mkdir(exist_ok=True)
    path = [str(PACKAGE)]
    if setting.day:
        seconds = datetime.fromisoformat(setting.day).replace(tzinfo=UTC).timestamp()
        (own / "sitecustomize.py").write_text(OTHER_DAY.format(seconds=seconds), encoding="utf-8")
        path.insert(0, str(own))
    (own / "home").mkdir(exist_ok=True)
    (own / "run.py").write_text(
        RUN.format(umask=setting.umask, cores=setting.cores, options=options), encoding="utf-8")
    if setting.before:
        for file in (root.parent, *root.parent.rglob("*")):
            os.chown(file, NOBODY, NOBODY, follow_symlinks=False)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    if setting.keeps:
        kept["XDG_CACHE_HOME"] = str(user_cache().parent)
    environment = kept | {
        "HOME": str(own / "home"), "PYTHONPATH": os.pathsep.join(path), "GIT_CONFIG_NOSYSTEM": "1"} | setting.environment
    done = subprocess.run(
        [*setting.before, sys.executable, str(own / "run.py")], cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done


def differences(one: Path, other: Path) -> list[str]:
    """The files of two built reports that differ, each with its first place."""
    found = {
        root: {p.relative_to(root).as_posix(): p for name in ("html", "pdf", "formats")
               for p in (root / name).rglob("*") if p.is_file()}
        for root in (one / "_build", other / "_build")
    }
    here, there = found.values()
    told = [f"{name}: only in one of them" for name in sorted(here.keys() ^ there.keys())]
    for name in sorted(here.keys() & there.keys()):
        if here[name].read_bytes() != there[name].read_bytes():
            told.append(f"{name}: {first_difference(here[name], there[name])}")
    assert len(here) > 40 and {"html/manifest.json", "html/index.html", "html/ledger.json"} <= here.keys()
    return told


def can_be_another_user() -> bool:
    """Whether we may start this Python as a user without rights."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return False
    tried = [*AS_NOBODY, sys.executable, "-c", f"import os, sphinx; assert os.getuid() == {NOBODY}"]
    return subprocess.run(tried, cwd="/", capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A repository of the tiny report, built once with all cores, today, and after that moved on by nobody."""
    root = tmp_path_factory.mktemp("first") / "trees"
    make_repository(root)
    build(root, HERE)
    return root


pytestmark = [pytest.mark.xdist_group("reproducible"), pytest.mark.slow]


def test_same_commit_same_bytes_elsewhere(first):
    """Another folder, time zone, locale, umask, hash seed, day, home, one core, a cold cache, and another user.

    The other user only where we may become one.
    """
    folder = Path(tempfile.mkdtemp())  # tests' own folders are closed to other users
    try:
        folder.chmod(0o755)
        deep = folder / "another folder" / "and deeper"
        deep.mkdir(parents=True)
        git(deep, "clone", "--quiet", str(first), "clone of trees")
        root = deep / "clone of trees"
        before = AS_NOBODY if can_be_another_user() else ()
        build(root, Setting(ELSEWHERE, umask=0o077, cores=1, day=LATER, before=before, keeps=False))
        assert differences(first, root) == []
        assert {oct(p.stat().st_mode & 0o777) for p in (root / "_build" / "html").glob("*.html")} == {"0o600"}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_same_commit_same_bytes_from_the_cache(first, tmp_path):
    """Chapters come from the cache, and the outputs are made again, in a folder with a foreign name."""
    root = tmp_path / "Wärme – 別" / "trees"
    root.parent.mkdir()
    shutil.copytree(first, root, symlinks=True)
    for name in ("html", "pdf", "formats"):
        shutil.rmtree(root / "_build" / name)
    (root / "_build" / "state.json").unlink()
    said = build(root, HERE).stderr
    assert "\nexecuted " not in said and "not executed, nothing changed: survival, streets" in said
    assert [line for line in said.splitlines() if "was made again" in line] == ["  book was made again: folder changed"]
    assert differences(first, root) == []


CHANGES = {
    "a sentence": ("book/survival.md", "# Most trees live\n", "# Most trees live\n\nThis sentence is new.\n", "text changed"),
    "a value": ("data/counts.csv", "mill-lane,2025,47,6", "mill-lane,2025,48,6", "-data.zip was made again: README.txt, data"),
    "a figure": ("book/survival.md", 'headline="More trees each year"', 'headline="More trees in each year"',
                 "figure-trees-by-year was made again: drawing changed"),
    "a setting": ("_config.yml", "publisher: Larkwell Tree Wardens", "publisher: Larkwell Parish Council", "settings"),
}


@pytest.mark.parametrize("changes", [["a sentence"], ["a value", "a figure", "a setting"]], ids=["a-sentence", "much"])
def test_what_is_kept_gives_the_bytes_of_a_cold_build_after_a_change(changes, first, tmp_path):
    """The one is built over the first edition, the other from nothing, elsewhere and in another way."""
    kept, cold = tmp_path / "kept" / "trees", tmp_path / "cold" / "trees"
    shutil.copytree(first, kept, symlinks=True)
    for path, old, new, _ in (CHANGES[what] for what in changes):
        file = kept / path
        assert file.read_text(encoding="utf-8").count(old) == 1
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    git(kept, "commit", "--quiet", "--all", "--message", " and ".join(changes))
    git(tmp_path, "clone", "--quiet", str(kept), str(cold))
    said = build(kept, HERE).stderr
    assert [CHANGES[what][3] for what in changes if CHANGES[what][3] not in said] == []
    build(cold, Setting(ELSEWHERE, umask=0o077, cores=1, day=LATER))
    assert differences(kept, cold) == []


def test_what_is_kept_and_damaged_is_not_believed(first, tmp_path):
    root = tmp_path / "trees"
    shutil.copytree(first, root, symlinks=True)
    kept = [file for file in (root / "_build" / "cache" / "steps").iterdir() if not file.name.startswith(".")]
    assert len(kept) > 15
    for file in kept:
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    (root / "_build" / "state.json").unlink()
    said = build(root, HERE).stderr
    steps = [unquote(file.name) for file in kept]
    assert [step for step in steps if f"  {step} was made again: what was kept is damaged" not in said] == []
    assert differences(first, root) == []


def test_outputs_tell_nothing_of_the_place_they_were_made(first):
    """No path, no user, no machine, and no moment but the commit's."""
    private = [str(first), str(first.parent), str(PACKAGE), sys.prefix, os.uname().nodename, f"{os.sep}home{os.sep}"]
    told = [
        f"{path.relative_to(first)}: {word}"
        for path in (first / "_build" / "html").rglob("*") if path.is_file()
        for word in private if len(word) > 3 and word.encode() in path.read_bytes()
    ]
    assert told == []


def test_line_ends_do_not_depend_on_whose_git_lays_the_files_out(tmp_path):
    """Git for Windows changes them unless the repository says otherwise."""
    origin, clone, file = tmp_path / "origin", tmp_path / "clone", "data/counts.csv"
    (origin / "data").mkdir(parents=True)
    shutil.copy(TINY / file, origin / file)
    shutil.copy(TINY.parents[1] / ".gitattributes", origin)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "All"]):
        subprocess.run(["git", *command], cwd=origin, check=True)
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", str(origin), str(clone)], check=True)
    assert (clone / file).read_bytes() == (origin / file).read_bytes()


def test_differences_are_found_and_placed(first, tmp_path):
    """The comparison that the other tests rest on."""
    other = tmp_path / "other"
    shutil.copytree(first / "_build", other / "_build")
    page = other / "_build" / "html" / "survival.html"
    page.write_bytes(page.read_bytes().replace(b"Most trees live", b"Most trees lived", 1))
    (other / "_build" / "pdf" / "more.pdf").write_bytes(b"")
    told = differences(first, other)
    assert told[0] == "pdf/more.pdf: only in one of them"
    assert told[1].startswith("html/survival.html: line ") and len(told) == 2


@pytest.mark.skipif(
    not os.environ.get("WHOLE_REPORT"), reason="builds the whole report once more: set WHOLE_REPORT=1 to run it"
)
def test_real_report_is_the_same_bytes_elsewhere(built_report, tmp_path):
    """As it was built for the other tests, outside version control, and here in another way."""
    root = tmp_path / "a copy" / "report"
    root.mkdir(parents=True)
    source = built_report.report.paths.root
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, root / part, ignore=shutil.ignore_patterns("_build"))
        elif (source / part).exists():
            shutil.copy(source / part, root / part)
    build(root, Setting(ELSEWHERE, umask=0o077, cores=1, day=LATER))
    assert differences(source, root) == []
