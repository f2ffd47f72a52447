"""What readers see of the machinery, in the report's language: words, numbers and dates.

English stands in the code, each text in a call of :func:`say` or one of its kin; any other language
is a catalogue of gettext, ``locale/<language>/LC_MESSAGES/interface.po``, read as it is.
Messages to who writes or builds a report are not among them and stay English.

A process speaks one language at a time: that of the report at hand, chosen with :func:`using_language`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from babel import Locale

_Table = TypeVar("_Table")
CATALOGUES = Path(__file__).parent / "locale"
#: The language of the code, and of who speaks of no report.
ORIGINAL = "en-GB"
MINUS = "\N{MINUS SIGN}"
_language = ORIGINAL


@cache
def languages() -> tuple[str, ...]:
    """The codes, without a country, of the languages that there are words in."""
    return tuple(sorted({"en", *(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/interface.po"))}))


def has_words(code: str) -> bool:
    """Whether there are words in the language ``code``, such as en-GB."""
    return code.partition("-")[0] in languages()


def listed_languages() -> str:
    """The languages that there are words in, for a message: "de (German), en (English)"."""
    from babel import Locale

    return ", ".join(f"{code} ({Locale.parse(code).get_display_name('en') or code})" for code in languages())


def use_language(code: str) -> None:
    """From now on speak ``code``, a language that there are words in, such as en-GB."""
    global _language
    if not has_words(code):
        raise ValueError(f"there are no words in the language {code!r}; there are: {listed_languages()}")
    _language = code


@contextmanager
def using_language(code: str) -> Iterator[None]:
    """Speak ``code`` until the end of the context, then what was spoken before."""
    before = _language
    use_language(code)
    try:
        yield
    finally:
        use_language(before)


def current_language() -> str:
    """The code of the language that is spoken now, such as en-GB."""
    return _language


def is_english() -> bool:
    """Whether English is spoken now, of whatever country."""
    return _language.partition("-")[0] == "en"


def say(message: str, /, **values: object) -> str:
    """The message in the language spoken, with ``values`` where it names them in braces."""
    return _filled(_catalogue(_language.partition("-")[0]).gettext(message), values)


def say_as(context: str, message: str, /, **values: object) -> str:
    """As :func:`say`, for a word that means more than one thing: ``context`` says which."""
    return _filled(_catalogue(_language.partition("-")[0]).pgettext(context, message), values)


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """As :func:`say`, in the form that goes with ``count``, which stands for ``{count}``."""
    text = _catalogue(_language.partition("-")[0]).ngettext(one, many, count)
    return _filled(text, {"count": number(count), **values})


def marked(message: str) -> str:
    """``message`` as it is: of use where a constant holds what is said later, so that the catalogue lists it."""
    return message


def marked_words(table: _Table) -> _Table:
    """``table`` as it is: a constant whose texts are said later, all of them in the catalogue (of a mapping its values)."""
    return table


def say_all(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A table of texts that were :func:`marked`, each said."""
    return {key: say(text) if text else "" for key, text in words}


def number(value: int | float | Decimal, pattern: str = "#,##0.###") -> str:
    """A number as the language writes it: 1,234.5 or 1.234,5. ``pattern`` is that of CLDR."""
    from babel.numbers import format_decimal

    return format_decimal(value, format=pattern, locale=locale()).replace("-", MINUS)


def in_english_signs(text: str) -> str:
    """A number as the language writes it, with the signs that English has: 1,234.5 of 1.234,5."""
    symbols = locale().number_symbols["latn"]
    return text.translate({ord(symbols["group"]): ",", ord(symbols["decimal"]): ".", ord(MINUS): "-", 0xA0: None, 0x202F: None})


def percent(digits: str) -> str:
    """Digits with the sign for a hundredth where the language has it: 12% or 12 %."""
    return digits + locale().percent_formats[None].suffix[0]


def money(digits: str, sign: str, size: str = "") -> str:
    """Digits with the sign of a currency where the language has it, and ``size`` such as "million": £2 million or 2 Millionen £."""
    negative, bare = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("", digits)
    before, after = locale().currency_formats["standard"].prefix[0], locale().currency_formats["standard"].suffix[0]
    amount = f"{bare}\u00a0{size}" if size and not is_english() else f"{bare} {size}".rstrip()
    return f"{negative}{before.replace('¤', sign)}{amount}{after.replace('¤', sign)}"


def date(text: str) -> str:
    """A year, month or day (ISO) as the language writes it: 20 June 2024, June 2024.

    Text that is not such a date is returned as it is.
    """
    from babel.dates import format_date, format_skeleton

    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not all(part.isdecimal() for part in parts):
        return text
    if len(parts) == 1:
        return text
    try:
        day = datetime.date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)
    except ValueError:
        return text
    if len(parts) == 2:
        return format_skeleton("yMMMM", day, locale=locale())
    return format_date(day, "long", locale=locale())


def join_names(names: Iterable[str]) -> str:
    """Names in a row: "A, B and C"."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return say("{first} and {last}", first=", ".join(every[:-1]), last=every[-1])


def locale() -> "Locale":
    """What CLDR knows of the language spoken."""
    return _locale(_language)


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale

    return Locale.parse(code, sep="-")


def catalogue_file(code: str) -> Path:
    """Where the words of a language stand."""
    return CATALOGUES / code / "LC_MESSAGES" / "interface.po"


def messages(scripts: bool = False) -> dict[str, Any]:
    """All translations of the language spoken by their English; with ``scripts`` those that scripts of pages say.

    Where there are forms for numbers it is their list.
    """
    if is_english():
        return {}
    return {
        message.id if isinstance(message.id, str) else message.id[0]:
            message.string if isinstance(message.string, str) else list(message.string)
        for message in _read(_language.partition("-")[0])
        if message.id and not message.context and (not scripts or any(name.endswith(".js") for name, _ in message.locations))
    }


def letters_of(code: str) -> frozenset[str]:
    """The letters of the words that there are in the language ``code``, small and capital; none of English, or where there are none."""
    language = code.partition("-")[0]
    if language == "en" or not has_words(code):
        return frozenset()
    said = "".join("".join(m.string) if isinstance(m.string, tuple) else m.string for m in _read(language) if m.id)
    return frozenset(sign for text in (said.lower(), said.upper()) for sign in text if sign.isalpha())


def plural_rule() -> str:
    """Which form of a message goes with the count ``n``, as an expression of gettext, which scripts read as well."""
    return str(_read(_language.partition("-")[0]).plural_expr)


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == "en":
        return NullTranslations()
    from io import BytesIO

    from babel.messages.mofile import write_mo

    made = BytesIO()
    write_mo(made, _read(code))
    made.seek(0)
    return GNUTranslations(made)


@cache
def _read(code: str) -> Any:
    from babel.messages.pofile import read_po

    with catalogue_file(code).open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format(**values) if values else text
