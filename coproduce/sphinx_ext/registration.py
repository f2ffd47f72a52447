"""Tells Sphinx of everything the extension brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from coproduce.publish import book_index
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn_unknown
from coproduce.sphinx_ext import (
    assets,
    cards,
    conclusions,
    contribution_form,
    contribution_pages,
    doctrees,
    editions,
    footnotes,
    form_pages,
    formulas,
    forwarding,
    front_page,
    headings,
    incremental,
    list_pages,
    outputs,
    page,
    profiles,
    recommendations,
    references,
    resolve,
    search,
    settings,
    voice,
)
from coproduce.sphinx_ext import nodes as own
from coproduce.sphinx_ext.figures import figure_title
from coproduce.sphinx_ext.index import build_index
from coproduce.sphinx_ext.picture_names import PictureNames
from coproduce.sphinx_ext.tables import RowHeads
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
    "profile": references.ProfileRole,
    "evidence": references.EvidenceRole,
    "not-a-statistic": references.PlainRole,
}


def register(app: "Sphinx") -> None:
    for name, role in _ROLES.items():
        app.add_role(name, role())
    for name in book_index.KINDS:
        app.add_directive(name, conclusions.ConclusionDirective)
    for name in conclusions.PagePart.SHOWS:
        app.add_directive(name, conclusions.PagePart)
    app.add_directive("profiles", profiles.ProfilesDirective)
    app.add_directive("key-finding", conclusions.KeyFinding)
    app.add_directive("web-only", conclusions.WebOnly)
    app.add_directive("voice", voice.VoiceDirective)
    app.add_directive("key-numbers", front_page.KeyNumbers)
    app.add_directive("doors", front_page.Doors)
    app.add_directive("recommendations-list", recommendations.RecommendationsList)
    for node in (*own.TEMPORARY, *own.WRITTEN):
        app.add_node(node)
    app.add_enumerable_node(
        own.report_figure,
        "figure",
        figure_title,
        html=(ReportTranslator.visit_report_figure, ReportTranslator.depart_report_figure),
    )
    editions.register(app)
    footnotes.register(app)
    formulas.register(app)
    for builder in ("html", "print"):
        app.set_translator(builder, ReportTranslator, override=True)
    app.add_transform(outputs.UnwrapCells)
    app.add_transform(PictureNames)
    for transform in (RowHeads, resolve.ResolveFromIndex, resolve.ForPrint, resolve.NumberValues, resolve.ScrollRegions):
        app.add_post_transform(transform)
    app.add_html_theme(settings.THEME, str(settings.THEME_FOLDER))
    # Before every other extension: it decides what they find in the configuration.
    app.connect("config-inited", settings.apply, priority=1)
    doctrees.register(app)
    incremental.register(app)
    app.connect("env-updated", _index)
    # After Sphinx has numbered figures, before documents are begun.
    app.connect("env-get-updated", headings.name_headings, priority=900)
    app.connect("warn-missing-reference", _name_the_nearest)
    forwarding.register(app)
    contribution_form.register(app)
    contribution_pages.register(app)
    list_pages.register(app)
    form_pages.register(app)
    assets.register(app)
    search.register(app)
    app.connect("html-page-context", page.fill_context)
    app.connect("html-collect-pages", page.not_found_page)
    app.connect("build-finished", page.write_sitemap)
    app.connect("build-finished", cards.write)


def _index(app: "Sphinx", env: "BuildEnvironment") -> list[str]:
    book = publication(app)
    book.index = build_index(env, book)
    return []


def _name_the_nearest(app: "Sphinx", domain, node: addnodes.pending_xref) -> bool | None:
    """Says of a name that Sphinx cannot resolve which names are like it."""
    if domain is None or domain.name != "std":
        return None
    if node["reftype"] == "numref":
        results = publication(app).results
        warn_unknown(node, "figure or table", node["reftarget"], [*results.figures, *results.tables],
                     "Use the name of a figure or table that a chapter makes.")
        return True
    if node["reftype"] == "term":
        terms = [name for kind, name in domain.objects if kind == "term"]
        warn_unknown(node, "term in the glossary", node["reftarget"], terms,
                     "Add the term to the glossary, or correct its spelling here.")
        return True
    return None
