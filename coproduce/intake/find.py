"""From what a contributor or an organiser holds to the contribution that it became.

They hold the code of a file that the report's page saved, the file itself, a row of an
export, or remember words. A code or a row leads to a contribution only for who has the
key with which responses were taken in; words are looked for in what is public, and in
this user's own folder of responses to review. Nothing is written, and of a response
that waits for review nothing is shown but where it lies.
"""

from __future__ import annotations

import re
from pathlib import Path

from coproduce.contributions.lookalikes import plain_text
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_input
from coproduce.intake.contribution_file import keys_used
from coproduce.intake.contribution_locations import COUNTED, HERE, NOTHING, WAITING, WITHDRAWN, ContributionLocations, Location, title_of
from coproduce.intake.find_in_file import find_in_file
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.intake.identity import find_key, saved_identity
from coproduce.intake.review import review_folder
from coproduce.source.paths import Paths

#: Groups of letters as the report's page draws them, and as names of files have them.
_CODE = re.compile(r"(?<![a-z])[b-df-hj-np-tv-xz]{4}(?:[-\s][b-df-hj-np-tv-xz]{4}){2,3}(?![a-z])", re.IGNORECASE)
_ADDRESS = re.compile(r"#contribution-([a-z0-9-]+)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
#: Contributions that are listed one by one.
MOST = 20
#: Most that are told where no text holds all the words, and the share of the words that one of them holds.
_NEAREST, _SHARE = 5, 0.5


def find(paths: Paths, what: str, row: int | None = None, review: Path | None = None) -> list[Location]:
    """What ``what`` became: a code, an id or address, the name of a file, or words.

    ``row`` is the row of an export. Raises :class:`~coproduce.ground.problems.ProblemsFound`
    if a file or the form cannot be read, or the key for codes and rows is not on this computer.
    """
    form, vocabulary = form_and_vocabulary(paths)
    shelf = ContributionLocations(paths, review_folder(review, form.name, paths))
    if (file := _file(what)) is not None:
        return find_in_file(shelf, form, vocabulary, file, row)
    if row is not None:
        raise ProblemsFound([Problem(what, "There is no such file.", code="find.file", expected="the export that has the row",
                                     action="Give the name of the export, and --row with the number of the row.")])
    address = _ADDRESS.search(what)
    if found := shelf.states(address[1] if address else what.strip().removesuffix(".md")):
        return found
    if code := _CODE.search(what):
        letters = "-".join(re.split(r"[-\s]", code.group().casefold()))
        key = find_key(form.name, keys_used(paths), make=False)
        id = key.id_of(*saved_identity(form.name, letters))
        return shelf.states(id) or shelf.states(f"response-{letters}")
    return by_words(shelf, what)


def _file(what: str) -> Path | None:
    """The file that is called ``what``, if there is one."""
    try:
        file = Path(what).expanduser()
        return file if file.is_file() else None
    except (OSError, ValueError, RuntimeError):  # longer than names may be, or nobody's home
        return None


def by_words(shelf: ContributionLocations, what: str) -> list[Location]:
    """The contributions that hold the words ``what``: as they stand, else all of them, else the most."""
    phrase = _plain(what)
    words = set(re.findall(r"\w+", phrase))
    if not words:
        return []
    texts = [(file, state, _plain(read_input(file, file.name).decode("utf-8", "replace"))) for file, state in shelf.files()]
    if not (hits := [(file, state) for file, state, text in texts if phrase in text]):
        held = [(len(words & set(re.findall(r"\w+", text))) / len(words), file, state) for file, state, text in texts]
        hits = [(file, state) for share, file, state in held if share == 1]
        if not hits:
            near = sorted((one for one in held if one[0] >= _SHARE), key=lambda one: (-one[0], one[1].name))[:_NEAREST]
            return [_location(shelf, file, state, f"holds {share:.0%} of the words") for share, file, state in near]
    return [_location(shelf, file, state, "") for file, state in hits]


def _location(shelf: ContributionLocations, file: Path, state: str, note: str) -> Location:
    if state == WAITING:
        return Location(file.stem, WAITING, str(file), note=note)
    return Location(file.stem, HERE, shelf.paths.relative(file), title_of(file), note)


def _plain(text: str) -> str:
    """``text`` as it is compared: without case, kinds of spaces, marks and letters, and Markdown's backslashes."""
    return " ".join(plain_text(_ESCAPED.sub(r"\1", text)).text.casefold().split())


def as_text(found: list[Location]) -> str:
    """What was found, and for each how it is taken back."""
    out = []
    for one in found[:MOST]:
        back = f"To take it back: coproduce withdraw {one.id} --reason \"The contributor asked for it.\""
        out += [one.path or "Nothing is here"]
        out += [f"    {line}" for line in {
            HERE: (one.title, one.note, back),
            COUNTED: (one.note, "It is counted in this table, because others sent the same words.", back),
            WITHDRAWN: (one.note, "It was withdrawn: nothing of it is here but this record."),
            WAITING: (one.note, "It waits for review, and is not published. To take it back: delete this file, and its row in the export "
                      "or the file that was sent, so that it is not set aside again."),
            NOTHING: (one.note,),
        }[one.state] if line]
    if len(found) > MOST:
        out.append(f"… and {len(found) - MOST:,} more: give more words.")
    return "\n".join(out)
