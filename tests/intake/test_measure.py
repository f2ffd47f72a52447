"""The export that the report must cope with: counts right, nothing private kept."""

from __future__ import annotations

import pytest
from exports import PERSONAL, google, microsoft, mixed

from coproduce.contributions.files import Contributions
from coproduce.intake.summary import as_text

pytestmark = pytest.mark.slow


@pytest.fixture(params=["microsoft", "google"])
def export(request, desk):
    write = microsoft if request.param == "microsoft" else google
    return write(desk.home / f"export.{'xlsx' if write is microsoft else 'csv'}", desk.asks, mixed())


def test_two_hundred_responses_are_counted_right_and_nothing_private_is_kept(desk, export):
    taken = desk.take(export)
    assert len(taken.outcomes) == 200
    assert taken.counts == {"added": 170, "unchanged": 0, "updated": 0, "counted": 5, "needs review": 15, "refused": 10}
    refused = [o.reasons[0] for o in taken.outcomes if o.state == "refused"]
    assert sum("no consent" in r for r in refused) == 10
    assert sum(len(people) for people in Contributions.collect(desk.paths)[0].others.values()) == 5
    reviewed = ["; ".join(o.reasons) for o in taken.outcomes if o.state == "needs review"]
    assert sum("nearest: 'Council'" in r for r in reviewed) == 5
    assert len(desk.files) == 170

    _, problems = Contributions.collect(desk.paths)
    assert problems == []
    kept = b"\n".join(f.read_bytes() for f in desk.paths.root.rglob("*") if f.is_file()) + as_text(taken).encode()
    kept += "\n".join(str(f) for f in desk.paths.root.rglob("*")).encode()
    for hidden in (*PERSONAL, "forms.example", "Asha", "Account Holder", "secret refusal"):
        assert hidden.encode() not in kept, hidden
    aside = {f: f.read_text(encoding="utf-8") for f in desk.review.glob("*.md")}
    assert len(aside) == 15
    for hidden in PERSONAL:
        digits = hidden.split()[-1]
        assert any("⟦" in text and digits in text for text in aside.values()), hidden
    assert not any("secret refusal" in text or "forms.example" in text for text in aside.values())


def test_a_second_run_changes_nothing(desk, export):
    desk.take(export)
    before = desk.files
    taken = desk.take(export)
    assert taken.counts == {"added": 0, "unchanged": 175, "updated": 0, "counted": 0, "needs review": 15, "refused": 10}
    assert desk.files == before
