"""A manuscript is composed again when what it is made of changed, and comes back whole when not."""

from dataclasses import fields, replace

import pytest
from larkwell import SETTINGS, bodies, manuscript, page

from coproduce.ground.checksums import checksums, files_below
from coproduce.ground.file_cache import StepCache
from coproduce.ground.problems import ProblemsFound
from coproduce.publish.manuscript.links import Elsewhere
from coproduce.publish.manuscript.manuscript_cache import cached_manuscript

pytestmark = pytest.mark.slow

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="{}"><path d="M0 0"/></svg>'
SHOWS = '<p><img src="_drawings/{}.svg" alt="A drawing"></p>'


def files(folder):
    return checksums((file.relative_to(folder).as_posix(), file) for file in files_below(folder))


def never(*_):
    raise AssertionError("it was composed again")


def test_kept_is_what_was_composed(tmp_path):
    plain = manuscript(tmp_path / "plain")
    made = cached_manuscript(StepCache(tmp_path / "kept"), "whole", bodies(), {}, SETTINGS, tmp_path / "made")
    again = cached_manuscript(StepCache(tmp_path / "kept"), "whole", bodies(), {}, SETTINGS, tmp_path / "again", compose=never)
    for field in fields(plain):
        if field.name != "folder":
            assert getattr(again, field.name) == getattr(made, field.name) == getattr(plain, field.name), field.name
    assert files(tmp_path / "again") == files(tmp_path / "made") == files(tmp_path / "plain")
    assert again.path.is_file() and any(name.startswith("images/") for name in files(tmp_path / "again"))


def shown(pictures, settings=SETTINGS, document=None, elsewhere=None):
    chapters = {"index": page(SHOWS.format("one") + '<p><a href="far.html">Far</a></p>', "Trees"), "far": page("<p>x</p>", "Far")}
    return chapters, pictures, settings, document, elsewhere


BEFORE = shown({"_drawings/one.svg": DRAWING.format(1), "_drawings/two.svg": DRAWING.format(1)})


@pytest.mark.parametrize(
    "now, why",
    [
        (BEFORE, ""),
        (shown({"_drawings/one.svg": DRAWING.format(2), "_drawings/two.svg": DRAWING.format(1)}), "pictures changed"),
        (shown({"_drawings/one.svg": DRAWING.format(1), "_drawings/two.svg": DRAWING.format(2)}), ""),
        (shown(BEFORE[1], replace(SETTINGS, title="Other")), "settings changed"),
        (shown(BEFORE[1], elsewhere={"far": Elsewhere("Far", "")}), "document changed"),
        (({**BEFORE[0], "far": page("<p>y</p>", "Far")}, *BEFORE[1:]), "page far changed"),
        ((dict(reversed(BEFORE[0].items())), *BEFORE[1:]), "pages changed"),
    ],
    ids=["nothing", "a picture", "a picture of no page", "a setting", "what stands elsewhere", "a page", "the order"],
)
def test_it_is_composed_again_for_what_it_depends_on(now, why, tmp_path):
    def made(kept, state, name):
        chapters, pictures, settings, document, elsewhere = state
        return cached_manuscript(kept, "whole", chapters, pictures, settings, tmp_path / name, document, elsewhere)

    made(StepCache(tmp_path / "kept"), BEFORE, "before")
    kept = StepCache(tmp_path / "kept")
    after, anew = made(kept, now, "after"), made(StepCache(), now, "anew")
    assert kept.reasons == ({"manuscript-whole": why} if why else {})
    assert after.html == anew.html and files(tmp_path / "after") == files(tmp_path / "anew")


def test_what_fails_is_not_kept(tmp_path):
    chapters = {"index": page('<p><img src="_images/gone.png" alt="A picture"></p>')}
    with pytest.raises(ProblemsFound):
        cached_manuscript(StepCache(tmp_path / "kept"), "whole", chapters, {}, SETTINGS, tmp_path / "whole")
    assert not (tmp_path / "kept").exists()
