"""What the documents beside the report name exists: files, commands, verbs of make, links, words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from coproduce.cli import main
from coproduce.proof.spelling.check import read_words
from coproduce.proof.spelling.dictionary import Words, words
from coproduce.proof.spelling.texts import names, texts
from coproduce.report import Report

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/*.md", "data/README.md", "contributions/README.md", ".github/*.md", "coproduce/**/README.md", "hosting/*.md")
DOCUMENTS = sorted({file.relative_to(ROOT).as_posix() for place in PLACES for file in ROOT.glob(place)})

FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
LINK = re.compile(r"\]\(([^()\s]+)\)")
# A name with a folder or a usual ending; what stands for a name (<id>, VERSION, …) is none.
PATH = re.compile(r"(?!.*\b[A-Z]{2,}\b(?!\.))\.?[\w*-][\w.*-]*(?:/[\w.*-]+)*/?")
ENDINGS = (".md", ".py", ".yml", ".yaml", ".csv", ".json", ".txt", ".toml", ".lock", ".cff", ".js", ".html", ".pdf")
SHELL = {"console", "sh", "bash", "shell"}


def code(text: str) -> Iterator[str]:
    """Every piece of code in a document that a reader might type or look for."""
    for _, language, body in FENCE.findall(text):
        if language in SHELL:
            yield from (line.partition("#")[0].strip() for line in body.splitlines())
    yield from (span.strip() for _, span in SPAN.findall(FENCE.sub("", text)))


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The calls of ``coproduce`` and of ``make``, each with its arguments."""
    for piece in code(text):
        if not re.match(r"(\.venv/bin/)?(coproduce|make)\b(?! =|/)", piece):
            continue
        try:
            program, *arguments = shlex.split(piece)
        except ValueError:
            continue
        yield program.rpartition("/")[2], arguments


def paths(text: str) -> Iterator[str]:
    for piece in code(text):
        if PATH.fullmatch(piece) and piece not in ENDINGS and ("/" in piece or piece.endswith(ENDINGS)):
            yield piece


def verbs_of_make() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def fault_of(arguments: list[str]) -> str:
    """What is wrong with a call of ``coproduce``, or ""."""
    command: click.Command = main
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        known = command.commands.get(arguments[0])
        if known is None:
            return f"there is no command ‘{arguments[0]}’"
        command, arguments = known, arguments[1:]
    options = {name for parameter in command.params for name in parameter.opts} | {"--help", "-h"}
    unknown = [a for a in arguments if a.startswith("--") and a.partition("=")[0] not in options]
    return f"‘{command.name}’ has no option {', '.join(unknown)}" if unknown else ""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_exist(name):
    text, verbs, wrong = (ROOT / name).read_text(encoding="utf-8"), verbs_of_make(), []
    for program, arguments in commands(text):
        if program == "make":
            wrong += [f"make {a}" for a in arguments if "=" not in a and not a.startswith("-") and a not in verbs]
        elif fault := fault_of(arguments):
            wrong.append(f"coproduce {' '.join(arguments)}: {fault}")
    assert wrong == []


# The package's own READMEs tell of other projects' files, and tests of theirs compare checksums;
# hosting.md tells of files on servers, and tests/hosting opens those that it has here; tests/begin follows add-data.md.
ELSEWHERE = ("docs/hosting.md", "docs/add-data.md")


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if not n.startswith("coproduce/") and n not in ELSEWHERE])
def test_files_exist(name, built_report):
    """In the repository, seen from its root or from the document; of what is built, in a build."""
    folders = (ROOT, (ROOT / name).parent, ROOT / "coproduce", built_report.report.paths.root, built_report.html)
    missing = []
    for path in paths((ROOT / name).read_text(encoding="utf-8")):
        anywhere = [] if "/" in path else (ROOT / "coproduce").rglob(path)
        there = any(any(folder.glob(path.rstrip("/"))) for folder in folders) or any(anywhere)
        if not there and not path.startswith(".venv/"):  # which make makes
            missing.append(path)
    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    file, broken = ROOT / name, []
    for target in LINK.findall(SPAN.sub("", FENCE.sub("", file.read_text(encoding="utf-8")))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        leads_to = file.parent / path if path else file
        if not leads_to.exists() or (anchor and anchor not in anchors(leads_to)):
            broken.append(target)
    assert broken == []


def anchors(file: Path) -> set[str]:
    """The addresses of headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_readme_leads_to_every_document():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    ours = [name for name in DOCUMENTS if name.startswith(("docs/", "data/", "contributions/"))]
    assert [name for name in ours if f"]({name})" not in text] == []


def test_readme_says_of_every_folder_what_it_holds():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    ours = [path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_")) and not path.name.endswith("egg-info")]
    assert ours and [name for name in ours if f"`{name}/`" not in text] == []


def test_what_the_documents_say_is_what_is_looked_for():
    """The patterns above find what the documents are known to name."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert ("make", ["report"]) in list(commands(text)) and ("coproduce", ["pack", "FOLDER"]) in list(commands(text))
    assert "data/sources.csv" in set(paths(text))
    assert fault_of(["intake", "x", "--dry-runs"]) and fault_of(["nothing"]) and not fault_of(["new", "row", "TABLE"])


@pytest.mark.slow
def test_list_of_words_holds_only_what_is_needed():
    report = Report(ROOT)
    own, problems = read_words(report.paths.words, "docs/words.txt")
    assert problems == []
    without, used = Words([], names(report.paths)), set()
    for _, line in texts(report.paths):
        used.update(word for word in words(line.text) if not without.known(word))
    assert [word for word in own if word not in used and word.lower() not in {u.lower() for u in used}] == []
