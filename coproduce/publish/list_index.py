"""The script that a list on many pages is searched with."""

from __future__ import annotations

import json
from collections.abc import Iterable

#: Anchor without its prefix, title, what stands beside it, the page, and what it can be chosen by.
Item = tuple[str, str, str, str, list[str]]


def index_script(prefix: str, items: Iterable[Item]) -> str:
    """The script that hands a list to ``lists.js``: ``prefix`` of anchors, ``pages``, ``tags`` and ``items``.

    An item is ``[id, title, beside it, number of its page, numbers of its tags]``. A
    script, because a page opened from a file share may not read other files.
    """
    pages: dict[str, int] = {}
    tags: dict[str, int] = {}
    rows = []
    for id_, title, beside, page, of_item in items:
        numbers = [tags.setdefault(tag, len(tags)) for tag in of_item]
        rows.append([id_, title, beside, pages.setdefault(page, len(pages)), numbers])
    made = {"prefix": prefix, "pages": [f"{page}.html" for page in pages], "tags": list(tags), "items": rows}
    return f"window.reportList = {json.dumps(made, ensure_ascii=False, separators=(',', ':'))};\n"
