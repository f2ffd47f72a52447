"""``coproduce new`` with what a person types, and what a report's folder holds before and after."""

from __future__ import annotations

from click.testing import CliRunner

from coproduce.cli import main


def run(report, verb, *lines):
    typed = "".join(line + "\n" for line in lines)
    return CliRunner().invoke(main, ["--report", str(report.paths.root), "new", *verb.split()], input=typed)


def everything(report):
    return {p: p.read_bytes() for p in sorted(report.paths.root.rglob("*")) if p.is_file() and "_build" not in p.parts}
