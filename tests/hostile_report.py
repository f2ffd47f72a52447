"""The tiny report with contributions that try to act, and some in other languages: what is written, and what of it is admitted."""

from __future__ import annotations

import re

from foreign_texts import TEXTS, TRANSLATED, TRANSLATION, id_of
from hostile_texts import ALL

from coproduce.contributions.files import Contributions, contribution_text
from coproduce.contributions.withdrawal import withdraw
from coproduce.report import Report

FRONT = {
    "kind": "participant",
    "contributor": {"organisation_type": "volunteers", "region": "east", "credit": "anonymous"},
    "consent": {"given": True, "date": "2026-02-10", "wording": "1"},
    "theme": "planting",
}
DISPOSITION = "status: noted\nreason: Kept.\ndecided: '2026-02-20'\nby: editors\n"
#: A chapter that offers the contributors' words as a download.
CELL = """
```{code-cell} python3
said = chapter.contributions()
chapter.figure("said", alt.Chart(said.groupby("theme", as_index=False).size()).mark_bar().encode(x="theme:N", y="size:Q"),
               headline="What was said", subtitle="Contributions by theme, Larkwell, 2026", alt="One bar for each theme; planting is spoken of most often, watering once.",
               rows=said, data=said[["title", "organisation"]], columns={"title": "Point", "organisation": "Organisation"})
```
"""

def write(report: Report, id: str, title: str, body: str, **more) -> None:
    front = {**FRONT, "title": title, **more}
    (report.paths.contributions / f"{id}.md").write_text(contribution_text(front, body.strip()), encoding="utf-8")
    (report.paths.dispositions / f"{id}.yml").write_text(DISPOSITION)


def organisation(name: str) -> dict:
    return {"contributor": {**FRONT["contributor"], "organisation": name, "credit": "organisation"}}


def faults(report: Report, id: str):
    return [p for p in Contributions.collect(report.paths)[1] if p.path == f"contributions/{id}.md"]


def fill(report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """Writes every hostile text that the model admits; returns these as titles and as bodies, by id."""
    titles, bodies = {}, {}
    for number, text in enumerate(ALL):
        id = f"hostile-{number:03}"
        more = organisation(text)
        write(report, id, text, text, asks=[text], asks_basis="stated", note=text, **more)
        if faults(report, id):
            write(report, id, text, "Plain.", asks=[text], asks_basis="stated", note=text, **more)
        else:
            bodies[id] = text
        if faults(report, id):
            (report.paths.contributions / f"{id}.md").unlink()
            (report.paths.dispositions / f"{id}.yml").unlink()
            bodies.pop(id, None)
        else:
            titles[id] = text
    chapter = report.paths.chapter("survival")
    text = chapter.read_text(encoding="utf-8")
    inputs = re.search(r"inputs: \[(.*?)\]", text).group(1)
    if "contributions" not in inputs:
        text = text.replace(f"inputs: [{inputs}]", f"inputs: [{inputs}, contributions]")
    chapter.write_text(text + CELL + f"\nFamilies said it too: {{contribution}}`{id_of(TRANSLATED)}`.\n", encoding="utf-8")
    for tag, (title, body) in TEXTS.items():
        more = {"translation": TRANSLATION} if tag == TRANSLATED else {}
        write(report, id_of(tag), title, body, language=tag, asks=[title], asks_basis="stated", **more)
        assert faults(report, id_of(tag)) == []
    withdraw(report.paths, "east-volunteer", "The volunteer asked for it.")
    return titles, bodies
