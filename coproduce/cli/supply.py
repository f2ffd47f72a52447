"""What the report rests on outside: packages and sources’ addresses."""

from __future__ import annotations

from pathlib import Path

import click

from coproduce.cli.group import main
from coproduce.report import Report


@main.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Write what needs a person to this file, as Markdown; an empty file if nothing does.")
@click.option("--only", "ids", multiple=True, help="Ask only for the source of this id; may be given again.")
@click.pass_obj
def links(folder: Path, output: Path | None, ids: tuple[str, ...]) -> None:
    """Ask whether the sources' addresses still answer.

    Uses the network; never fails for what it finds.
    """
    from coproduce.ground.own_files import write
    from coproduce.links.rot import as_markdown, check_sources, needs_a_person

    report = Report.find(folder)
    known = report.data.sources()
    if unknown := set(ids) - known.keys():
        table = report.paths.relative(report.paths.data / "sources.csv")
        raise click.ClickException(f"no source is called {', '.join(sorted(unknown))}: see {table}")
    findings = check_sources(known[id_] for id_ in ids or known)
    text = as_markdown(findings)
    click.echo(text, nl=False)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        write(output, text if needs_a_person(findings) else "", output.parent)


@main.group()
def supply() -> None:
    """Tell what the report is built with."""


@supply.command("lock")
@click.pass_obj
def supply_lock(folder: Path) -> None:
    """Check that requirements.lock answers pyproject.toml; nothing is fetched."""
    from coproduce.ground.problems import stop_if_any
    from coproduce.supply.lock import check_lock, missing_inputs

    paths = Report.find(folder).paths
    stop_if_any(missing_inputs(paths) or check_lock(paths))
    click.echo("The lock answers pyproject.toml; every package has its checksums.")


@supply.command("licences")
@click.pass_obj
def supply_licences(folder: Path) -> None:
    """Write docs/licences.csv anew from the packages installed."""
    from coproduce.ground.problems import stop_if_any
    from coproduce.supply.licences import PLACE, write_licences
    from coproduce.supply.lock import missing_inputs

    paths = Report.find(folder).paths
    stop_if_any(missing_inputs(paths) or write_licences(paths))
    click.echo(f"  {PLACE}")


@supply.command("sbom")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def supply_sbom(folder: Path, target: Path) -> None:
    """Write the bill of materials (CycloneDX) to the file TARGET."""
    from coproduce.ground.git_revision import read_revision
    from coproduce.supply.sbom import write_sbom

    report = Report.find(folder)
    click.echo(f"  {write_sbom(report.paths, read_revision(report.paths.root, report.settings.date), target)}")
