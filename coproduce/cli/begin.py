"""What begins a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from coproduce.begin.choices import FORGES, LICENCES
from coproduce.cli.group import main


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="The report's title.")
@click.option("--publisher", help="Who publishes it.")
@click.option("--language", help="Language and country, such as en-GB or de-DE: in which words it begins, how dates are written, which "
                                       "regions and types of organisation there are.")
@click.option("--licence", type=click.Choice(tuple(LICENCES)), help="Under which readers may use it.")
@click.option("--forge", type=click.Choice(FORGES), help="Where it will be kept: whose workflows are written.")
@click.option("--package", metavar="WHERE", help="Where the report gets coproduce: a wheel, a git address, or coproduce==VERSION.  "
                                                 "[default: where this one came from]")
@click.option("--update", is_flag=True, help="Show what this version would change in the files that an earlier one wrote.")
@click.option("--write", is_flag=True, help="With --update: change those that nobody edited.")
def init(folder: Path, update: bool, write: bool, package: str | None, **answers: str | None) -> None:
    """Begin a report in FOLDER: it asks five questions, and writes one that works.

    Nothing that is there is overwritten.
    """
    if update:
        _update(folder, package, write, [f"--{name}" for name, said in answers.items() if said is not None])
        return
    if write:
        raise click.UsageError("--write belongs to --update.")
    from coproduce.begin.answers import Answers
    from coproduce.begin.start import begin, check_folder

    check_folder(folder)
    said = {name: _given_or_prompted(name, given) for name, given in answers.items()}
    done = begin(folder, Answers(**said, date=date.today().isoformat()), package)
    click.echo(f"Written: {len(done.written)} files in {folder}")
    if done.kept_files:
        click.echo(f"Left as they were: {', '.join(done.kept_files)}")
    click.echo("Next:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {click.format_filename(folder)}")
    click.echo("  make report    # installs what it needs at first, then builds: open _build/html/index.html")
    click.echo("  make preview   # shows each change as soon as it is saved")
    click.echo("README.md says how to make it yours.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--show", is_flag=True, help="Say what would be added, and write nothing.")
def adopt(folder: Path, show: bool) -> None:
    """Take the Jupyter Book in FOLDER as it is: add the few settings that it needs.

    They are added at the end of its _config.yml; nothing that is there is changed.
    """
    from coproduce.begin.adopt import GAINS, plan_adoption
    from coproduce.begin.adopt import adopt as run

    found = plan_adoption(folder)
    if not found.lines:
        click.echo("This book is adopted already; nothing was written.")
    elif show:
        click.echo(f"Would be added at the end of {found.config.name}:\n\n{found.lines}")
    else:
        run(found)
        click.echo(f"Added at the end of {found.config.name}:\n\n{found.lines}")
    click.echo("Readers gain:")
    for gain in GAINS:
        click.echo(f"  {gain}")
    if found.warnings:
        click.echo("\nWithout effect here, or not there:")
        for problem in found.warnings:
            click.echo(f"  {problem.place}: {problem.message}")
    if found.lines and not show:
        click.echo("\nNext:")
        if folder.resolve() != Path.cwd():
            click.echo(f"  cd {click.format_filename(folder)}")
        click.echo("  coproduce build   # then open _build/html/index.html")


#: Each question with what an empty answer means.
_QUESTIONS: dict[str, tuple[str, str | None]] = {
    "title": ("Title of the report", None),
    "publisher": ("Who publishes it", None),
    "language": ("Language and country", "en-GB"),
    "licence": ("Licence", "CC BY 4.0"),
    "forge": ("Where it will be kept", "none"),
}
_CHOICES = {"licence": tuple(LICENCES), "forge": FORGES}


def _given_or_prompted(name: str, given: str | None) -> str:
    """What was given, or answered; the default where nobody can be asked."""
    if given is not None:
        return given
    question, default = _QUESTIONS[name]
    choices = click.Choice(_CHOICES[name]) if name in _CHOICES else None
    try:
        return click.prompt(question, default=default, type=choices)
    except click.Abort:
        click.echo()
        if default is None:
            raise click.UsageError(f"Say --{name}.") from None
        return default


def _update(folder: Path, package: str | None, write: bool, changes_made: list[str]) -> None:
    from coproduce.begin.update import changes
    from coproduce.begin.update import update as run

    if changes_made:
        raise click.UsageError(f"{changes_made[0]} belongs to a new report: --update changes no answers.")
    found = run(folder, package) if write else changes(folder, package)
    for change in found:
        click.echo(f"{change.name}{f': {change.state}' if change.state else ''}\n{change.diff}\n")
    edited = sum(change.edited for change in found)
    if not found:
        click.echo("This version writes nothing differently.")
    elif write:
        click.echo(f"{len(found) - edited} changed, {edited} left to you.")
    else:
        click.echo(f"{len(found) - edited} would change, {edited} would be left to you. To change them, run it again with --write.")
