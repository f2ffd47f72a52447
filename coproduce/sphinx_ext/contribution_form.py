"""The form that readers contribute with; on paper and without script, its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coproduce.ground.problems import ProblemsFound
from coproduce.publish.publication import publication
from coproduce.publish.sphinx_problems import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from coproduce.intake.web_form import Field

#: What only a page with the form loads, by name under ``_static``.
SCRIPTS = ("personal-data.js", "contribute.js")


class contribution_form(nodes.General, nodes.Element):
    """The form; ``html`` is what a page shows. Gone in print."""


class without_script(nodes.General, nodes.Element):
    """What a page shows only to browsers that run no scripts, and print always."""


class ContributionForm(SphinxDirective):
    """The report's form, as ``contributions/form.yml`` and the vocabulary describe it."""

    def run(self) -> list[nodes.Node]:
        from coproduce.intake.form import form_and_vocabulary
        from coproduce.intake.web_form import fields, form_html

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
        settings = report.settings
        shown = contribution_form(html=form_html(form, vocabulary, settings.title, settings.repository, settings.contact))
        return [shown, without_script("", *_as_list(fields(form, vocabulary), settings.contact))]


def _as_list(fields: list["Field"], contact: str) -> list[nodes.Node]:
    """The questions for an answer by letter: each with what must be known to answer it."""
    from coproduce.intake.web_form import NO_ADDRESS

    made = nodes.definition_list(classes=["contribution-questions"])
    for number, field in enumerate(fields, 1):
        needed = " (needs an answer)" if field.required else ""
        about = nodes.definition()
        for text in (field.hint, field.rule):
            if text:
                about += nodes.paragraph("", text)
        if field.options:
            answers = nodes.bullet_list(bullet="-")
            answers += [nodes.list_item("", nodes.paragraph("", label)) for _, label in field.options]
            about += answers
        made += nodes.definition_list_item("", nodes.term("", f"{number}. {field.label}{needed}"), about)
    asked = nodes.paragraph("", "Answer these questions in an e-mail or a letter to the organisers")
    if contact:
        asked += [nodes.Text(", "), nodes.reference("", contact.removeprefix("mailto:"), refuri=contact), nodes.Text(":")]
        return [asked, made]
    asked += nodes.Text(":")
    before, after = NO_ADDRESS
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
        translator.body.append("<noscript>\n<p><strong>The form needs JavaScript, which is switched off in your browser.</strong></p>\n")


def _depart_without_script(translator, node: without_script) -> None:
    if translator.builder.name != "print":
        translator.body.append("</noscript>\n")


def _add_scripts(app: "Sphinx", pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is not None and next(doctree.findall(contribution_form), None) is not None:
        for name in SCRIPTS:
            app.add_js_file(name, priority=801, loading_method="defer")
