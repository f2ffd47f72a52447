"""Profiles: one short, uniform description for each row of a table.

``book/profiles.yml`` says which table, and what a profile shows of the row and
of the tables that refer to it (:mod:`.spec`). :mod:`.content` fills it with rows.
A page shows all profiles of a table with the directive ``profiles``.
"""
