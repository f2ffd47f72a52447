"""``book/jupytext.toml``: has JupyterLab keep the part of a chapter's front matter that is ours.

Jupytext writes into a text the metadata that it knows and drops the rest. Without the setting,
opening and saving a chapter loses what it declares.
"""

from __future__ import annotations

import tomllib

from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.read_input import read_text_input
from coproduce.source.paths import Paths

#: https://jupytext.readthedocs.io/en/latest/advanced-options.html#metadata-filtering
SETTING = 'notebook_metadata_filter = "coproduce"'


def check_jupytext(paths: Paths) -> list[Problem]:
    """A problem if the file is missing, is no TOML, or lets jupytext drop what a chapter declares."""
    file = paths.book / "jupytext.toml"
    path = paths.relative(file)
    try:
        kept = tomllib.loads(read_text_input(file, path)).get("notebook_metadata_filter", "")
    except FileNotFoundError:
        kept = ""
    except ProblemsFound as found:
        return found.problems
    except tomllib.TOMLDecodeError as error:
        return [Problem(path, f"this is not TOML: {error}", code="jupytext.syntax", expected=f"a line ‘{SETTING}’",
                        action="Correct the line.")]
    names = {name.strip() for name in str(kept).split(",")}
    if names & {"coproduce", "all"}:
        return []
    return [Problem(path, "whoever saves a chapter in JupyterLab loses the part ‘coproduce:’ of its front matter",
                    code="jupytext.filter", expected=f"a line ‘{SETTING}’", action="Create the file, or add the line.")]
