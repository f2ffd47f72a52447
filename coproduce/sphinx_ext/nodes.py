"""The nodes that are more than docutils has; the package's docstring lists them.

Each class only says what a thing is. How it looks in HTML stands in
:mod:`.translator`.
"""

from __future__ import annotations

from docutils import nodes


class value(nodes.Inline, nodes.TextElement):
    """A registered number in prose: ``name`` of the record; its text is the child.

    ``number`` tells several uses on one page apart.
    """


class registered_value(nodes.Invisible, nodes.Element):
    """The place where a chapter registered the value ``name``; shows nothing."""


class report_figure(nodes.General, nodes.Element):
    """A registered figure. Named so that ``numref`` finds it."""


class figure_heading(nodes.Part, nodes.Element):
    """Number, headline and subtitle of a figure."""


class chart(nodes.General, nodes.Element):
    """A drawing: ``name``, ``svg``, ``svg_narrow``, ``alt``, ``width``, ``height``."""


class figure_notes(nodes.General, nodes.Element):
    """What stands below a figure or table: source, caveat, tools, data."""


class figure_tools(nodes.General, nodes.Element):
    """What a reader can do with the figure ``name``; its files lie in ``folder``."""


class figure_dial(nodes.General, nodes.Element):
    """A dial below the drawing ``name``; ``dial`` is what the figure's record holds of it."""


class disclosure(nodes.General, nodes.Element):
    """Content that opens on request; ``summary`` is what the reader sees first."""


class data_table(nodes.table):
    """The numbers of a figure: a table that takes no number of its own."""


class scroll_region(nodes.General, nodes.Element):
    """A box that scrolls sideways, reachable by keyboard; ``label`` names it."""


class filter_box(nodes.General, nodes.Element):
    """A field that filters what follows: ``target`` (an id) and ``label``.

    ``choices`` are menus beside it, each a label and its entries: a class that
    items of the list have, and what the reader sees; ``groups`` are the same in one menu. ``index`` names the script
    file that holds the items, if they are on other pages, and ``rows`` what stands
    of them on this one (an id), which makes room for what is found. ``printed`` is what a button
    says that prints a long list, of which else only the beginning is printed.
    """


class source_reference(nodes.Inline, nodes.Element):
    """A reference to sources, numbered once the book is read: ``sources`` (ids)."""


class object_reference(nodes.Inline, nodes.Element):
    """A reference by name, resolved once the book is read.

    ``kind`` is ``conclusion``, ``contribution`` or ``profile``, ``name`` whom it
    means, ``text`` what the reader sees ("" for its own name).
    """


class conclusion(nodes.General, nodes.Element):
    """A conclusion or recommendation before the book is read.

    ``kind``, ``name``, ``title`` and the ``spec`` that the directive read; its
    children are the statement.
    """


class pending_page_part(nodes.General, nodes.Element):
    """A list made from the whole book: ``part`` says which."""


class pending_profiles(nodes.General, nodes.Element):
    """The profiles of a table's rows: ``table``."""


class web_only(nodes.General, nodes.Element):
    """What documents leave out; its children are shown on web pages as they are."""


#: Nodes that are replaced before anything is written.
TEMPORARY = (registered_value, source_reference, object_reference, conclusion, pending_page_part, pending_profiles, web_only)
#: Nodes that :mod:`.translator` writes.
WRITTEN = (value, figure_heading, chart, figure_notes, figure_tools, figure_dial, disclosure, data_table, scroll_region, filter_box)
