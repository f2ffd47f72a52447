"""What a run of intake did, in words for the organiser."""

from __future__ import annotations

from collections.abc import Iterator

from coproduce.intake.outcomes import ADDED, COUNTED, REFUSED, REVIEW, UNCHANGED, UPDATED, Outcome, RunResult

#: Most lines of one kind that are listed one by one.
_MOST = 200


def as_text(taken: RunResult) -> str:
    """All that a person has to know, the counts and next steps last."""
    out = [f"Note: {note}" for note in taken.notes]
    if taken.dry:
        for outcome in taken.outcomes:
            if outcome.state in (ADDED, UPDATED):
                out += ["", f"contributions/{outcome.id}.md  ({outcome.place}, would be {outcome.state})"]
                out += [f"    {line}".rstrip() for line in outcome.text.splitlines()]
                out += _hints(outcome)
    for state in (ADDED, UPDATED, UNCHANGED, REVIEW, REFUSED):
        listed = [o for o in taken.outcomes if o.state == state and (o.reasons or (state in (ADDED, UPDATED)))]
        if not listed or (taken.dry and state in (ADDED, UPDATED)):
            continue
        out += ["", f"{state[0].upper()}{state[1:]}:"]
        for outcome in listed[:_MOST]:
            file = f"  {outcome.id}.md" if outcome.id and state != REFUSED else ""
            out.append(f"  {outcome.place}{file}")
            out += [f"      {reason}" for reason in outcome.reasons]
            out += _hints(outcome)
        if len(listed) > _MOST:
            out.append(f"  … and {len(listed) - _MOST:,} more")
    out += _campaigns(taken)
    counts = taken.counts
    out += ["", ("Nothing was written. It would be: " if taken.dry else "") + ", ".join(
        f"{number:,} {state}" for state, number in counts.items()) + "."]
    if counts[REVIEW] and not taken.dry:
        out.append(f"To review, outside the repository: {taken.review}")
    if counts[ADDED] and not taken.dry:
        out.append(
            "Next: read each new file, then run `coproduce dispose`: it asks what became of each and writes "
            "contributions/dispositions/<id>.yml."
        )
    return "\n".join(out).lstrip("\n")


def _hints(outcome: Outcome) -> list[str]:
    """Where names may stand, for a person to look at."""
    return [f"      perhaps a name: {hint} Does it tell who somebody is?" for hint in outcome.hints]


def _campaigns(taken: RunResult) -> Iterator[str]:
    """How many said the same as which contribution, the most first."""
    rows: dict[str, list[int]] = {}
    for outcome in taken.outcomes:
        if outcome.state == COUNTED:
            rows.setdefault(outcome.id, []).append(outcome.row)
    if not rows:
        return
    yield from ("", "Counted, because they said the same:")
    for id, where in sorted(rows.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST]:
        shown = ", ".join(map(str, where[:10])) + (f" and {len(where) - 10:,} more" if len(where) > 10 else "")
        yield f"  {id}.md: {len(where):,} more (row {shown})" if len(where) == 1 else f"  {id}.md: {len(where):,} more (rows {shown})"
    yield "  They are counted in contributions/campaigns/, by kind of organisation and region, without their names."
