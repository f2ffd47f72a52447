"""A Jupyter Book built by the command, and what readers of each of its forms read."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from commands import coproduce
from filelock import FileLock
from lxml import html as lxml_html

from coproduce.ground.zip_files import read_zip

#: What of a page is for screens, or is told elsewhere in a document.
_FOR_SCREENS = ("headerlink", "chapter-head", "page-contents", "toctree-wrapper")
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class BuiltBook:
    """``root`` is its folder, ``said`` what the command has written."""

    root: Path
    said: str

    @property
    def html(self) -> Path:
        return self.root / "_build" / "html"

    def page(self, name: str) -> lxml_html.HtmlElement:
        """The article of a page."""
        return lxml_html.fromstring((self.html / f"{name}.html").read_text(encoding="utf-8")).find(".//article")

    def words(self, name: str) -> set[str]:
        """Every word that a reader of a page reads in its article, formulas and drawings aside."""
        article = self.page(name)
        for element in list(article.iter()):
            gone = element.tag in ("script", "style", "math", "svg") or set(_FOR_SCREENS) & set((element.get("class") or "").split())
            if gone and element.getparent() is not None:
                element.drop_tree()
        return words_of(" ".join(article.itertext()))

    def file(self, ending: str) -> Path:
        return next(path for folder in ("pdf", "formats") for path in sorted((self.root / "_build" / folder).glob(f"*{ending}"))
                    if "brief" not in path.name)

    @cached_property
    def documents(self) -> dict[str, str]:
        """The text of each document, by the ending of its file."""
        with pypdfium2.PdfDocument(self.file(".pdf")) as pdf:
            text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
        found = {".pdf": re.sub("(\u00ad|\ufffe|-\r?\n)", "", text)}
        for ending, inner in ((".docx", r"word/(document|footnotes)\.xml"), (".odt", r"content\.xml"), (".epub", r".*\.xhtml")):
            files = read_zip(self.file(ending))
            parts = [data.decode() for name, data in files.items() if re.fullmatch(inner, name)]
            # Runs of one paragraph are parts of one word where nothing stands between them.
            found[ending] = "\n".join(_TAG.sub("", re.sub(r"</(w:p|text:p|text:h|p|li|td|h\d|div)>|<(w:br|w:tab|text:line-break|text:s|br)\b[^>]*/>", " ", part))
                                      for part in parts)
        return found


def words_of(text: str) -> set[str]:
    return set(_WORD.findall(text))


def build_book(source: Path, root: Path, adopt: bool = False) -> BuiltBook:
    """The book in ``source``, built in a copy at ``root`` once for all workers of a test run; ``adopt`` it before."""
    said = root.with_suffix(".txt")
    with FileLock(root.with_suffix(".lock")):
        if not said.exists():
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(source, root, ignore=shutil.ignore_patterns("_build"))
            for command in [*(["adopt"] if adopt else []), "build"]:
                done = coproduce(command, cwd=root)
                assert done.returncode == 0, done.stdout + done.stderr
            said.write_text(done.stdout, encoding="utf-8")
    return BuiltBook(root, said.read_text(encoding="utf-8"))
