"""Putting books where a server serves them, with editions that are kept."""

from __future__ import annotations

import fcntl
import hashlib
import json
import multiprocessing
import os
import shutil
import time
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from published_sites import bytes_of, kept, told

from coproduce.cli import main
from coproduce.editions.site import publish
from coproduce.ground.problems import ProblemsFound


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


def test_damaged_site_is_mended_by_the_next_publication(published, two_editions):
    (published / "manifest.json").write_text("{")
    publish(two_editions.second, published)
    assert kept(published) == kept(two_editions.second) | {".nojekyll": b""}
    assert kept(published / "editions" / "1.0") == kept(two_editions.first)


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
