"""A chapter that is opened and saved in JupyterLab declares what it declared before."""

from __future__ import annotations

import logging
import shutil
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from coproduce.check import check_before_merging
from coproduce.ground.yaml_file import parse_yaml, split_front_matter
from coproduce.source.front_matter import HEADER, read_front_matter

ROOT = Path(__file__).parents[2]


_MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


class OnDisk:
    """What jupytext's contents manager asks of Jupyter Server's: files below a folder, read and written."""

    parent, log = None, logging.getLogger(__name__)
    allow_hidden = True

    def __init__(self, root: Path):
        self.root_dir = str(root)

    def file(self, path: str) -> Path:
        return Path(self.root_dir) / path.strip("/")

    def get(self, path, content=True, type=None, format=None, require_hash=False):  # noqa: A002 Jupyter's own names
        file = self.file(path)
        model = {"name": file.name, "path": path, "type": type or "file", "writable": True, "mimetype": None, "format": "text",
                 "created": _MOMENT, "last_modified": _MOMENT, "content": None}
        if file.is_dir():
            return model | {"type": "directory"}
        if not content:
            return model
        text = file.read_text(encoding="utf-8")
        return model | {"content": nbformat.reads(text, as_version=4) if type == "notebook" else text}

    def save(self, model, path=""):
        assert model["type"] == "file"
        self.file(path).write_text(model["content"], encoding="utf-8")
        return self.get(path, content=False)

    def exists(self, path):
        return self.file(path).exists()

    def file_exists(self, path=""):
        return self.file(path).is_file()

    def dir_exists(self, path):
        return self.file(path).is_dir()

    def create_prefix_dir(self, path, fmt):
        return None


@cache
def jupytext_manager() -> type:
    """Jupytext's contents manager over :class:`OnDisk`.

    Its module asks for Jupyter Server, thirty packages of which the manager needs one class: it gets ours in that place.
    """
    with pytest.MonkeyPatch.context() as patch:
        name = "jupyter_server"
        for part in ("", ".services", ".contents", ".largefilemanager"):
            name += part
            patch.setitem(sys.modules, name, ModuleType(name))
        sys.modules[name].LargeFileManager = OnDisk
        patch.delitem(sys.modules, "jupytext.sync_contentsmanager", raising=False)
        from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

    return build_sync_jupytext_contents_manager_class(OnDisk)


def saved(root: Path, path: str) -> str:
    """The text of a chapter after JupyterLab's notebook editor has opened and saved it."""
    manager = jupytext_manager()(root)
    manager.save(manager.get(path, type="notebook"), path)
    return (root / path).read_text(encoding="utf-8")


CHAPTERS = [
    (folder, page.name) for folder in (ROOT, ROOT / "tests" / "tiny") for page in sorted((folder / "book").glob("*.md"))
    if "{code-cell}" in page.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("served", ["book", "."])
@pytest.mark.parametrize(("folder", "name"), CHAPTERS, ids=[f"{'tiny' if f != ROOT else 'report'}-{n}" for f, n in CHAPTERS])
def test_a_chapter_that_is_saved_says_what_it_said(tmp_path, folder, name, served):
    (tmp_path / "book").mkdir()
    for file in (name, "jupytext.toml"):
        shutil.copy(folder / "book" / file, tmp_path / "book" / file)
    before = (folder / "book" / name).read_text(encoding="utf-8")
    after = saved(tmp_path / served, name if served == "book" else f"book/{name}")
    header, body, _ = split_front_matter(before)
    header_after, body_after, _ = split_front_matter(after)
    assert body_after.strip() == body.strip()
    assert parse_yaml(header_after, name).data["coproduce"] == parse_yaml(header, name).data["coproduce"]
    assert read_front_matter(after, name)[1] == []


def test_without_the_setting_the_declaration_is_lost_and_the_check_says_so_before(tiny):
    (tiny.paths.book / "jupytext.toml").unlink()
    assert [(p.path, p.code) for p in check_before_merging(tiny)] == [("book/jupytext.toml", "jupytext.filter")]
    text = saved(tiny.paths.book, "survival.md")
    assert "coproduce:\n" not in text
    [setting, lost] = sorted(check_before_merging(tiny), key=lambda p: p.path)
    assert (lost.path, lost.code) == ("book/survival.md", "front-matter.no-inputs")
    assert "inputs: [counts]" in lost.expected and text.splitlines()[lost.line - 1].startswith("counts = chapter.table")


@pytest.mark.parametrize(("content", "code"), [
    ("", "jupytext.filter"), ("notebook_metadata_filter = 'tags'", "jupytext.filter"), ("notebook_metadata_filter = x", "jupytext.syntax"),
    ("notebook_metadata_filter = 'tags, coproduce'", None), ("notebook_metadata_filter = 'all'", None),
])
def test_what_the_setting_may_be(tiny, content, code):
    (tiny.paths.book / "jupytext.toml").write_text(content, encoding="utf-8")
    assert [p.code for p in check_before_merging(tiny)] == ([code] if code else [])


def test_a_table_that_is_read_and_not_declared_is_told_with_its_line(tiny):
    page = tiny.paths.chapter("streets")
    text = page.read_text(encoding="utf-8").replace("inputs: [counts, streets, contributions]", "inputs: [counts]")
    page.write_text(text, encoding="utf-8")
    found = [(p.code, p.message.split("‘")[1].split("’")[0], text.splitlines()[p.line - 1].partition("(")[0])
             for p in check_before_merging(tiny)]
    assert found == [
        ("front-matter.undeclared-input", "streets", "counts, streets = chapter.table"),
        ("front-matter.undeclared-input", "contributions", "chapter.value")]


def test_the_header_that_messages_show_is_one_that_jupytext_reads(tmp_path):
    (tmp_path / "a.md").write_text(f"---\n{HEADER}\n---\n\n# A\n\n```{{code-cell}} python3\n1\n```\n", encoding="utf-8")
    assert "```{code-cell} python3\n1\n```" in saved(tmp_path, "a.md")
