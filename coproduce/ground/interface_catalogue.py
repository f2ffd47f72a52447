"""Keeps the catalogues of the interface's words in step with the code.

    python -m coproduce.ground.interface_catalogue

writes into each ``locale/<language>/LC_MESSAGES/interface.po`` what the code says now: new messages
without a translation, and none that nothing says any more. ``… interface_catalogue de-AT`` begins
another. Messages come from calls of :func:`~coproduce.ground.interface_words.say` and its kin in
Python, in templates of Jinja and in scripts; a test compares them with the catalogues.
"""

from __future__ import annotations

import ast
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from coproduce.ground.interface_words import CATALOGUES, catalogue_file

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

PACKAGE = Path(__file__).parents[1]
#: Scripts and templates that say something to readers, below the package; the form has its words in its page.
_TEMPLATES = ("publish/html/theme/*.html", "publish/html/templates/*.html")
_SCRIPTS = ("publish/html/scripts/*.js", "publish/html/lazy/error-report.js", "publish/html/lazy/explore-chart.js",
            "publish/html/lazy/search/panel.js")
_CALLS = {"say": None, "sayMany": (1, 2)}

#: Where, the context ("" for none), and the message in its forms.
FoundMessage = tuple[str, int, str, tuple[str, ...]]


def messages_in(package: Path = PACKAGE) -> Iterator[FoundMessage]:
    """Every message of the package, in the order of its files."""
    for path in sorted(package.rglob("*.py")):
        for line, context, forms in python_messages(path.read_text(encoding="utf-8")):
            yield path.relative_to(package).as_posix(), line, context, forms
    for pattern, method in [(p, "jinja2.ext:babel_extract") for p in _TEMPLATES] + [(p, "javascript") for p in _SCRIPTS]:
        for path in sorted(package.glob(pattern)):
            yield from _with_babel(path, method, path.relative_to(package).as_posix())


def _with_babel(path: Path, method: str, name: str) -> Iterator[FoundMessage]:
    from babel.messages.extract import extract

    with path.open("rb") as file:
        for line, message, _, _ in extract(method, file, keywords=_CALLS, options={"encoding": "utf-8", "parse_template_string": "true"}):
            yield name, line, "", (message,) if isinstance(message, str) else tuple(message)


def python_messages(source: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Line, context and forms of each message that a module says or marks."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        name, texts = node.func.id, [_text(argument) for argument in node.args]
        if name in ("say", "marked") and texts[0]:
            yield node.lineno, "", (texts[0],)
        elif name == "say_many" and texts[0] and texts[1]:
            yield node.lineno, "", (texts[0], texts[1])
        elif name == "say_as" and texts[0] and texts[1]:
            yield node.lineno, texts[0], (texts[1],)
        elif name == "marked_words":
            yield from ((line, "", (text,)) for line, text in _in_table(node.args[0]) if text)
        elif name == "_translated":
            yield from ((node.lineno, "", (text,)) for text in texts if text)


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _in_table(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts of a mapping's values, or of a row."""
    inside = node.values if isinstance(node, ast.Dict) else node.elts if isinstance(node, ast.Tuple | ast.List) else []
    for part in inside:
        if text := _text(part):
            yield part.lineno, text
        else:
            yield from _in_table(part)


def template() -> "Catalog":
    """A catalogue of all messages without translations."""
    from babel.messages import Catalog

    made = Catalog(domain="interface", project="coproduce", charset="utf-8")
    for name, line, context, forms in messages_in():
        made.add(forms if len(forms) > 1 else forms[0], locations=[(name, line)], context=context or None)
    return made


def read(code: str) -> "Catalog":
    """The catalogue of a language."""
    from babel.messages.pofile import read_po

    with catalogue_file(code).open("rb") as file:
        return read_po(file, locale=code.replace("-", "_"), abort_invalid=True)


def po_bytes(catalogue: "Catalog") -> bytes:
    """A catalogue as its file has it: the same bytes for the same messages; without lines, which change with every edit."""
    from io import BytesIO

    from babel.messages.pofile import write_po

    made = BytesIO()
    write_po(made, catalogue, width=120, omit_header=False, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return made.getvalue()


def updated(code: str) -> "Catalog":
    """The catalogue of a language with the messages that the code has now."""
    from babel.messages import Catalog

    old = read(code) if catalogue_file(code).is_file() else Catalog(locale=code.replace("-", "_"))
    now = template()
    made = Catalog(locale=old.locale, domain="interface", project="coproduce", charset="utf-8", fuzzy=False,
                   creation_date=_NEVER, revision_date=_NEVER, last_translator="", language_team="", header_comment=_COMMENT)
    for message in now:
        if message.id:
            known = old.get(message.id, context=message.context)
            made.add(message.id, known.string if known else "", context=message.context,
                     locations=sorted({(name, 0) for name, _ in message.locations}))
    return made


_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_COMMENT = "# What readers see of the machinery. docs/languages.md says how this file is kept."


def faults(have: "Catalog", need: "Catalog | None" = None) -> Iterator[str]:
    """What is wrong with a catalogue, a line each; ``need`` is :func:`template`, if it was made already."""
    need = need or template()
    wanted = {(message.id, message.context): message for message in need if message.id}
    there = {(message.id, message.context): message for message in have if message.id}
    for key in wanted.keys() - there.keys():
        yield f"is missing: {key[0]!r}"
    for key in there.keys() - wanted.keys():
        yield f"nothing says any more: {key[0]!r}"
    for key in wanted.keys() & there.keys():
        yield from _faults_of(there[key], have.num_plurals)
    if have.obsolete:
        yield f"holds {len(have.obsolete)} obsolete messages"


def _faults_of(message: "Message", plurals: int) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy:
        yield f"is fuzzy: {ids[0]!r}"
    texts = [string for string in strings if string]
    if len(texts) != (plurals if len(ids) > 1 else 1):
        yield f"has no translation, or not in every form: {ids[0]!r}"
        return
    for string in texts:
        if _places(string) not in [_places(text) for text in ids]:
            yield f"has not the places to fill in of {ids[0]!r}: {string!r}"
        if string[:1].isspace() != ids[0][:1].isspace() or string[-1:].isspace() != ids[0][-1:].isspace():
            yield f"begins or ends otherwise than {ids[0]!r}: {string!r}"


def _places(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def main(codes: list[str]) -> None:
    for code in codes or sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()):
        path = catalogue_file(code)
        made = po_bytes(updated(code))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
        open_ = sum(not message.string or not all(message.string) for message in read(code) if message.id)
        print(f"{path}: {open_} without a translation")


if __name__ == "__main__":
    main(sys.argv[1:])
