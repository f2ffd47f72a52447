"""Fetches the editions that are kept with the forge's releases, so that the website can show them all.

    python3 -m coproduce.forge.editions FOLDER

A host of pages keeps one site only, and a site is laid out anew each time. Each
release vVERSION therefore holds its edition as ``edition-VERSION.zip``, which
``coproduce pack`` wrote, and ``SHA256SUMS``. ``GITHUB_REPOSITORY`` names the
repository; without it, on a person's own machine, nothing is fetched.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from coproduce.forge.gh import ForgeFailed, all_pages, api_bytes, repository
from coproduce.ground.checksums import checksum_of
from coproduce.ground.own_files import write_listed
from coproduce.ground.problems import ProblemsFound

_TAG = re.compile(r"v([0-9A-Za-z][0-9A-Za-z._+-]*)")
_SUM = re.compile(r"([0-9a-f]{64}) [ *](?:\./)?(.+)")


def main(arguments: list[str]) -> int:
    """Fetch into the folder that the command line names."""
    if len(arguments) != 1:
        print("Usage: python3 -m coproduce.forge.editions FOLDER", file=sys.stderr)
        return 2
    name = os.environ.get("GITHUB_REPOSITORY", "")
    if not name:
        print(f"No GITHUB_REPOSITORY is named: only editions that lie in {arguments[0]} already are kept.")
        return 0
    try:
        for path in fetch(repository(name), Path(arguments[0])):
            print(path)
    except (ForgeFailed, ProblemsFound) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def fetch(repo: str, folder: Path) -> list[Path]:
    """Write the archive of each release's edition into ``folder``, and return them.

    Drafts and tags that are no versions are left out. Raises
    :class:`~coproduce.forge.gh.ForgeFailed` if a release has no edition, or another
    one than its checksums say: a site without it would break links that people cite.
    """
    editions = {}
    for release in all_pages(f"repos/{repo}/releases"):
        found = _TAG.fullmatch(release["tag_name"])
        if found and not release["draft"]:
            editions[release["tag_name"]] = _edition(repo, release, f"edition-{found[1]}.zip")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in editions.values():
        write_listed(folder / name, data, folder.parent)
        written.append(folder / name)
    return sorted(written)


def _edition(repo: str, release: dict, name: str) -> tuple[str, bytes]:
    tag = release["tag_name"]
    assets = {asset["name"]: asset["id"] for asset in release["assets"]}
    missing = [wanted for wanted in (name, "SHA256SUMS") if wanted not in assets]
    if missing:
        raise ForgeFailed(
            f"The release {tag} has no {' and no '.join(missing)}, and the site would lose that edition. "
            f"Expected: the files that make release-files gathers. Do: check out {tag}, run make release-files, and "
            f"gh release upload {tag} _build/release/*; or, if it is no edition, delete the release.")
    data, sums = (_asset(repo, assets[wanted]) for wanted in (name, "SHA256SUMS"))
    told = {file: checksum for checksum, file in _SUM.findall(sums.decode("utf-8", errors="replace"))}
    if told.get(name) != checksum_of(data):
        raise ForgeFailed(
            f"{name} of the release {tag} is not the file of which its SHA256SUMS tells. "
            f"Do: find out who changed it, and upload both again from a build of {tag}.")
    return name, data


def _asset(repo: str, number: int) -> bytes:
    return api_bytes(f"repos/{repo}/releases/assets/{int(number)}", accept="application/octet-stream")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
