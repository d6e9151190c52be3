"""Which customers of a dataset belong to whom: their first purchases, a target, groups of people
who answered a sheet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.errors import NineSupersError
from analytics.filters import Filters
from analytics.positioning.base import LEAST_PEOPLE, Refusal
from analytics.positioning.target import CUSTOMERS, members
from analytics.positioning.voices import INSIDE, OUTSIDE

if TYPE_CHECKING:
    from analytics.positioning.declared import Target
    from analytics.storage.versions import Manifest
    from analytics.view import View

EVERYBODY = Filters()
SheetGrouping = Literal["survey", "channel", "category", "target"]
"""What people who answered a sheet are grouped by: the group the sheet puts them in, the first
purchase, or whether they are of a target."""
SHEET_GROUPINGS: tuple[SheetGrouping, ...] = ("survey", "channel", "category", "target")


def customers(view: View) -> pl.DataFrame:
    """One row per customer, see `target.CUSTOMERS`; empty where nobody is identified."""
    if not view.manifest.has("customer_lines"):
        return pl.DataFrame(schema=CUSTOMERS)
    return view.rows("positioning/customers", **read_until(view.manifest, view.as_of))


def read_until(manifest: Manifest, until: date) -> dict[str, object]:
    """The parameters of queries that read customers as they stood on a day; `is_to_end`: nothing
    was bought or refunded after it, so that what each customer paid in all is what is asked."""
    return {"until": until, "is_to_end": until.isoformat() >= str(manifest.about["last_on"])}


def target_ids(
    view: View, target: Target, among: pl.Series | None = None
) -> frozenset[str] | Refusal:
    """The customers of a target: those of the segment as it was saved, or those who meet the rule
    in this dataset; refused where the segment has been deleted. `among`: of these ids alone, which
    costs nothing for the others, and whatever the filters are."""
    if not target.segment:
        people = customers(view) if among is None else _listed(view, view.manifest, among)
        return frozenset(members(people, target.rule))
    try:
        manifest = view.store.manifest(target.segment)
        people = _listed(view, manifest, among)
    except NineSupersError:
        return Refusal("segment_gone")
    return frozenset(people["customer_id"])


def regrouped(
    view: View, answers: pl.DataFrame, grouping: SheetGrouping, target: Target | None
) -> pl.DataFrame | Refusal:
    """The answers of a sheet (`customer_id`, `segment`) with the segment of this grouping, null for
    people who are no customers of the dataset; refused without a target where one is needed, and
    where no answer can be laid to a customer."""
    if grouping == "survey":
        return answers
    ids = answers["customer_id"].drop_nulls().unique()
    people = _listed(view, view.manifest, ids)
    if people.is_empty():
        return Refusal("no_buyers", 0, LEAST_PEOPLE)
    if grouping == "target":
        inside = Refusal("no_target") if target is None else target_ids(view, target, ids)
        if isinstance(inside, Refusal):
            return inside
        is_inside = pl.col("customer_id").is_in(list(inside))
        segment = pl.when(is_inside).then(pl.lit(INSIDE)).otherwise(pl.lit(OUTSIDE))
    else:
        segment = pl.col(grouping)
    places = people.select("customer_id", segment=segment)
    return answers.drop("segment").join(places, on="customer_id", how="left", maintain_order="left")


def _listed(view: View, manifest: Manifest, ids: pl.Series | None) -> pl.DataFrame:
    """The customers of a version, those of `ids` alone where it is given, whatever the filters."""
    if not manifest.has("customer_lines"):
        return pl.DataFrame(schema=CUSTOMERS)
    as_of = date.fromisoformat(str(manifest.about["as_of"]))
    scope = {**read_until(manifest, as_of), **EVERYBODY.params()}
    if ids is None:
        return view.store.run("positioning/customers", manifest.version, **scope)
    listed = ids.drop_nulls().unique().sort().to_list()
    return view.store.run("positioning/customers_of", manifest.version, ids=listed, **scope)
