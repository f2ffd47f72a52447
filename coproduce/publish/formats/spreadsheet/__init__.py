"""The spreadsheet: figures, numbers, recommendations, contributions and sources.

Laid out after the Government Analysis Function's guidance "Releasing statistics
in spreadsheets": a cover sheet, a contents sheet with links, a notes sheet, then
one table a sheet, each marked as a table with one row of headings, below a title
in A1 and lines that say what is in it. No cell is merged, hidden or coloured to
mean something, no row or column is blank, nothing is a formula.

============  ==========================================================
``tables``    what each table holds, from the records of the chapters
``sheets``    one table, or lines of text, on one sheet
``edition``   the workbook, saved as the same bytes each time
============  ==========================================================
"""
