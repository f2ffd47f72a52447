"""Texts with personal data, made from templates, written forms, languages and noise.

    python benchmarks/scan_generator.py [--half tuning|held_out] [--each 6]

The templates stand in ``scan_templates.yml``, the forms of each kind in
``scan_values.py``. Templates, forms and noise are each in two halves: patterns may
be improved on the texts of ``tuning``; those of ``held_out`` only measure them. The
texts are the same each time.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from scan_values import value

TEMPLATES = Path(__file__).with_name("scan_templates.yml")
HALVES = ("tuning", "held_out")
_SLOT = re.compile(r"\{(\w+)\}")
_LANGUAGE = re.compile(r"(cy|pl|ur): ")
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(ord("0"), ord("9") + 1)})


@dataclass(frozen=True)
class Hidden:
    """A text that hides personal data of ``kind``; ``template`` is what it was made from."""

    kind: str
    language: str
    template: str
    text: str


def _soft_hyphens(text: str, r: random.Random) -> str:
    at = r.randrange(1, len(text))
    return f"{text[:at]}\u00ad{text[at:]}"


def _zero_width(text: str, r: random.Random) -> str:
    at = r.randrange(1, len(text))
    return f"{text[:at]}\u200b{text[at:]}"


#: What happens to a text on its way, half by half; most often nothing.
NOISE: dict[str, tuple[Callable[[str, random.Random], str], ...]] = {
    "tuning": (
        lambda text, r: text.lower(),
        lambda text, r: text.replace(" ", "\u00a0"),
        lambda text, r: text.translate(_WIDE),
        lambda text, r: f"Thank you for asking. {text} We have waited since 2021.",
        _zero_width,
    ),
    "held_out": (
        lambda text, r: text.upper(),
        lambda text, r: text.replace(" ", "  "),
        lambda text, r: text.replace("-", "\u2013"),
        lambda text, r: f"It was a long year\n\n{text}\n\nand 12 letters later nothing",
        _soft_hyphens,
    ),
}


def texts(half: str, each: int = 6, templates: Path = TEMPLATES, seed: int = 16) -> Iterator[Hidden]:
    """``each`` texts of every template of ``half``."""
    number = HALVES.index(half)
    for kind, halves in yaml.safe_load(templates.read_text(encoding="utf-8")).items():
        for template in halves[half]:
            found = _LANGUAGE.match(template)
            language, bare = (found.group(1), template[found.end() :]) if found else ("en", template)
            for copy in range(each):
                r = random.Random(f"{seed} {half} {kind} {template} {copy}")
                text = _filled(bare, language, number, r)
                yield Hidden(kind, language, template, r.choice(NOISE[half])(text, r) if copy % 2 else text)


def _filled(template: str, language: str, half: int, r: random.Random) -> str:
    return _SLOT.sub(lambda slot: value(slot.group(1), language, half, r), template)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--half", choices=HALVES, default="tuning")
    options.add_argument("--each", type=int, default=6)
    given = options.parse_args()
    for hidden in texts(given.half, given.each):
        print(f"{hidden.kind:12} {hidden.text!r}")


if __name__ == "__main__":
    main()
