"""Builds a report with more and more chapters, and says how the work grows.

    python benchmarks/chapters.py [--chapters 8] [--output docs/benchmarks.md]

A copy of the tiny report of the tests gets once, twice and four times that many chapters, each with a
value, a figure and a thousand words. Each of the three is built from nothing, and again after one
sentence and after one value were changed. What is told are seconds of processors, of the build and
all that it starts: they depend little on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from build_times import Failed, _build, _change_cell
from many_contributions import TINY
from sections import PAGE, write_section

from coproduce.source.front_matter import HEADER

TIMES = (1, 2, 4)
STEPS = {"cold": "nothing built before", "sentence": "one sentence edited", "value": "one value changed"}
_WORDS = ("Neighbours carried water to young trees in dry weeks.", "The wardens walk each street in June.",
          "Where stakes stood too long they cut into the bark.", "Nobody kept a list of the trees that died.",
          "The council planted limes along the road to the school.", "Roots lift the pavement where the ground is dry.",
          "A rota with names on it worked better than good will.", "Old maps show an orchard behind the station.")
_CHAPTER = f"---\n{HEADER}\n" """coproduce:
  inputs: [counts]
---

# {title}

```{{code-cell}} python3
import altair as alt
from coproduce import open_chapter

chapter = open_chapter("{name}")
counts = chapter.table("counts")
latest = counts[counts["year"] == 2025]
chapter.value("trees-{name}", int(latest["trees"].sum()), unit="count", rows=latest, label="Street trees",
              calculation="Sum over the streets", period="June 2025", place="Larkwell")
by_year = counts.dropna(subset=["trees"]).groupby("year", as_index=False)["trees"].sum()
chart = alt.Chart(by_year).mark_bar().encode(x=alt.X("year:O", title="Year"), y=alt.Y("trees:Q", title="Trees"))
```

The census counted {{value}}`trees-{name}` trees.

```{{code-cell}} python3
chapter.figure("figure-{name}", chart, headline="More trees, as the {word} chapter shows",
               subtitle="Street trees counted in June, Larkwell", alt="Three bars, one a year. The number of street trees rises.",
               rows=counts, data=by_year, columns={{"year": "Year", "trees": "Trees"}},
               caveat="Station Street was not counted in the first year.")
```

{text}
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--chapters", type=int, default=8)
    options.add_argument("--output", type=Path, default=Path(__file__).parents[1] / PAGE)
    given = options.parse_args()
    used: dict[int, dict[str, float]] = {}
    loads = []
    for times in TIMES:
        number = given.chapters * times
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            root = Path(folder, "report")
            shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build"))
            first = add_chapters(root, number)
            used[number] = {}
            for step in STEPS:
                if step == "sentence":
                    page = root / "book" / f"{first}.md"
                    page.write_text(page.read_text(encoding="utf-8") + "\nThis sentence was added to time a build.\n", encoding="utf-8")
                if step == "value":
                    _change_cell(root / "data" / "counts.csv", 4, "trees")
                used[number][step] = _build("ours", root)[1]
                loads.append(os.getloadavg()[0])
                print(f"{number:3} chapters  {step:10} {used[number][step]:6.1f} s of processors", flush=True)
    text = _document(used, max(loads))
    write_section(given.output, "chapters", text)
    print(f"\n{text}\nwritten to {given.output}")


def add_chapters(root: Path, number: int) -> str:
    """Write ``number`` chapters into a copy of the tiny report; the name of the first."""
    chance = random.Random(20260301)
    names = [_word(position) for position in range(number)]
    for name in names:
        parts = [f"## The {name} part {_word(part)}\n\n" + "\n\n".join(
            " ".join(chance.choices(_WORDS, k=5)) for _ in range(5)) for part in range(4)]
        (root / "book" / f"{name}.md").write_text(
            _CHAPTER.format(name=name, title=f"What the {name} chapter says", word=name, text="\n\n".join(parts)), encoding="utf-8")
    contents = root / "_toc.yml"
    listed = "".join(f"  - file: {name}\n" for name in names)
    contents.write_text(contents.read_text(encoding="utf-8").replace(
        "  - file: conclusions\n", f"{listed}  - file: conclusions\n"), encoding="utf-8")
    return names[0]


def _word(number: int) -> str:
    """A name made of letters, another one for each number."""
    sounds = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni")
    return f"{sounds[number // 64 % 8]}{sounds[number // 8 % 8]}{sounds[number % 8]}r"


def _document(used: dict[int, dict[str, float]], load: float) -> str:
    least = min(used)
    rows = []
    for step, words in STEPS.items():
        cells = [f"{taken[step]:.1f} s" for taken in used.values()]
        powers = f"{used[max(used)][step] / used[least][step]:.2f}"
        rows.append(f"| {words} | {' | '.join(cells)} | {powers} |")
    return f"""## How a build grows with its chapters

Seconds of processors that `coproduce build` and the programs that it starts use, all forms ({datetime.now(UTC).date().isoformat()}, {os.cpu_count()} processors, Python {platform.python_version()}).
Other work used the machine meanwhile: up to {load:.0f} programs at a time, which makes each second do less.

| build | {" | ".join(f"{number} chapters" for number in used)} | {max(used) // least} times the chapters: times the work |
|---|{"---|" * (len(used) + 1)}
{chr(10).join(rows)}

Each chapter has a value, a figure and about a thousand words, beside the eight pages of the tests' tiny report. The value that is changed is one that every chapter adds up, so that all of them run again. `python benchmarks/chapters.py` makes these figures again.
"""


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        raise SystemExit(str(error)) from None
