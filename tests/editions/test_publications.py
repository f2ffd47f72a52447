"""Publications replace and delete what they made, and nothing that somebody else put there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from published_sites import bytes_of, codes, kept

from coproduce.editions.site import publish, unpublish
from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_what_somebody_else_put_there_is_not_replaced(two_editions, site, tmp_path, there):
    site.parent.mkdir()
    if there == "folder":
        site.mkdir()
    elif there == "file":
        site.write_text("mine")
    else:
        site.symlink_to(tmp_path)
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, site)
    assert codes(found) == {"publish.occupied"}
    assert os.listdir(site.parent) == ["www"]


def test_the_whole_disk_is_not_replaced(two_editions):
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, Path("/"))
    assert codes(found) == {"publish.occupied"}


def test_half_made_publications_are_cleared_away(published, two_editions):
    store = published.with_name("www.published")
    own_files.make(store / "9.new", "publication", store.parent)  # as a process that was stopped leaves it
    own_files.note(store, ["9.new"], store.parent)
    own_files.note(store / "9.new", ["index.html"], store.parent)
    (store / "9.new" / "index.html").write_text("half")
    (store / ".coproduce-0123456789abcdef.part").symlink_to("nowhere")
    for _ in range(3):
        publish(two_editions.second, published)
    assert sorted(p.name for p in store.iterdir()) == [own_files.LIST, "4", "5", "lock"]


def foreign_things(store, elsewhere):
    """What people put where publications lie: files, folders, folders with numbers, links at each level."""
    (store / "notes.txt").write_text("theirs")
    (store / "precious").mkdir()
    (store / "precious" / "a").write_text("theirs")
    for name in ("7", "8.new", "007"):
        (store / name / "inner").mkdir(parents=True)
        (store / name / "inner" / "index.html").write_text("theirs")
    (store / "6").symlink_to(elsewhere)
    (store / "link").symlink_to(elsewhere)
    first = store / "1"
    (first / "notes.txt").write_text("theirs")
    (first / "figures" / "mine").mkdir(parents=True)
    (first / "glossary.html").unlink()
    (first / "glossary.html").symlink_to(elsewhere / "index.html")
    shutil.rmtree(first / "data")
    (first / "data").symlink_to(elsewhere)
    return ["notes.txt", "precious/a", "7/inner/index.html", "8.new/inner/index.html", "007/inner/index.html", "6", "link",
            "1/notes.txt", "1/figures/mine", "1/glossary.html", "1/data"]


def seen(path):
    return os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else path.is_dir()


def test_what_other_people_put_beside_publications_stays(two_editions, site, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    for name in ("index.html", "counts.csv", "data/index.html", "7/index.html"):
        (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / name).write_text("theirs")
    theirs = bytes_of(elsewhere)
    publish(two_editions.first, site, freeze=True)
    store = site.with_name("www.published")
    names = foreign_things(store, elsewhere)
    before = {name: seen(store / name) for name in names}
    for number in range(3):
        publish(two_editions.second, site, anew=number == 2)
    assert {name: seen(store / name) for name in names} == before
    assert bytes_of(elsewhere) == theirs
    # What was ours in the old publication is gone, and the newest is served.
    assert not (store / "1" / "index.html").exists()
    assert kept(site) == kept(two_editions.second) | {".nojekyll": b""}
    assert unpublish(site) == sorted({name.partition("/")[0] for name in names})
    assert {name: seen(store / name) for name in names} == before and not os.path.lexists(site)


@pytest.mark.parametrize("level", ["store", "publication"])
def test_links_to_other_folders_are_never_emptied(level, two_editions, site, tmp_path):
    publish(two_editions.first, site)
    store, real = site.with_name("www.published"), tmp_path / "real"
    place = store if level == "store" else store / "1"
    place.rename(real)
    (real / "precious").mkdir()
    place.symlink_to(real)
    before = bytes_of(real)
    if level == "store":
        with pytest.raises(ProblemsFound, match="symbolic link"):
            publish(two_editions.second, site)
    else:
        for _ in range(3):
            publish(two_editions.second, site)
    assert bytes_of(real) == before and (real / "precious").is_dir()


@pytest.mark.parametrize("there", ["folder", "file", "link", "numbers"])
def test_a_store_that_is_not_ours_is_refused(there, two_editions, site, tmp_path):
    store = site.with_name("www.published")
    site.parent.mkdir()
    if there == "file":
        store.write_text("theirs")
    elif there == "link":
        (tmp_path / "real" / "1").mkdir(parents=True)
        store.symlink_to(tmp_path / "real")
    else:
        (store / ("1" if there == "numbers" else "precious")).mkdir(parents=True)
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, site)
    assert codes(found) == {"own.refused"} and "Move it away" in str(found.value)
    assert not os.path.lexists(site)


def as_published_by_0_1(store):
    for path in [store / own_files.LIST, *store.glob(f"*/{own_files.LIST}")]:
        path.unlink()


def test_a_site_of_version_0_1_is_taken_over_only_when_asked(published, two_editions):
    store = published.with_name("www.published")
    as_published_by_0_1(store)
    (store / "precious").mkdir()
    (store / "1" / "notes.txt").write_text("theirs")
    was = bytes_of(store)
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.second, published)
    assert codes(found) == {"publish.unmarked"} and "--adopt" in str(found.value)
    assert bytes_of(store) == was
    for _ in range(2):
        publish(two_editions.second, published, adopt=True)
    assert kept(published / "editions" / "1.0") == kept(two_editions.first)
    assert bytes_of(store / "1") == {"notes.txt": b"theirs"} and (store / "precious").is_dir()
    assert sorted(p.name for p in store.iterdir()) == [own_files.LIST, "1", "3", "4", "lock", "precious"]


def test_nothing_else_is_taken_over(two_editions, site):
    (site.with_name("www.published") / "1").mkdir(parents=True)
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, site, adopt=True)
    assert codes(found) == {"publish.adopt"}
