"""Languages by their codes (BCP 47): which there are, what they are called, and which way they are written.

Names, usual scripts and the list of languages come from the Unicode CLDR, as Babel carries it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coproduce.ground.interface_words import is_english, locale
from coproduce.ground.suggestions import nearest

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?", re.IGNORECASE)
#: Scripts of living languages that are written from right to left (ISO 15924).
_RIGHT_TO_LEFT = frozenset("Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi".split())
#: Scripts that word processors do not treat as complex: letters that stand beside each other from left to right, and square signs.
_WESTERN = frozenset("Latn Cyrl Grek Armn Geor Cher Cans Ethi Tfng".split())
_ASIAN = frozenset("Hans Hant Hani Jpan Kore Hira Kana Bopo Hang Yiii".split())
#: What the censuses of the United Kingdom call languages that the CLDR names otherwise.
_CALLED_HERE = {"bn": "Bengali", "pa": "Panjabi"}
#: What tells no language.
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "root"})
EXPECTED = "a language code (BCP 47), such as cy, pl, ur, pa, ar or zh-Hant"


@dataclass(frozen=True)
class Language:
    """A language: its ``tag`` in its usual spelling, its four-letter ``script``, and the country of its ``region`` or of most speakers."""

    tag: str
    script: str
    region: str = ""

    @property
    def direction(self) -> str:
        """"rtl" if it is written from right to left, else "ltr"."""
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"

    @property
    def with_country(self) -> str:
        """The tag with a country instead of a script, as word processors tell languages: ur-PK, zh-TW."""
        code = self.tag.partition("-")[0]
        return f"{code}-{self.region}" if self.region else code

    @property
    def group(self) -> str:
        """How word processors group its script: "complex", "asian" or "western"."""
        return "asian" if self.script in _ASIAN else "western" if self.script in _WESTERN else "complex"

    @property
    def name(self) -> str:
        """What the language is called in English."""
        from babel import Locale

        code, english = self.tag.partition("-")[0], Locale("en")
        # Of a tag with a script or region there is sometimes a name of its own: Traditional Chinese.
        known = _CALLED_HERE.get(self.tag) or english.languages.get(self.tag.replace("-", "_"))
        name = known or _CALLED_HERE.get(code) or english.languages[code]
        return name if known or self.script == language(code).script else f"{name} ({english.scripts.get(self.script, self.script)})"

    @property
    def own_name(self) -> str:
        """What its speakers call it; the English name where the CLDR has no other."""
        from babel import Locale, UnknownLocaleError

        code = self.tag.partition("-")[0]
        for wanted in (f"{code}_{self.script}", code):
            try:
                return Locale.parse(wanted).get_language_name() or self.name
            except UnknownLocaleError:
                continue
        return self.name


@lru_cache(maxsize=256)
def language(tag: str) -> Language:
    """The language that ``tag`` means, whatever its case.

    Raises ``ValueError`` if it is no language code, or no language has it.
    """
    from babel import Locale
    from babel.core import get_global

    found = _TAG.fullmatch(tag.strip().replace("_", "-"))
    code = found["language"].lower() if found else ""
    if found is None or code not in Locale("en").languages or code in _NO_LANGUAGE:
        raise ValueError(f"{tag!r} is not the code of a language")
    script, region = (found["script"] or "").title(), (found["region"] or "").upper()
    if script and script not in Locale("en").scripts:
        raise ValueError(f"{tag!r} names a script that is not known")
    if region and region not in Locale("en").territories:
        raise ValueError(f"{tag!r} names a country that is not known")
    likely = get_global("likely_subtags")
    usual = likely.get(f"{code}_{region or script}") or likely.get(code) or ""
    place = next((part for part in usual.split("_")[1:] if len(part) == 2), "")
    return Language("-".join(part for part in (code, script, region) if part), script or _script_in(usual), region or place)


def name_of_language(tag: str) -> str:
    """What a language is called in the one that the report speaks."""
    from babel import Locale

    if is_english():
        return language(tag).name
    found = language(tag)
    told = locale()
    code = found.tag.partition("-")[0]
    name = told.languages.get(code) or found.name
    usual = found.script == language(code).script
    return name if usual else f"{name} ({told.scripts.get(found.script) or Locale('en').scripts.get(found.script, found.script)})"


def direction(tag: str) -> str:
    """"rtl" or "ltr"; "ltr" for what is no language code."""
    try:
        return language(tag).direction
    except ValueError:
        return "ltr"


def codes_like(seen: str) -> list[str]:
    """Codes of languages whose English or own name is like ``seen``, the likest first."""
    names = _codes_by_name()
    if len(seen.strip()) < 4:
        return []  # a code, not a name
    return list(dict.fromkeys(names[name] for name in nearest(seen.casefold().strip(), names, n=3, cutoff=0.7)))


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    from babel import Locale

    named = {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items() if code not in _NO_LANGUAGE}
    # Spellings that people of the North use, and that the CLDR does not have.
    named |= {"panjabi": "pa", "bengali": "bn", "farsi": "fa", "mandarin": "zh", "cantonese": "yue", "sorani": "ckb"}
    return {language(code).own_name.casefold(): code for code in ("cy", "pl", "ur", "pa", "bn", "ar", "gu", "zh")} | named


def _script_in(tag: str) -> str:
    return next((part for part in tag.split("_") if len(part) == 4), "Latn")
