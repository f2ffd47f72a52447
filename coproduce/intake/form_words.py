"""What the page of the form says itself, beside the report's questions: in English here, in a further
language in that language's file (:mod:`coproduce.intake.translations`).

``{…}`` stands for what the page puts in; a translation has the same of them.
"""

from __future__ import annotations

import re

from coproduce.ground.interface_words import marked_words

WORDS: dict[str, str] = marked_words({
    # Above and beside the questions.
    "form": "Contribution",
    "nothing_sent": "Nothing is sent or stored while you write, and nothing is kept when you close the page.",
    "needed": "Questions marked {required} need an answer.",
    "required": "(required)",
    "choose_one": "Choose one",
    "choose_all": "Choose all that apply.",
    "most_characters": "At most {most} characters.",
    "most_lines": "At most {lines} lines, each of at most {most} characters.",
    "one_a_line": "One a line, each of at most {most} characters.",
    "not_loaded": "If you cannot press the button below, your browser did not load the form’s program. "
                  "Use one of the other ways on this page.",
    "no_script": "The form needs JavaScript, which is switched off in your browser.",
    "check": "Check what I wrote",
    # What is wrong.
    "problem": "There is a problem",
    "mend": "Mend this:",
    "personal": "What looks like personal data must not come into the report, and an editor would set it aside. "
                "Take it out, then check again.",
    "nobody": "The check is wrong: none of this leads to a person.",
    "looks_like": "This looks like {what}: “{text}”.",
    "no_consent": "Without your agreement nothing can be published: tick the box, or leave this page.",
    "choose": "Choose an answer.",
    "write": "Write an answer.",
    "reversing": "It contains hidden characters that reverse letters. Type it again.",
    "too_many_lines": "It has {seen} lines, and {most} is the most. Keep the most important ones.",
    "too_long": "It has {seen} characters, and {most} is the most. Shorten it.",
    "line_too_long": "A line has {seen} characters, and {most} is the most. Shorten it.",
    "left": "{count} characters left",
    "over": "{count} characters too many",
    # Sending.
    "send": "Send it",
    "goes_out": "Nothing has been sent yet. This is what goes out, whichever way you choose:",
    "as_text": "Your contribution as text",
    "save": "Save a file",
    "save_more": "and send it to the organisers, as an attachment to an e-mail. They see your e-mail address; "
                 "it does not enter the report.",
    "copy": "Copy as text",
    "copy_more": "and paste it into an e-mail or a letter to them.",
    "issue": "Open the filled issue form",
    "issue_account": "You need an account there.",
    "issue_public": "An issue is public at once, with the name of your account, whatever you chose above.",
    "issue_again": "What you typed is filled in; these answers you choose there again:",
    "issue_too_long": "Your text is too long to be handed over in an address. Save a file instead, or copy the text into "
                      "the issue form by hand.",
    "issue_personal": "Not offered while the check finds what looks like personal data: an issue is public at once.",
    "letter": "Words to send with it: “This is my contribution to ‘{title}’. I agree that it is published as it says.”",
    "address": "The address is {address}.",
    "no_address": "This report does not say yet where to send it: its setting {setting} is missing. "
                  "Send it to whoever gave you the report.",
    "saved": "Saved as {file}, where your browser keeps downloads. It is not sent yet: attach it to an e-mail to the organisers.",
    "copied": "Copied. It is not sent yet: paste it into an e-mail or a letter to the organisers.",
    "not_copied": "Your browser does not let this page copy. The text is marked: copy it with the keyboard.",
    "issue_opens": "The issue form opens in a new window. Nothing is sent until you send it there.",
    # For an answer by letter.
    "by_letter": "Answer these questions in an e-mail or a letter to the organisers",
    "needs_answer": "(needs an answer)",
})

_GAP = re.compile(r"\{(\w+)\}")
#: The words that the script of the page says.
SCRIPT = ("looks_like", "no_consent", "choose", "write", "reversing", "too_many_lines", "too_long", "line_too_long", "left", "over",
          "saved", "copied", "not_copied", "issue_opens")


def gaps(words: str) -> list[str]:
    """What ``words`` leave to be put in, in alphabetical order."""
    return sorted(_GAP.findall(words))


def halves(words: str, gap: str) -> tuple[str, str]:
    """What stands before and after ``gap``."""
    before, _, after = words.partition(f"{{{gap}}}")
    return before, after
