"""The page with the form in its further languages, one page for each, made from no source file.

Title, paragraphs and questions come from the language's own file
(:mod:`coproduce.intake.translations`). While nobody has confirmed that file, the page says
so, in that language and in the report's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from coproduce.ground.interface_words import say
from coproduce.ground.language_tags import name_of_language
from coproduce.intake.form_file import form_and_vocabulary
from coproduce.publish.publication import publication
from coproduce.sphinx_ext.builders import html_builder
from coproduce.sphinx_ext.contribution_form import MARK, form_nodes, other_languages
from coproduce.sphinx_ext.incremental import restored
from coproduce.sphinx_ext.list_pages import Page
from coproduce.sphinx_ext.passages import CLASS, passage

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.intake.translation import Translation


def register(app: "Sphinx") -> None:
    app.connect("html-collect-pages", form_pages)


def form_pages(app: "Sphinx") -> Iterator[Page]:
    """Each page that does not stand as it was, as Sphinx wants it: name, context, template."""
    if app.builder.name != "html":
        return
    builder, book = html_builder(app.builder), publication(app)
    for page in sorted(page for page in app.env.found_docs if MARK in app.env.metadata.get(page, {})):
        form, vocabulary = form_and_vocabulary(book.report.paths)
        for translation in form.translations:
            name = f"{page}-{translation.language.tag}"
            if restored(app, name, page):
                continue
            whole = nodes.section("", nodes.title("", translation.title), ids=[name])
            whole += _state(translation, form.language)
            whole += other_languages(form, page, translation.language.tag)
            whole += [nodes.paragraph("", text) for text in translation.introduction]
            whole += form_nodes(form, vocabulary, book.report.settings, translation)
            for number, (heading, texts) in enumerate(translation.sections, 1):
                part = nodes.section("", nodes.title("", heading), ids=[f"{name}-{number}"])
                whole += [part]
                part += [nodes.paragraph("", text) for text in texts]
            builder.current_docname = name
            yield name, {
                "title": translation.title,
                "body": builder.render_partial(nodes.container(
                    "", whole, classes=["in-language", CLASS + translation.language.tag]))["fragment"],
                "parents": [{"link": builder.get_relative_uri(name, page), "title": book.index.titles[page]}],
                "prev": None, "next": None, MARK: True,
                "meta": {}, "metatags": "", "toc": "", "display_toc": False, "sourcename": "", "page_source_suffix": "",
            }, "page.html"


def _state(translation: "Translation", report_language: str) -> nodes.Node:
    """Whether somebody answers for the translation."""
    own = report_language.partition("-")[0] or "en"
    into, original = name_of_language(translation.language.tag), name_of_language(own)
    if translation.confirmed:
        return nodes.container("", *passage([nodes.paragraph(
            "", say("Translated into {language}; confirmed by {who}.", language=into, who=translation.confirmed))], own),
            classes=["translation-state"])
    said = nodes.paragraph(
        "", say("This translation into {language} is unreviewed: nobody has confirmed it yet. "
                "Where it differs, the words in {original} count.",
                language=into, original=original))
    state = [nodes.paragraph("", translation.unreviewed), *passage([said], own)]
    return nodes.container("", *state, classes=["translation-state", "unreviewed"])
