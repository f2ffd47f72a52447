"""What people paste, save and attach: read as it was written, whatever the mail program did to it."""

from __future__ import annotations

import textwrap
from email.message import EmailMessage

import pytest
from exports import answers, only, saved

from coproduce.ground.problems import ProblemsFound
from coproduce.intake.saved import END
from coproduce.intake.summary import as_text

TOKEN = "bcdf-ghjk-lmnp"
LONG = (
    "We are asked the same questions at each desk, and every time we begin with the birth and the first diagnosis and all "
    "that came after it, while the child waits beside us and hears it again.\n\n"
    "One record would do.\nNobody joins them."
)
SIGNATURE = "\n\nKind regards\nAsha Patel\nLarkwell Parish Council\n0161 496 0123\n"


def text_of(desk, token=TOKEN, end=True, **changed) -> str:
    text = saved(desk.asks, answers(1, **changed), desk.form.name, token, "2026-11-20", "2026-11")
    return text if end else text.replace(f"\n{END}\n", "")


def take_text(desk, text: str, name="mail.txt"):
    file = desk.home / name
    file.write_text(text, encoding="utf-8")
    return desk.take(file)


@pytest.mark.parametrize("end", [True, False], ids=["with its last line", "without"])
@pytest.mark.parametrize("after", [
    SIGNATURE, "\nSent from my iPhone\n", "\n-- \nAsha Patel\nDirector\n", "Asha Patel\nDirector\n", "\n\n____\nThis e-mail is confidential.\n",
])
def test_a_signature_below_the_last_answer_is_no_part_of_it(desk, end, after):
    taken = take_text(desk, text_of(desk, end=end) + after)
    assert taken.counts["added"] == 1, taken
    assert "Asha" not in only(desk) and "iPhone" not in only(desk)


def test_a_condition_below_the_agreement_is_asked_about(desk):
    taken = take_text(desk, text_of(desk, end=False).rstrip("\n") + "\nbut not with my name\n")
    assert taken.counts["needs review"] == 1 and "neither yes nor no" in as_text(taken)


def wrapped(text: str, width: int = 72) -> str:
    """As mail programs cut lines, trailing spaces gone."""
    return "\n".join("\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) or ""
                     for line in text.split("\n"))


@pytest.mark.parametrize("width", [68, 72, 76, 78])
@pytest.mark.parametrize("before", ["", "> "])
def test_lines_cut_by_a_mail_program_are_joined_again(desk, width, before):
    asks = "Let nurseries see the plan of a child who comes to them in the autumn term, and tell them in time\nTell parents who reads it"
    text = text_of(desk, body=LONG + "\n- a list with an entry that is long enough to be cut by the program\n- and another", asks=asks)
    take_text(desk, text)
    whole = only(desk)
    assert "hears it again.\n\nOne record would do.\n\nNobody joins them.\n\n- a list" in whole
    taken = take_text(desk, "\n".join(before + line for line in wrapped(text, width).split("\n")))
    assert taken.counts["unchanged"] == 1, only(desk)
    assert "joined again" in as_text(taken)


def test_a_long_question_that_was_cut_is_still_that_question(desk):
    form = desk.paths.contributions / "form.yml"
    longer = "Does it speak to any of these claims that the report makes, for or against or with a condition?"
    form.write_text(form.read_text(encoding="utf-8").replace(
        "Does it speak to any of these claims, for or against?", f'"{longer}"'), encoding="utf-8")
    assert take_text(desk, wrapped(text_of(desk, body=LONG))).counts["added"] == 1
    assert "claims: [coordination]" in only(desk)


def test_short_lines_that_somebody_typed_stay_as_they_are(desk):
    body = "Roses are red\nviolets are blue\nwe told them twice\nand nobody knew"
    assert "joined again" not in as_text(take_text(desk, text_of(desk, body=body)))
    assert "Roses are red\n\nviolets are blue\n\nwe told" in only(desk)


def test_two_contributions_in_one_file_are_told_once(desk):
    with pytest.raises(ProblemsFound) as found:
        take_text(desk, text_of(desk) + "\n\n" + text_of(desk, token="zzzz-zzzz-zzzz"))
    (problem,) = found.value.problems
    assert problem.code == "intake.several" and "Split them" in problem.action and problem.line
    with pytest.raises(ProblemsFound) as found:
        take_text(desk, text_of(desk) + "\n\n" + "\n".join(f"> {line}" for line in text_of(desk).split("\n")))
    (problem,) = found.value.problems
    assert "The same contribution stands in this file 2 times" in problem.message


def email(desk, attached: list[str] | None = None, body: str = "Dear all, here is mine.", html: str = "", charset="utf-8") -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Asha Patel <asha.patel@larkwell.example>", "editors@report.example"
    message["Subject"], message["Message-ID"] = "A contribution", "<1@larkwell.example>"
    message.set_content(body, charset=charset)
    if html:
        message.add_alternative(html, subtype="html")
    for number, text in enumerate(attached or []):
        message.add_attachment(text.encode(), maintype="text", subtype="plain", filename=f"contribution-{number}.txt")
    return message.as_bytes()


@pytest.mark.parametrize("made", [
    lambda desk, text: email(desk, [text]),
    lambda desk, text: email(desk, body="Hello,\n\n" + text + SIGNATURE),
    lambda desk, text: email(desk, body="Hello,\n\n" + text.replace("same", "same \u2013"), charset="cp1252"),
    lambda desk, text: email(desk, [text], body=text + SIGNATURE),
    lambda desk, text: email(
        desk, body=" ", html="<p>Hello</p>" + "".join(f"<div>{line or '<br>'}</div>" for line in text.split("\n"))).replace(
            b"text/plain", b"text/x-none", 1),
], ids=["attached", "pasted", "pasted in Windows", "both", "html"])
def test_an_email_as_saved_is_read(desk, made):
    file = desk.home / "mail.eml"
    file.write_bytes(made(desk, text_of(desk)))
    assert desk.take(file).counts["added"] == 1
    assert "Patel" not in only(desk) and "larkwell.example" not in only(desk)


def test_the_senders_name_in_a_text_goes_to_review(desk):
    file = desk.home / "mail.eml"
    row = {"contributor.credit": "Without any name", "contributor.name": "", "contributor.organisation": "", "body": "I, Asha Patel, saw it."}
    file.write_bytes(email(desk, [text_of(desk, **row)]))
    assert desk.take(file).counts["needs review"] == 1


def test_an_email_without_a_contribution_says_so(desk):
    file = desk.home / "mail.eml"
    file.write_bytes(email(desk))
    with pytest.raises(ProblemsFound, match="This is an e-mail, and what the page Contribute saves is not in it"):
        desk.take(file)
    file.write_bytes(email(desk, [text_of(desk), text_of(desk, token="zzzz-zzzz-zzzz")]))
    with pytest.raises(ProblemsFound, match="2 contributions are attached"):
        desk.take(file)
