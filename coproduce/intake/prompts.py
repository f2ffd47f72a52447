"""Questions at a terminal: each answer is judged at once, and what was typed is kept when it has to be mended.

A fault is told below the answer, and the same answer is asked for again: a line
stands there to be changed (where the terminal can do that), a list keeps the entries
that are sound, a text is opened in the person's editor (``VISUAL`` or ``EDITOR``) or
mended line by line. The answers to choose from are shown once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, cast

import click

from coproduce.contributions.questions import Question
from coproduce.ground.problems import Problem
from coproduce.ground.suggestions import list_nearest
from coproduce.intake.plaintext import without_marks

Faults = Callable[[Any], list[Problem]]

#: What ends a text of several lines.
END = "."
#: Below this line an editor shows what is wrong; nothing from here on is kept (git has such a line too).
SCISSORS = "# ------------------------ >8 ------------------------"


def ask(question: Question, options: dict[str, str], faults: Faults) -> Any:
    """The answer to ``question``, once ``faults`` finds nothing wrong with it; empty if it may stay empty.

    ``options`` are ids and labels to choose from, for a choice.
    """
    if question.control in ("choice", "choices"):
        return choose(question, options, faults) if options else None
    announce(question)
    if question.control == "lines":
        return _entries(question, faults)
    if question.control == "text":
        return _text(question, faults)
    return line("", question, faults)


def announce(question: Question) -> None:
    """Say what is asked for, and what for."""
    click.echo(f"\n{question.label}" + (" (needed)" if question.required else ""))
    if question.purpose:
        click.echo(f"  {question.purpose}")


def print_problems(problems: Sequence[Problem]) -> None:
    """Say what is wrong, and on which line of a text of several."""
    for problem in problems:
        click.echo(f"  {f'Line {problem.line}: ' if problem.line else ''}{problem.message}")
        click.echo(f"  Expected: {problem.expected}. {problem.action}".rstrip())


def line(prompt: str, question: Question, faults: Faults, default: str = "") -> str:
    """One line. A faulty one stands in the terminal to be mended."""
    kept = ""
    while True:
        kept = _typed(f"  {prompt}" if default else "  ", "" if default else "> ", kept, default)
        if not kept:
            if not question.required:
                return ""
            click.echo(f"  This is needed. {question.purpose}")
        elif found := faults(kept):
            print_problems(found)
        else:
            return kept


def _typed(prompt: str, suffix: str, current: str = "", default: str = "") -> str:
    """What is typed; ``current`` stands there already, where the terminal can do that."""
    with _Prefilled(current):
        if default:
            return click.prompt(prompt, default=default).strip()
        return without_marks(click.prompt(prompt, default="", show_default=False, prompt_suffix=suffix).strip())


class _Prefilled:
    """Lets the next line that is read begin with a text."""

    def __init__(self, text: str):
        self._text, self._readline = text, cast(Any, None)

    def __enter__(self) -> None:
        if not (self._text and sys.stdin.isatty() and sys.stdout.isatty()):
            return
        try:
            import readline
        except ImportError:  # a Python that was built without
            return
        self._readline = readline
        readline.parse_and_bind("tab: self-insert")  # completes no names of files
        readline.set_startup_hook(lambda: readline.insert_text(self._text))

    def __exit__(self, *_: object) -> None:
        if self._readline is not None:
            self._readline.set_startup_hook()


def choose(question: Question, options: dict[str, str], faults: Faults = lambda value: [], listed: bool = False) -> Any:
    """The id, or for "choices" the list of ids, that are chosen by number, id or label.

    The list is shown once, and not at all if it was ``listed`` before; a question mark shows it again.
    """
    announce(question)
    if not listed:
        _list(options)
    many = question.control == "choices"
    hint = "Numbers, with commas between them" if many else "Number"
    default = "" if many or (question.required and len(options) > 1) else "1"
    while True:
        typed = click.prompt(f"  {hint}", default=default, show_default=bool(default)).strip()
        if typed == "?":
            _list(options)
            continue
        parts = [p.strip() for p in typed.split(",")] if many else [typed]
        chosen = [chosen_option(part, options) for part in parts if part]
        if None in chosen:
            unknown = [part for part in parts if part][chosen.index(None)]
            near = list_nearest(unknown, [*options, *options.values()])
            click.echo(f"  ‘{unknown}’ is not in the list.{near} Type a number from 1 to {len(options)}, or ? to see the list again.")
            continue
        value: Any = list(dict.fromkeys(chosen)) if many else (chosen[0] if chosen else "")
        if not value and question.required:
            click.echo("  This is needed: type a number, or ? to see the list again.")
        elif value and (found := faults(value)):
            print_problems(found)
        else:
            return value


def _list(options: dict[str, str]) -> None:
    for number, label in enumerate(options.values(), 1):
        click.echo(f"  {number:>3}  {label}")


def chosen_option(typed: str, options: dict[str, str]) -> str | None:
    """The option meant by its number, its id or its label; None if it is none."""
    if typed.isdecimal() and typed.isascii():
        return list(options)[int(typed) - 1] if 1 <= int(typed) <= len(options) else None
    by_text = {label.casefold(): id for id, label in options.items()} | {id: id for id in options}
    return by_text.get(typed.casefold())


def _entries(question: Question, faults: Faults) -> list[str]:
    """Entries, one a line; a faulty one is asked for again, and the others stay."""
    click.echo("  One entry a line; an empty line ends.")
    entries: list[str] = []
    kept = ""
    while True:
        kept = _typed("  ", "> ", kept)
        if kept and (found := faults([*entries, kept])):
            print_problems(found)
        elif kept:
            entries.append(kept)
            kept = ""
        elif entries or not question.required:
            return entries
        else:
            click.echo(f"  This is needed. {question.purpose}")


def _text(question: Question, faults: Faults) -> str:
    click.echo(f"  End with a line that holds a single full stop: {END}")
    text = ""
    while not text:
        lines: list[str] = []
        while (one := click.prompt("", default="", show_default=False, prompt_suffix="> ")) != END:
            lines.append(one.rstrip())
        text = without_marks("\n".join(lines).strip("\n"))
        if not text:
            click.echo(f"  This is needed. {question.purpose}")
    return edit_text(text, faults)


def edit_text(text: str, faults: Faults) -> str:
    """``text``, once ``faults`` finds nothing wrong with it: a person mends it in their editor, or line by line."""
    by_hand = not ((os.environ.get("VISUAL") or os.environ.get("EDITOR")) and sys.stdin.isatty())
    while found := faults(text):
        print_problems(found)
        if not by_hand:
            changed = _edited(text, found)
            by_hand = changed is None  # an editor that did not work, or that was left without a change
            text = text if changed is None else without_marks(changed)
        else:
            text = without_marks(_with_lines(text, found))
    return text


def _edited(text: str, found: Sequence[Problem]) -> str | None:
    """``text`` as the editor leaves it, with what is wrong below it; None if nothing was saved."""
    click.echo("  What you typed is kept: your editor opens it.")
    notes = [f"# {f'Line {p.line}: ' if p.line else ''}{p.message} Expected: {p.expected}. {p.action}".rstrip() for p in found]
    try:
        saved = click.edit("\n".join([text, "", SCISSORS, "# Nothing from here on is kept. Mend this, save, and close the editor.",
                                      *notes, ""]), extension=".md")
    except click.ClickException as error:
        click.echo(f"  {error.format_message()}")
        return None
    changed = saved.partition(SCISSORS)[0].strip("\n") if saved else ""
    return changed if changed and changed != text else None


def _with_lines(text: str, found: Sequence[Problem]) -> str:
    """``text`` with the faulty lines typed anew; where no line is at fault, with one that the person names."""
    lines = text.split("\n")
    wrong = sorted({p.line for p in found if p.line and p.line <= len(lines)})
    click.echo("  What you typed is kept. Type the line anew; an empty one takes it out.")
    if not wrong:
        for number, one in enumerate(lines, 1):
            click.echo(f"  {number:>3}  {one[:100]}{'…' if len(one) > 100 else ''}")
        wrong = [click.prompt("  Which line", type=click.IntRange(1, len(lines)))]
    gone = set()
    for number in wrong:
        old = lines[number - 1]
        click.echo(f"  {number:>3}  {old}")
        with _Prefilled(old):
            new = click.prompt(f"  Line {number}", default="", show_default=False, prompt_suffix="> ").rstrip()
        lines[number - 1] = new
        gone |= set() if new else {number}
    kept = [one for number, one in enumerate(lines, 1) if number not in gone]
    return "\n".join(kept).strip("\n")
