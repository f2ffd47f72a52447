"""Between what a new report may choose."""

from __future__ import annotations

#: Licences for text and data, and what a data package calls them (https://spdx.org/licenses/).
LICENCES = {
    "CC BY 4.0": "CC-BY-4.0", "CC BY-SA 4.0": "CC-BY-SA-4.0", "CC BY-NC 4.0": "CC-BY-NC-4.0", "CC0 1.0": "CC0-1.0",
    "OGL 3.0": "OGL-UK-3.0",
}
#: Forges for which workflows are written.
FORGES = ("github", "gitlab", "none")
