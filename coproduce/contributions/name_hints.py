"""Words before which a name often stands: "my son Jack", "Mrs Okafor".

No pattern knows a name. These places are shown to a person as a hint, and stop nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Revd|Cllr|Councillor|Nurse|Auntie|Aunty|Aunt|Uncle|Nana|Nan|Gran|Grandma|Grandad|Pani|Pan"
)
_RELATIONS = (
    "son|daughter|boy|girl|lad|child|baby|twins?|mum|mam|mom|mother|dad|father|parent|stepson|stepdaughter|stepmum|stepdad|brother|sister"
    "|husband|wife|partner|ex|nephew|niece|grandson|granddaughter|grandchild|cousin|friend|neighbour|teacher|headteacher|head|senco|"
    "doctor|gp|consultant|paediatrician|social worker|key worker|keyworker|caseworker|health visitor|therapist|psychologist"
    "|pupil|student|patient"
    "|mab|fab|merch|ferch|brawd|chwaer|ffrind|syn|synek|córka|córeczka|mąż|żona|brat|siostra"
)
_NAME = r"[^\W\d_a-zà-öø-ÿ][a-zà-öø-ÿ'’-]{1,20}(?:\s[^\W\d_a-zà-öø-ÿ][a-zà-öø-ÿ'’-]{1,20})?"
_FOUND = re.compile(
    rf"\b(?:{_TITLES})\b\.?\s{_NAME}"
    rf"|(?i:\b(?:{_RELATIONS}))(?:\s\([^()]{{1,20}}\))?,?\s(?:(?:called|named|is called|is|was called|o['’]r enw|imieniem)\s)?{_NAME}"
    rf"|(?i:\b(?:my name is|name['’]s|called|named))\s{_NAME}"
)
# Capitals that begin no name.
_NONE = re.compile(
    r"\b(?:I|I['’]\w+|The|A|An|In|On|At|If|So|But|And|We|They|He|She|It|You|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|Year|Reception|English|Welsh|Polish|Urdu)$"
)


def name_hints(text: str) -> Iterator[str]:
    """The places of ``text`` where a name may stand, with the words before it."""
    for match in _FOUND.finditer(text):
        place = " ".join(match.group().split())
        words = place.split()
        while words and _NONE.search(words[-1]):
            words.pop()
        if words and words[-1][:1].isupper() and len(words) > 1:
            yield " ".join(words)


def masked(hint: str) -> str:
    """``hint`` as messages may show it, which others read too: of the name its first letter."""
    words = hint.split()
    first = next((number for number in range(1, len(words)) if words[number][:1].isupper()), len(words) - 1)
    return f"{' '.join(words[:first])} {words[first][0]}…"
