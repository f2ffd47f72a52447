"""Keeps one issue on a subject: opened when there is something to say, renewed, closed.

    python3 -m coproduce.forge.issue SUBJECT TITLE FILE

FILE holds the issue's text in Markdown; if it is empty there is nothing to say, and
an open issue on the subject is closed. What the newest packages printed may stand in
it: it calls nobody, and is cut where it is longer than an issue may be. SUBJECT is a short name by which the issue is
found again. ``GITHUB_REPOSITORY`` names the repository.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path

from coproduce.forge.gh import ForgeFailed, all_pages, api, repository
from coproduce.ground.problems import ProblemsFound
from coproduce.ground.read_input import read_input

_US = "github-actions[bot]"
#: The forge takes 65,536 letters.
MOST_LETTERS = 60_000
#: Categories of Unicode: controls, what is not seen and acts on its neighbours, halves of characters.
_ACTING = ("Cc", "Cf", "Cs")


def main(arguments: list[str]) -> int:
    """Keep the issue that the command line names."""
    if len(arguments) != 3:
        print("Usage: python3 -m coproduce.forge.issue SUBJECT TITLE FILE", file=sys.stderr)
        return 2
    subject, title, file = arguments
    try:
        text = read_input(Path(file), file).decode("utf-8", errors="replace")
        print(sync_issue(repository(os.environ["GITHUB_REPOSITORY"]), subject, title, text))
    except FileNotFoundError:
        print(f"{file} is not there: the job that writes it failed, and says why.", file=sys.stderr)
        return 1
    except (ForgeFailed, ProblemsFound) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def sync_issue(repo: str, subject: str, title: str, text: str) -> str:
    """Open, renew or close the issue on ``subject``; what was done, in a sentence."""
    if not re.fullmatch(r"[a-z][a-z-]*", subject):
        raise ValueError(f"‘{subject}’ is no short name")
    marker = f"<!-- coproduce: {subject} -->"
    open_ones = all_pages(f"repos/{repo}/issues", state="open", creator=_US)
    ours = next((i for i in open_ones if "pull_request" not in i and (i["body"] or "").startswith(marker)), None)
    if not text.strip():
        if ours is None:
            return f"Nothing to say on {subject}."
        api(f"repos/{repo}/issues/{int(ours['number'])}", "PATCH", {"state": "closed"})
        return f"Closed issue {ours['number']}: nothing more to say on {subject}."
    body = {"title": title, "body": f"{marker}\n{_fitting(inert(text))}"}
    if ours is None:
        made = api(f"repos/{repo}/issues", "POST", body)
        return f"Opened issue {made['number']} on {subject}."
    api(f"repos/{repo}/issues/{int(ours['number'])}", "PATCH", body)
    return f"Renewed issue {ours['number']} on {subject}."


def inert(text: str) -> str:
    """Markdown that calls nobody, hides nothing and turns no direction of writing; otherwise as it was."""
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or unicodedata.category(sign) not in _ACTING)
    # The forge calls whoever stands after an @; a word joiner between them is not seen.
    return re.sub(r"@(?=\w)", "@\u2060", kept).replace("<!--", "<\u2060!--")


def _fitting(text: str) -> str:
    """The text, or as many of its lines as an issue takes, and a word on the rest."""
    if len(text) <= MOST_LETTERS:
        return text
    cut = text[:MOST_LETTERS]
    cut = cut.rpartition("\n")[0] or cut
    if sum(line.startswith("```") for line in cut.split("\n")) % 2:
        cut += "\n```"
    return f"{cut}\n\nAnd more: the run has the whole report.\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
