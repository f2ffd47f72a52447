"""Tables that programs write as HTML become tables whose heads are known."""

from __future__ import annotations

from docutils import nodes

from coproduce.sphinx_ext.html_tables import tables_of

SERIES = """<div><style>.dataframe {}</style><table class="dataframe"><thead>
<tr><th></th><th colspan="2">height</th></tr><tr><th>station</th><th>low</th><th>high</th></tr></thead>
<tbody><tr><th rowspan="2">Upper</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table><p>2 rows × 2 columns</p></div>"""


def test_heads_spans_and_what_stands_below_are_kept():
    table, below = tables_of(SERIES)
    assert below.astext() == "2 rows × 2 columns"
    head, body = next(table.findall(nodes.thead)), next(table.findall(nodes.tbody))
    assert [[entry.astext() for entry in row] for row in head] == [["", "height"], ["station", "low", "high"]]
    assert head[0][1]["morecols"] == 1
    assert body[0][0]["morerows"] == 1
    assert [bool(column.get("stub")) for column in table.findall(nodes.colspec)] == [True, False, False]


def test_a_table_that_holds_another_or_a_script_is_left_to_others():
    assert tables_of("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>") == []
    assert tables_of("<table><tr><td><script>x</script></td></tr></table>") == []
    assert tables_of("<p>No table</p>") == []


def test_a_first_row_of_heads_is_a_head():
    table, = tables_of("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>")
    assert [entry.astext() for entry in next(table.findall(nodes.thead))[0]] == ["a", "b"]
    assert not [column for column in table.findall(nodes.colspec) if column.get("stub")]
