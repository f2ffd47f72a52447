"""What a report looks like: the settings under ``coproduce: look:``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coproduce.ground.contrast import TEXT, contrast, readable
from coproduce.ground.problems import Problem
from coproduce.ground.yaml_file import YamlFile
from coproduce.source import typefaces
from coproduce.source.logo import Logo, check_logo
from coproduce.source.paths import Paths
from coproduce.source.typefaces import Typefaces, check_typefaces

#: The lightest and the darkest ground of a light page or document on which text has the accent: paper, and a tinted box.
PAPER, TINT = "#ffffff", "#f1f4fa"


@dataclass(frozen=True)
class Look:
    """The colour, the mark and the typefaces of whoever publishes; "" and None for the machinery's own."""

    accent: str = ""
    logo: Logo | None = None
    fonts: Typefaces = Typefaces()  # noqa: RUF009 frozen


SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "accent": {"type": "string", "pattern": r"^#[0-9a-fA-F]{6}\Z", "description":
                   "The colour of covers, links and marks, on pages and in documents: `#rrggbb` in quotes. Charts keep their own."},
        "logo": {"type": "string", "pattern": r"^[^\x00-\x1f]{1,200}\Z", "description":
                 "A picture (SVG or PNG) in the folder of the pages, such as `book/logo.svg`: in the web edition's header and on "
                 "the covers of documents."},
        "logo_alt": {"type": "string", "minLength": 1, "description": "What the logo says to those who do not see it."},
        "fonts": typefaces.SCHEMA,
    },
}
#: What the keys should look like, where the schema does not say it in words.
HINTS = {"accent": 'a colour in quotes, such as "#7a1f3d"', "logo": "the name of a file, such as book/logo.svg"} | typefaces.HINTS


def check_look(file: YamlFile, given: dict[str, Any], paths: Paths, language: str) -> tuple[Look, list[Problem]]:
    """The look that settings of the form of :data:`SCHEMA` describe, of a text in ``language``, and what is wrong with it."""
    accent = given.get("accent", "").lower()
    logo, problems = check_logo(file, given, paths)
    fonts, wrong = check_typefaces(file, given.get("fonts", {}), paths, language)
    return Look(accent, logo, fonts), [*_too_faint(file, accent), *problems, *wrong]


def _too_faint(file: YamlFile, accent: str) -> Iterator[Problem]:
    """White letters stand on the accent, and letters of the accent on paper and on tinted boxes."""
    if accent and contrast(accent, TINT) < TEXT:
        yield Problem(
            file.path, f"the contrast of the accent ‘{accent}’ is {_shown(accent, PAPER)} : 1 with white and {_shown(accent, TINT)} : 1 "
            "with the ground of boxes: such text is hard to read", line=file.line("coproduce", "look", "accent"),
            code="config.accent", field="coproduce.look.accent", expected=f"at least {TEXT} : 1 with both (WCAG 2.2, 1.4.3)",
            action=f"Take a darker colour; the nearest shade of this one that will do is \"{readable(accent, TINT)}\".")


def _shown(one: str, other: str) -> str:
    """A contrast, never rounded up to what it does not reach."""
    return f"{int(contrast(one, other) * 100) / 100:.2f}"
