"""The builder of an application as what it is: one that writes HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.builders import Builder


def html_builder(builder: "Builder") -> StandaloneHTMLBuilder:
    """``builder``, which writes pages or bodies for print. Raises ``TypeError`` for one that writes neither."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        raise TypeError(f"the builder {builder.name} does not write HTML")
    return builder
