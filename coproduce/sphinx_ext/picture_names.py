"""Pictures by the names of their files: a Markdown address writes blanks and accents as ``%20`` and its like."""

from __future__ import annotations

from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform


class PictureNames(SphinxTransform):
    """Gives each picture of the report's own the name of its file, before Sphinx looks for it."""

    default_priority = 10

    def apply(self, **kwargs) -> None:
        for image in self.document.findall(nodes.image):
            address = image.get("uri", "")
            if "%" in address and "://" not in address and not address.startswith("data:"):
                image["uri"] = unquote(address)
