"""The country of the report at hand: which numbers of people, postcodes and telephones the search for personal data knows.

A process works in one country at a time, that of the report at hand, chosen with :func:`using_country`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

#: The countries that there is a preset for (ISO 3166), with their English names.
PRESETS = {"DE": "Germany", "GB": "United Kingdom", "IE": "Ireland", "US": "United States"}
#: That of a report which names none.
HOME = "GB"
_country = HOME


def current_country() -> str:
    """The code of the country."""
    return _country


def listed_presets() -> str:
    """The countries that there are presets for, for a message: "DE (Germany), GB (United Kingdom)"."""
    return ", ".join(f"{code} ({name})" for code, name in sorted(PRESETS.items()))


def use_country(code: str) -> None:
    """From now on be in the country ``code``, one of :data:`PRESETS`."""
    global _country
    if code not in PRESETS:
        raise ValueError(f"there is no preset for the country {code!r}; there are: {listed_presets()}")
    _country = code


@contextmanager
def using_country(code: str) -> Iterator[None]:
    """Be in ``code`` until the end of the context, then where one was before."""
    before = _country
    use_country(code)
    try:
        yield
    finally:
        use_country(before)
