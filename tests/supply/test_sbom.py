"""The bill of materials: valid, complete, the same bytes each time."""

import json
import shutil
import subprocess
import sys

import pytest

from coproduce.problems import ProblemsFound
from coproduce.report import Paths
from coproduce.revision import Revision
from coproduce.supply.lock import read_lock
from coproduce.supply.sbom import write_sbom
from coproduce.supply.vendored import vendored

REVISION = Revision("a" * 40, False, 1_790_000_000)


@pytest.fixture(scope="module")
def written(report_root, tmp_path_factory):
    return write_sbom(Paths(report_root), REVISION, tmp_path_factory.mktemp("sbom") / "sbom.cdx.json")


@pytest.fixture(scope="module")
def bill(written):
    return json.loads(written.read_text(encoding="utf-8"))


def test_it_is_valid_cyclonedx(written):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written.read_text(encoding="utf-8")) is None


def test_every_locked_package_and_every_vendored_part_is_in_it(bill, report_root):
    named = {c["purl"] for c in bill["components"]}
    assert named == {p.purl for p in read_lock(report_root / "requirements.lock")} | {p.purl for p in vendored()}
    assert any(p.purl.startswith("pkg:npm/") for p in vendored())


def test_every_component_has_its_licence(bill):
    assert [c["name"] for c in bill["components"] if not c.get("licenses")] == []


def test_what_only_tests_need_is_marked(bill):
    scope = {c["name"]: c["scope"] for c in bill["components"]}
    assert (scope["pandas"], scope["typst"], scope["pytest"]) == ("required", "required", "excluded")
    assert scope["markupsafe"] == "required"  # through other packages


def test_who_needs_what_is_told(bill):
    needs = {d["ref"]: d.get("dependsOn", []) for d in bill["dependencies"]}
    pandas = next(c["bom-ref"] for c in bill["components"] if c["name"] == "pandas")
    assert any(ref.startswith("pkg:pypi/numpy@") for ref in needs[pandas]) and pandas in needs["coproduce"]


def test_it_names_no_machine_and_no_moment_but_the_revisions(bill):
    assert bill["metadata"]["timestamp"] == "2026-09-21T14:13:20+00:00"
    assert "tools" not in bill["metadata"] or bill["metadata"]["tools"] == []


def test_another_process_with_another_hash_seed_writes_the_same_bytes(written, report_root, tmp_path):
    code = ("import sys; from pathlib import Path; from coproduce.report import Paths; from coproduce.revision import Revision; "
            "from coproduce.supply.sbom import write_sbom; "
            f"write_sbom(Paths(Path(sys.argv[1])), Revision('a' * 40, False, {REVISION.epoch}), Path(sys.argv[2]))")
    copy = tmp_path / "elsewhere"
    (copy / "docs").mkdir(parents=True)
    for name in ("pyproject.toml", "requirements.lock", "docs/licences.csv"):
        shutil.copy(report_root / name, copy / name)
    subprocess.run([sys.executable, "-c", code, str(copy), str(tmp_path / "again.json")], check=True, cwd=report_root,
                   env={"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": str(report_root)})
    assert (tmp_path / "again.json").read_bytes() == written.read_bytes()


def test_without_a_lock_it_says_what_is_missing(tiny, tmp_path):
    with pytest.raises(ProblemsFound) as found:
        write_sbom(tiny.paths, REVISION, tmp_path / "x.json")
    assert {p.path for p in found.value.problems} == {"pyproject.toml", "requirements.lock"}


def test_notes_on_vendored_parts_name_files_that_are_there():
    for part in vendored():
        assert part.files and part.version and part.licence, part.name
