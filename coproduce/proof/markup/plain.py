"""Texts that are shown as they are: headlines, captions, labels and their like, which cells give."""

from __future__ import annotations

from collections.abc import Iterator

from coproduce.ground.problems import Problem
from coproduce.proof.markup.fault import excerpt
from coproduce.source.book_markdown import markdown_parser
from coproduce.source.prose import shown_strings

#: Arguments of a chapter's calls that readers see as text.
_ARGUMENTS = frozenset({"headline", "subtitle", "alt", "caption", "label", "calculation", "caveat"})
_MARKUP = {
    "strong_open": "**text**", "em_open": "*text*", "link_open": "[words](address)", "image": "![words](address)",
    "myst_role": "{name}`content`", "code_inline": "`text`", "math_inline": "$formula$",
}
#: More characters are not read together, here as in a paragraph.
_MOST = 5_000


def check_shown(text: str, path: str) -> Iterator[Problem]:
    """A problem for each text of a cell in which markup would be shown as it is typed."""
    for line in shown_strings(text, _ARGUMENTS):
        if not any(sign in line.text for sign in "*_[`$"):
            continue
        kinds = {child.type for token in markdown_parser().parseInline(line.text[:_MOST], {}) for child in token.children or ()}
        for kind in _MARKUP.keys() & kinds:
            yield Problem(
                path, f"‘{excerpt(line.text)}’ holds {_MARKUP[kind]}, which is shown as it is typed", line=line.number,
                code="markup.plain", expected="plain words: headlines, captions and labels know no markup",
                action="Take the signs out.")
