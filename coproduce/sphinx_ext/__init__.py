"""The Sphinx extension: what chapters may write, and how it looks on the page.

Works the same under ``jupyter-book build`` and under Sphinx called from Python.
If nobody has handed over an executed report (:mod:`.state`), it checks and
executes the report itself before the first page is read.

Roles: ``value``, ``source``, ``contribution``, ``conclusion``, ``profile``,
``evidence``, ``not-a-statistic``.
Directives: ``key-finding``, ``conclusion``, ``recommendation``,
``conclusions-matrix``, ``contributions-list``, ``sources-list``, ``ledger``,
``provenance``, ``profiles``, ``cite-report``, ``downloads``,
``contribution-form``.

The frame around a page's text is a theme of our own, ``publish/html/theme``;
what its templates know of a page stands in :mod:`.page`. The page's own text is
the one ``<article>`` in its ``<main>``.

What other builders meet
------------------------
All is plain docutils, but for these nodes of :mod:`.nodes`. Those marked (web)
are gone after the post-transforms of the builder named ``print``.

========================  =====================================================
node                      HTML
========================  =====================================================
``report_figure``         ``<figure class="report-figure" id="NAME">``; children:
                          ``figure_heading``, ``chart``, ``figure_dial`` (where
                          the figure has one), ``figure_notes``
``figure_heading``        ``<figcaption>``: ``caption`` (``<p class="headline">``
                          with ``span.caption-number``, ``span.caption-text``) and
                          ``<p class="subtitle">``
``chart``                 the drawing; web: ``<div class="chart-frame" role="img"
                          aria-label="ALT">`` with inline SVG, wide and narrow,
                          in ``<div class="chart-box">``;
                          print: ``<img class="chart" src="data:…" alt width>``
``figure_notes``          ``<div class="figure-notes">`` of ``p.source-line``,
                          ``p.caveat`` and (web) ``figure_tools``, ``disclosure``
``figure_tools`` (web)    ``<div class="figure-tools">``: buttons that open the
                          interactive chart and its citation, and downloads
``figure_dial`` (web)     ``<div class="figure-dial">``: a slider along the rows of the
                          figure's data, and a sentence on each
``disclosure`` (web)      ``<details><summary>``
``value``                 ``<span class="value" data-sources="ID ID">``: the
                          number, and (web) a button that covers it and its card
``scroll_region`` (web)   ``<div class="table-wrapper" role="region" tabindex="0">``
``contribution_form``     (web) ``<form>`` of the page to contribute with; print: its
                          questions as a definition list ``contribution-questions``
``filter_box`` (web)      a text field that filters the list or table it names
========================  =====================================================

A reference to a source in prose is ``<a class="source">``; its number is the
place of ``source-ID`` on the sources page.

A table that a chapter registered is a docutils ``table`` with class
``report-table``, its name as id, a title (number and caption) and one stub
column, in ``<div class="report-table-block">`` together with ``figure_notes``.
Header cells have ``scope`` in every table. Other classes: ``key-finding``
(admonition), ``conclusion`` and ``recommendation`` (containers; inside:
``conclusion-title`` with ``conclusion-number`` (its digits in ``numeral``), ``statement``,
``conclusion-facts``, ``conclusion-fact``, ``line-of-sight``), ``contribution`` and ``profile`` (sections),
``source-entry`` (list item with id ``source-ID``), ``evidence-showed``,
``evidence-used``, ``evidence-changed`` (inline labels).
Anchors: ``source-ID``, ``contribution-ID``, ``conclusion-NAME`` (also for a
recommendation), ``profile-ID``, ``value-NAME`` (ledger), and a figure's or table's own name.
Search (:mod:`.search`) finds elements by these anchors and reads their text from the
written page, less the classes that :mod:`coproduce.publish.html.search_index` lists.

More than a hundred contributions stand on many pages that have no source file
(:mod:`.placement` says on which, :mod:`.contribution_pages` makes them);
``contribution-ID`` on the page of the list leads on to the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Entry point for Sphinx."""
    from coproduce.sphinx_ext import registration

    registration.register(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}
