"""A publication that is killed at any change of the file system leaves the site as it was, or finished."""

import os
import shutil
import signal

import pytest
from processes import contents, edit

from coproduce.editions import manifest

pytestmark = pytest.mark.slow


@pytest.fixture
def site(folder, tmp_path):
    """A published site with one frozen edition, and a later book to publish."""
    site = tmp_path / "www" / "site"
    site.parent.mkdir()
    # A frozen edition needs a commit, and the copy has none; its pages are the same.
    made = manifest.read(folder.paths.html) | {"commit": "1" * 40}
    book = tmp_path / "first"
    shutil.copytree(folder.paths.html, book)
    manifest.write(made | {"edition": "0.9"}, book)
    status, said = folder.run("publish", str(site), "--freeze", "--book", str(book))
    assert status == 0, said
    edit(folder.paths.html / "index.html", "</title>", " again</title>")
    manifest.write(made | {"outputs": manifest.describe(folder.paths.html)}, folder.paths.html)
    return site


def test_killed_at_many_moments(folder, site, tmp_path):
    old = contents(site.resolve())
    status, said = folder.run("publish", str(site), below=site.parent, count=tmp_path / "count")
    assert status == 0, said
    new = contents(site.resolve())
    assert new != old
    assert {n: s for n, s in new.items() if n.startswith("editions/0.9/") and not n.startswith("editions/0.9/editions/")} == {
        n: s for n, s in old.items() if n.startswith("editions/0.9/") and not n.startswith("editions/0.9/editions/")}
    changes = int((tmp_path / "count").read_text())
    link_back(site, old)
    seen = []
    for moment in ("1", str(changes // 3), str(2 * changes // 3), "rename:*/2.new", "rename:*.new", "symlink:*", "rename:*/.coproduce-*.part",
                   "remove:*/1/index.html", str(changes)):
        status, said = folder.run("publish", str(site), below=site.parent, at=moment)
        served = contents(site.resolve())
        assert served in (old, new), moment
        seen.append(served == new)
        assert status in (0, -signal.SIGKILL), said
    assert seen[0] is False
    status, said = folder.run("publish", str(site))
    assert status == 0, said
    assert contents(site.resolve()) == new
    assert sorted(p.name for p in site.parent.iterdir()) == ["site", "site.published"]
    kept = sorted(p.name for p in (site.parent / "site.published").iterdir())
    assert [name for name in kept if not name.isdigit()] == [".coproduce-made", "lock"]
    assert len(kept) <= 4, "nothing piles up"


def link_back(site, old):
    """Serve the first publication again, as if the second had not been."""
    store = site.parent / "site.published"
    first = next(p for p in store.iterdir() if p.name.isdigit() and contents(p) == old)
    for other in store.iterdir():
        if other.is_dir() and other != first:
            shutil.rmtree(other)
    site.unlink()
    site.symlink_to(os.path.relpath(first, site.parent))


def test_a_site_that_leads_nowhere_keeps_its_editions(folder, site):
    site.unlink()
    status, said = folder.run("publish", str(site))
    assert status == 0, said
    assert (site / "editions/0.9/index.html").is_file()


def test_a_damaged_site_is_replaced(folder, site):
    (site / "manifest.json").write_text("{", encoding="utf-8")
    status, said = folder.run("publish", str(site))
    assert status == 0, said
    assert "again" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "editions/0.9/index.html").is_file()


def test_a_book_that_changes_while_it_is_copied_is_not_published(folder, site, monkeypatch):
    from coproduce.editions import site as publication
    from coproduce.ground.problems import ProblemsFound

    copy, begun = shutil.copyfile, []

    def copy_while_another_builds(source, target, **options):
        if not begun:
            begun.append(True)
            (folder.paths.html / "survival.html").write_text("of another build")
        return copy(source, target, **options)

    old = contents(site.resolve())
    monkeypatch.setattr(shutil, "copyfile", copy_while_another_builds)
    with pytest.raises(ProblemsFound, match="changed while it was being copied"):
        publication.publish(folder.paths.html, site)
    assert contents(site.resolve()) == old


def test_a_later_date_of_a_wrong_clock_can_be_overruled(folder, site):
    made = manifest.read(site)
    manifest.write(made | {"commit": "2" * 40, "source_date_epoch": made["source_date_epoch"] + 10**8}, site)
    status, said = folder.run("publish", str(site))
    assert status == 1
    assert "publish.overtaken" in said
    status, said = folder.run("publish", str(site), "--allow-older")
    assert status == 0, said
