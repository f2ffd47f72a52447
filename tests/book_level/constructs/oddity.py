"""An extension of the book's own, with a node that nobody else knows."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class oddity(nodes.General, nodes.Element):
    pass


class Oddity(SphinxDirective):
    has_content = True

    def run(self):
        made = oddity()
        self.set_source_info(made)
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made]


def setup(app):
    app.add_node(oddity, html=(lambda self, node: self.body.append("<div class='oddity'>"), lambda self, node: self.body.append("</div>")))
    app.add_directive("oddity", Oddity)
    return {"version": "1", "parallel_read_safe": True}
