"""Made-up children of an invented area, and the join of their records: what the chapter *See it done* runs.

Nothing here holds a real person's record. Each rate comes from a row of ``data/``, published or assumed
(:mod:`linkage.rates`). :mod:`linkage.population` makes the children, :mod:`linkage.records` what five
services wrote down, :mod:`linkage.join` joins it, :mod:`linkage.quality` compares with the truth,
:mod:`linkage.encoded` does the same without names, and :mod:`linkage.sight` asks what the join would show.
"""
