"""Names that a contributor did not want shown, looked for in what they wrote.

Each part of a name is looked for, with a title, initials and 's around it: the parts of
the person's name, of the address they wrote from, and of their organisation. What is a
word of the language too (Will, May, Mill) counts only where it stands as a name does:
after a title, beside another part, under the text, or after "my name is".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coproduce.contributions.lookalikes import plain_text
from coproduce.contributions.search_pattern import Span
from coproduce.intake.common_words import is_common_word

#: What is said of a place, in a message that others may read.
WHOLE, PART = "a name that was not to be shown", "part of a name that was not to be shown"

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Revd|Reverend|Fr|Cllr|Councillor|Nurse|Sister|Imam|Rabbi|Pastor"
    "|Aunt|Auntie|Aunty|Uncle|Nan|Nana|Gran|Grandma|Grandad|Grandpa|Pan|Pani"
)
_TITLE = re.compile(rf"^(?:{_TITLES})\b\.?\s+", re.IGNORECASE)
_BEFORE = rf"(?:(?:{_TITLES})\b\.?\s+)?(?:\b[A-Z]\.?\s?(?:[A-Z]\.?\s?)?)?"
_AFTER = r"(?:['’]s?(?!\w))?"
#: Words after which somebody gives a name.
_SAYS = (
    r"(?:thanks|thank you|regards|wishes|signed|sincerely|faithfully|love|yours|cheers|diolch|dzi[eę]kuj[eę]|pozdrawiam|شکریہ"
    r"|I['’]?m|I am|name is|name['’]s|called|this is|from|by|contact|ask for|it['’]s|it is)"
)
_PLACED = r"(?:\b(?:at|for|with|from|of|by|our)\s)"
_PUBLIC_MAIL = frozenset(
    "gmail googlemail hotmail outlook live yahoo ymail icloud me mac aol btinternet btopenworld sky talktalk virginmedia proton protonmail "
    "msn mail gmx onet wp interia poczta".split()
)
_ENDS = frozenset("com co uk org net gov sch ac nhs ltd plc police mod eu info example test invalid local wales cymru scot london".split())
_ROLES = frozenset("info admin office head contact hello enquiries school team senco reception secretary mail post noreply user".split())
_SMALL = frozenset("of the and for in at on to a an y de la du & with".split())


@dataclass(frozen=True)
class _Look:
    """A pattern, the letters without which a text need not be searched with it, and what is said of a place."""

    needle: str
    pattern: str
    any_case: bool
    what: str


@dataclass(frozen=True)
class NameMatcher:
    """What finds one contributor's names."""

    looks: tuple[_Look, ...]

    def places(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where ``text`` gives a name away, and how."""
        if not self.looks:
            return
        plain = plain_text(text)
        bare = _bare(plain.text)
        together = re.sub(r"[\s.]", "", bare)
        for look in self.looks:
            # Few texts hold a name: to look first spares the making of patterns for each contributor.
            if look.needle in bare or look.needle in together:
                for match in re.finditer(look.pattern, plain.text, re.IGNORECASE if look.any_case else 0):
                    yield plain.span(*match.span()), look.what


def _bare(text: str) -> str:
    """``text`` in small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def name_matcher(
    people: Iterable[str], groups: Iterable[str], addresses: Sequence[str], general: frozenset[str], shown: Iterable[str] = ()
) -> NameMatcher:
    """What finds the names of ``people`` and ``groups``, and what ``addresses`` tell of either.

    ``general`` are words, in small letters, that say nothing of one organisation: those of the report's
    vocabulary. ``shown`` are texts that are published with the contributor's will: their words are no secret.
    """
    people = list(dict.fromkeys(form for name in people for form in forms_of(_one_line(name))))
    groups = list(dict.fromkeys(_one_line(group) for group in groups))
    if groups:
        groups += [label for address in addresses for label in address.partition("@")[2].split(".") if _tells(label, general)]
    open_words = {word.casefold() for text in shown for word in _words_of(text)}
    parts = [part for name in people for part in _words_of(name)]
    parts += [part for address in addresses for part in _parts_of_address(address)]
    parts = [part for part in dict.fromkeys(parts) if part.casefold() not in open_words and len(part) > 1]
    looks = [
        *(_Look(_bare(name.split()[0]), rf"(?<!\w){_joined(name.split())}(?!\w)", True, WHOLE)
          for name in (*people, *groups) if _says_something(name, general)),
        *(_Look(_bare(local), rf"(?<!\w){re.escape(local)}(?!\w)", True, PART)
          for local in (address.strip().partition("@")[0] for address in addresses) if _is_telling_address(local)),
        *(_Look(_bare(part), pattern, False, PART)
          for part in parts for pattern in _parts_of_person(part, [other for other in parts if other != part])),
        *(_Look(_bare(needle), pattern, False, PART)
          for needle, pattern in (*_initials(people), *(found for group in groups for found in _parts_of_group(group, general)))),
    ]
    return NameMatcher(tuple(dict.fromkeys(looks)))


def _says_something(name: str, general: frozenset[str]) -> bool:
    """Whether several words together are worth looking for as a whole."""
    words = name.split()
    return len(words) > 1 and not all(word.casefold() in general or len(word) < 3 for word in words)


def _parts_of_address(address: str) -> list[str]:
    letters = re.split(r"[\W\d_]+", address.strip().partition("@")[0])
    return [part.capitalize() for part in letters if len(part) > 2 and part.casefold() not in _ROLES and not is_common_word(part)]


def _is_telling_address(local: str) -> bool:
    return len(local) > 4 and local.casefold() not in _ROLES and not is_common_word(re.sub(r"[\W\d_]+", "", local))


def _parts_of_person(part: str, others: list[str]) -> Iterator[str]:
    """Where ``part`` of a person's name stands as one."""
    if _stands_out(part):
        yield rf"(?<!\w){_BEFORE}{_letters(part, any_case=True)}{_AFTER}(?!\w)"
    else:
        yield from _as_a_name(part, others)


def groups_in(names: Iterable[str]) -> list[str]:
    """What accounts at work say of the organisation: 'Patel, Asha (LARKWELL NHS TRUST)'."""
    return [group for name in names for group in _IN_BRACKETS.findall(name) if " " in group.strip()]


def forms_of(name: str) -> list[str]:
    """``name`` as others may write it: without title and what stands in brackets, the first name first."""
    bare = " ".join(_IN_BRACKETS.sub(" ", name).split())
    last, comma, first = (part.strip() for part in bare.partition(","))
    turned = f"{first} {last}" if comma and first and "," not in first else bare
    return [form for form in dict.fromkeys((name, bare, _TITLE.sub("", turned))) if form]


def _one_line(text: str) -> str:
    return " ".join(plain_text(text).text.split())


def _words_of(text: str) -> list[str]:
    """The words of a name that may tell of somebody: no title, no initial, nothing in brackets."""
    bare = _TITLE.sub("", _IN_BRACKETS.sub(" ", text))
    return [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", bare) if len(word) > 1]


def _joined(words: list[str]) -> str:
    return r"\s+".join(map(re.escape, words))


def _letters(word: str, any_case: bool = False) -> str:
    """A pattern for ``word``, with or without its accents."""
    out = []
    for letter in word:
        plain = unicodedata.normalize("NFD", letter)[0]
        forms = {letter, plain} | ({c for x in (letter, plain) for c in (x.lower(), x.upper()) if len(c) == 1} if any_case else set())
        out.append(re.escape(letter) if len(forms) == 1 else f"[{''.join(map(re.escape, sorted(forms)))}]")
    return "".join(out)


def _stands_out(part: str) -> bool:
    """Whether ``part`` is nothing but a name, however it is written."""
    return len(part) > 2 and not is_common_word(part)


def _as_a_name(part: str, others: list[str]) -> Iterator[str]:
    """Where ``part``, which is a word too, stands as a name does."""
    name = rf"(?:{_letters(part.capitalize())}|{_letters(part.upper())})"
    end = rf"{_AFTER}(?!\w)"
    yield rf"\b(?:{_TITLES})\b\.?\s+(?:[A-Z]\.?\s)?{name}{end}"
    for other in others:
        beside = _letters(other, any_case=True)
        yield rf"(?<!\w){beside}\s+{name}{end}"
        yield rf"(?<!\w){name}\s+{beside}{end}"
        yield rf"(?<!\w){re.escape(other[0].upper())}\.?\s?{name}{end}"
        yield rf"(?<!\w){name}\s{re.escape(other[0].upper())}\b\.?(?=\s*(?:$|[.,;)\n]))"
    # Under the text, on a line of its own; and where somebody says who they are.
    yield rf"(?:(?<=\n)|^)[ \-–—]{{0,3}}{name}(?=[ .,!x]{{0,4}}(?:\n|$))"
    yield rf"(?<=\n)[ \-–—]{{1,3}}{name}{end}"
    yield rf"(?i:\b{_SAYS})[\s,.:!–—-]{{1,4}}{name}{end}(?=\s*(?:[.,;!?)x]|\n|$|and\b))"
    if part.casefold() not in _MONTHS:
        # With a capital amid small letters: "when Mark rang".
        yield rf"(?:(?<=[a-z]\s)|(?<=[a-z][,;]\s))(?<![Tt]he\s)(?<!\b[Aa]n\s)(?<!\b[Aa]\s){name}{end}(?=\s+[a-z]|[.,;!?)]|\n|$)"


_MONTHS = frozenset("january february march april may june july august september october november december".split())


def _initials(people: list[str]) -> Iterator[tuple[str, str]]:
    """Initials, and where they stand alone on the last line: 'AP', 'A. P.'."""
    for name in people:
        letters = [word[0].upper() for word in _words_of(name)]
        if 2 <= len(letters) <= 4:
            yield "".join(letters), rf"(?<=\n)[ \-–—]{{0,3}}{r'[. ]{0,2}'.join(map(re.escape, letters))}\.?(?=\s*$)"


def _tells(label: str, general: frozenset[str]) -> bool:
    """Whether a label of an address's host may name an organisation."""
    parts = re.split(r"[-\d]+", label.casefold())
    return label.casefold() not in _PUBLIC_MAIL | _ENDS and any(
        len(part) > 2 and part not in general and part not in _ENDS and not is_common_word(part) for part in parts)


def _parts_of_group(group: str, general: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Parts of an organisation's name, and where each stands as one."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", group)
    telling = [word for word in words if word.casefold() not in general and word.casefold() not in _SMALL]
    for word in telling:
        if _stands_out(word):
            yield word, rf"(?<!\w){_letters(word, any_case=True)}{_AFTER}(?!\w)"
    for one, two in zip(words, words[1:]):
        if (one in telling and two in telling) or ((one in telling or two in telling) and not {one.casefold(), two.casefold()} & _SMALL):
            forms = (_joined([one, two]), _joined([one.capitalize(), two.capitalize()]))
            yield one, rf"(?<!\w)(?:{'|'.join(dict.fromkeys(forms))})(?!\w)"
    if len(words) == 1 and telling and not _stands_out(group):
        yield group, rf"{_PLACED}{_letters(group)}{_AFTER}(?!\w)"
    letters = "".join(word[0] for word in words if word.casefold() not in _SMALL).upper()
    if len(letters) >= 3 and not is_common_word(letters):
        yield letters, rf"(?<!\w){re.escape(letters)}(?!\w)"
