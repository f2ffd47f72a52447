"""Comments on a pull request what it changes for readers; one comment, kept up to date.

    python3 -m coproduce.forge.comment

runs in a workflow that a finished run of another started (``workflow_run``), on the
default branch's own code. Which run, commit and pull request are meant comes from
the event and from the forge; the run's artefact, which a stranger's code may have
written, says only what changed, and is measured before it is opened.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from coproduce.forge.comment_text import NotChanges, Run, comment, words
from coproduce.forge.gh import ForgeFailed, all_pages, api, api_bytes, repository

MARKER = "<!-- coproduce: changes for readers -->"
#: Artefacts of the run: what changed, and the built report.
CHANGES, PREVIEW = "changes", "preview"
FILE = "changes.json"
MOST_BYTES = 1_000_000
_SHA = re.compile(r"[0-9a-f]{40}")
_US = "github-actions[bot]"


def main() -> int:
    """Comment on the pull request of the event in ``GITHUB_EVENT_PATH``."""
    try:
        event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        print(comment_on(event))
    except ForgeFailed as error:
        print(error, file=sys.stderr)
        return 1
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        print(f"The event is not one of a finished run ({type(error).__name__}): nothing was said.", file=sys.stderr)
        return 1
    return 0


def comment_on(event: dict[str, Any]) -> str:
    """Write or renew the comment; what was done, in a sentence."""
    repo = repository(event["repository"]["full_name"])
    ran = event["workflow_run"]
    if ran["event"] != "pull_request":
        return "The run was not of a pull request."
    number = pull_request(repo, ran)
    if number is None:
        return "No open pull request has this commit as its newest: nothing to say."
    run_id = int(ran["id"])
    artefacts = {a["name"]: a for a in _artefacts(repo, run_id) if not a["expired"]}
    page = f"{event['repository']['html_url']}/actions/runs/{run_id}"
    preview = f"{page}/artifacts/{int(artefacts[PREVIEW]['id'])}" if PREVIEW in artefacts else ""
    run = Run(ran["head_sha"], page, ran["conclusion"] == "success", preview)
    return put(repo, number, comment(MARKER, run, _changes(repo, artefacts.get(CHANGES))))


def pull_request(repo: str, ran: dict[str, Any]) -> int | None:
    """The open pull request whose newest commit was run.

    The event lists none for a fork, so the forge is asked; a branch's name is only a
    question to it, and the commit decides.
    """
    if not _SHA.fullmatch(ran["head_sha"]):
        raise ValueError("the event names no commit")
    if not (ran["head_repository"] and ran["head_branch"]):
        return None  # the fork was deleted meanwhile
    head = f"{ran['head_repository']['owner']['login']}:{ran['head_branch']}"
    found = api(f"repos/{repo}/pulls", state="open", head=head, per_page=100) or []
    return next((int(p["number"]) for p in found if p["head"]["sha"] == ran["head_sha"]), None)


def _artefacts(repo: str, run_id: int) -> list[dict[str, Any]]:
    """The run's artefacts, oldest first: a run that was started again has those of before, too."""
    found = (api(f"repos/{repo}/actions/runs/{run_id}/artifacts", per_page=100) or {}).get("artifacts", [])
    return sorted(found, key=lambda artefact: int(artefact["id"]))


def _changes(repo: str, artefact: dict[str, Any] | None) -> str | None:
    """What the artefact says, worded; None if there is none or it says nothing that can be read."""
    if artefact is None or int(artefact["size_in_bytes"]) > MOST_BYTES:
        return None
    try:
        return words(unpack(api_bytes(f"repos/{repo}/actions/artifacts/{int(artefact['id'])}/zip")))
    except (NotChanges, zipfile.BadZipFile) as error:
        print(f"The artefact cannot be read: {type(error).__name__}", file=sys.stderr)
        return None


def unpack(archive: bytes) -> Any:
    """The data of the one file that the archive may hold, read within a limit.

    Raises :class:`NotChanges` or ``zipfile.BadZipFile``.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        entries = packed.infolist()
        if [entry.filename for entry in entries] != [FILE]:
            raise NotChanges("other files")
        try:
            with packed.open(entries[0]) as file:
                content = file.read(MOST_BYTES + 1)  # what the archive says of its size is not believed
        except (NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
            raise NotChanges("not readable") from error
    if len(content) > MOST_BYTES:
        raise NotChanges("too large")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotChanges("not JSON") from error


def put(repo: str, number: int, text: str) -> str:
    """Renew our comment on the pull request, or write the first."""
    for old in all_pages(f"repos/{repo}/issues/{number}/comments"):
        if old["user"]["login"] == _US and old["body"].startswith(MARKER):
            api(f"repos/{repo}/issues/comments/{int(old['id'])}", "PATCH", {"body": text})
            return f"Renewed the comment on pull request {number}."
    api(f"repos/{repo}/issues/{number}/comments", "POST", {"body": text})
    return f"Commented on pull request {number}."


if __name__ == "__main__":
    sys.exit(main())
