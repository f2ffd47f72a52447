"""The reference of a contribution's fields, made from the model.

``contributions/README.md`` holds it between two comment lines, so that people
read what the checks apply. After a change of the model::

    python -m coproduce.contributions.reference contributions/README.md
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel

from coproduce.contributions.dispositions import Disposition
from coproduce.contributions.model import CREDITS, FrontMatter
from coproduce.contributions.validation_messages import expectation, is_list, part_of
from coproduce.ground import own_files
from coproduce.ground.generated_part import replace_part
from coproduce.ground.read_input import read_page_input

BEGIN = "<!-- fields: made from the model, do not edit by hand -->"
END = "<!-- end of fields -->"


def reference_markdown() -> str:
    """Tables of the fields of a contribution and of a disposition, as Markdown."""
    parts = [
        "### The fields of a contribution",
        _table(FrontMatter),
        "`credit` is "
        + "; ".join(f"`{credit}`: {meaning}" for credit, meaning in CREDITS.items())
        + ".",
        "### The fields of a disposition",
        _table(Disposition),
    ]
    return "\n\n".join(parts) + "\n"


def _table(model: type[BaseModel]) -> str:
    lines = ["| Field | What for | Allowed | Good | Not so |", "|---|---|---|---|---|"]
    lines += _rows(model)
    return "\n".join(lines)


def _rows(model: type[BaseModel], prefix: str = "") -> list[str]:
    rows = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        must = " (required)" if info.is_required() else ""
        part = part_of(info)
        allowed = "fields of its own" if part else expectation(info)
        if part and is_list(info):
            allowed = "a list; each entry has fields of its own"
        cells = (
            f"`{prefix}{name}`{must}",
            info.description or "",
            allowed,
            str(extra.get("good", "")),
            f"{extra.get('bad', '')} ({extra.get('why', '')})",
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        if part:
            rows += _rows(part, f"{prefix}{name}.")
    return rows


def with_reference(text: str) -> str:
    """``text`` with the reference between its two comment lines brought up to date.

    Raises ``ValueError`` if the comment lines are not there.
    """
    return replace_part(text, BEGIN, END, reference_markdown())


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    own_files.write(readme, with_reference(read_page_input(readme, readme.as_posix())), readme.parent)
