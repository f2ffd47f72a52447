"""The form that readers contribute with; on paper and without script, its questions."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coproduce.ground.interface_words import say, say_all
from coproduce.ground.language_tags import language
from coproduce.ground.problems import ProblemsFound
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn
from coproduce.sphinx_ext.passages import CLASS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.contributions.vocabulary import Vocabulary
    from coproduce.intake.form import Form
    from coproduce.intake.translation import Translation
    from coproduce.intake.web_form import Field
    from coproduce.source.settings import Settings

#: In the metadata of a page, and in the context of one that is made from no file: that the form stands on it.
MARK = "contribution-form"
#: What only a page with the form loads, by name under ``_static``.
SCRIPTS = ("personal-data.js", "contribute.js")


class contribution_form(nodes.General, nodes.Element):
    """The form; ``html`` is what a page shows. Gone in print."""


class without_script(nodes.General, nodes.Element):
    """What a page shows only to browsers that run no scripts, and print always."""


class ContributionForm(SphinxDirective):
    """The form to contribute with, as ``contributions/form.yml`` and the vocabulary describe it."""

    def run(self) -> list[nodes.Node]:
        from coproduce.intake.form_file import form_and_vocabulary

        report = publication(self.env.app).report
        self.env.note_dependency(str(report.paths.contributions / "form.yml"))
        try:
            form, vocabulary = form_and_vocabulary(report.paths)
        except ProblemsFound as found:
            for problem in found.problems:
                where = f" ({problem.path}" + (f", line {problem.line})" if problem.line else ")")
                warn((self.env.docname, self.lineno), "contribution-form", problem.message + where, problem.expected,
                     problem.action)
            return []
        for translation in form.translations:
            self.env.note_dependency(str(report.paths.root / translation.path))
        # Its pages in further languages are made once all are read.
        self.env.metadata[self.env.docname][MARK] = "form"
        return [other_languages(form, self.env.docname, ""), *form_nodes(form, vocabulary, report.settings)]


def form_nodes(form: "Form", vocabulary: "Vocabulary", settings: "Settings", translation: "Translation | None" = None) -> list[nodes.Node]:
    """The form for a page, and its questions for browsers without script and for paper."""
    from coproduce.intake.form_words import WORDS
    from coproduce.intake.web_form import fields, form_html

    shown = contribution_form(html=form_html(
        form, vocabulary, settings.title, settings.repository, settings.contact, translation))
    words = translation.words if translation else say_all(WORDS.items())
    return [shown, without_script("", *_as_list(fields(form, vocabulary, translation), settings.contact, words, form.language or "en"),
                                  said=words["no_script"])]


def other_languages(form: "Form", page: str, current: str) -> nodes.Node:
    """Links to the form in its other languages, each in its own words; ``current`` is that of the page, "" for the report's."""
    own = language(form.language or "en")
    offered = [("", own), *((translation.language.tag, translation.language) for translation in form.translations)]
    links = [
        f'<a href="{_address(page, tag)}" hreflang="{spoken.tag}" lang="{spoken.tag}" dir="{spoken.direction}">'
        f"{escape(spoken.own_name)}</a>"
        for tag, spoken in offered if tag != current
    ]
    if not form.translations:
        return contribution_form(html="")
    return contribution_form(html=f'<p class="form-languages" lang="{own.tag}" dir="{own.direction}">'
                                  f'{escape(say("This form in other languages:"))} {" · ".join(links)}</p>')


def _address(page: str, tag: str) -> str:
    name = page.rpartition("/")[2]
    return f"{name}-{tag}.html" if tag else f"{name}.html"


def _as_list(fields: list["Field"], contact: str, words: Mapping[str, str], own: str) -> list[nodes.Node]:
    """The questions for an answer by letter: each with what must be known to answer it."""
    from coproduce.intake.form_words import halves

    made = nodes.definition_list(classes=["contribution-questions"])
    for number, field in enumerate(fields, 1):
        needed = f" {words['needs_answer']}" if field.required else ""
        about = nodes.definition()
        for text in (field.hint, field.rule):
            if text:
                about += nodes.paragraph("", text)
        if field.original:
            about += nodes.paragraph("", field.original, classes=[CLASS + own])
        if field.options:
            answers = nodes.bullet_list(bullet="-")
            answers += [nodes.list_item("", nodes.paragraph("", label)) for _, label in field.options]
            about += answers
        made += nodes.definition_list_item("", nodes.term("", f"{number}. {field.label}{needed}"), about)
    asked = nodes.paragraph("", words["by_letter"])
    if contact:
        asked += [nodes.Text(", "), nodes.reference("", contact.removeprefix("mailto:"), refuri=contact), nodes.Text(":")]
        return [asked, made]
    asked += nodes.Text(":")
    before, after = halves(words["no_address"], "setting")
    return [asked, nodes.paragraph("", "", nodes.Text(before), nodes.literal("", "contact"), nodes.Text(after)), made]


def register(app: "Sphinx") -> None:
    app.add_directive("contribution-form", ContributionForm)
    app.add_node(contribution_form, html=(_visit_form, None))
    app.add_node(without_script, html=(_visit_without_script, _depart_without_script))
    # Before the page's files are reduced to those that it may load.
    app.connect("html-page-context", _add_scripts, priority=850)


def _visit_form(translator, node: contribution_form) -> None:
    if translator.builder.name != "print":
        translator.body.append(node["html"] + "\n")
    raise nodes.SkipNode


def _visit_without_script(translator, node: without_script) -> None:
    if translator.builder.name != "print":
        translator.body.append(f"<noscript>\n<p><strong>{escape(node['said'])}</strong></p>\n")


def _depart_without_script(translator, node: without_script) -> None:
    if translator.builder.name != "print":
        translator.body.append("</noscript>\n")


def _add_scripts(app: "Sphinx", pagename: str, templatename: str, context: dict, doctree) -> None:
    if MARK in context or (doctree is not None and next(doctree.findall(contribution_form), None) is not None):
        for name in SCRIPTS:
            app.add_js_file(name, priority=801, loading_method="defer")
