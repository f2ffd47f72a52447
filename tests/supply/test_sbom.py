"""The bill of materials: valid, complete, the same bytes each time."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coproduce.ground.git_revision import Revision
from coproduce.ground.problems import ProblemsFound
from coproduce.source.paths import Paths
from coproduce.supply.lock import read_lock
from coproduce.supply.sbom import write_sbom
from coproduce.supply.vendored import vendored

pytestmark = pytest.mark.slow

REVISION = Revision("a" * 40, False, 1_790_000_000)


@pytest.fixture(scope="module")
def written(report_root, tmp_path_factory):
    return write_sbom(Paths(report_root), REVISION, tmp_path_factory.mktemp("sbom") / "sbom.cdx.json")


@pytest.fixture(scope="module")
def bill(written):
    return json.loads(written.read_text(encoding="utf-8"))


def schema():
    """CycloneDX's own schema, as its library ships it.

    The library's validator wants an extra that makes every import of jsonschema, and
    so every build, a second slower.
    """
    import cyclonedx.schema
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource

    folder = Path(cyclonedx.schema.__file__).parent / "_res"
    parts = {name: json.loads((folder / name).read_text(encoding="utf-8")) for name in (
        "bom-1.6.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")}
    registry = Registry().with_resources(
        [(f"http://cyclonedx.org/schema/{name}", Resource.from_contents(part)) for name, part in parts.items()])
    return Draft7Validator(parts["bom-1.6.SNAPSHOT.schema.json"], registry=registry)


def test_it_is_valid_cyclonedx(bill):
    assert [error.message for error in schema().iter_errors(bill)] == []


def test_the_schema_would_find_a_fault(bill):
    wrong = {**bill, "components": [{**bill["components"][0], "licenses": [{"license": {"id": "No such licence"}}]}]}
    assert any("is not valid" in error.message or "not one of" in error.message for error in schema().iter_errors(wrong))


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
    code = ("import sys; from pathlib import Path; from coproduce.source.paths import Paths; from coproduce.ground.git_revision import Revision; "
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
