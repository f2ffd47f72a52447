"""The report's data: one Data Package, one CSV file a table, every row with its source."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING

from coproduce.evidence.csvfile import CsvFile, read_csv
from coproduce.evidence.descriptor import DescriptorReader
from coproduce.evidence.records import SourceRef
from coproduce.evidence.row_ids import RowId
from coproduce.evidence.schema import SOURCES, Resource
from coproduce.ground.checksums import checksum, checksum_of, files_below
from coproduce.ground.problems import stop_if_any
from coproduce.ground.read_input import read_input
from coproduce.ground.suggestions import did_you_mean
from coproduce.source.paths import Paths

if TYPE_CHECKING:
    import pandas as pd

    from coproduce.evidence.sources import Source


class UnknownRow(LookupError):
    """A row identity that no table of the package has; the message says which."""


#: The last descriptor that was read and is sound, by :func:`_mark`: where kernels are forked, it is read once for all.
_sound: dict[str, tuple[dict, dict[str, Resource]]] = {}


def _mark(paths: Paths) -> str:
    """A checksum of what a descriptor is read from: its files, and where the tables are."""
    files = files_below(paths.data) if paths.data.is_dir() else []
    schemas = [checksum(file) for file in files if file.suffix == ".yaml"]
    return checksum_of(str(paths.root), *(str(file.resolve()) for file in files), *schemas)


class DataPackage:
    """Tables by name, read when asked for and kept.

    :meth:`read` checks the descriptor only; :meth:`check` checks every row.
    """

    def __init__(self, paths: Paths, descriptor: dict, resources: dict[str, Resource],
                 schema_files: Iterable[str] = ()):
        self.paths = paths
        self.descriptor = descriptor
        self.resources = resources
        self._schema_files = tuple(schema_files)
        self._files: dict[str, CsvFile] = {}
        self._tables: dict[str, pd.DataFrame] = {}
        self._names_of_rows: dict[str, frozenset] = {}
        self._sources_of_rows: dict[str, dict[Hashable, SourceRef]] = {}
        self._records: dict[str, _Rows] = {}
        self._checksums: dict[str, str] = {}

    @classmethod
    def read(cls, paths: Paths) -> "DataPackage":
        """The package that ``data/datapackage.yaml`` describes.

        Raises :class:`coproduce.ground.problems.ProblemsFound` with everything that is
        wrong with the descriptor.
        """
        mark = _mark(paths)
        if mark not in _sound:
            reader = DescriptorReader(paths)
            descriptor, resources = reader.read()
            stop_if_any(reader.problems)
            _sound.clear()
            _sound[mark] = descriptor, resources
        descriptor, resources = _sound[mark]
        schemas = {entry["schema"] for entry in descriptor["resources"] if isinstance(entry["schema"], str)}
        return cls(paths, deepcopy(descriptor), dict(resources), sorted(schemas))

    @classmethod
    def none(cls, paths: Paths) -> "DataPackage":
        """The package of a book that has none."""
        return cls(paths, {"resources": []}, {})

    @property
    def title(self) -> str:
        return str(self.descriptor.get("title") or self.descriptor.get("name") or "")

    def resource(self, name: str) -> Resource:
        """The table's description; raises ``KeyError`` with the nearest name."""
        if name not in self.resources:
            raise KeyError(f"there is no table ‘{name}’. {did_you_mean(name, self.resources)}".strip())
        return self.resources[name]

    def checksum(self, name: str) -> str:
        """SHA-256 of the table's file, in hexadecimal digits."""
        if name not in self._checksums:
            path = self.resource(name).path
            self._checksums[name] = checksum_of(read_input(path, self.paths.relative(path)))
        return self._checksums[name]

    @cached_property
    def descriptor_checksum(self) -> str:
        """SHA-256 of the descriptor and the schema files it names."""
        files = {self.paths.relative(self.paths.package): self.paths.package}
        files |= {self.paths.relative(file): file for schema in self._schema_files if (file := self.paths.data / schema)}
        return checksum_of(*(read_input(path, name) for name, path in files.items()))

    def file(self, name: str) -> CsvFile:
        """The table's file as text, with what is wrong with it as a file; read once."""
        if name not in self._files:
            resource = self.resource(name)
            self._files[name] = read_csv(resource, self.paths.relative(resource.path))
        return self._files[name]

    def table(self, name: str) -> "pd.DataFrame":
        """A copy of the table with typed columns; the index names each row.

        See :mod:`coproduce.evidence.typed_tables` for types and missing values.
        """
        return self._table(name).copy()

    def sources(self) -> dict[str, "Source"]:
        """Every publication by id, in the order of the table of sources."""
        return dict(self._sources)

    def row(self, row_id: str) -> dict:
        """The row's cells by field; raises :class:`UnknownRow`."""
        self.require_rows([row_id])
        name = RowId.parse(row_id).table
        if name not in self._records:
            self._records[name] = _Rows(self._table(name))
        return self._records[name][row_id]

    def require_rows(self, row_ids: Iterable[str]) -> None:
        """Raise :class:`UnknownRow` unless each is the identity of a row."""
        for row_id in row_ids:
            name = RowId.parse(row_id).table
            if name not in self.resources:
                raise UnknownRow(f"‘{row_id}’ is not a row of a table: {_missing_row_reason(name)}")
            if row_id not in self._names(name):
                raise UnknownRow(f"the table ‘{name}’ has no row ‘{row_id}’ (its last is on line "
                                 f"{len(self._table(name)) + 1})")

    def row_sources(self, row_ids: Iterable[str]) -> tuple[SourceRef, ...]:
        """The sources that the rows name in the table itself, each place once.

        An edited copy of a table has no say in this. A row of the table of
        sources is its own source; rows of a look-up table have none.
        Raises :class:`UnknownRow`.
        """
        row_ids = list(row_ids)
        self.require_rows(row_ids)
        found: dict[SourceRef, None] = {}
        for row_id in row_ids:
            name = RowId.parse(row_id).table
            if name == SOURCES or self.resources[name].has_sources:
                found[self._refs(name)[row_id]] = None
        return tuple(found)

    def _names(self, name: str) -> frozenset:
        """The names of a table's rows; asking the index of a frame for one takes ten times as long."""
        if name not in self._names_of_rows:
            self._names_of_rows[name] = frozenset(self._table(name).index)
        return self._names_of_rows[name]

    def _refs(self, name: str) -> "dict[Hashable, SourceRef]":
        """The source of each row of a table; asking pandas for one cell at a time takes a hundred times as long."""
        if name not in self._sources_of_rows:
            table = self._table(name)
            columns = [table["id"]] if name == SOURCES else [table["source"], table["locator"]]
            refs = (SourceRef(*map(str, cells)) for cells in zip(*columns, strict=True))
            self._sources_of_rows[name] = dict(zip(table.index, refs, strict=True))
        return self._sources_of_rows[name]

    @cached_property
    def _sources(self) -> dict[str, "Source"]:
        from coproduce.evidence.sources import read_sources

        return read_sources(self._table(SOURCES)) if self.resources else {}

    def _table(self, name: str) -> "pd.DataFrame":
        from coproduce.evidence.typed_tables import read_typed

        if name not in self._tables:
            resource = self.resource(name)
            self._tables[name] = read_typed(resource, self.file(name), self.paths.relative(resource.path))
        return self._tables[name]


class _Rows:
    """The cells of a table by row, as ``to_dict("index")`` has them, which asks Arrow for one string at a time."""

    def __init__(self, table: "pd.DataFrame"):
        import pandas as pd

        missing = pd.NA
        self._columns = {str(name): [None if cell is missing else cell for cell in table[name].to_numpy(dtype=object)] for name in table}
        self._places = {row: place for place, row in enumerate(table.index)}

    def __getitem__(self, row: str) -> dict:
        place = self._places[row]
        return {name: cells[place] for name, cells in self._columns.items()}


def _missing_row_reason(name: str) -> str:
    if name:
        return f"no table is called ‘{name}’"
    return ("rows are named like ‘areas:12’; grouping, merging or resetting the index loses these names, "
            "so give the rows as they were before that step")
