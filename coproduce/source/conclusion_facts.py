"""What a conclusion or recommendation says of itself beside its statement.

Apart from the extension that shows it, because the checks that read a page's
text need the names too and must start fast.
"""

from __future__ import annotations

from coproduce.ground.interface_words import marked_words

#: Options of the directives, in the order in which they are shown, with the words before each.
FACTS = marked_words({
    "problem": "Problem",
    "owner": "Lead",
    "lever": "Lever",
    "timing": "When",
    "asked-by": "Who asks",
    "cost": "Cost",
    "against": "What speaks against it",
    "answer": "How that is met",
    "risk": "What could go wrong",
    "measure": "How to tell whether it worked",
})

#: Facts of a few words each, which share one paragraph.
BRIEF_FACTS = frozenset({"owner", "lever", "timing", "cost"})
