"""The brief: two pages for a reader who has two minutes.

Nothing in it is typed twice. Text comes from the manuscript, numbers from the
values that chapters registered; ``book/brief.yml`` says which (:mod:`.spec`).
:mod:`.content` gathers them, ``brief.typ`` sets them, as PDF/UA-1 and PDF/A-3a
like the whole report (:mod:`.edition`). The checks read :mod:`.spec` alone, which
imports fast; that is why nothing is imported here.
"""
