"""Begins a report: writes one that works from the files in this folder, and tells what a newer version would write.

``report/`` holds what every report gets, ``github/`` and ``gitlab/`` what runs on the forge, ``regions/`` lists
of regions by country. ``answers`` is what a person says, ``templates`` makes files of it, ``package`` says how
the report gets this package, ``start`` writes, ``update`` compares.
"""
