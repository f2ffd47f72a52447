"""The page for addresses that lead nowhere, which hosts show at any depth below the book.

With a web address it names its files by the address's path. Without one nobody can say
when the book is built in which folder of a server it will lie. So the page asks for its
style sheet, and for one small script, in each of the folders above the address that was
asked for: at most :data:`DEEPEST` of them. Where the script is found is the book; it puts
the links right (``publish/html/theme/static/not-found.js``). Without scripts the page is
styled, and offers the folders above.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

NAME = "404"
SCRIPT = "_static/not-found.js"
#: So many folders below the book a page still finds its styles. More would ask a server for more that is not there.
DEEPEST = 5


def base(web_address: str) -> str:
    """The path of the front page on its server; where no address is set, that of the server."""
    return urlsplit(web_address).path.rstrip("/") + "/"


def from_anywhere(context: dict[str, Any], web_address: str) -> None:
    """Make the links and files of the page in ``context`` such that they lead there from any depth."""
    start, relative = base(web_address), context["pathto"]
    context["pathto"] = lambda *args, **kwargs: start + relative(*args, **kwargs)
    css, js = context["css_tag"], context["js_tag"]
    if web_address:
        context["css_tag"] = lambda file: _placed(css(file), start)
        context["js_tag"] = lambda file: _placed(js(file), start)
        return
    # The nearest comes last: of two books, one in the other's folder, its styles and its script win.
    above = ["../" * up for up in range(DEEPEST, -1, -1)]
    context["css_tag"] = lambda file: "\n".join(_placed(css(file), folder) for folder in above)
    context["lost_scripts"] = [f"{folder}{SCRIPT}" for folder in above]
    # What other extensions added to the scripts is taken out later: the list is made when the page is.
    context["lost_loads"] = lambda: json.dumps(["editions/newest.js", *(_address(js(file)) for file in context["script_files"])])
    context["lost_folders"] = [("../" * up or "./") for up in range(DEEPEST + 1)]


def _placed(tag: str, folder: str) -> str:
    return tag.replace('="_static/', f'="{folder}_static/')


def _address(tag: str) -> str:
    return tag.partition('src="')[2].partition('"')[0]
