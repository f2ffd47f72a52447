"""All data of the report in one ZIP archive.

``data/`` holds the data package as the report has it, its descriptor as YAML and
as JSON, so that it validates where it is unpacked. Beside it stand what chapters
made of it: ``figures/`` and ``tables/``, the ledger, and the contributions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coproduce.ground.checksums import checksum_of
from coproduce.ground.csv_text import csv_file
from coproduce.ground.interface_words import marked_words, say
from coproduce.ground.read_input import read_input, read_text_input
from coproduce.ground.yaml_file import plain_data
from coproduce.ground.zip_files import write_zip
from coproduce.publish.contribution_rows import contribution_rows, header
from coproduce.publish.imprint import imprint
from coproduce.publish.ledger import ledger_csv

if TYPE_CHECKING:
    from coproduce.publish.formats import Material
    from coproduce.source.paths import Paths
    from coproduce.source.settings import Settings

_CONTENTS = marked_words({
    "data/": "the tables that every number comes from, as a Frictionless Data Package, version 2: "
              "datapackage.json and the same as datapackage.yaml, one CSV file a table, schemas",
    "figures/": "the rows that each figure shows",
    "tables/": "the rows that each table of the text shows",
    "ledger.csv": "every number of the report with unit, calculation, period, place, caveat, rows and sources",
    "ledger.json": "the same, with figures, conclusions, recommendations and the use of contributions",
    "contributions.csv": "each contribution under the credit its author chose, and what became of it",
    "CHANGELOG.md": "what each edition changed",
    "LICENCE.txt": "under which licence all this may be used",
})


def write_data_archive(material: "Material", path: Path) -> None:
    """Write the archive to ``path``, the same bytes for the same report everywhere."""
    report = material.report
    files: dict[str, bytes | Path] = {
        **_package(report.paths),
        "ledger.json": _json(material.ledger),
        "ledger.csv": ledger_csv(material.ledger),
        "contributions.csv": csv_file(header(), contribution_rows(report.contributions)),
        "LICENCE.txt": _licence(report.settings, report.data.descriptor).encode(),
    }
    for folder, records in (("figures", material.results.figures), ("tables", material.results.tables)):
        for name, record in records.items():
            files[f"{folder}/{name}.csv"] = csv_file([column.title for column in record.columns], record.data)
    if report.paths.changelog.is_file():
        files["CHANGELOG.md"] = read_input(report.paths.changelog, "CHANGELOG.md")
    files["README.txt"] = _readme(material, files).encode()
    parts: dict[str, str] = {}
    for name, content in sorted(files.items()):
        assert isinstance(content, bytes)
        kind = name.partition("/")[0]
        parts[kind] = checksum_of(parts.get(kind, ""), f"{name} ", checksum_of(content))
    material.write_cached(path, parts, lambda path: write_zip(path, files, material.revision.epoch))


def _package(paths: "Paths") -> dict[str, bytes | Path]:
    """What the descriptor names, its schemas and the README; the descriptor also as JSON.

    Nothing else: a draft that lies in the folder is not published by lying there.
    """
    descriptor = plain_data(read_text_input(paths.package, paths.relative(paths.package)))
    names = {paths.package.name}
    schemas: dict[str, Any] = {}  # tables may share one
    for resource in descriptor["resources"]:
        names.add(resource["path"])
        schema = resource.get("schema")
        if isinstance(schema, str):
            names.add(schema)
            # In its place: not every tool follows a path to YAML.
            if schema not in schemas:
                schemas[schema] = plain_data(read_text_input(paths.data / schema, paths.relative(paths.data / schema)))
            resource["schema"] = schemas[schema]
    if (paths.data / "README.md").is_file():
        names.add("README.md")
    files: dict[str, bytes | Path] = {f"data/{name}": read_input(paths.data / name, f"{paths.data.name}/{name}") for name in names}
    files["data/datapackage.json"] = _json(descriptor)
    return files


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _readme(material: "Material", files: dict[str, bytes | Path]) -> str:
    settings = material.report.settings
    lines = [say("{title}: data", title=settings.title), "", settings.subtitle, ""]
    lines += [f"{line.label}: {line.text}" for line in imprint(settings, material.revision)]
    lines += ["", say("What is here"), ""]
    for name, text in _CONTENTS.items():
        if any(file == name or file.startswith(name) for file in files):
            lines.append(f"{name}: {say(text)}.")
    if "data/README.md" in files:
        lines += ["", *_lines(say("Read data/README.md before you quote a figure: it says what the tables mean, which signs\n"
                                  "stand for missing values, and how the data were made."))]
    lines += ["", *_lines(say("Text that a spreadsheet would run as a formula has an apostrophe before it in the CSV files\n"
                              "outside data/. All text is UTF-8."))]
    return "\n".join(lines) + "\n"


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _licence(settings: "Settings", descriptor: dict[str, Any]) -> str:
    lines = []
    if settings.licence:
        lines += [say("The report, its figures, tables and contributions: {licence}.", licence=settings.licence), ""]
    licences = descriptor.get("licenses") or ()
    if licences:
        lines.append(say("The data in data/:"))
        lines += [f"- {item.get('title') or item.get('name')}: {item.get('path', '')}".rstrip(": ") for item in licences]
        lines.append("")
    lines += _lines(say("Each source has its own licence; data/sources.csv names it. Contributions are published with the\n"
                        "consent of their authors, or quote public statements, and are credited as their authors chose."))
    return "\n".join(lines) + "\n"
