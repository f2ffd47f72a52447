"""The report's data: one Data Package, one CSV file a table, every row with its source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from coproduce.evidence.descriptor import DescriptorReader, nearest
from coproduce.evidence.records import SourceRef
from coproduce.evidence.schema import SOURCES, Resource
from coproduce.ground.problems import stop_if_any
from coproduce.source.paths import Paths

if TYPE_CHECKING:
    import pandas as pd

    from coproduce.evidence.sources import Source


class UnknownRow(LookupError):
    """A row identity that no table of the package has; the message says which."""


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
        self._tables: dict[str, pd.DataFrame] = {}
        self._records: dict[str, dict[str, dict]] = {}
        self._checksums: dict[str, str] = {}

    @classmethod
    def read(cls, paths: Paths) -> "DataPackage":
        """The package that ``data/datapackage.yaml`` describes.

        Raises :class:`coproduce.ground.problems.ProblemsFound` with everything that is
        wrong with the descriptor.
        """
        reader = DescriptorReader(paths)
        descriptor, resources = reader.read()
        stop_if_any(reader.problems)
        schemas = {entry["schema"] for entry in descriptor["resources"] if isinstance(entry["schema"], str)}
        return cls(paths, descriptor, resources, sorted(schemas))

    @property
    def title(self) -> str:
        return str(self.descriptor.get("title") or self.descriptor.get("name") or "")

    def resource(self, name: str) -> Resource:
        """The table's description; raises ``KeyError`` with the nearest name."""
        if name not in self.resources:
            raise KeyError(f"there is no table ‘{name}’. {nearest(name, self.resources)}".strip())
        return self.resources[name]

    def checksum(self, name: str) -> str:
        """SHA-256 of the table's file, in hexadecimal digits."""
        if name not in self._checksums:
            self._checksums[name] = hashlib.sha256(self.resource(name).path.read_bytes()).hexdigest()
        return self._checksums[name]

    @cached_property
    def descriptor_checksum(self) -> str:
        """SHA-256 of the descriptor and the schema files it names."""
        digest = hashlib.sha256(self.paths.package.read_bytes())
        for schema in self._schema_files:
            digest.update((self.paths.data / schema).read_bytes())
        return digest.hexdigest()

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
        name = row_id.rpartition(":")[0]
        if name not in self._records:
            self._records[name] = self._table(name).to_dict("index")
        return dict(self._records[name][row_id])

    def require_rows(self, row_ids: Iterable[str]) -> None:
        """Raise :class:`UnknownRow` unless each is the identity of a row."""
        for row_id in row_ids:
            name, _, line = str(row_id).rpartition(":")
            if name not in self.resources:
                raise UnknownRow(f"‘{row_id}’ is not a row of a table: {_how_lost(name)}")
            if row_id not in self._table(name).index:
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
            name = row_id.rpartition(":")[0]
            table = self._table(name)
            if name == SOURCES:
                found[SourceRef(str(table.at[row_id, "id"]))] = None
            elif self.resources[name].has_sources:
                found[SourceRef(str(table.at[row_id, "source"]), str(table.at[row_id, "locator"]))] = None
        return tuple(found)

    @cached_property
    def _sources(self) -> dict[str, "Source"]:
        from coproduce.evidence.sources import read_sources

        return read_sources(self._table(SOURCES))

    def _table(self, name: str) -> "pd.DataFrame":
        from coproduce.evidence.typed_tables import read_typed

        if name not in self._tables:
            self._tables[name] = read_typed(self.resource(name))
        return self._tables[name]


def _how_lost(name: str) -> str:
    if name:
        return f"no table is called ‘{name}’"
    return ("rows are named like ‘areas:12’; grouping, merging or resetting the index loses these names, "
            "so give the rows as they were before that step")
