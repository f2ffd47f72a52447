"""Decides on one response after the other, and writes what is sound."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coproduce.contributions.name_hints import masked
from coproduce.contributions.vocabulary import Vocabulary
from coproduce.intake.consent import CONDITIONAL, GIVEN, UNCLEAR, consent_of
from coproduce.intake.contribution_file import ReviewFolder, as_file, compare, with_record
from coproduce.intake.counting import People
from coproduce.intake.drafts import Draft, Response, draft_of, safe_answer
from coproduce.intake.form import Form
from coproduce.intake.identify_responses import IdentifiedResponse, place
from coproduce.intake.identity import Key
from coproduce.intake.likeness import ALIKE, Text, Texts, similarity, text_of
from coproduce.intake.outcomes import ADDED, COUNTED, REFUSED, REVIEW, UNCHANGED, UPDATED, Outcome
from coproduce.intake.plaintext import as_markdown
from coproduce.intake.review import review_text
from coproduce.source.paths import Paths
from coproduce.source.write_inputs import write_inputs

#: Of somebody who is only counted, these must be known.
_COUNTED_BY = ("contributor.organisation_type", "contributor.region", "submitted")


@dataclass
class ResponseDecider:
    """Decides on responses with the contributions as they are by now; ``dry`` writes nothing.

    ``texts`` and ``people`` are what was said and who said the same, and come to know
    what is added. ``withdrawn`` holds the ids of contributions that were withdrawn.
    """

    paths: Paths
    form: Form
    vocabulary: Vocabulary
    review_files: ReviewFolder
    review: Path
    dry: bool
    withdrawn: frozenset[str]
    texts: Texts
    people: People
    #: What each account sent: the row, and its text.
    accounts: dict[str, list[tuple[str, Text]]] = field(default_factory=dict)

    def decide(self, identified: IdentifiedResponse, key: Key, saved: bool) -> Outcome:
        """What becomes of a response; ``saved`` is whether the report's own page saved it."""
        response, id = identified.response, identified.id
        target, waiting = self.paths.contributions / f"{id}.md", self.review / f"{id}.md"
        there = bool(id) and target.exists()
        if refusal := self._refusal(identified, there):
            if id:
                self.people.forget(id)
                if not self.dry:
                    self.review_files.remove(waiting)
            return Outcome(response.row, response.number, id, REFUSED, (refusal,))
        draft = draft_of(response, self.form, self.vocabulary, id)
        draft.reasons += [identified.doubt] if identified.doubt else []
        if consent_of(response.answers.get("consent.given", ""), self.form) == CONDITIONAL:
            # Put back without a record of what they agreed to, the file stops the check.
            draft.data.pop("consent", None)
            draft.reasons.insert(0, self._condition(response))
            return self._set_aside(response, id, draft, there, waiting)
        said = text_of(draft, id)
        if there:
            self._keep_variant(draft, said)
        elif outcome := self._known_text(response, draft, said, saved):
            return outcome
        text = as_file(draft.data, as_markdown(draft.body)) if not draft.reasons else ""
        found = compare(target, text, key) if text else ""
        if found == "both":
            draft.reasons.append(f"the response changed, and {self.paths.relative(target)} was edited by hand: compare them")
        self.people.forget(id)
        said.waiting = bool(draft.reasons) and not there
        if not said.waiting or draft.text_at_fault:
            self.texts.add(said)
        if draft.reasons:
            return self._set_aside(response, id, draft, there, waiting)
        if not self.dry:
            if found in (ADDED, UPDATED):
                write_inputs({target: with_record(text, key)}, self.paths)
            self.review_files.remove(waiting)
        notes = ("edited by hand, and left as it is",) if found == "edited" else ()
        if found == ADDED and (head := draft.data.get("variant_of")):
            notes = (f"it reads nearly like {head}.md: a variant of it, which needs no disposition of its own",)
        hints = tuple(dict.fromkeys(map(masked, draft.hints))) if found in (ADDED, UPDATED) else ()
        return Outcome(response.row, response.number, id, UNCHANGED if found == "edited" else found, notes, text, hints)

    def _refusal(self, identified: IdentifiedResponse, there: bool) -> str:
        """Why nothing of the response may be kept; "" if it may."""
        if identified.id in self.withdrawn:
            return "it was withdrawn, and stays so"
        consent = consent_of(identified.response.answers.get("consent.given", ""), self.form)
        if identified.repeats or consent in (GIVEN, CONDITIONAL):
            return identified.repeats
        reason = "no consent: nothing of it was kept"
        if consent == UNCLEAR:
            reason += f". The answer to '{self.form.consent.ask}' is not one of its answers"
        if there:
            reason += f". Its file is still there from before: run coproduce withdraw {identified.id} --reason \"…\""
        return reason

    def _condition(self, response: Response) -> str:
        """Why a consent with something added is no consent yet."""
        said = safe_answer(response.answers.get("consent.given", ""))
        return (
            f"'{self.form.consent.ask}' has the answer {said}, which is neither yes nor no: ask them what they agree to. If it is yes "
            "after all, write consent with given, date and wording into the file, and credit as they want it; if not, delete the file")

    def _keep_variant(self, draft: Draft, sent_text: Text) -> None:
        """What was taken in as a variant stays one while it reads like its campaign's first text."""
        before = self.texts.get(sent_text.id)
        head = self.texts.get(before.variant_of) if before else None
        if head is not None and similarity(sent_text, head) >= ALIKE:
            draft.data["variant_of"] = head.id

    def _known_text(self, response: Response, draft: Draft, sent_text: Text, saved: bool) -> Outcome | None:
        """What becomes of a new response whose words are known; None if it is to be looked at by itself.

        From the same contributor it is the same again, or a newer version of it;
        from another one it is counted, or becomes a variant.
        """
        same, near = self.texts.same_text(sent_text), self.texts.similar_text(sent_text)
        if saved:
            for other in filter(None, (same, near, *self.texts.with_same_title(sent_text))):
                if other.same_contributor(sent_text):
                    if other is same and other.undated == sent_text.undated:
                        return Outcome(response.row, response.number, sent_text.id, REFUSED, (f"the same answers as {other.id}.md",))
                    draft.reasons.append(_newer_version(other.id + ".md"))
                    return None
        earlier = self.accounts.setdefault(response.account, []) if response.account else []
        for where, other in earlier:
            if other.words == sent_text.words or similarity(other, sent_text) >= ALIKE:
                draft.reasons.append(_newer_version(f"{where}, which the same account sent"))
                return None
        earlier.append((place(response.row, response.number), sent_text))
        if same is not None and draft.lacking.isdisjoint(_COUNTED_BY):
            if same.waiting:
                return Outcome(response.row, response.number, same.id, REVIEW, (
                    f"the same words as {same.id}.md, which waits for review. Once that is in contributions/, run intake again: "
                    "who said the same is then counted",))
            new = self.people.count(sent_text.id, draft, same.id)
            return Outcome(response.row, response.number, same.id, COUNTED if new else UNCHANGED)
        if near is not None and not near.waiting:
            draft.data["variant_of"] = near.variant_of or near.id
        return None

    def _set_aside(self, response: Response, id: str, draft: Draft, there: bool, waiting: Path) -> Outcome:
        """Puts a response that needs review aside; one reviewed before is left alone."""
        text = review_text(draft, id)
        known = waiting.exists() and waiting.read_bytes() == text.encode()
        if there and known:
            return Outcome(
                response.row, response.number, id, UNCHANGED, ("reviewed before; its file stays as it is",))
        reasons = tuple(dict.fromkeys(draft.reasons))
        if there:
            reasons += ("its file in contributions/ stays as it is until you change it",)
        if not (self.dry or known):
            self.review_files.write(waiting, text)
        return Outcome(response.row, response.number, id, REVIEW, reasons)


def _newer_version(what: str) -> str:
    return (
        f"it reads like {what}. If it is a newer version of it, put what changed into that file and delete "
        "this one; if it is another contribution, take these lines out and put it into contributions/"
    )
