"""A disk that is full or read-only: one line says so, nothing is lost, and with space the next build succeeds."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from processes import contents, outputs

#: The disk is full from this change on: one in each part of a build of new words, from the check to the record of it.
MOMENTS = (
    "write:*/cache/checks/*.part", "write:*/work/html/survival.html", "write:*/work/pdf/*.pdf", "write:*/work/formats/*.xlsx",
    "write:*/work/html/downloads/SHA256SUMS", "write:*/finished/state.json",
)
#: And where new numbers have chapters run.
WHILE_CHAPTERS_RUN = "write:*/cache/.coproduce-*.part"


def one_line(said, message):
    """What a person reads after the progress of the build: one problem, in three lines, and their count."""
    assert "Traceback" not in said, said
    told = [line for line in said.splitlines() if "[disk." in line]
    assert len(told) == 1 and message in told[0], said
    assert "Do: Free some space" in said or "Do: Give whoever runs this" in said or "Do: Raise the limit" in said
    assert said.rstrip().endswith("1 problem in 1 file."), said


def test_a_disk_that_fills_up_at_any_moment(folder):
    before = outputs(folder.paths)

    def fills_up(moment):
        status, said = folder.run("build", below=folder.paths.build, at=moment, kind="ENOSPC")
        assert status == 1, f"{moment}: {said}"
        one_line(said, "the disk is full")
        assert outputs(folder.paths) == before, moment
        return said

    folder.reword()
    for moment in MOMENTS:
        fills_up(moment)
    folder.change(trees=131)
    said = fills_up(WHILE_CHAPTERS_RUN)
    assert "executing survival" in said and "write HTML" not in said


def size(folder: Path) -> int:
    """Space that the files of a folder take on a disk that gives it out in pages, in bytes."""
    return sum(-(-p.lstat().st_size // 4096) * 4096 for p in folder.rglob("*") if p.is_file())


def test_a_real_disk_that_is_full(folder, small_disk, tmp_path):
    kept = tmp_path / "kept"
    folder.paths.build.rename(kept)
    folder.paths.build.mkdir()
    small_disk(folder.paths.build, f"size={size(kept) + 300_000}")
    shutil.copytree(kept, folder.paths.build, dirs_exist_ok=True)
    before = outputs(folder.paths)
    folder.reword()
    status, said = folder.run("build")
    assert status == 1
    one_line(said, "the disk is full")
    assert outputs(folder.paths) == before
    small_disk(folder.paths.build, "ro")
    status, said = folder.run("build")
    assert status == 1
    one_line(said, "can only be read")
    small_disk(folder.paths.build, f"rw,size={size(kept) * 4}")
    status, said = folder.run("build")
    assert status == 0, said
    assert outputs(folder.paths)["html"] != before["html"]


@pytest.mark.parametrize(("fault", "message"), [("EROFS", "can only be read"), ("EACCES", "may not be opened or changed")])
def test_a_folder_that_may_not_be_written_to(fault, message, folder):
    before = contents(folder.paths.build)
    folder.reword()
    status, said = folder.run("build", below=folder.paths.build, at=1, kind=fault)
    assert status == 1
    one_line(said, message)
    assert "_build" in said.splitlines()[-4]
    assert contents(folder.paths.build) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="sets a POSIX limit")
def test_a_limit_on_the_size_of_files(folder):
    import resource
    import sys

    before = outputs(folder.paths)
    folder.reword()
    done = subprocess.run(
        [sys.executable, "-m", "coproduce", "build"], cwd=folder.paths.root, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # Python would keep half a module, and trust it
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
    assert done.returncode == 1
    one_line(done.stdout, "larger than files may be")
    assert outputs(folder.paths) == before


def test_no_space_for_a_publication(folder, tmp_path):
    site = tmp_path / "www" / "site"
    site.parent.mkdir()
    assert folder.run("publish", str(site))[0] == 0
    before = contents(site.parent)
    status, said = folder.run("publish", str(site), below=site.parent, at="write:*/figures/*.svg", kind="ENOSPC")
    assert status == 1
    one_line(said, "the disk is full")
    after = contents(site.parent)
    # The list names what was begun, too; it is the one file that may have grown.
    assert before.pop("site.published/.coproduce-made") and after.pop("site.published/.coproduce-made")
    assert after == before, "the half-made publication has given its space back"


#: Other commands that write, by what they are called with; and the folder that they write into.
COMMANDS = {
    "withdraw": (["withdraw", "{contribution}", "--reason", "The contributor asked for it."], "."),
    "release": (["release", "9.9"], "."),
    "pack": (["pack", "{outside}"], "../outside"),
    "diff": (["diff", "_build", "_build", "--output", "{outside}/changes.txt"], "../outside"),
}


@pytest.mark.parametrize("kind", ["ENOSPC", "EROFS", "EACCES"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_other_command_leaves_half_of_something(command, kind, folder):
    root = folder.paths.root
    (root.parent / "outside").mkdir()
    (root / ".gitignore").write_text("_build/\n")
    for arguments in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "all"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    told, below = COMMANDS[command]
    one = next(p.stem for p in sorted(folder.paths.contributions.glob("*.md")) if p.name != "README.md")
    told = [word.format(contribution=one, outside=root.parent / "outside") for word in told]
    before = {name: seen for name, seen in contents(root.parent).items() if "/.git/" not in name and "/_build/" not in name}
    status, said = folder.run(*told, below=root / below, at="write:*", kind=kind)
    assert status == 1, said
    one_line(said, {"ENOSPC": "the disk is full", "EROFS": "can only be read", "EACCES": "may not be opened or changed"}[kind])
    after = {name: seen for name, seen in contents(root.parent).items() if "/.git/" not in name and "/_build/" not in name}
    assert after == before
    status, said = folder.run(*told)
    assert status == 0, said
