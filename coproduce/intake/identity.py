"""Ids of responses that stay the same and tell nothing, and the key behind them.

An id is a keyed hash of the form's name and of the response's own number and
time. Without the key nobody can find out which response a file came from, not
even by trying all times of a day; with a public key they could, and so learn who
an anonymous contributor is from when they were seen to write. The same key guards
the checksum by which a changed file is known: without it, words that an editor
took out could be found by trying names.

The key is kept outside the repository, in the user's own folder, and has to be
the same for all who take in responses of one form. Hashes are written in
consonants: they hold no number that could be taken for personal data, and no word.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from coproduce.ground import own_files
from coproduce.ground.problems import Problem, ProblemsFound

#: The key itself, for machines without a user's folder.
KEY_VARIABLE = "COPRODUCE_INTAKE_KEY"
_LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True)
class Key:
    """A secret, and where it is kept; ``new`` if it was made just now."""

    secret: bytes
    place: str
    new: bool = False

    def id_of(self, *parts: str) -> str:
        """The id of the response that ``parts`` tell apart from all others."""
        letters = self._hash("response", *parts)
        return f"response-{letters[:4]}-{letters[4:8]}-{letters[8:12]}"

    def checksum(self, text: str) -> str:
        return self._hash("text", text)[:24]

    @property
    def name(self) -> str:
        """Tells two keys apart, and nothing about either."""
        return self._hash("key")[:8]

    def _hash(self, *parts: str) -> str:
        message = "\0".join(part.replace("\0", "") for part in parts).encode("utf-8", "surrogatepass")
        number = int.from_bytes(hmac.new(self.secret, message, hashlib.sha256).digest())
        letters = ""
        while len(letters) < 24:
            number, rest = divmod(number, len(_LETTERS))
            letters += _LETTERS[rest]
        return letters


def saved_identity(form: str, code: str) -> tuple[str, ...]:
    """What tells a response apart that the report's page saved: the form, and the code that was drawn by lot."""
    return (form, "saved", code)


def user_folder() -> Path:
    """Where this user's keys and responses to review are kept."""
    from platformdirs import user_data_path

    return user_data_path("coproduce", appauthor=False)


def public_key(form: str) -> Key:
    """The key for responses that were public before, such as issues: no secret to share."""
    return Key(f"responses to {form} that were public before".encode(), "the form's name")


def find_key(form: str, used: set[str], make: bool = True) -> Key:
    """The key for the responses of ``form``; a new one if there was none, and if it is to ``make`` one.

    ``used`` are the names of the keys with which files of the report were
    written. Raises :class:`~coproduce.ground.problems.ProblemsFound` if this user's key
    is another one, or there is none.
    """
    file = user_folder() / "keys" / f"{form}.key"
    used = used - {public_key(form).name}
    given = os.environ.get(KEY_VARIABLE, "").strip()
    if given:
        key = Key(given.encode(), f"the variable {KEY_VARIABLE}")
    elif file.exists():
        key = Key(file.read_bytes().strip(), str(file))
    elif used:
        raise _wrong_key(file, "Responses were taken in before with a key that is not on this computer.")
    elif make:
        key = _new_key(file)
    else:
        raise _wrong_key(file, "There is no key on this computer: no response was taken in with it.")
    if len(key.secret) < 32:
        raise _wrong_key(file, f"The key in {key.place} is too short, so that it could be guessed.")
    if used - {key.name}:
        raise _wrong_key(file, f"Responses were taken in before with another key than the one in {key.place}.")
    return key


def _new_key(file: Path) -> Key:
    """A new key in ``file``; the one of another process that made it meanwhile, for another clone of the report."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = secrets.token_hex(32).encode()
    try:
        own_files.write(file, secret + b"\n", file.parent, mode=0o600, new=True)  # whole from its first moment
    except FileExistsError:
        return Key(file.read_bytes().strip(), str(file))
    return Key(secret, str(file), new=True)


def _wrong_key(file: Path, message: str) -> ProblemsFound:
    return ProblemsFound([Problem(
        str(file), message, code="intake.key",
        expected="the same key for all who take in responses of a form: otherwise each response would be added twice",
        action=f"Ask the organiser who took in the first responses for this file, put it at {file}, and run again. "
        "Send it as you would send a password, and never put it into the repository.")])
