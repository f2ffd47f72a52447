"""The rules that a build holds its input to, in one place: each is off, reported or fatal.

A *report* is held to all of them. A *book* is any Jupyter Book: rules that belong to reports are
off, and what would harm its readers is listed at the end of the build, and stops it only if
``strict`` or the rule's own name says so::

    coproduce:
      rules: book

    coproduce:
      rules:
        level: book
        strict: false
        missing-alternative-text: fatal

Checkers word problems and know nothing of rules. Each problem has a code, each rule names the codes
it decides on, and :meth:`Rules.judge` tells apart what stops a build from what is only listed. A code
that belongs to no rule always stops it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.ground.suggestions import nearest_or

if TYPE_CHECKING:
    from coproduce.ground.yaml_file import YamlFile

REPORT, BOOK = "report", "book"
LEVELS = (REPORT, BOOK)
OFF, REPORTED, FATAL = "off", "reported", "fatal"
EFFECTS = (OFF, REPORTED, FATAL)


#: The rule for what Sphinx warns of and no other rule decides on.
WARNINGS = "warnings"


@dataclass(frozen=True)
class Rule:
    """A rule: its name, what it asks, its effect at each level, and the codes of the problems it decides on.

    A code that ends with a point stands for all that begin so; of two rules that name a code, the longer one decides.
    """

    name: str
    about: str
    codes: tuple[str, ...]
    book: str = OFF
    report: str = FATAL

    def effect(self, level: str) -> str:
        return self.book if level == BOOK else self.report


#: What harms readers: of any book.
_OF_READERS = (
    Rule("failed-cells", "Every cell runs without an error, unless it is marked to raise one.",
         ("chapter.cell-failed", "chapter.cell-timeout", "chapter.kernel-died", "chapter.cell-options",
          "chapter.unreadable", "chapter.language"), REPORTED),
    Rule("missing-pages", "Every page that the contents name is there.", ("toc.missing-page",), REPORTED),
    Rule("missing-pictures", "Every picture and download that a page shows is there.",
         ("image.", "download.", "manuscript.image-missing", "pdf.figure-missing", "manuscript.figure-empty"), REPORTED),
    Rule("broken-links", "Every link and cross-reference leads somewhere.",
         ("myst.xref_missing", "myst.xref_ambiguous", "myst.iref_missing", "myst.iref_ambiguous", "ref.", "toc.",
          "manuscript.broken-link", "manuscript.double-anchor", "bibtex."), REPORTED),
    Rule("missing-alternative-text", "Every picture says in words what it shows.",
         ("markup.alternative-text", "manuscript.figure-alt"), REPORTED),
    Rule("markup-without-effect", "Everything that a page writes has an effect.", ("markup.", "myst."), REPORTED),
    Rule("no-form-in-output", "Everything that a page shows has a form in every output.", ("output.", "manuscript.nested-table"), REPORTED),
    Rule("third-parties", "No page has the reader’s browser ask somebody else.", ("page.third-party",), REPORTED),
    Rule(WARNINGS, "Sphinx, which reads the pages, warns of nothing.", (), REPORTED),
    Rule("settings-without-effect", "Every setting and extension has an effect.",
         ("config.no-effect", "config.extension", "config.language-words"), REPORTED),
)

#: What a report promises besides.
_OF_REPORTS = (
    Rule("identity", "Settings name the edition, its date and the PDF.", ("config.missing-identity",)),
    Rule("unlisted-pages", "Every page in the folder is in the contents.", ("toc.unlisted-page",)),
    Rule("front-matter", "Front matter holds only keys that something reads.", ("front-matter.",)),
    Rule("declared-inputs", "A chapter declares what its cells read.",
         ("front-matter.no-inputs", "front-matter.undeclared-input", "front-matter.unknown-input")),
    Rule("chapter-names", "A chapter opens itself under its own name.", ("chapter.name",)),
    Rule("stray-outputs", "Cells show only registered figures, tables and values.", ("chapter.stray-output",)),
    Rule("cell-warnings", "Cells write no warnings.", ("chapter.warning",)),
    Rule("typed-numbers", "Statistics are computed, not typed.", ("prose.typed-number",)),
    Rule("readability", "Sentences and paragraphs are short enough to be read.",
         ("prose.long-sentence", "prose.long-paragraph", "prose.depth")),
    Rule("spelling", "Words are those of the dictionary.", ("spelling.",)),
    Rule("references", "References in documents beside the book lead somewhere.", ("references.",)),
    Rule("data-package", "Tables agree with their schema, and each row names its source.", ("data.",)),
    Rule("contributions", "Contributions are complete, hold nothing private, and each is accounted for.",
         ("contribution.", "disposition.", "withdrawn.", "vocabulary.", "form.", "form-language.", "privacy.")),
    Rule("profiles", "Profiles describe rows that are there.", ("profiles.",)),
    Rule("brief", "The brief holds what the report says.", ("brief.",)),
    Rule("checked-facts", "Values of checked pages were read against their sources.", ("checked.",)),
    Rule("editions", "Files that name the edition agree, and pages of earlier ones lead on.", ("release.", "pages.")),
    Rule("jupytext", "Notebooks are kept as text.", ("jupytext.",)),
    Rule("supply", "Packages are locked, and their licences are known.", ("lock.", "licences.")),
)

RULES: dict[str, Rule] = {rule.name: rule for rule in (*_OF_READERS, *_OF_REPORTS)}
_KEYS = ("level", "strict", *RULES)


@dataclass(frozen=True)
class Rules:
    """What a report's settings make of the rules: its level, and the effects that it names itself."""

    level: str = REPORT
    strict: bool = False
    named: tuple[tuple[str, str], ...] = ()

    @property
    def is_book(self) -> bool:
        """Whether any Jupyter Book is welcome, or only a report."""
        return self.level == BOOK

    def of(self, name: str) -> str:
        """The effect of the rule ``name``: ``off``, ``reported`` or ``fatal``."""
        effect = dict(self.named).get(name)
        if effect is None:
            effect = RULES[name].effect(self.level)
            if self.strict and effect == REPORTED:
                effect = FATAL
        return effect

    def judge(self, problems: Iterable[Problem], otherwise: str = "") -> tuple[list[Problem], list[Problem]]:
        """Those of ``problems`` that stop a build, and those that are to be listed; the others are off.

        ``otherwise`` names the rule for codes that belong to none; without it they stop the build.
        """
        fatal: list[Problem] = []
        listed: list[Problem] = []
        for problem in problems:
            name = rule_of(problem.code) or otherwise
            effect = self.of(name) if name else FATAL
            if effect != OFF:
                (fatal if effect == FATAL else listed).append(problem)
        return fatal, listed


def rule_of(code: str) -> str:
    """The name of the rule that decides on problems of this code; "" if none does."""
    fits = [(len(part), name) for name, rule in RULES.items() for part in rule.codes
            if code == part or (part.endswith(".") and code.startswith(part))]
    return max(fits)[1] if fits else ""


#: Words without which no settings ask for the level of a book: then they need not be read as YAML.
_MAY_BE_BOOK = (re.compile(r"\brules\b"), re.compile(r"\bbook\b"))


def configured_level(config: Path) -> str:
    """The level that a file of settings asks for, before anything else is known of it; of one that cannot be read, the usual one.

    Where the pages lie depends on it.
    """
    try:
        text = read_text_input(config, config.name)  # through no link, and without waiting for a pipe
    except (OSError, ProblemsFound):
        return REPORT
    if not all(word.search(text) for word in _MAY_BE_BOOK):
        return REPORT
    from coproduce.ground.yaml_file import parse_yaml

    file = parse_yaml(text, "")
    own = file.data.get("coproduce") if isinstance(file.data, dict) else None
    given = own.get("rules") if isinstance(own, dict) else None
    return BOOK if (given.get("level") if isinstance(given, dict) else given) == BOOK else REPORT


def check_rules(file: "YamlFile", given: Any) -> tuple[Rules, list[Problem]]:
    """The rules that ``coproduce: rules:`` asks for, and all that is wrong with what it says."""
    if isinstance(given, str):
        given = {"level": given}
    if given is None:
        return Rules(), []
    if not isinstance(given, dict):
        return Rules(), [_wrong(file, (), str(given), "‘book’ or ‘report’, or a mapping of rules", "Write the level.")]
    problems = list(_faults(file, given))
    if problems:
        return Rules(), problems
    named = tuple((name, _effect(value)) for name, value in given.items() if name in RULES)
    return Rules(given.get("level", REPORT), given.get("strict", False), named), []


def _faults(file: "YamlFile", given: dict[Any, Any]) -> Iterator[Problem]:
    for key, value in given.items():
        if key not in _KEYS:
            yield Problem(
                file.path, f"there is no rule ‘{key}’", line=file.line("coproduce", "rules", key), code="config.unknown-rule",
                field="coproduce.rules", expected=nearest_or("one of: " + ", ".join(_KEYS), key, _KEYS),
                action="Correct the name; docs/books.md lists all rules.")
        elif key == "level" and value not in LEVELS:
            yield _wrong(file, (key,), value, nearest_or("‘book’ or ‘report’", value, LEVELS), "Correct the level.")
        elif key == "strict" and not isinstance(value, bool):
            yield _wrong(file, (key,), value, "true or false", "Correct the value.")
        elif key in RULES and _effect(value) not in EFFECTS:
            yield _wrong(file, (key,), value, nearest_or("‘off’, ‘reported’ or ‘fatal’", value, EFFECTS), "Correct the value.")


def _wrong(file: "YamlFile", at: tuple[str, ...], value: object, expected: str, action: str) -> Problem:
    return Problem(file.path, f"‘{value}’ cannot be the value of ‘{'.'.join(('rules', *at))}’", line=file.line("coproduce", "rules", *at),
                   code="config.rules", field=".".join(("coproduce", "rules", *at)), expected=expected, action=action)


def _effect(value: object) -> str:
    """YAML reads a bare ``off`` as false."""
    return OFF if value is False else str(value)
