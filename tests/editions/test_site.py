"""Putting books where a server serves them, with editions that are kept."""

from __future__ import annotations

import fcntl
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import time
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from edition_history import git

from coproduce.cli import main
from coproduce.editions.site import publish, unpublish
from coproduce.ground import own_files
from coproduce.ground.problems import ProblemsFound


@pytest.fixture
def site(tmp_path):
    return tmp_path / "srv" / "www"


@pytest.fixture
def published(two_editions, site):
    """Edition 1.0 frozen, then 1.1 published and not frozen."""
    publish(two_editions.first, site, freeze=True)
    publish(two_editions.second, site)
    return site


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")
            if p.is_file() and p.name != own_files.LIST}


def kept(folder: Path) -> dict[str, bytes]:
    """What of an edition must never change."""
    return {name: data for name, data in bytes_of(folder).items() if not name.startswith("editions/")}


def told(folder: Path) -> dict:
    """What newest.js tells the pages of the book in ``folder``."""
    text = (folder / "editions" / "newest.js").read_text()
    return json.loads(re.fullmatch(r"window\.reportEditions = (.*);\n", text)[1])


def codes(found) -> set[str]:
    return {problem.code for problem in found.value.problems}


def rewritten(book: Path, target: Path, **changes) -> Path:
    """A copy of a book whose manifest says something else."""
    shutil.copytree(book, target)
    path = target / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return target


def test_book_is_served_as_it_was_built(two_editions, site):
    done = publish(two_editions.first, site)
    assert site.is_symlink() and site.resolve() == done.folder and done.changed and not done.frozen
    assert kept(site) == kept(two_editions.first) | {".nojekyll": b""}


def test_frozen_edition_stays_byte_for_byte(two_editions, site):
    publish(two_editions.first, site, freeze=True)
    frozen = site / "editions" / "1.0"
    assert kept(frozen) == kept(two_editions.first)
    for _ in range(3):
        publish(two_editions.second, site, freeze=True)
    assert kept(frozen) == kept(two_editions.first)
    assert kept(site / "editions" / "1.1") == kept(two_editions.second)
    assert kept(site)["index.html"] == (two_editions.second / "index.html").read_bytes()


def test_old_links_keep_working(published, two_editions):
    for name in kept(two_editions.first):
        assert (published / "editions" / "1.0" / name).is_file()


def test_only_the_folder_of_editions_changes_and_the_publication_before_does_not(two_editions, site):
    """Files are shared between publications; what changes must not be written through."""
    publish(two_editions.first, site, freeze=True)
    before = site.resolve()
    was = bytes_of(before)
    publish(two_editions.second, site)
    assert bytes_of(before) == was
    page = Path("editions", "1.0", "survival.html")
    assert (before / page).samefile(site / page)
    told_in = Path("editions", "1.0", "editions", "newest.js")
    assert not (before / told_in).samefile(site / told_in)


def test_old_edition_is_told_of_the_newest_and_the_newest_of_none(published):
    assert told(published) == {"newest": "1.1"}
    old = told(published / "editions" / "1.0")
    assert (old["newest"], old["frozen"]) == ("1.1", "1.0")
    assert (published / "editions" / "1.0" / old["root"]).resolve() == published.resolve()
    assert "words.html" in old["pages"] and "glossary.html" not in old["pages"]
    assert all((published / page).is_file() for page in old["pages"])


def test_newest_edition_has_no_banner_even_where_it_is_kept(two_editions, site):
    publish(two_editions.first, site, freeze=True)
    assert told(site / "editions" / "1.0") == {"newest": "1.0"}
    publish(two_editions.second, site, freeze=True)
    assert "frozen" in told(site / "editions" / "1.0")
    assert told(site / "editions" / "1.1") == {"newest": "1.1"}


@pytest.mark.parametrize("at", ["", "editions/1.0/"])
def test_list_of_editions_leads_to_each_and_to_its_files(published, at):
    page = f"{at}editions/index.html"
    listed = BeautifulSoup((published / page).read_text(), "html.parser").select_one("ul.editions")
    links = {link.get_text(): unquote(urljoin(f"/{page}", link["href"])) for link in listed.select("a")}
    assert links["Edition 1.1"] == "/index.html"
    assert links["Edition 1.0"] == "/editions/1.0/index.html"
    assert links["Checksums of edition 1.0"] == "/editions/1.0/manifest.json"
    assert links["street-trees-of-larkwell.pdf"].endswith("/downloads/street-trees-of-larkwell.pdf")
    assert all((published / target.lstrip("/")).is_file() for target in links.values())
    assert [day["datetime"] for day in listed.select("time")] == ["2026-04-01", "2026-03-01"]
    assert "1 March 2026" in listed.get_text()


def test_list_names_an_edition_once_when_it_is_the_newest_too(two_editions, site):
    publish(two_editions.second, site, freeze=True)
    listed = BeautifulSoup((site / "editions" / "index.html").read_text(), "html.parser").select("ul.editions > li")
    assert [item.find("a").get_text() for item in listed] == ["Edition 1.1"]
    assert listed[0].find("a")["href"] == "../editions/1.1/index.html"


def test_list_is_there_for_programs_too(published, two_editions):
    data = json.loads((published / "editions" / "editions.json").read_text())
    assert data["newest"]["version"] == "1.1"
    assert [(e["version"], e["commit"]) for e in data["editions"]] == [("1.0", two_editions.first_commit)]


def test_same_edition_again_changes_nothing(two_editions, site):
    publish(two_editions.first, site, freeze=True)
    was = bytes_of(site)
    done = publish(two_editions.first, site, freeze=True)
    assert not done.changed and done.frozen == "1.0"
    assert bytes_of(site) == was


def test_other_bytes_under_a_frozen_version_are_refused(published, two_editions, tmp_path):
    other = shutil.copytree(two_editions.second, tmp_path / "other")
    path = other / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"edition": "1.0"}))
    was = bytes_of(published)
    with pytest.raises(ProblemsFound) as found:
        publish(other, published, freeze=True)
    assert codes(found) == {"publish.frozen"}
    assert bytes_of(published) == was


@pytest.mark.parametrize("change", [{"uncommitted_changes": True}, {"commit": ""}])
def test_only_what_was_committed_is_frozen(two_editions, site, tmp_path, change):
    book = rewritten(two_editions.first, tmp_path / "book", **change)
    with pytest.raises(ProblemsFound) as found:
        publish(book, site, freeze=True)
    assert codes(found) == {"publish.uncommitted"}
    assert not site.exists() and not site.with_name("www.published").exists()
    publish(book, site)  # without being kept it may be served


def test_book_of_a_clone_without_history_is_not_frozen(two_editions, site, tmp_path):
    """Its pages do not tell when they were changed: nobody who has the history could build them again."""
    git(tmp_path, "clone", "--quiet", "--depth", "1", two_editions.root.as_uri(), "shallow")
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.second, site, freeze=True, repository=tmp_path / "shallow")
    assert codes(found) == {"publish.shallow"} and not site.exists()
    publish(two_editions.second, site, repository=tmp_path / "shallow")


def test_without_git_the_clocks_decide(published, two_editions, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, published, repository=two_editions.root)
    assert codes(found) == {"publish.overtaken"}


def test_older_commit_is_refused(published, two_editions):
    was = bytes_of(published)
    with pytest.raises(ProblemsFound) as found:
        publish(two_editions.first, published)
    assert codes(found) == {"publish.overtaken"}
    assert two_editions.second_commit[:12] in str(found.value)
    assert bytes_of(published) == was


def test_history_decides_before_the_clocks_of_authors(two_editions, site, tmp_path):
    """A commit made on top of what is served is later, even if its author's clock is slow."""
    slow = rewritten(two_editions.second, tmp_path / "slow", source_date_epoch=1)
    publish(two_editions.first, site)
    with pytest.raises(ProblemsFound, match="publish.overtaken"):
        publish(slow, site)
    publish(slow, site, repository=two_editions.root)
    fast = rewritten(two_editions.first, tmp_path / "fast", source_date_epoch=2_000_000_000)
    with pytest.raises(ProblemsFound, match="publish.overtaken"):
        publish(fast, site, repository=two_editions.root)


def test_clocks_decide_where_a_repository_does_not_know_the_commits(published, two_editions, tmp_path):
    git(tmp_path, "init", "--quiet", "other")
    with pytest.raises(ProblemsFound, match="publish.overtaken"):
        publish(two_editions.first, published, repository=tmp_path / "other")


@pytest.mark.parametrize("spoil", [
    lambda book: (book / "index.html").write_text("changed"),
    lambda book: (book / "survival.html").unlink(),
    lambda book: (book / "extra.html").write_text("extra"),
    lambda book: (book / "manifest.json").unlink(),
    lambda book: (book / "editions" / "index.html").write_text("no place for a list"),
])
def test_book_that_is_not_as_it_was_built_is_refused(published, two_editions, tmp_path, spoil):
    book = shutil.copytree(two_editions.second, tmp_path / "book")
    spoil(book)
    was = bytes_of(published)
    with pytest.raises(ProblemsFound):
        publish(book, published)
    with pytest.raises(ProblemsFound):
        publish(two_editions.second, published, editions=(book,))
    assert bytes_of(published) == was


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


def test_damaged_site_is_mended_by_the_next_publication(published, two_editions):
    (published / "manifest.json").write_text("{")
    publish(two_editions.second, published)
    assert kept(published) == kept(two_editions.second) | {".nojekyll": b""}
    assert kept(published / "editions" / "1.0") == kept(two_editions.first)


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


def test_web_server_of_another_user_can_read_everything(two_editions, site):
    before = os.umask(0o077)
    try:
        publish(two_editions.first, site, freeze=True)
        publish(two_editions.second, site)
    finally:
        os.umask(before)
    modes = {oct(p.stat().st_mode & 0o777) for p in site.resolve().rglob("*") if p.is_file()}
    folders = {oct(p.stat().st_mode & 0o777) for p in [site, *site.resolve().rglob("*")] if p.is_dir()}
    assert (modes, folders) == ({"0o644"}, {"0o755"})


def test_nothing_but_what_the_manifest_names_is_published(two_editions, site, tmp_path):
    """A folder that served as a site can be published, and what lies in its changing folder stays behind."""
    book = shutil.copytree(two_editions.second, tmp_path / "book")
    (book / "editions" / "smuggled.html").write_text("<script src=//elsewhere.example.org></script>")
    publish(book, site, freeze=True)
    assert not [name for name in bytes_of(site) if "smuggled" in name]


def _publish_and_tell(book, site, queue):
    try:
        queue.put(publish(book, site).folder.name)
    except ProblemsFound as found:
        queue.put(found.problems[0].code)


def test_two_publications_at_once_wait_for_each_other(two_editions, site):
    """Both wait while a third holds the lock; then one goes first, and the older one is never what stays."""
    publish(two_editions.first, site)
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    jobs = [
        context.Process(target=_publish_and_tell, args=(book, site, queue))
        for book in (two_editions.second, two_editions.first, two_editions.second)
    ]
    with (site.with_name("www.published") / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for job in jobs:
            job.start()
        time.sleep(4)
        assert queue.empty() and all(job.is_alive() for job in jobs)
        assert site.resolve().name == "1"
    said = sorted(queue.get(timeout=60) for _ in jobs)
    for job in jobs:
        job.join(60)
    assert said in (["2", "3", "4"], ["2", "3", "publish.overtaken"])
    assert kept(site) == kept(two_editions.second) | {".nojekyll": b""}


def test_command_publishes_freezes_and_says_where(two_editions, site):
    run = CliRunner().invoke(main, [
        "--report", str(two_editions.root), "publish", str(site), "--freeze", "--book", str(two_editions.second)])
    assert run.exit_code == 0, run.output
    assert f"Edition 1.1 is kept at {site}/editions/1.1/" in run.output
    again = CliRunner().invoke(main, ["--report", str(two_editions.root), "publish", str(site)])
    assert again.exit_code == 0, again.output
    assert "the same as before" in again.output


def test_command_needs_no_report_for_a_book_alone(two_editions, site, tmp_path):
    run = CliRunner().invoke(main, ["--report", str(tmp_path), "publish", str(site), "--book", str(two_editions.first)])
    assert run.exit_code == 0, run.output
    without = CliRunner().invoke(main, ["--report", str(tmp_path), "publish", str(site)])
    assert without.exit_code == 2


def test_checksums_in_a_frozen_manifest_are_those_of_its_files(published):
    frozen = published / "editions" / "1.0"
    outputs = json.loads((frozen / "manifest.json").read_text())["outputs"]
    assert {name: hashlib.sha256(data).hexdigest() for name, data in kept(frozen).items() if name != "manifest.json"} == {
        name: file["sha256"] for name, file in outputs.items()}


def test_a_version_that_goes_back_is_asked_about(two_editions, site, tmp_path):
    publish(two_editions.second, site, freeze=True)
    book = rewritten(two_editions.second, tmp_path / "book", edition="1.0.1")
    was = bytes_of(site)
    with pytest.raises(ProblemsFound) as found:
        publish(book, site, freeze=True)
    assert codes(found) == {"publish.unusual"} and "--yes" in str(found.value)
    assert bytes_of(site) == was
    asked = []
    publish(book, site, freeze=True, sure=asked.extend)
    assert len(asked) == 1 and (site / "editions" / "1.0.1").is_dir()


@pytest.mark.parametrize("day", ["1926-03-01", "2926-03-01"])
def test_a_date_far_from_today_is_asked_about(day, two_editions, site, tmp_path):
    book = rewritten(two_editions.second, tmp_path / "book", date=day)
    result = CliRunner().invoke(main, ["publish", str(site), "--book", str(book)])
    assert result.exit_code == 1 and day in result.stderr and "--yes" in result.stderr
    assert not os.path.lexists(site)
    assert CliRunner().invoke(main, ["publish", str(site), "--book", str(book), "--yes"]).exit_code == 0


def test_versions_that_differ_by_case_are_refused(two_editions, site, tmp_path):
    for number, version in enumerate(("1.0a1", "1.0A1")):
        book = rewritten(two_editions.second, tmp_path / str(number), edition=version)
        if number:
            with pytest.raises(ProblemsFound) as found:
                publish(book, site, freeze=True)
            assert codes(found) == {"publish.same-name"}
        else:
            publish(book, site, freeze=True)
