"""The command that all verbs belong to."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coproduce.ground.disk_faults import disk_errors_as_problems
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.report import NotAReport


class _Group(click.Group):
    """Shows a person's mistake as a message and keeps tracebacks for our own."""

    def invoke(self, context: click.Context):
        try:
            _refuse_windows()
            with disk_errors_as_problems(Path.cwd()):
                return super().invoke(context)
        except ProblemsFound as found:
            click.echo(str(found), err=True)
            sys.exit(1)
        except NotAReport as error:
            click.echo(str(error), err=True)
            sys.exit(2)


def _refuse_windows() -> None:
    """Outputs are written below folders that are opened without following links, which Windows has no means for."""
    if sys.platform == "win32":
        raise ProblemsFound([Problem(
            "", "coproduce does not run in Windows itself", code="system.windows", expected="Linux, macOS, or WSL 2 on Windows",
            action="Run ‘wsl --install’, then work in a folder of its Linux, as README.md says.")])


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--report", "folder", default=".", show_default="this folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of the report.",
)
@click.version_option(package_name="coproduce", message="%(package)s %(version)s")
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Publish a co-produced report from sourced data and contributions."""
    context.obj = folder


def progress(line: str) -> None:
    """Tell a person who waits what is being done."""
    click.echo(line, err=True)
