"""Which of a report's sources can no longer be read where it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coproduce.links.ask import POLITE, Answer, Manners, ask_all

if TYPE_CHECKING:
    from coproduce.evidence.sources import Source

_HEADINGS = {
    "gone": ("Gone", "Find where it is now and correct `url` in the table of sources, "
             "or give the address of an archived copy in a column `archived_url`."),
    "moved": ("Moved for good", "Check that the new place says the same, then correct `url`."),
    "unclear": ("No clear answer", "Open it in a browser. The server may have been busy."),
    "refused": ("Refused to a program", "Most of these open in a browser; nothing need be done unless one does not."),
}


@dataclass(frozen=True)
class Finding:
    """A source, what its address answered, and what its archived copy did, if it has one."""

    source: "Source"
    answer: Answer
    archived: Answer | None = None


def check_sources(sources: Iterable["Source"], manners: Manners = POLITE) -> list[Finding]:
    """Ask for every source, and for its archived copy; in the order of the sources."""
    sources = list(sources)
    answers = ask_all([a for s in sources for a in (s.url, s.archived_url) if a], manners)
    return [Finding(s, answers[s.url], answers.get(s.archived_url)) for s in sources if s.url]


def needs_a_person(findings: Iterable[Finding]) -> bool:
    """Whether anything is gone, moved or unclear; a refusal to a program is none of these."""
    return any(f.answer.state in {"gone", "moved", "unclear"} or (f.archived and f.archived.state == "gone")
               for f in findings)


def as_markdown(findings: list[Finding]) -> str:
    """What was found, the worst first, for an issue or a file."""
    counts = {state: sum(f.answer.state == state for f in findings) for state in ("answers", *_HEADINGS)}
    blocks = [
        f"Of {len(findings)} addresses, {counts['answers']} answer, {counts['gone']} are gone, {counts['moved']} have moved, "
        f"{counts['unclear']} gave no clear answer and {counts['refused']} refuse programs."
    ]
    for state, (heading, advice) in _HEADINGS.items():
        lines = [_line(f) for f in findings if f.answer.state == state]
        if lines:
            blocks.append("\n".join([f"## {heading} ({len(lines)})", "", advice, "", *lines]))
    lost = [f"- `{_inert(f.source.id)}`: <{_address(f.archived.address)}> ({_inert(f.archived.detail)})"
            for f in findings if f.archived and f.archived.state == "gone"]
    if lost:
        blocks.append("\n".join([f"## Archived copies that are gone ({len(lost)})", "", *lost]))
    return "\n\n".join(blocks) + "\n"


def _line(finding: Finding) -> str:
    answer = finding.answer
    line = f"- `{_inert(finding.source.id)}`: <{_address(answer.address)}> ({_inert(answer.detail)})"
    if answer.now:
        line += f" → <{_address(answer.now)}>"
    if finding.archived and finding.archived.state != "gone":
        line += f"; archived copy: <{_address(finding.archived.address)}>"
    return line


def _inert(text: str) -> str:
    """A server's words, or an id, without signs that Markdown or a forge acts on."""
    return "".join(sign for sign in text if sign.isalnum() or sign in " .,:;-'/()")[:120]


def _address(address: str) -> str:
    """An address that cannot leave its angle brackets."""
    return address.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\n", "")[:500]
