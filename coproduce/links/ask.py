"""Asks servers whether an address still leads somewhere.

First HEAD, which costs a server least; GET where HEAD is refused or not understood, and
where a page is there: its title may say that it is not. One question at a time to each server, with a pause,
and a few servers at once. What a server says of its own load (429, 503,
``Retry-After``) is believed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from coproduce.links.not_there import BYTES_READ, ends_at_front_page, says_not_found

if TYPE_CHECKING:
    import requests

#: What an address can be found to be. ``refused``: there, but not for a program.
STATES = ("answers", "moved", "refused", "unclear", "gone")
_REFUSED = {401, 402, 403, 405, 406, 418, 429, 451, 999}
_GONE = {404, 410}
_PERMANENT = {301, 308}
#: Servers that know HEAD badly answer it with one of these and GET with another.
_WORTH_A_GET = 400


@dataclass(frozen=True)
class Manners:
    """How long to wait for an answer, between questions to one server, and before asking
    again (seconds); how often to ask in all, how many servers at once, and the longest
    ``Retry-After`` that is waited for."""

    timeout: float = 20.0
    pause: float = 1.0
    again_after: float = 5.0
    tries: int = 3
    servers: int = 4
    patience: float = 60.0
    name: str = "coproduce-links (checks whether a report's sources still answer)"


POLITE = Manners()


@dataclass(frozen=True)
class Answer:
    """What became of a question. ``now`` is where the address leads, if elsewhere;
    ``detail`` what the server or the network said."""

    address: str
    state: str
    detail: str = ""
    now: str = ""


def ask_all(addresses: Iterable[str], manners: Manners = POLITE) -> dict[str, Answer]:
    """An answer for each address, in the order of the addresses. Never raises for what a server does."""
    addresses = list(dict.fromkeys(addresses))
    by_server: dict[str, list[str]] = {}
    for address in addresses:
        by_server.setdefault(urlsplit(address).netloc, []).append(address)
    with ThreadPoolExecutor(max_workers=manners.servers) as pool:
        answers = pool.map(lambda group: _ask_server(group, manners), by_server.values())
        found = {answer.address: answer for group in answers for answer in group}
    return {address: found[address] for address in addresses}


def _ask_server(addresses: list[str], manners: Manners) -> list[Answer]:
    import requests

    answers = []
    with requests.Session() as session:
        session.headers["User-Agent"] = manners.name
        session.max_redirects = 10
        for at, address in enumerate(addresses):
            if at:
                time.sleep(manners.pause)
            answers.append(_ask(session, address, manners))
    return answers


def _ask(session: "requests.Session", address: str, manners: Manners) -> Answer:
    answer = Answer(address, "unclear", "not asked")
    wait = manners.again_after
    for attempt in range(manners.tries):
        if attempt:
            time.sleep(min(wait, manners.patience))
        answer, again = _once(session, address, manners)
        if again is None:
            break
        wait = again
    return answer


def _once(session: "requests.Session", address: str, manners: Manners) -> tuple[Answer, float | None]:
    """An answer, and in how many seconds it is worth asking again; None if it stands."""
    import requests

    place = urldefrag(address).url
    try:
        with session.head(place, timeout=manners.timeout, allow_redirects=True) as said:
            status = said.status_code
        denied = ""
        if status >= _WORTH_A_GET or _is_page(said):
            with session.get(place, timeout=manners.timeout, allow_redirects=True, stream=True) as said:
                status = said.status_code
                if status < _WORTH_A_GET and _is_page(said):
                    denied = says_not_found(_beginning(said))
    except requests.TooManyRedirects:
        return Answer(address, "gone", "it leads round in circles"), None
    except requests.exceptions.SSLError:
        return Answer(address, "unclear", "its certificate is not valid"), None
    except requests.Timeout:
        return Answer(address, "unclear", f"no answer within {manners.timeout:g} seconds"), manners.again_after
    except requests.ConnectionError as error:
        if _no_such_server(error):
            return Answer(address, "gone", "there is no server of this name"), manners.again_after
        return Answer(address, "unclear", "the connection failed"), manners.again_after
    except requests.RequestException as error:
        return Answer(address, "unclear", type(error).__name__), None
    if denied:
        return Answer(address, "gone", f"it answers, and the page says: {denied}"), None
    return _understood(address, said, status, manners)


def _is_page(said: "requests.Response") -> bool:
    return "html" in said.headers.get("Content-Type", "").lower()


def _beginning(said: "requests.Response") -> str:
    """As much of a page as holds its headings."""
    content = b""
    for part in said.iter_content(20_000):
        content += part
        if len(content) >= BYTES_READ:
            break
    return content[:BYTES_READ].decode(said.encoding or "utf-8", "replace")


def _understood(address: str, said: "requests.Response", status: int, manners: Manners) -> tuple[Answer, float | None]:
    words = f"{status} {said.reason or ''}".strip()
    if status in _GONE:
        return Answer(address, "gone", words), None
    if status == 429 or status >= 500:
        after = said.headers.get("Retry-After", "")
        state = "refused" if status in _REFUSED else "unclear"
        return Answer(address, state, words), float(after) if after.isdigit() else manners.again_after
    if status in _REFUSED:
        return Answer(address, "refused", words), None
    if status >= 400:
        return Answer(address, "unclear", words), None
    elsewhere = said.url if said.history and urldefrag(address).url != said.url else ""
    if elsewhere and ends_at_front_page(address, elsewhere):
        return Answer(address, "gone", "it leads to a front page", elsewhere), None
    if elsewhere and all(step.status_code in _PERMANENT for step in said.history):
        return Answer(address, "moved", "moved for good", elsewhere), None
    return Answer(address, "answers", words, elsewhere), None


def _no_such_server(error: Exception) -> bool:
    """Whether the name could not be resolved; the libraries hide that in a chain of causes."""
    return "NameResolutionError" in repr(error) or "getaddrinfo" in repr(error)
