"""Who stands for a campaign when the contribution that stood for it is withdrawn.

The words were those of others too. The next of them, by id, takes its place: with
the words, their kind of organisation, region and consent, and no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from coproduce.contributions.campaigns import FOLDER, Person, campaign_text
from coproduce.contributions.files import Contributions, contribution_text
from coproduce.ground.read_input import read_input

_VARIANT = re.compile(r"^variant_of:.*\n", re.MULTILINE)
#: Fields of the text itself, whoever sends it.
_OF_THE_TEXT = ("title", "kind", "theme", "claims", "asks", "asks_basis", "variant_of")


@dataclass(frozen=True)
class Succession:
    """Files to be written before a contribution is removed, those to be removed with it, and the id that takes its place.

    ``id`` is "" if nobody else sent these words or nearly these.
    """

    id: str = ""
    written: tuple[tuple[Path, str], ...] = ()
    removed: tuple[Path, ...] = ()


def counted_with(contributions: Contributions, id: str) -> str:
    """The contribution with which the response ``id`` is counted; "" if with none."""
    return next((head for head, people in contributions.others.items() if any(person.response == id for person in people)), "")


def succession(contributions: Contributions, id: str) -> Succession:
    """What has to change so that those who said the same as ``id`` stay counted without it."""
    folder = contributions.paths.contributions / FOLDER
    if head := counted_with(contributions, id):
        left = [person for person in contributions.others[head] if person.response != id]
        file = folder / f"{head}.csv"
        return Succession("", ((file, campaign_text(left)),) if left else (), () if left else (file,))
    others, variants = contributions.others.get(id, ()), contributions.variants.get(id, ())
    if id not in contributions or not (others or variants):
        return Succession()
    new = min(person.response for person in others) if others else variants[0]
    written: list[tuple[Path, str]] = []
    if others:
        left = [person for person in others if person.response != new]
        person = next(person for person in others if person.response == new)
        written.append((contributions.paths.contributions / f"{new}.md", _as_sent_by(contributions, id, person)))
        if left:
            written.append((folder / f"{new}.csv", campaign_text(left)))
    for variant in variants:
        file = contributions.paths.contributions / f"{variant}.md"
        line = "" if variant == new else f'variant_of: "{new}"\n'
        written.append((file, _VARIANT.sub(line, _text(contributions, file), count=1)))
    decided = contributions.paths.dispositions / f"{id}.yml"
    if decided.is_file() and not (contributions.paths.dispositions / f"{new}.yml").exists():
        written.append((contributions.paths.dispositions / f"{new}.yml", _text(contributions, decided)))
    return Succession(new, tuple(written), (folder / f"{id}.csv",) if others else ())


def _as_sent_by(contributions: Contributions, id: str, person: Person) -> str:
    """The file of ``id`` with what is known of another who sent its words instead of its contributor."""
    front = contributions[id].front
    given = front.model_dump(mode="json", exclude_defaults=True)
    data = {name: given[name] for name in _OF_THE_TEXT if name in given} | {
        "contributor": {"organisation_type": person.organisation_type, "region": person.region, "credit": "anonymous"},
        "consent": {"given": True, "date": person.agreed, "wording": person.wording},
        "submitted": person.agreed,
    }
    return contribution_text(data, contributions[id].body)


def _text(contributions: Contributions, file: Path) -> str:
    return read_input(file, contributions.paths.relative(file)).decode("utf-8").replace("\r\n", "\n")
