"""The addresses of the licences that reports of this kind are published under."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(r"CC (?P<kind>BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?) (?P<version>\d\.\d)")
_OTHERS = {
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "OGL 3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


def address(licence: str) -> str:
    """Where a licence can be read, by its short name such as "CC BY 4.0"; "" if it is not known."""
    licence = licence.strip().replace("-4.0", " 4.0").replace("CC-", "CC ")
    if found := _CREATIVE_COMMONS.fullmatch(licence):
        return f"https://creativecommons.org/licenses/{found['kind'].lower()}/{found['version']}/"
    return _OTHERS.get(licence, "")
