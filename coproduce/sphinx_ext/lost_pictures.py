"""Pictures whose files are not there, in a book that is no report: their words take their place on every page and in every document."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coproduce.publish.manuscript.book_forms import not_found


class LostPictures(SphinxPostTransform):
    """Before builders look for files; Sphinx has warned of them as it read the page."""

    default_priority = 3

    def run(self, **kwargs) -> None:
        for image in list(self.document.findall(nodes.image)):
            if "?" in image.get("candidates", {}) or "://" in image.get("uri", "") or image.get("uri", "").startswith("data:"):
                continue
            if image["uri"] not in self.env.images:
                words = not_found(image.get("alt") or image["uri"])
                inline = isinstance(image.parent, nodes.TextElement)
                image.replace_self(nodes.Text(words) if inline else nodes.paragraph(words, words))
