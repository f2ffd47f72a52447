"""The PDF edition: the manuscript through Pandoc and Typst.

:func:`build_pdf` is the door. One way, one step a module:

=================  ==========================================================
``manuscript``     (package beside this one) the book as one clean HTML file
``pandoc.py``      that HTML to Typst markup, with ``filter.lua``
``template.typ``   how pages, figures, tables and boxes look
``typeset.py``     Typst markup to PDF/UA-1 and PDF/A-3a
``tags.py``        headings of table rows in the PDF's tag tree
``attachments.py`` the data package inside the PDF
=================  ==========================================================
"""

from coproduce.publish.pdf.edition import PdfSummary, build_pdf, write_pdf

__all__ = ["PdfSummary", "build_pdf", "write_pdf"]
