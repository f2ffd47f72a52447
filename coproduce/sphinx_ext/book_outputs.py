"""What cells of any Jupyter Book show, in forms that every output has.

MyST-NB keeps each form of an output until it knows for whom it writes. Here one is chosen as soon as the page is
read, the same for pages and documents: a picture, a table, text. Charts and controls that only a script
could draw leave a sentence that says so, and are named in the notes of the build.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from coproduce.evidence.records import MIME_TYPE
from coproduce.ground.interface_words import marked_words, say
from coproduce.sphinx_ext.any_book.notes import note, place
from coproduce.sphinx_ext.any_book.pictures import UNDESCRIBED
from coproduce.sphinx_ext.html_tables import tables_of

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer

_PLOTLY, _WIDGET = "application/vnd.plotly.v1+json", "application/vnd.jupyter.widget-view+json"
_VEGA = re.compile(r"application/vnd\.(vega|vegalite)\.v\d+\+json")
_SCRIPTS = re.compile(r"application/(javascript|vnd\.bokehjs_\w+\.v0\+json|vnd\.holoviews_\w+\.v0\+json)|application/geo\+json")
#: Forms in the order in which one is chosen; of the others only :data:`_SUBSTITUTED` leave anything.
_ORDER = (MIME_TYPE, "vega", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "text/html", "text/latex", "text/markdown")
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")
#: What Python calls an object that has nothing to say as text.
_NO_TEXT = re.compile(r"^\s*(<[^>]*>|Figure\(\{|FigureWidget\(\{|alt\.\w+\(|HTML\(value=)")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_TAG = re.compile(r"<[^>]+>")
#: Elements without which a piece of HTML may say something.
_SILENT = re.compile(r"<(script|style|svg|canvas)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_SCALE = 2
#: What is said in place of an output; of a chart with a title that, too.
_INSTEAD = marked_words({
    "plotly": "An interactive chart (Plotly) stands here in the notebook. This edition cannot show it.",
    "chart": "A chart that cannot be drawn without its data stands here in the notebook. This edition cannot show it.",
    "control": "A control that works in a notebook only stands here in the notebook. This edition cannot show it.",
    "script": "An interactive output stands here in the notebook. This edition cannot show it.",
})
_INSTEAD_OF_TITLED = marked_words({
    "plotly": "An interactive chart (Plotly) stands here in the notebook: {title}. This edition cannot show it.",
    "chart": "A chart that cannot be drawn without its data stands here in the notebook: {title}. This edition cannot show it.",
})


class substitute(nodes.paragraph):
    """A sentence in place of what no output can show."""


def handle(renderer: NbElementRenderer, data: MimeData) -> list[nodes.Element] | None:
    """The nodes for one form of an output; ``None`` for those that MyST-NB makes as they should be."""
    kind = data.mime_type
    if _VEGA.fullmatch(kind):
        return _chart(renderer, data, _as_json(data.content))
    if kind == _PLOTLY:
        return [_placeholder("plotly", _plotly_title(_as_json(data.content)))]
    if kind == _WIDGET:
        return [_placeholder("control")]
    if _SCRIPTS.fullmatch(kind):
        return [_placeholder("script")]
    if kind == "text/html":
        spec = _embedded(str(data.content))
        return _chart(renderer, data, spec) if spec else _html(str(data.content))
    return None


def _embedded(text: str) -> dict[str, Any]:
    """The chart that a page of Altair hands to its script; empty if there is none."""
    _, found, rest = text.partition("})({")
    if not found or "vega" not in text:
        return {}
    try:
        spec, _ = json.JSONDecoder().raw_decode(f"{{{rest}")
    except ValueError:
        return {}
    return spec if "vega" in str(spec.get("$schema", "vega")) else {}


def _html(text: str) -> list[nodes.Element] | None:
    """Tables as tables. Other HTML is cleaned like that of chapters; of what is all script only the sentence is left."""
    if found := tables_of(text):
        return list(found)
    if not _TAG.sub("", _SILENT.sub("", text)).strip() and not re.search(r"<(img|iframe|video|audio)\b", text, re.IGNORECASE):
        return [_placeholder("script")]
    return None


def _chart(renderer: NbElementRenderer, data: MimeData, spec: dict[str, Any]) -> list[nodes.Element]:
    """A chart of Altair, drawn as a picture; nothing is fetched for it."""
    import vl_convert
    from myst_nb.core.render import MimeData

    title = _title(spec.get("title"))
    try:
        draw = vl_convert.vega_to_png if "schema/vega/" in str(spec.get("$schema")) else vl_convert.vegalite_to_png
        picture = draw(json.dumps(spec), scale=_SCALE, allowed_base_urls=[])
    except (ValueError, TypeError):
        return [_placeholder("chart", title)]
    made = renderer.render_image(MimeData(
        "image/png", b64encode(picture).decode(), data.cell_metadata, data.output_metadata, data.cell_index, data.output_index, data.line))
    for image in made:
        if not image.get("alt"):
            image["alt"] = str(spec.get("description") or "")
            image["title_of_chart"] = title
    return made


def _placeholder(kind: str, title: str = "") -> nodes.Element:
    words = say(_INSTEAD_OF_TITLED[kind], title=title) if title else say(_INSTEAD[kind])
    return substitute(words, words, classes=["no-form"])


def _as_json(content: Any) -> dict[str, Any]:
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except ValueError:
            return {}
    return dict(content) if isinstance(content, dict) else {}


def _title(title: Any) -> str:
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(map(str, text)) if isinstance(text, list) else str(text or "")


def _plotly_title(figure: dict[str, Any]) -> str:
    layout = figure.get("layout")
    return _TAG.sub(" ", _title(layout.get("title") if isinstance(layout, dict) else "")).strip()


class ChooseForms(SphinxTransform):
    """Takes one form of each output, names what has none, and what no one has described."""

    default_priority = 305  # before pictures are looked at, which need a file that is there

    def apply(self, **kwargs) -> None:
        for bundle in [box for box in self.document.findall(nodes.container) if box.get("nb_element") == "mime_bundle"]:
            bundle.parent.replace(bundle, self._chosen(bundle))
        for block in self.document.findall(nodes.literal_block):
            if "output" in block["classes"]:
                block.rawsource = _ANSI.sub("", block.astext())
                block.children = []
                block += nodes.Text(block.rawsource)
                block["language"] = "text"

    def _chosen(self, bundle: nodes.Element) -> list[nodes.Node]:
        kinds = [form for form in bundle.findall(nodes.container) if "mime_type" in form]
        forms = {"vega" if _VEGA.fullmatch(form["mime_type"]) else form["mime_type"]: form for form in kinds}
        shown = next((forms[name] for name in _ORDER if name in forms and not _is_substitute(forms[name])), None)
        if shown is None and (plain := forms.get("text/plain")) and not _NO_TEXT.match(plain.astext()):
            shown = plain
        if shown is None:
            shown = next((form for form in kinds if _is_substitute(form)), None)
        if shown is None and "text/plain" in forms:
            shown = forms["text/plain"]
        if shown is None:
            note(place(bundle), "output", f"an output of the form ‘{', '.join(forms)}’ has no form in this book")
            return []
        if _is_substitute(shown) or (shown is forms.get("text/plain") and any(map(_is_substitute, kinds))):
            note(place(bundle), "interactive", f"a sentence stands in place of an output: ‘{shown.astext()}’",
                 action="Give it a static picture, or show what matters in words or in a table.")
        for image in shown.findall(nodes.image):
            _describe(image, bundle)
        return list(shown.children)


def _describe(image: nodes.image, bundle: nodes.Element) -> None:
    title = image.attributes.pop("title_of_chart", "")
    image.source, image.line = bundle.source, bundle.line
    if image.get("alt", "").strip():
        return
    note(place(bundle), "alternative-text", "a picture that a cell shows has no alternative text", code="markup",
         expected="words under ‘mystnb: image: alt:’ of the cell", action="Say in a sentence what a reader would see.")
    image["alt"] = say("Chart without a description: {title}", title=title) if title else say(UNDESCRIBED)


def _is_substitute(form: nodes.Node) -> bool:
    return any(isinstance(child, substitute) for child in form.children)
