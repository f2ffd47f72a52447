"""What a page says of itself to programs: search engines, and services where it is shared.

The vocabulary is schema.org's (``Report``, ``Chapter``, ``Dataset``) in JSON-LD,
and Open Graph's. Addresses are absolute only if the report says where on the web
it will be; without that the picture's leads from the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coproduce.ground import licences
from coproduce.ground.interface_words import say
from coproduce.publish.downloads import offers

if TYPE_CHECKING:
    from coproduce.evidence.package import DataPackage
    from coproduce.source.settings import Settings

_CONTEXT = "https://schema.org"
_TYPES = {
    ".pdf": "application/pdf", ".csv": "text/csv", ".zip": "application/zip", ".epub": "application/epub+zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Width and height of the picture that :mod:`coproduce.publish.html.card` draws.
CARD_SIZE = (1200, 630)


def address(settings: "Settings", path: str) -> str:
    """The address on the web of a file of the web edition; its path if the web address is not known."""
    if not settings.web_address:
        return path
    front = path in ("", "index.html")
    return f"{settings.web_address.rstrip('/')}/" + ("" if front else path)


def open_graph(settings: "Settings", path: str, title: str, description: str, front: bool, card: str) -> list[tuple[str, str]]:
    """Property and content of each Open Graph tag.

    ``card`` is the address of the picture: a whole one, which some services insist on, if the report has a
    web address, otherwise one that leads from the page. ``og:url`` is there only with a web address.
    """
    width, height = CARD_SIZE
    tags = [
        ("og:type", "website" if front else "article"),
        ("og:site_name", settings.title),
        ("og:title", title),
        ("og:description", description),
        ("og:locale", settings.language.replace("-", "_")),
        ("og:url", address(settings, path) if settings.web_address else ""),
        ("og:image", card),
        ("og:image:type", "image/png"),
        ("og:image:width", str(width)),
        ("og:image:height", str(height)),
        ("og:image:alt", f"{settings.title}. {settings.subtitle}".strip()),
    ]
    return [(key, text) for key, text in tags if text]


def web_page(settings: "Settings", path: str, title: str, description: str, card: str, audience: str) -> dict[str, Any]:
    """A page other than the front page as a ``WebPage`` of the report."""
    return _without_empty({
        "@context": _CONTEXT,
        "@type": "WebPage",
        "name": title,
        "description": description,
        "image": card,
        "url": address(settings, path) if settings.web_address else "",
        "inLanguage": settings.language,
        "audience": {"@type": "Audience", "audienceType": audience} if audience else "",
        "isPartOf": {"@type": "Report", "@id": address(settings, "") + "#report", "name": settings.title},
    })


def report(settings: "Settings", description: str, chapters: Iterable[tuple[str, str]], commit: str, card: str = "") -> dict[str, Any]:
    """The report as a ``Report``. ``chapters`` are titles and paths in reading order, ``card`` is the address of its picture."""
    about = {
        "@context": _CONTEXT,
        "@type": "Report",
        "@id": address(settings, "") + "#report",
        "name": settings.title,
        "alternativeHeadline": settings.subtitle,
        "description": description,
        "image": card,
        "url": address(settings, ""),
        "author": _organisation(settings.author),
        "contributor": [_organisation(name) for name in settings.organisations],
        "publisher": _organisation(settings.publisher),
        "datePublished": settings.date,
        "version": settings.edition,
        "bookEdition": settings.edition,
        "identifier": commit,
        "license": _licence(settings.licence),
        "inLanguage": settings.language,
        "keywords": list(settings.keywords),
        "isAccessibleForFree": True,
        "hasPart": [
            {"@type": "Chapter", "name": title, "url": address(settings, path), "position": place}
            for place, (title, path) in enumerate(chapters, start=1)
        ],
        "encoding": [
            {"@type": "MediaObject", "name": o.title, "contentUrl": address(settings, o.path), **_type(o.path)}
            for o in offers(settings)
        ],
    }
    return _without_empty(about)


def dataset(settings: "Settings", data: "DataPackage") -> dict[str, Any]:
    """The data package as a ``Dataset`` with a download for each table."""
    archives = [o for o in offers(settings) if o.path.endswith(".zip")]
    files = [(resource.title or name, f"data/{name}.csv") for name, resource in data.resources.items()]
    descriptor = data.descriptor
    return _without_empty({
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": address(settings, "") + "#data",
        "name": str(descriptor.get("title") or say("{title}: data", title=settings.title)),
        "description": str(descriptor.get("description")
                           or say("The data that the report ‘{title}’ is computed from.", title=settings.title)),
        "url": address(settings, f"{settings.pages.sources}.html" if settings.pages.sources else ""),
        "creator": _organisation(settings.author),
        "publisher": _organisation(settings.publisher),
        "datePublished": settings.date,
        "version": settings.edition,
        "license": _licence(settings.licence),
        "inLanguage": settings.language,
        "keywords": list(settings.keywords),
        "isAccessibleForFree": True,
        "isPartOf": {"@id": address(settings, "") + "#report"},
        "distribution": [
            {"@type": "DataDownload", "name": title, "contentUrl": address(settings, path), **_type(path)}
            for title, path in [*((o.title, o.path) for o in archives), *files]
        ],
    })


def as_script(things: Mapping[str, Any]) -> str:
    """JSON-LD that can stand inside a ``<script>`` whatever the texts hold."""
    text = json.dumps(things, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _organisation(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _licence(name: str) -> str:
    return licences.address(name) or name


def _type(path: str) -> dict[str, str]:
    ending = "." + path.rpartition(".")[2]
    return {"encodingFormat": _TYPES[ending]} if ending in _TYPES else {}


def _without_empty(about: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in about.items() if value not in ("", None, [])}
