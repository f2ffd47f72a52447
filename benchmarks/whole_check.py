"""How long ``coproduce check`` takes on the worst files that it reads at all.

    python benchmarks/whole_check.py [--sizes 10 100] [--place page.text] [--limit 120]

Puts each of the atoms of ``text_checks.py``, and texts of which each part is another
(so that nothing is told once for all), into each kind of place where a report takes
text, and times everything that the command checks. The report around it is the tiny
one of the tests. Files above their limit are refused: that is timed as well.
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sections import machine, write_section
from text_checks import ATOMS, seconds

from coproduce.check import check_before_merging
from coproduce.ground import size_limits
from coproduce.report import Report

TINY = Path(__file__).parents[1] / "tests" / "tiny"


def _numbered(pattern: str) -> Callable[[int], str]:
    def made(size: int) -> str:
        parts, length, number = [], 0, 0
        while length < size:
            parts.append(pattern.format(n=number, w=_word(number)))
            length += len(parts[-1])
            number += 1
        return "".join(parts)[:size]

    return made


def _word(number: int) -> str:
    """A word that no dictionary has, another for each number."""
    word = ""
    while number or not word:
        number, rest = divmod(number, 20)
        word += "bcdfghjklmnpqrstvwxz"[rest] + "aeo"[len(word) % 3]
    return f"q{word}zz"


def _repeated(atom: str) -> Callable[[int], str]:
    return lambda size: atom * (size // len(atom))


TEXTS: dict[str, Callable[[int], str]] = {repr(atom): _repeated(atom) for atom in ATOMS} | {
    pattern: _numbered(pattern) for pattern in (
        "{w} ", "{w}\n\n", "k{n}: v\n", "k{n}: [{w}]\n", '"k{n}": "\\x41{w}"\n', "- {w}\n", "{{value}}`v-{n}` ",
        "{{value}}`v-{n}`\n\n", "{{term}}`{w}`\n\n", "[a](p-{n}.md)\n\n", "[a](index.md#{w})\n\n", "# {w}\n\n", "(l-{n})=\n",
        ":::{{conclusion}} c-{n}\n:values: v-{n}\n\n{w}\n:::\n\n", "[^{n}]: {w}\n\n", "{w}{n}@example.org\n\n",
        "0161 496 {n}\n\n", "{n} per cent\n\n", "x{n} = 'v-{w}'\n", "x(alt='{w} {n}')\n", "x = f'v-{w}{{y}}z'\n",
        "{w},{n}\n", "{w},2024,{n},1,true,{w},{w}\n", "{n}-1-1,\"{w}\n",
    )
}
_SURVIVAL = (TINY / "book/survival.md").read_text(encoding="utf-8")
_LETTER = (TINY / "contributions/parish-watering.md").read_text(encoding="utf-8")
_FRONT = _LETTER.rpartition("---\n")[0]


def _indented(text: str, by: str = "  ") -> str:
    return "".join(by + line for line in text.splitlines(keepends=True)) or by


#: Each place: the file, how it reads around the text, and the size that it may have.
PLACES: dict[str, tuple[str, Callable[[str], str], int]] = {
    "contribution.text": ("contributions/parish-watering.md", lambda t: f"{_FRONT}---\n\n{t}\n", size_limits.CONTRIBUTION),
    "contribution.field": (
        "contributions/parish-watering.md", lambda t: f"{_FRONT}note: |\n{_indented(t)}\n---\n\nText.\n", size_limits.CONTRIBUTION),
    "contribution.fields": ("contributions/parish-watering.md", lambda t: f"{_FRONT}{t}\n---\n\nText.\n", size_limits.CONTRIBUTION),
    "contribution.comment": (
        "contributions/parish-watering.md", lambda t: f"{_FRONT}{_indented(t, '# ')}\n---\n\nText.\n", size_limits.CONTRIBUTION),
    "contribution.list": (
        "contributions/parish-watering.md",
        lambda t: f"{_FRONT}asks:\n" + "".join(f"  - {line}\n" for line in t.split("\n")) + "---\n\nText.\n", size_limits.CONTRIBUTION),
    "disposition": ("contributions/dispositions/east-volunteer.yml", lambda t: f"status: noted\n{t}\n", size_limits.CONTRIBUTION),
    "vocabulary": ("contributions/vocabulary.yml", lambda t: f"themes:\n{_indented(t)}\n", size_limits.CONTRIBUTION),
    "form": ("contributions/form.yml", lambda t: f"{t}\n", size_limits.CONTRIBUTION),
    "page.text": ("book/survival.md", lambda t: f"{_SURVIVAL}\n\n{t}\n", size_limits.PAGE),
    "page.box": ("book/survival.md", lambda t: f"{_SURVIVAL}\n\n:::::::{{note}} Note\n{t}\n:::::::\n", size_limits.PAGE),
    "page.glossary": ("book/glossary.md", lambda t: f"# Words\n\n:::{{glossary}}\n{t}\n:::\n", size_limits.PAGE),
    "page.cell": ("book/survival.md", lambda t: f"{_SURVIVAL}\n\n```{{code-cell}} python3\n{t}\n```\n", size_limits.PAGE),
    "page.fields": ("book/survival.md", lambda t: f"---\n{t}\n{_SURVIVAL[4:]}", size_limits.PAGE),
    "document": ("README.md", lambda t: f"# Read me\n\n{t}\n", size_limits.PAGE),
    "words": ("docs/words.txt", lambda t: f"{t}\n", size_limits.PAGE),
    "settings": ("_config.yml", lambda t: (TINY / "_config.yml").read_text() + f"\n{t}\n", size_limits.YAML),
    "contents": ("_toc.yml", lambda t: (TINY / "_toc.yml").read_text() + f"\n{t}\n", size_limits.YAML),
    "brief": ("book/brief.yml", lambda t: f"{t}\n", size_limits.YAML),
    "profiles": ("book/profiles.yml", lambda t: f"{t}\n", size_limits.YAML),
    "package": ("data/datapackage.yaml", lambda t: (TINY / "data/datapackage.yaml").read_text() + f"\n{t}\n", size_limits.YAML),
    "table.rows": ("data/counts.csv", lambda t: (TINY / "data/counts.csv").read_text() + t + "\n", 1_000_000),
    "table.cell": (
        "data/streets.csv",
        lambda t: (TINY / "data/streets.csv").read_text() + 'one,"' + t.replace('"', '""') + '",East,wardens-2025,t\n', 1_000_000),
}


def times(place: str, sizes: list[int], limit: int, texts: list[str]) -> Iterator[tuple[str, list[float], int]]:
    """For each text the seconds of a processor that the check takes at each size in kB (limited to what may be there), and its problems."""
    file, around, most = PLACES[place]
    room = most - len(around("").encode()) - 500
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "tiny")
        shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
        for name in texts:
            taken, told = [], 0
            for size in sorted({min(1000 * size, room) for size in sizes}):
                (root / file).write_text(around(TEXTS[name](size)), encoding="utf-8")
                if (root / file).stat().st_size > most:  # what the place adds to each line
                    continue
                problems: list = []
                taken.append(seconds(lambda _: problems.extend(check_before_merging(Report(root))), "", limit))  # noqa: B023
                told = len(problems)
                if taken[-1] == math.inf:
                    break
            yield name, taken or [0.0], told


def as_markdown(worst: list[tuple[str, str, float]]) -> str:
    """The section of the page of all benchmarks: for each place its limit, the worst text and its seconds."""
    names = [name.strip().replace("\n", "\\n").replace("|", "\\|") for _, name, _ in worst]
    rows = "\n".join(f"| {place} | {PLACES[place][2] // 1000:,} kB | `{name}` | {taken:.1f} s |"
                     for name, (place, _, taken) in zip(names, worst, strict=True))
    return f"""## How long a check of hostile texts takes

`coproduce check` of the tests' tiny report with one file of the largest size that is read, in seconds of a processor: the worst of {len(TEXTS)} texts for each kind of place ({machine()}).

| place | size | worst text | time |
|---|---|---|---|
{rows}
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=int, nargs="+", default=[100], help="in kB; no more than a place may hold")
    options.add_argument("--place", choices=PLACES, action="append")
    options.add_argument("--text", action="append", help="only these, as the output names them")
    options.add_argument("--limit", type=int, default=120)
    options.add_argument("--worst", type=int, default=6)
    options.add_argument("--output", type=Path, help="the page whose section is written")
    given = options.parse_args()
    found = []
    check_before_merging(Report(TINY))  # reads the dictionary
    for place in given.place or PLACES:
        results = list(times(place, given.sizes, given.limit, given.text or list(TEXTS)))
        print(f"{place}: {sum(r[1][-1] == math.inf for r in results)} of {len(results)} beyond {given.limit} s", flush=True)
        for name, taken, told in sorted(results, key=lambda r: -r[1][-1])[:given.worst]:
            if taken[-1] == max(r[1][-1] for r in results):
                found.append((place, name, taken[-1]))
            print(f"  {name:34} {'  '.join(f'{t:.2f}' for t in taken)} s, {told} problems", flush=True)
    if given.output:
        write_section(given.output, "check", as_markdown(found))


if __name__ == "__main__":
    main()
