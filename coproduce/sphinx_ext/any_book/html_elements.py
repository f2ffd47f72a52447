"""Elements of HTML that chapters write, by what becomes of them in a book (https://html.spec.whatwg.org/multipage/indices.html)."""

from __future__ import annotations

#: Elements that hold text, lists, tables, or mark words. Formulas and drawings are kept with all that is in them.
KEPT = frozenset("""
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i ins kbd li main mark ol p pre q rp rt ruby s samp section small span strong
    sub summary sup table tbody td tfoot th thead time tr u ul var wbr math svg
""".split())
#: Elements of other days, and what is written in their place.
RENAMED = {"center": "div", "font": "span", "big": "span", "tt": "code", "strike": "s", "acronym": "abbr", "dir": "ul", "nav": "div",
            "label": "span", "legend": "span", "fieldset": "div", "button": "span", "output": "span", "main": "div", "hgroup": "div",
            "article": "div", "header": "div", "footer": "div", "section": "div", "form": "div", "picture": "span"}
#: Elements of which the words go, too: they are no text, or what a browser does.
GONE = frozenset("script style template noscript canvas select textarea datalist head title".split())
#: What stands for the parts of a table inside another.
NESTED = {"table": "ul", "thead": "", "tbody": "", "tfoot": "", "tr": "li", "td": "span", "th": "span", "caption": "li"}
#: What says how a thing looks, and nothing else.
LOOKS = frozenset({"style", "title", "head"})
FRAMES = frozenset("iframe frame embed object video audio portal".split())
#: Controls whose words stay.
CONTROLS = frozenset("form button fieldset label output".split())
VOID = frozenset("area base br col embed hr img input link meta source track wbr frame param".split())
#: What says nothing by itself.
QUIET = frozenset("html body base link meta source track param area map".split())
ATTRIBUTES = frozenset("""
    id class title lang dir href colspan rowspan scope headers start type value reversed open name cite datetime alt width height role
""".split())
CHECK_BOX = "task-list-item-checkbox"
