"""Tells Sphinx of everything the extension brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coproduce.sphinx_ext import assets, conclusions, outputs, references, resolve, settings
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.figures import figure_title
from coproduce.sphinx_ext.index import build_index
from coproduce.sphinx_ext.state import publication
from coproduce.sphinx_ext.translator import ReportTranslator
from coproduce.sphinx_ext.values import ValueRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ROLES = {
    "value": ValueRole,
    "source": references.SourceRole,
    "contribution": references.ContributionRole,
    "conclusion": references.ConclusionRole,
    "evidence": references.EvidenceRole,
}
_PARTS = ("conclusions-matrix", "contributions-list", "sources-list", "ledger", "provenance")


def register(app: "Sphinx") -> None:
    for name, role in _ROLES.items():
        app.add_role(name, role())
    for name in conclusions.KINDS:
        app.add_directive(name, conclusions.ConclusionDirective)
    for name in _PARTS:
        app.add_directive(name, conclusions.PagePart)
    app.add_directive("key-finding", conclusions.KeyFinding)
    app.add_enumerable_node(
        own.report_figure,
        "figure",
        figure_title,
        html=(ReportTranslator.visit_report_figure, ReportTranslator.depart_report_figure),
    )
    for builder in ("html", "print"):
        app.set_translator(builder, ReportTranslator, override=True)
    app.add_transform(outputs.UnwrapCells)
    for transform in (resolve.ResolveFromIndex, resolve.ForPrint, resolve.NumberValues, resolve.ScrollRegions):
        app.add_post_transform(transform)
    # Before every other extension: it decides what they find in the configuration.
    app.connect("config-inited", settings.apply, priority=1)
    app.connect("env-get-outdated", _read_everything)
    app.connect("env-updated", _index)
    assets.register(app)


def _read_everything(app: "Sphinx", env: "BuildEnvironment", added, changed, removed) -> list[str]:
    # A page shows numbers that other files decide; no page is ever up to date.
    return sorted(env.found_docs)


def _index(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
    book = publication(app)
    book.index = build_index(env, book)
    return []
