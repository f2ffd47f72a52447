"""The data archive: valid where it is unpacked, complete, and the same everywhere."""

from __future__ import annotations

import csv
import json
import zipfile
from codecs import BOM_UTF8
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from coproduce.publish.contribution_rows import HEADER
from coproduce.publish.formats.data_archive import write_data_archive
from coproduce.report import Report


def archive_of(report: Report) -> Path:
    return report.paths.formats / f"{report.settings.pdf_name}-data.zip"


def unpack(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tiny_material, tmp_path_factory) -> Path:
    """The tiny report's archive, unpacked."""
    path = tmp_path_factory.mktemp("archive") / "data.zip"
    write_data_archive(tiny_material, path)
    return unpack(path, path.parent / "unpacked")


def validity(folder: Path) -> dict[str, list]:
    from frictionless import Package

    return {
        name: Package(str(folder / "data" / name)).validate().flatten(["resourceName", "code", "message"])
        for name in ("datapackage.json", "datapackage.yaml")
    }


class TestPackage:
    def test_it_validates_where_it_is_unpacked(self, folder):
        assert validity(folder) == {"datapackage.json": [], "datapackage.yaml": []}

    def test_the_validation_would_see_a_fault(self, folder, tmp_path):
        import shutil

        shutil.copytree(folder, tmp_path / "copy")
        counts = tmp_path / "copy" / "data" / "counts.csv"
        counts.write_text(counts.read_text().replace("2025", "twenty"))
        assert all(validity(tmp_path / "copy").values())

    def test_both_descriptors_say_the_same(self, folder):
        as_json = json.loads((folder / "data/datapackage.json").read_text())
        as_yaml = yaml.safe_load((folder / "data/datapackage.yaml").read_text())
        assert [r["name"] for r in as_json["resources"]] == [r["name"] for r in as_yaml["resources"]]
        assert all(isinstance(r["schema"], dict) for r in as_json["resources"])
        assert as_json["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"

    def test_what_the_descriptor_does_not_name_stays_out(self, tiny_material, tmp_path):
        stray = tiny_material.report.paths.data / "draft-with-names.csv"
        stray.write_text("name\nAsha Patel\n")
        try:
            write_data_archive(tiny_material, tmp_path / "a.zip")
        finally:
            stray.unlink()
        assert "draft" not in "".join(zipfile.ZipFile(tmp_path / "a.zip").namelist())


class TestContents:
    def test_the_ledger_is_the_one_beside_the_book(self, built_tiny, tmp_path):
        with zipfile.ZipFile(archive_of(built_tiny.report)) as archive:
            for name in ("ledger.json", "ledger.csv"):
                assert archive.read(name) == (built_tiny.html / name).read_bytes()
            figure = archive.read("figures/trees-by-year.csv")
        assert figure == (built_tiny.html / "figures" / "trees-by-year.csv").read_bytes()

    def test_excel_knows_the_encoding_and_readers_of_the_package_meet_no_mark(self, built_tiny):
        with zipfile.ZipFile(archive_of(built_tiny.report)) as archive:
            marked = {name: archive.read(name).startswith(BOM_UTF8) for name in archive.namelist() if name.endswith(".csv")}
        marked |= {f"web/{p.relative_to(built_tiny.html).as_posix()}": p.read_bytes().startswith(BOM_UTF8)
                   for p in built_tiny.html.rglob("*.csv")}
        assert {name for name, has in marked.items() if not has} == {name for name in marked if "data/" in name}
        assert {"ledger.csv", "contributions.csv", "web/ledger.csv", "web/data/counts.csv"} <= marked.keys()

    def test_contributions_are_credited_as_their_authors_chose(self, folder):
        with (folder / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["Id"]: row for row in csv.DictReader(file)}
        assert rows["east-volunteer"]["Credit"] == "Anonymous"
        assert rows["parish-watering"]["Credit"] == "Larkwell Parish Council"
        assert rows["parish-watering"]["Uses"].startswith("supports watering-works in survival: ")
        assert tuple(rows["east-volunteer"]) == HEADER

    def test_consent_stays_out_and_formulas_are_text(self, tiny, tiny_material, tmp_path):
        path = tiny.paths.contributions / "east-volunteer.md"
        path.write_text(path.read_text().replace("title: The census missed", "title: =1+1 missed"))
        write_data_archive(replace(tiny_material, report=tiny), tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist())
            made = archive.read("contributions.csv").decode()
        assert b"2026-02-10" in path.read_bytes() and b"2026-02-10" not in everything
        assert "east-volunteer,'=1+1 missed back gardens" in made

    def test_the_readme_says_edition_date_commit_licence_and_where_errors_go(self, folder):
        text = (folder / "README.txt").read_text()
        for part in ("Edition: 1.0", "Date: 1 March 2026", "Commit: 0123456789ab", "Licence: CC BY 4.0",
                     "Report an error: trees.example.org/errors"):
            assert part in text
        assert "CHANGELOG.md" not in text  # the tiny report has none
        assert "Creative Commons Attribution 4.0" in (folder / "LICENCE.txt").read_text()


def test_time_zone_and_umask_leave_no_trace(tiny_material, tmp_path, request):
    write_data_archive(tiny_material, tmp_path / "one.zip")
    request.getfixturevalue("elsewhere")
    write_data_archive(tiny_material, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.xdist_group("report")
def test_the_whole_reports_archive_validates_and_is_complete(built_report, results, tmp_path):
    folder = unpack(archive_of(built_report.report), tmp_path)
    assert validity(folder) == {"datapackage.json": [], "datapackage.yaml": []}
    assert {p.stem for p in (folder / "figures").iterdir()} == set(results.figures)
    assert {p.stem for p in (folder / "tables").iterdir()} == set(results.tables)
    assert {p.stem for p in (folder / "data").glob("*.csv")} == {
        r.path.stem for r in built_report.report.data.resources.values()}
    assert (folder / "data" / "README.md").is_file()
