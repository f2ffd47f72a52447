"""What mail programs do to a text: quoted lines, lines cut at a width, and the e-mail as a file.

A program that sends plain text cuts each line before the word that would pass its
width, of 72 characters or so. Where that was done can be told from the word that
stands next: it would not have had room. *Flowed* lines keep a space at their end
(RFC 3676).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from itertools import pairwise

from coproduce.intake.plaintext import LIST_ITEM

#: Widths at which mail programs cut lines, with room for signs before a quoted line.
WIDTHS = range(50, 81)
_QUOTED = re.compile(r"^[> \t]+(?=form:)", re.MULTILINE)
_SENTENCE_END = (".", "?", "!", ":", ";", "…")


def unquoted(text: str) -> str:
    """``text`` without what a mail program put before each line from ``form:`` on, if it did."""
    quoted = _QUOTED.search(text)
    if quoted is None:
        return text
    before = quoted.group()
    lines = (line if line.startswith(before) or line.strip() != before.strip() else before for line in text.split("\n"))
    return "\n".join(line.removeprefix(before) for line in lines)


def width_of(text: str, whole: str) -> int:
    """The width at which the lines of ``whole`` were cut, 0 if they were not.

    They were if none passes it, and somewhere in ``text``, which people write in
    sentences, a line ends for want of room within one.
    """
    width = max((len(line.rstrip()) for line in whole.split("\n") if " " in line.strip()), default=0)
    lines = text.split("\n")
    within = any(
        _cut(line, after, width) and after[0].islower() and not line.rstrip().endswith(_SENTENCE_END)
        for line, after in pairwise(lines) if line.strip() and after.strip())
    return width if width in WIDTHS and within else 0


def unwrapped(text: str, width: int, entries: bool = False) -> str:
    """``text`` with the lines joined again that were cut at ``width``.

    Of ``entries``, one a line, a line goes on in the next only if that begins with
    a small letter.
    """
    if not width:
        return text
    out: list[str] = []
    last = ""
    for line in text.split("\n"):
        goes_on = (
            bool(out) and last.strip() and line.strip() and not LIST_ITEM.match(line) and _cut(last, line, width)
            and (not entries or line.lstrip()[0].islower()))
        if goes_on:
            out[-1] = f"{out[-1].rstrip()} {line.strip()}"
        else:
            out.append(line)
        last = line
    return "\n".join(out)


def _cut(line: str, after: str, width: int) -> bool:
    """Whether ``line`` ends where it does because the first word of ``after`` had no room."""
    return line.endswith(" ") or len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def is_email(data: bytes) -> bool:
    """Whether ``data`` begins with the fields of an e-mail."""
    head = data[:20_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("latin-1")
    names = {name.casefold() for name in re.findall(r"^([A-Za-z][A-Za-z-]+):[ \t]", head, re.MULTILINE)}
    return "from" in names and bool(names & {"mime-version", "received", "message-id", "return-path"})


def read_email(data: bytes) -> EmailMessage:
    """The e-mail that a mail program saved as ``data``."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage), "what the policy makes"
    return message


def texts_of_email(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """The texts in an e-mail, each with its name: attached files first, then what was written."""
    for part in message.walk():
        name = part.get_filename() or ""
        if not part.is_multipart() and name.lower().endswith((".txt", ".md")):
            content = part.get_payload(decode=True)
            yield name, _decoded(content) if isinstance(content, bytes) else str(content)
    body = message.get_body(("plain", "html"))
    if body is not None:
        yield "", _readable(body)


def sender_of(message: EmailMessage) -> tuple[str, str]:
    """The name and the address from which an e-mail came; they are compared, and never stored."""
    addresses = getattr(message["From"], "addresses", ())
    return (addresses[0].display_name, addresses[0].addr_spec) if addresses else ("", "")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _readable(body: MIMEPart) -> str:
    try:
        text = body.get_content()
    except LookupError:  # it names an encoding that there is not
        payload = body.get_payload(decode=True)
        text = _decoded(payload) if isinstance(payload, bytes) else str(payload)
    if body.get_content_subtype() != "html":
        return text
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "lxml")
    for line_break in soup.find_all(["br"]):
        line_break.replace_with("\n")
    for block in soup.find_all(["p", "div", "li", "h1", "h2", "h3", "tr"]):
        block.append("\n")
    return soup.get_text()
