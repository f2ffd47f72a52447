"""The same join without names: keyed hashes of whole fields, and Bloom filters of parts of names.

The filters follow Schnell, Bachteler and Reiher (2009): each pair of neighbouring letters of a name sets
some bits of a row of bits, and two rows are alike as far as they share bits (Dice's coefficient). No library
for this is kept: clkhash and anonlink released last in May 2023, and clkhash asks for a version of
``cryptography`` of that year. So it stands here, in a few lines on Python's own ``hmac``.
Such encodings lower the risk of being recognised. They do not remove it: frequent names stay frequent.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pandas as pd

from linkage.records import FIELDS

WORDS = 8
BITS = 64 * WORDS
HASHES = 12
"""Bits that each pair of letters sets, of 512."""
ALIKE = (0.9, 0.75)
"""Dice's coefficient from which two names count as nearly the same, and as similar."""
NAMES = ("given", "surname")


def hashed(records: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """The records with each field replaced by a keyed hash of it: equal or not, and nothing between."""
    coded = records.copy()
    for field in FIELDS:
        coded[field] = _per_value(records[field], lambda text: _digest(key, text).hex()[:16])
    return coded


def filtered(records: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """The hashed records with a Bloom filter of each name, and hashes of parts of the date and postcode."""
    coded = hashed(records, key)
    for name in NAMES:
        rows = {text: bloom(key, text) for text in sorted(records[name].unique())}
        bits = np.stack([rows[text] for text in records[name]])
        for word in range(WORDS):
            coded[f"{name}_bits_{word}"] = bits[:, word]
    for part, ends in (("year", slice(0, 4)), ("month", slice(5, 7)), ("day", slice(8, 10))):
        coded[f"born_{part}"] = _per_value(records["born"].str[ends], lambda text, part=part: _digest(key, part + text).hex()[:16])
    coded["sector"] = _per_value(records["postcode"].str[:-2], lambda text: _digest(key, "sector" + text).hex()[:16])
    return coded


def hashed_comparisons() -> list:
    """Each field agrees or does not."""
    import splink.comparison_library as compare

    return [compare.ExactMatch(field).configure(term_frequency_adjustments=field in NAMES) for field in FIELDS]


def filtered_comparisons() -> list:
    """Names by Dice's coefficient, dates by their parts, postcodes by their sector."""
    import splink.comparison_level_library as level
    import splink.comparison_library as compare

    def name(field: str):
        return compare.CustomComparison(output_column_name=field, comparison_levels=[
            level.NullLevel(field), level.ExactMatchLevel(field, term_frequency_adjustments=True),
            *(level.CustomLevel(f"{_dice(field)} >= {least}", f"alike from {least}") for least in ALIKE), level.ElseLevel()])

    parts = " + ".join(f"CAST(born_{part}_l = born_{part}_r AS INTEGER)" for part in ("year", "month", "day"))
    date = compare.CustomComparison(output_column_name="born", comparison_levels=[
        level.NullLevel("born"), level.ExactMatchLevel("born"), level.CustomLevel(f"({parts}) = 2", "two of three parts"),
        level.ElseLevel()])
    place = compare.CustomComparison(output_column_name="postcode", comparison_levels=[
        level.NullLevel("postcode"), level.ExactMatchLevel("postcode"), level.CustomLevel("sector_l = sector_r", "same sector"),
        level.ElseLevel()])
    return [name("given"), name("surname"), date, compare.ExactMatch("sex"), place]


def bloom(key: bytes, text: str) -> np.ndarray:
    """A name as a row of bits, in whole numbers of 64 bits each."""
    padded = f"_{text.lower()}_"
    bits = np.zeros(BITS, dtype=np.uint8)
    for pair in {padded[at:at + 2] for at in range(len(padded) - 1)}:
        first, second = np.frombuffer(_digest(key, pair)[:16], dtype="<u8").tolist()
        bits[[(first + time * (second | 1)) % BITS for time in range(HASHES)]] = 1
    return np.packbits(bits, bitorder="little").view("<i8")


def dice(one: np.ndarray, other: np.ndarray) -> float:
    """How alike two rows of bits are, from nought to one."""
    count = [int(np.unpackbits(row.view(np.uint8)).sum()) for row in (one & other, one, other)]
    return 2 * count[0] / (count[1] + count[2])


def _dice(field: str) -> str:
    """The same in SQL."""
    def count(*sides: str) -> str:
        words = (" & ".join(f"{field}_bits_{word}_{side}" for side in sides) for word in range(WORDS))
        return " + ".join(f"CAST(bit_count({word}) AS INTEGER)" for word in words)

    return f"2.0 * ({count('l', 'r')}) / ({count('l')} + {count('r')})"


def _digest(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _per_value(values: pd.Series, encode) -> pd.Series:
    known = {text: encode(text) for text in sorted(values.dropna().unique())}
    return values.map(known).astype(object).where(values.notna(), None)
