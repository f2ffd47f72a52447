"""What each sheet of the spreadsheet holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coproduce.ground.interface_words import in_english_signs, marked_words, say, say_as
from coproduce.publish.book_index import KINDS
from coproduce.publish.contribution_rows import HEADER, contribution_rows
from coproduce.source.conclusion_facts import FACTS

if TYPE_CHECKING:
    from coproduce.publish.formats import Material

#: Stands in a column of numbers where there is none, and what it means
#: (Analysis Function, "Symbols in tables: definitions and help").
NOT_AVAILABLE, NOT_APPLICABLE, WITHHELD, LOW = "[x]", "[z]", "[c]", "[low]"
SHORTHAND = marked_words({
    NOT_AVAILABLE: "not available: no number was published, or it cannot be shown",
    NOT_APPLICABLE: "not applicable: there can be no number here",
    WITHHELD: "confidential: withheld so that nobody can be recognised",
    LOW: "low: rounds to zero",
})
# How the data and their charts say it in words.
_IN_WORDS = (
    (("not available", "not stated", "missing"), NOT_AVAILABLE), (("not applicable",), NOT_APPLICABLE),
    (("withheld", "fewer than"), WITHHELD), (("rounds to zero",), LOW),
)
_NUMBER = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_YEAR = re.compile(r"(1[6-9]|20)\d\d")


@dataclass(frozen=True)
class Sheet:
    """One table with what stands above it.

    ``caveats`` become numbered notes. ``links`` are columns that hold addresses.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    caveats: tuple[str, ...] = ()
    links: tuple[str, ...] = field(default=())


def _translated(*titles: str) -> tuple[str, ...]:
    return tuple(say(title) for title in titles)


def sheets(material: "Material") -> list[Sheet]:
    """Every sheet with a table, in the order of the workbook; tables without rows are left out."""
    made = [
        _numbers(material), _conclusions(material), _contributions(material), _sources(material),
        *_figures(material), *_tables(material),
    ]
    return [sheet for sheet in made if sheet.rows]


def _numbers(material: "Material") -> Sheet:
    sources = material.ledger["sources"]
    rows = [
        (
            value["label"], value["text"], value["raw"], _bound(value["low"]), _bound(value["high"]), value["unit"],
            value["period"], value["place"], value["evidence"], value["calculation"], value["caveat"],
            _numbered(value["sources"], sources), "; ".join(value["chapters"]), value["name"],
        )
        for value in material.ledger["values"]
    ]
    return Sheet(
        say("Numbers"), say("Every number of the report"), (
            say("One row is one number that a chapter computed. Source numbers are those of the sheet Sources."),
            say("Low and High are the ends of an interval, where the source gives one."),
        ),
        _translated("Measure", "As printed", "Value", "Low", "High", "Unit", "Period", "Place", "Kind of evidence",
              "Calculation", "Caveat", "Source numbers", "Pages", "Name"),
        tuple(rows),
    )


def _bound(number: float | None) -> float | str:
    return NOT_APPLICABLE if number is None else number


def _numbered(ids: list[str], sources: dict[str, Any]) -> str:
    return "; ".join(str(number) for number in sorted(sources[id_]["number"] for id_ in ids))


def _conclusions(material: "Material") -> Sheet:
    voices, statements = _voices(material), material.manuscript.conclusions
    texts = {value["name"]: value["text"] for value in material.ledger["values"]}
    facts = [key for key in FACTS if any(key in words for words in statements.values())]
    rows = []
    for item in material.ledger["conclusions"]:
        words = statements.get(item["name"], {})
        rest = [f"{texts[name]} ({name})" for name in item["values"] if name in texts]
        rows.append((
            say(KINDS[item["kind"]]), item["number"], item["title"], words.get("statement", ""),
            *(words.get(key, "") for key in facts), "; ".join(rest), "; ".join(item["figures"]),
            *voices.get(item["name"], (0, 0, 0)), item["chapter"], item["name"],
        ))
    return Sheet(
        say("Recommendations"), say("Conclusions and recommendations, and the voices behind them"), (
            say("One row is one conclusion or recommendation, in the order of the report."),
            say("The three counts say how many contributions support, qualify and challenge it."),
            say("Numbers in square brackets are those of the sheet Sources."),
        ),
        (say("Kind"), say_as("of an entry", "Number"), *_translated("Conclusion or recommendation", "What it says"),
         *(say(FACTS[key]) for key in facts),
         *_translated("Numbers it rests on", "Figures and tables", "Supporting", "Qualifying", "Challenging", "Page", "Name")),
        tuple(rows),
    )


def _voices(material: "Material") -> dict[str, tuple[int, int, int]]:
    counts: dict[str, dict[str, int]] = {}
    for contribution in material.ledger["contributions"]:
        for conclusion, stance in sorted({(use["conclusion"], use["stance"]) for use in contribution["uses"]}):
            counts.setdefault(conclusion, {}).setdefault(stance, 0)
            counts[conclusion][stance] += 1
    return {
        name: (found.get("supports", 0), found.get("qualifies", 0), found.get("challenges", 0))
        for name, found in counts.items()
    }


def _contributions(material: "Material") -> Sheet:
    # Full texts would make rows taller than a sheet can show; the archive has them.
    kept = [place for place, name in enumerate(HEADER) if name not in ("Text", "Translation")]
    rows = [tuple(row[place] for place in kept) for row in contribution_rows(material.report.contributions)]
    numbers = material.ledger["sources"]
    source = HEADER.index("Source")
    for place, row in enumerate(rows):
        cells = list(row)
        cells[source] = numbers[cells[source]]["number"] if cells[source] in numbers else NOT_APPLICABLE
        rows[place] = tuple(cells)
    return Sheet(
        say("Contributions"), say("Contributions, and what became of each"), (
            say("One row is one contribution, under the credit that its author chose."),
            say("Source is the number of a published statement’s source on the sheet Sources."),
            say("The texts are in the report and in {file}.", file=f"{material.report.settings.pdf_name}-data.zip"),
        ),
        tuple(say(HEADER[place]) for place in kept), tuple(rows),
    )


def _sources(material: "Material") -> Sheet:
    found = material.ledger["sources"].items()
    rows = sorted((entry["number"], entry["reference"], entry["licence"], entry["url"], id_) for id_, entry in found)
    return Sheet(
        say("Sources"), say("Sources that the report cites"), (
            say("One row is one publication. The number is that of the report’s list of sources."),
        ),
        (say_as("of an entry", "Number"), *_translated("Reference", "Licence", "Address", "Name")), tuple(rows), links=(say("Address"),),
    )


def _figures(material: "Material") -> Iterator[Sheet]:
    sources = material.ledger["sources"]
    for name in material.manuscript.figures:
        record = material.results.figures.get(name)
        if record is None or not record.data:
            continue
        number = material.manuscript.figure_numbers.get(name) or say("Figure")
        ids = list(dict.fromkeys(source.id for source in record.sources))
        lines = [record.subtitle, say("Source numbers: {numbers}.", numbers=_numbered(ids, sources)) if ids else ""]
        numeric = [column.align == "right" for column in record.columns]
        rows = [tuple(_cell(cell, right) for cell, right in zip(row, numeric, strict=True)) for row in record.data]
        yield Sheet(
            number.replace(" ", "_"), f"{number}: {record.headline}", tuple(filter(None, lines)),
            tuple(column.title for column in record.columns), tuple(rows),
            caveats=(record.caveat,) if record.caveat else (),
        )


def _tables(material: "Material") -> Iterator[Sheet]:
    """The tables of the chapters, as printed: what is a number there is one here."""
    sources, called = material.ledger["sources"], material.manuscript.table_numbers
    for name, record in material.results.tables.items():
        number = called.get(name)
        if number is None or not record.data:
            continue
        ids = list(dict.fromkeys(source.id for source in record.sources))
        lines = [say("Numbers are rounded as in the report."),
                 say("Source numbers: {numbers}.", numbers=_numbered(ids, sources)) if ids else ""]
        numeric = [column.align == "right" for column in record.columns]
        rows = [tuple(_printed(cell) if right else _cell(cell, False) for cell, right in zip(row, numeric, strict=True))
                for row in record.data]
        yield Sheet(
            number.replace(" ", "_"), f"{number}: {record.caption}", tuple(filter(None, lines)),
            tuple(column.title for column in record.columns), tuple(rows), caveats=(record.caveat,) if record.caveat else (),
        )


def _printed(cell: str) -> Any:
    """The number that a cell of a printed table shows, the sign where there is none, or its words."""
    if cell == "–":
        return NOT_AVAILABLE
    plain = in_english_signs(cell)
    if not _NUMBER.fullmatch(plain):
        return _cell(cell, True)
    number = float(plain.replace(",", "").replace("−", "-"))
    return int(number) if number.is_integer() else number


def _cell(cell: Any, numeric: bool) -> Any:
    """A year as a number, and in a column of numbers a sign where there is none."""
    if cell is None or cell != cell or cell == "":
        return NOT_AVAILABLE if numeric else ""
    if isinstance(cell, str) and numeric:
        return next((sign for words, sign in _IN_WORDS if cell.startswith((*words, *map(say, words)))), cell)
    if isinstance(cell, str) and _YEAR.fullmatch(cell):
        return int(cell)
    return cell
