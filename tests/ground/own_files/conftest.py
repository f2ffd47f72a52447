"""A folder of ours, and one of somebody else."""


import pytest

from coproduce.ground import own_files


@pytest.fixture
def elsewhere(tmp_path):
    """A folder of somebody else, which links lead to."""
    folder = tmp_path / "elsewhere"
    (folder / "inner").mkdir(parents=True)
    (folder / "index.html").write_text("theirs")
    (folder / "inner" / "page.html").write_text("theirs")
    return folder


@pytest.fixture
def place(tmp_path):
    """A folder of ours: two files that are listed, and a folder that is wholly ours."""
    place = tmp_path / "reports" / "out"
    own_files.make(place, "output", tmp_path)
    own_files.note(place, ["index.html", "inner/page.html", "scratch/**"], tmp_path)
    (place / "inner").mkdir()
    (place / "scratch" / "deep").mkdir(parents=True)
    for name in ("index.html", "inner/page.html", "scratch/a", "scratch/deep/b"):
        (place / name).write_text("ours")
    return place
