"""The PDF edition: the manuscript through Pandoc and Typst.

:func:`build_pdf` is the door. One way, one step a module:

=================  ==========================================================
``manuscript``     (package beside this one) the book as one clean HTML file
``manuscripts.py`` one for each document that the settings name
``pandoc.py``      that HTML to Typst markup, with ``filter.lua``
``template.typ``   how pages look; ``parts.typ`` figures, tables and boxes, ``faces.typ`` faces
``front_matter.py`` what the templates read beside the text
``typeset.py``     Typst markup to PDF/UA-1 and PDF/A-3a
``fonts.py``       the faces, among them static ones for charts
``tags.py``        headings of table rows in the PDF's tag tree
``streams.py``     saves the file so that PDF/A holds
``attachments.py`` the data package inside the PDF
=================  ==========================================================
"""

from coproduce.publish.pdf.edition import PdfSummary, build_pdf, timestamp, write_pdf
from coproduce.publish.pdf.manuscripts import Manuscripts, begin_manuscripts

__all__ = ["Manuscripts", "PdfSummary", "begin_manuscripts", "build_pdf", "timestamp", "write_pdf"]
