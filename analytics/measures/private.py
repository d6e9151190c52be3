"""The three tests of private traffic as measures, for those who make them a super of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.channels import private
from analytics.channels.private import PrivateQuery
from analytics.measures.base import measure
from analytics.stats.intervals import UNMEASURED, Estimate, wilson
from analytics.view import View

if TYPE_CHECKING:
    from analytics.channels.private import Step

PARAMS = {
    "source": "members",
    "by": "all",
    "reached_days": 90,
    "top_share": 0.1,
    "waist_share": 0.4,
}


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("members.consented",),
    window="today",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    query="channels/private_funnel",
    rows="evidence/members",
    params=PARAMS,
    is_own=True,
)
def members_reachable(view: View) -> Estimate:
    """Of the people listed, the share who consented and have not left."""
    return _step(view, "reachable")


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("members.last_reached_on",),
    window="quarter_back",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    query="channels/private_funnel",
    rows="evidence/members",
    params=PARAMS,
    is_own=True,
)
def members_responding(view: View) -> Estimate:
    """Of the reachable people reached in the last 90 days whose seven days after it are over, the
    share who replied within these days, or bought after the day of the message."""
    return _step(view, "influenced")


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("members.customer_id", "orders.customer_id"),
    window="quarter_back",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    query="channels/private_funnel",
    rows="evidence/members",
    params=PARAMS,
    is_own=True,
)
def members_paying(view: View) -> Estimate:
    """Of the people who can be reached, the share who bought in the last 90 days."""
    rows = view.rows("channels/private_funnel", **PARAMS).filter("is_reachable")
    people = int(rows["people"].sum())
    return wilson(int(rows.filter("is_paying")["people"].sum()), people) if people else UNMEASURED


def _step(view: View, step: Step) -> Estimate:
    rows = view.remember(
        "private",
        lambda: private.funnel(view.store, view.manifest.version, PrivateQuery(view.filters)),
    )
    step_rows = rows.filter(pl.col("step") == step).to_dicts()
    if not step_rows or step_rows[0]["rate"] is None:
        return UNMEASURED
    return Estimate(*(step_rows[0][name] for name in ("rate", "low", "high", "of")))
