"""Names of rows: taken apart and put together in one way."""

from __future__ import annotations

import pytest

from coproduce.evidence.row_ids import RowId


@pytest.mark.parametrize("text, table, line", [
    ("areas:12", "areas", 12), ("contributions:a-parent", "contributions", None), ("areas:1²", "areas", None),
])
def test_a_name_is_a_table_and_a_line_or_id(text, table, line):
    row = RowId.parse(text)
    assert (row.table, row.line) == (table, line)
    assert str(row) == text


def test_text_without_a_table_is_seen_to_have_none():
    assert RowId.parse("12") == ("", "12")
