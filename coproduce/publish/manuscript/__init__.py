"""The whole report as one clean HTML document, on its way to paged formats.

The book is read once, for the web edition. :mod:`.builder` asks the same Sphinx
environment for the body of each chapter again, without theme, and
:func:`make_manuscript` joins them and says everything in HTML that Pandoc
understands in full. What a manuscript promises to the formats made from it:

* one ``<section class="chapter" id="<chapter>">`` a chapter, in the book's order,
  with one ``h1``; headings below it never skip a level;
* every ``id`` is ``<chapter>--<id on the web page>``, is unique, and is the target
  of at least one link; every internal link has its target;
* a figure is ``<figure id><img src alt width><figcaption>`` with the divisions
  ``headline`` (holding ``span.caption-number``) and ``subtitle``, followed by
  ``div.figure-notes``, all in ``div.figure-block``; images are files beside the
  document, their colours and fonts resolved;
* a table has a caption, ``th scope`` in head and in heading columns, a
  ``colgroup`` whose widths add up to 100 %, and its alignment on each cell;
* a footnote stands once, in a closing ``section[role=doc-endnotes]``; its first mark is in a
  ``span.note-mark``, further ones are ``a.note-again``, both with its number in ``data-note``;
* a formula is ``span.formula-said`` around ``math`` that holds its TeX, with its words in
  ``data-words``; one on a line of its own stands in ``div.formula``, with ``span.formula-number``;
* boxes are ``div.box`` with their kind as second class and ``div.box-title`` (``data-level``: that of the heading it was);
* numbers in large type are a list in ``div.key-numbers``, each item a paragraph that
  begins with ``strong``;
* a value is ``span.value``, the sources it rests on ``sup.source-refs``.
"""

from coproduce.publish.manuscript.document import Manuscript, chapter_bodies, compose, make_manuscript, merge
from coproduce.publish.manuscript.links import Elsewhere

__all__ = ["Elsewhere", "Manuscript", "chapter_bodies", "compose", "make_manuscript", "merge"]
