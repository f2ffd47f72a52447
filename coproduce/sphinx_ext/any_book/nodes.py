"""The nodes that constructs of a Jupyter Book become, whichever extension they were written for.

Each class only says what a thing is; :mod:`.writing` says how it looks on a page and in documents.
"""

from __future__ import annotations

from docutils import nodes


class disclosure_box(nodes.General, nodes.Element):
    """Text that opens on request, and stands open on paper: ``opened``, ``group`` (others of it close; "" for none).

    Its first child is a :class:`box_title`.
    """


class tab_set(nodes.General, nodes.Element):
    """Parts of which a page shows one, and paper all: its children are :class:`tab`; ``group`` keeps several sets in step."""


class tab(nodes.General, nodes.Element):
    """One of them: a :class:`box_title` and its text; ``shown`` says which is seen first, ``sync`` which go together."""


class card(nodes.General, nodes.Element):
    """A box with a title, and maybe a picture, a head and a foot; ``leads``: its title is a link that the whole box follows."""


class box_title(nodes.Part, nodes.TextElement):
    """What any of these is called."""


class card_part(nodes.Part, nodes.Element):
    """``head`` or ``foot`` of a card, by ``part``."""


class page_contents(nodes.General, nodes.Element):
    """The headings of a page, on the page; documents have contents of their own."""


class scroll_box(nodes.General, nodes.Element):
    """Part of a cell that scrolls within a limited height on a page, and is whole on paper; ``label`` is what it is called."""


#: All of them.
WRITTEN = (disclosure_box, tab_set, tab, card, box_title, card_part, page_contents, scroll_box)
