"""Markdown as the book reads it: CommonMark, tables, and what MyST adds by the book's settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from coproduce.ground.size_limits import PARAGRAPH_CHARACTERS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

#: MyST syntax beyond the standard. Without ``linkify``: "gov.uk" is a name.
MYST_EXTENSIONS = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
#: What ``dollarmath`` takes for a formula. A dollar sign may be money: no blank stands inside
#: the signs of a formula and no digit directly outside, so that "$5 and $10" is none.
DOLLARS = {"allow_space": False, "allow_digits": False, "double_inline": False}

#: A line ``[name]: address`` goes on for no more lines than these.
_LINES_OF_AN_ADDRESS = 10


@cache
def markdown_parser(escapes: bool = False) -> MarkdownIt:
    """The parser; its tokens are those that MyST would render.

    With ``escapes``, a sign that was escaped (``\\*``, ``&lt;``) is a token of its own,
    ``text_special``, and links keep the label by which they name their address.
    """
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import reference
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.field_list import fieldlist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin
    from mdit_py_plugins.myst_role import myst_role_plugin

    parser = MarkdownIt("commonmark").enable("table")
    # In the order of myst_parser.parsers.mdit, on which depends which rule comes first.
    for plugin in (myst_block_plugin, myst_role_plugin, footnote_plugin, colon_fence_plugin, deflist_plugin, fieldlist_plugin):
        parser.use(plugin)
    parser.use(attrs_plugin, after=("image", "code_inline", "link_close", "span_close"), spans=True, span_after="footnote_ref")
    parser.use(attrs_block_plugin)
    parser.use(dollarmath_plugin, **DOLLARS)
    parser.disable(["footnote_inline", "footnote_tail"])
    parser.core.ruler.before("inline", "bounded", _bounded)
    parser.block.ruler.at("reference", _within(reference, _LINES_OF_AN_ADDRESS))
    if escapes:
        parser.disable("text_join")
        parser.options["store_labels"] = True
    return parser


def _within(rule: Callable[..., bool], most: int) -> Callable[..., bool]:
    """``rule``, which reads on to the next empty line each time, with ``most`` lines to read."""
    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        last, state.lineMax = state.lineMax, min(state.lineMax, start + most)
        try:
            return rule(state, start, end, silent)
        finally:
            state.lineMax = last

    return bounded


def _bounded(state) -> None:
    """Cuts each paragraph where :func:`coproduce.source.prose.overlong` has told that it is too long."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > PARAGRAPH_CHARACTERS:
            token.meta["length"] = len(token.content)
            token.content = token.content[:PARAGRAPH_CHARACTERS]
