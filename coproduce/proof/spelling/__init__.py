"""Spelling in British English, with the report's own words.

``dictionary`` answers whether a word is known, ``check`` says where an unknown
one stands, ``texts`` which words of a report are read. The dictionary
(``en_GB/``, -ise spellings only, so that ``organize`` and ``color`` are unknown)
comes with the package: nothing is fetched, and every machine says the same.

Known besides: the words of ``docs/words.txt``, and names that the report's own
tables and contributions carry, so that nobody lists them twice.
"""
