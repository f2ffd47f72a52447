"""Keeps one issue on a subject: opened when there is something to say, renewed, closed.

    python3 -m coproduce.forge.issue SUBJECT TITLE FILE

FILE holds the issue's text in Markdown; if it is empty there is nothing to say, and
an open issue on the subject is closed. SUBJECT is a short name by which the issue is
found again. ``GITHUB_REPOSITORY`` names the repository.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from coproduce.forge.gh import ForgeFailed, all_pages, api, repository

_US = "github-actions[bot]"
#: The forge takes 65,536 letters.
MOST_LETTERS = 60_000


def main(arguments: list[str]) -> int:
    """Keep the issue that the command line names."""
    if len(arguments) != 3:
        print("Usage: python3 -m coproduce.forge.issue SUBJECT TITLE FILE", file=sys.stderr)
        return 2
    subject, title, file = arguments
    try:
        print(keep(repository(os.environ["GITHUB_REPOSITORY"]), subject, title, Path(file).read_text(encoding="utf-8")))
    except ForgeFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def keep(repo: str, subject: str, title: str, text: str) -> str:
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
    if len(text) > MOST_LETTERS:
        text = text[:MOST_LETTERS].rpartition("\n")[0] + "\n\nAnd more: the run has the whole report.\n"
    body = {"title": title, "body": f"{marker}\n{text}"}
    if ours is None:
        made = api(f"repos/{repo}/issues", "POST", body)
        return f"Opened issue {made['number']} on {subject}."
    api(f"repos/{repo}/issues/{int(ours['number'])}", "PATCH", body)
    return f"Renewed issue {ours['number']} on {subject}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
