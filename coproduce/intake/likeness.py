"""Which contribution that is there says the same as a new response, or nearly the same.

Two texts are nearly the same if they share a good part of their runs of three words
(:data:`ALIKE`, Jaccard). Variants of one letter share 0.45 and more of them, texts that
people wrote by themselves on one subject less than 0.05. Which of many texts to
compare is found with MinHash (A. Broder, *On the resemblance and containment of
documents*, 1997), so that the time grows with the number of texts and not with its square.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.read_input import read_input
from coproduce.ground.yaml_file import parse_yaml, split_front_matter
from coproduce.intake.matching import key
from coproduce.intake.plaintext import as_markdown

if TYPE_CHECKING:
    from coproduce.intake.drafts import Draft

#: The share of runs of three words from which two texts are variants of one.
ALIKE = 0.4
#: A variant with this share stands for nothing that its first text does not stand for.
CLOSE = 0.6
#: In fewer words two people may well say the same by chance.
FEWEST_WORDS = 15
_HASHES = 128
#: Below :data:`ALIKE`, because what MinHash finds is an estimate; each is then compared exactly.
_LOOKED_FOR = 0.3
#: Texts compared exactly for one response: the first that is alike will do.
_MOST_COMPARED = 25
_DATED = ("consent", "submitted", "variant_of")
_TITLE = re.compile(r"^title:[ ]*(.+?)[ ]*$", re.MULTILINE)
_VARIANT = re.compile(r"^variant_of:[ ]*[\"']?([a-z0-9-]+)", re.MULTILINE)


@dataclass
class Text:
    """What a contribution says: its words, and its fields as its file or response has them.

    ``waiting`` is whether it is set aside for review, so that nothing can rest on it yet.
    """

    id: str
    words: tuple[str, ...]
    front: str = ""
    typed: dict[str, Any] | None = None
    waiting: bool = False

    @cached_property
    def fields(self) -> dict[str, Any]:
        data = self.typed if self.typed is not None else parse_yaml(self.front, self.id, typed=False).data
        return data if isinstance(data, dict) else {}

    @property
    def undated(self) -> dict[str, Any]:
        """The fields without those that another day, or another text, gives."""
        return {name: value for name, value in self.fields.items() if name not in _DATED}

    @property
    def title(self) -> str:
        if self.typed is not None:
            return key(str(self.typed.get("title", "")))
        found = _TITLE.search(self.front)
        if not found:
            return ""
        said = found.group(1)
        try:
            return key(str(json.loads(said)) if said.startswith('"') else said.strip("'"))
        except ValueError:
            return key(said)

    @property
    def asks(self) -> tuple[str, ...]:
        asks = self.fields.get("asks")
        return tuple(key(str(ask)) for ask in asks) if isinstance(asks, list) else ()

    @property
    def variant_of(self) -> str:
        if self.typed is not None:
            return str(self.typed.get("variant_of", ""))
        found = _VARIANT.search(self.front)
        return found.group(1) if found else ""

    @property
    def shingles(self) -> set[str]:
        """Runs of three words."""
        return {" ".join(self.words[start : start + 3]) for start in range(len(self.words) - 2)}

    @cached_property
    def sketch(self) -> Any:
        """What MinHash compares."""
        from datasketch import MinHash

        sketch = MinHash(num_perm=_HASHES, hashfunc=zlib.crc32)
        sketch.update_batch([shingle.encode() for shingle in self.shingles])
        return sketch

    def same_contributor(self, other: Text) -> bool:
        """Whether both name the same person, organisation or table; of two without a name nobody can tell."""
        return any(mine and mine == theirs for mine, theirs in zip(self._names(), other._names()))

    def _names(self) -> tuple[str, ...]:
        contributor = self.fields.get("contributor")
        contributor = contributor if isinstance(contributor, dict) else {}
        table = self.fields.get("organisations")
        return (
            key(str(contributor.get("name") or "")), key(str(contributor.get("organisation") or "")),
            "; ".join(sorted(key(str(one)) for one in table)) if isinstance(table, list) else "")


def text_of(draft: Draft, id: str) -> Text:
    """What ``draft`` says."""
    return Text(id, _words(as_markdown(draft.body)), typed=draft.data)


def similarity(one: Text, other: Text) -> float:
    """The share of runs of three words that occur in both (Jaccard)."""
    mine, theirs = one.shingles, other.shingles
    return len(mine & theirs) / max(1, len(mine | theirs))


class Texts:
    """What the contributions in ``folder`` that came from a form say, and what is added to them."""

    def __init__(self, folder: Path):
        self._by_id: dict[str, Text] = {}
        self._by_words: dict[tuple[str, ...], list[Text]] = {}
        self._by_title: dict[str, list[Text]] = {}
        self._to_index: list[Text] = []
        self._index: Any = None
        for file in sorted(folder.glob("response-*.md")):
            front, body, _ = split_front_matter(
                read_input(file, file.name).decode("utf-8", "replace").replace("\r\n", "\n"))
            self.add(Text(file.stem, _words(body), front or ""))

    def add(self, text: Text) -> None:
        """Know ``text`` from now on."""
        self._by_id.setdefault(text.id, text)
        self._by_words.setdefault(text.words, []).append(text)
        if text.title:
            self._by_title.setdefault(text.title, []).append(text)
        self._to_index.append(text)

    def get(self, id: str) -> Text | None:
        """The text of the contribution ``id``, as it was found first."""
        return self._by_id.get(id)

    def same_text(self, text: Text) -> Text | None:
        """The first other text that says the same in title, body and asks, whatever else differs."""
        return next((
            other for other in self._by_words.get(text.words, ())
            if other.id != text.id and other.title == text.title and other.asks == text.asks), None)

    def with_same_title(self, text: Text) -> Iterator[Text]:
        """Other texts under the same title."""
        yield from (other for other in self._by_title.get(text.title, ()) if other.id != text.id)

    def similar_text(self, text: Text) -> Text | None:
        """The first other text that is nearly the same; texts of a few words are near to none."""
        if len(text.words) < FEWEST_WORDS:
            return None
        equal = next((other for other in self._by_words.get(text.words, ()) if other.id != text.id), None)
        if equal is not None:
            return equal
        self._update_index()
        candidates = sorted(self._index.query(text.sketch)) if self._index is not None else []
        for _, id in candidates[:_MOST_COMPARED]:
            other = self._by_id[id]
            if id != text.id and similarity(text, other) >= ALIKE:
                return other
        return None

    def _update_index(self) -> None:
        from datasketch import MinHashLSH

        if self._index is None:
            self._index = MinHashLSH(num_perm=_HASHES, params=_bands())
            self._number = 0
        for text in self._to_index:
            head = self._by_id.get(text.variant_of)
            represented = head is not None and head.sketch.jaccard(text.sketch) >= CLOSE
            if len(text.words) >= FEWEST_WORDS and not represented and self._by_id.get(text.id) is text:
                self._index.insert((self._number, text.id), text.sketch)
                self._number += 1
        self._to_index = []


@cache
def _bands() -> tuple[int, int]:
    """Bands of hashes, and hashes in each, that the library chooses for :data:`_LOOKED_FOR`; it works them out anew each time."""
    from datasketch import MinHashLSH

    chosen = MinHashLSH(threshold=_LOOKED_FOR, num_perm=_HASHES)
    return chosen.b, chosen.r


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
