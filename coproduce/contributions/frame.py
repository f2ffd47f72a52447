"""Contributions as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from coproduce.contributions.dispositions import Disposition
from coproduce.contributions.model import Contribution

if TYPE_CHECKING:
    import pandas as pd


def contributions_frame(
    contributions: Mapping[str, Contribution], disposition_of: Callable[[str], Disposition | None], senders: Callable[[str], int],
) -> pd.DataFrame:
    """The table behind :meth:`coproduce.contributions.files.Contributions.frame`; ``senders`` is how many sent the words of one."""
    import pandas as pd

    columns = (
        "title language kind theme claims organisation_type region sectors organisation credit credit_line source locator "
        "published case_study asks asks_basis people variant_of status reason used_in conclusions stances"
    ).split()
    rows = []
    for contribution in contributions.values():
        front, contributor = contribution.front, contribution.front.contributor
        disposition = disposition_of(contribution.id)
        uses = disposition.uses if disposition else ()
        rows.append(
            (
                *(front.title, front.language, front.kind, front.theme, front.claims),
                *(contributor.organisation_type, contributor.region, contributor.sectors),
                *(contribution.organisation, contributor.credit, contribution.credit_line()),
                *(front.source, front.locator, front.published, front.case_study),
                *(front.asks, front.asks_basis or ""),
                *(senders(contribution.id), front.variant_of),
                *((disposition.status, disposition.reason) if disposition else ("", "")),
                tuple(dict.fromkeys(use.chapter for use in uses)),
                tuple(use.conclusion for use in uses),
                tuple(use.stance for use in uses),
            )
        )
    return pd.DataFrame(rows, columns=columns, index=pd.Index(list(contributions), name="id", dtype="object"))
