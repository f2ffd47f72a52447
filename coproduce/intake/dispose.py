"""What became of each contribution, asked one after the other at the terminal.

Each decision is written as soon as it is made, so that a person can stop at any
moment and go on another day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import click

from coproduce.contributions.decisions import DecisionContext, as_text
from coproduce.contributions.dispositions import STANCES
from coproduce.contributions.model import Contribution
from coproduce.contributions.questions import Question
from coproduce.ground.problems import Problem
from coproduce.intake import prompts
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs, writing

_LATER, _STOP = "later", "stop"
_FATES = {
    "used": "Used: it bears on a conclusion, for, against or with a condition",
    "noted": "Noted: read and kept, and no conclusion uses it (yet)",
    "out-of-scope": "Out of scope: not about the subject of the report",
    _LATER: "Decide later",
    _STOP: "Stop here",
}
_STATUS = Question("status", "What became of it", "choice", required=True, help="The contributor reads what you write.")
_BY = Question("by", "Who decides", "line", required=True, help="A role, such as editors: the file is public.")
_CONCLUSION = Question("uses.conclusion", "On which conclusion or recommendation it bears", "choice", required=True,
                       help="A number, a name, or ? to see the list.")
_STANCE = Question("uses.stance", "How it bears on it", "choice", required=True, help="By what it says, not by whether we agree.")
_HOW = Question("uses.how", "What it adds, in one sentence", "line", required=True,
                help="So that the contributor recognises the point.")
_REASON = Question("reason", "Why, in one sentence", "line", required=True, help="One that the contributor can accept.")
_CHAPTER = Question("uses.chapter", "In which chapter it is used", "line", required=True, help="The name of its file, without .md.")


def ask_for_dispositions(paths: Paths, today: dt.date | None = None) -> tuple[int, int]:
    """Ask what became of each contribution without a disposition; how many were written, and how many are left."""
    desk = DecisionContext.open(paths)
    waiting = desk.undecided
    if desk.unreadable:
        click.echo(f"{desk.unreadable:,} more cannot be shown, because their files are not sound: run coproduce check.")
    if not waiting:
        return 0, 0
    click.echo("Each decision is written at once. Stop with Ctrl-C, and go on another time.")
    asking = _Asking(desk, (today or dt.date.today()).isoformat())
    prompts.announce(_BY)
    asking.by = prompts.line("As", _BY, lambda value: asking.faults("by", by=value), default="editors")
    written = 0
    for number, contribution in enumerate(waiting, 1):
        click.echo(f"\n{'─' * 70}\n{number:,} of {len(waiting):,}  {contribution.id}\n\n{decision_text(contribution, desk)}")
        decision = asking.decision(contribution.id)
        if decision == _STOP:
            break
        if isinstance(decision, dict) and (path := _write(paths, contribution.id, decision)):
            written += 1
            click.echo(f"  Written: {path}")
    return written, len(waiting) - written


def decision_text(contribution: Contribution, desk: DecisionContext) -> str:
    """What a person reads before deciding."""
    front, label = contribution.front, desk.contributions.vocabulary.label
    who = [contribution.credit_line(), label("organisation_types", front.contributor.organisation_type),
           label("regions", front.contributor.region)]
    parts = [contribution.title, f"({', '.join(part for part in who if part)})", "", contribution.body]
    if front.asks:
        parts += ["", "Asks:", *(f"- {one}" for one in front.asks)]
    return "\n".join([*parts, "", f"About: {desk.about(contribution)}"])


@dataclass
class _Asking:
    """Asks for one decision after the other; lists that were shown are not shown again."""

    desk: DecisionContext
    today: str
    by: str = "editors"
    _listed: set[str] = field(default_factory=set)

    def decision(self, id: str) -> dict[str, Any] | str:
        """The disposition of the contribution ``id``, :data:`_LATER` or :data:`_STOP`."""
        fate = self._choose(_STATUS, _FATES)
        if fate in (_LATER, _STOP):
            return fate
        if fate == "used" and not self.desk.conclusions:
            click.echo("  The book states no conclusion or recommendation yet.")
            return _LATER
        made: dict[str, Any] = {"status": fate, "decided": self.today, "by": self.by}
        if fate == "used":
            made["uses"] = self._uses(id, made)
        else:
            prompts.announce(_REASON)
            made["reason"] = prompts.line("", _REASON, lambda value: self.faults("reason", reason=value))
        return made

    def _uses(self, id: str, made: dict[str, Any]) -> list[dict[str, str]]:
        uses: list[dict[str, str]] = []
        known = {c.name: f"{c.name}: {c.title}" if c.title else c.name for c in self.desk.conclusions.values()}
        while not uses or click.confirm("\n  Does it bear on another one?", default=False):
            name = self._choose(_CONCLUSION, known)
            stance = self._choose(_STANCE, {id: f"{id}: {words}" for id, words in STANCES.items()})
            prompts.announce(_HOW)
            how = prompts.line("", _HOW, lambda value: self.faults("uses.how", uses=[{"how": value}]))
            chapter = prompts.line("In which chapter it is used", _CHAPTER, lambda value: self.faults(
                "uses.chapter", uses=[{"chapter": value}]), default=self.desk.conclusions[name].page)
            use = {"chapter": chapter, "conclusion": name, "stance": stance, "how": how}
            if found := self.desk.problems(id, made | {"uses": [*uses, use]}):
                prompts.print_problems(found)
                continue
            uses.append(use)
        return uses

    def _choose(self, question: Question, options: dict[str, str]) -> Any:
        listed = question.field in self._listed
        self._listed.add(question.field)
        return prompts.choose(question, options, listed=listed)

    def faults(self, field: str, **data: Any) -> list[Problem]:
        """What is wrong with one field of a disposition."""
        if "uses" in data:
            sound = next(iter(self.desk.conclusions), "")
            use = {"chapter": self.desk.pages[0] if self.desk.pages else "", "conclusion": sound, "stance": "supports", "how": "x"}
            data = {"status": "used", "uses": [use | data["uses"][0]]}
        made = {"status": "noted", "reason": "x", "decided": self.today, "by": self.by} | data
        if made["status"] == "used":
            del made["reason"]
        return [Problem("", p.message, code=p.code, expected=p.expected, action=p.action)
                for p in self.desk.problems("x", made) if p.field == field]


def _write(paths: Paths, id: str, decision: dict[str, Any]) -> str:
    """Write the disposition of ``id`` and return its path; "" if there is nothing to decide any more."""
    with writing(paths, click.echo):
        file = paths.dispositions / f"{id}.yml"
        if not (paths.contributions / f"{id}.md").exists():
            click.echo(f"  {id} was withdrawn meanwhile; nothing was written.")
        elif file.exists():
            click.echo(f"  Somebody else decided meanwhile, in {paths.relative(file)}; nothing was written.")
        else:
            write_inputs({file: as_text(decision)}, paths, new=True)
            return paths.relative(file)
    return ""
