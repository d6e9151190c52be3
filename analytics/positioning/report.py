"""All answers about positioning over one view of a dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback import answer_sheets
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews.summary import ReviewQuery, reading_of
from analytics.positioning import needs, pains, voices
from analytics.positioning.base import LEAST_PEOPLE, Refusal
from analytics.positioning.claims import ClaimFit, claim_fit
from analytics.positioning.derived import Derived, derived
from analytics.positioning.marks import Marks, marks
from analytics.positioning.membership import (
    SHEET_GROUPINGS,
    SheetGrouping,
    customers,
    read_until,
    regrouped,
    target_ids,
)
from analytics.positioning.rival_map import RivalMap, rival_map
from analytics.positioning.target import (
    TRAITS,
    TargetShare,
    TargetSums,
    Trait,
    buyers,
    groups_of,
    sums_of,
    target_share,
)
from analytics.schema import source_params
from analytics.stats.intervals import UNMEASURED

if TYPE_CHECKING:
    from analytics.positioning.declared import Target
    from analytics.positioning.needs import Need
    from analytics.positioning.pains import Pain
    from analytics.positioning.voices import Grouping
    from analytics.view import View


@dataclass(frozen=True)
class Whom:
    """The target (None: none was declared), the share it brings, and who buys anyway: one row per
    channel of the first purchase in `buyers` (channel, customers, amount, share, low, high)."""

    target: Target | None
    share: TargetShare
    buyers: pl.DataFrame


@dataclass(frozen=True)
class Landscape:
    """The needs by segment, and what became of the marks. `outside`: people who answered and are in
    no segment of the grouping asked for, and do not count."""

    needs: list[Need]
    marks: Marks
    refusal: Refusal | None = None
    outside: int = 0


@dataclass(frozen=True)
class Pains:
    """Pains by segment from reviews, grouped by `grouping`, and from the marks of needs.
    `outside`: reviews that are in no segment and do not count."""

    grouping: Grouping
    reviews: list[Pain]
    needs: list[Pain]
    refusal: Refusal | None = None
    outside: int = 0


def whom(view: View, target: Target | None = None) -> Whom:
    """Whom the brand says it is for and what they bring; refused without a target."""
    by_channel = buyers_by(view)
    groups = by_channel.select("customers", "amount", "share", "low", "high", channel="group")
    sums = Refusal("no_target") if target is None else _target_sums(view, target)
    if isinstance(sums, Refusal):
        people = int(by_channel["customers"].sum())
        nothing = TargetShare(UNMEASURED, UNMEASURED, 0, people, _identified(view))
        return Whom(target, replace(nothing, refusal=sums), groups)
    return Whom(target, target_share(sums, identified=_identified(view)), groups)


def _target_sums(view: View, target: Target) -> TargetSums | Refusal:
    """A rule is summed where the customers lie; a segment holds ids of another dataset."""
    if target.segment:
        ids = target_ids(view, target)
        return ids if isinstance(ids, Refusal) else sums_of(customers(view), ids)
    if not view.manifest.has("customer_lines"):
        return sums_of(customers(view), frozenset())
    rule = target.rule
    row = view.one(
        "positioning/target_sums",
        **read_until(view.manifest, view.as_of),
        rule_channels=list(rule.channels) or None,
        rule_products=list(rule.products) or None,
        rule_categories=list(rule.categories) or None,
        least_orders=rule.least_orders,
        least_amount=rule.least_amount,
    )
    return TargetSums(**row)


def buyers_by(view: View, trait: Trait = "channel") -> pl.DataFrame:
    """Who buys anyway, by a trait of the first purchase; see `target.BUYERS`."""
    frame: pl.DataFrame = view.remember(
        f"buyers {view.filters} {trait}", lambda: buyers(_groups(view, trait))
    )
    return frame


def _groups(view: View, trait: Trait) -> pl.DataFrame:
    if not view.manifest.has("customer_lines"):
        return groups_of(customers(view), trait)
    until = read_until(view.manifest, view.as_of)
    return view.rows("positioning/buyers", **until).filter(trait=trait)


def traits(view: View) -> dict[Trait, list[str]]:
    """What a rule can name in this dataset, of each trait those that bring most first."""
    return {trait: buyers_by(view, trait)["group"].drop_nulls().to_list() for trait in TRAITS}


def landscape(
    view: View, grouping: SheetGrouping = "survey", target: Target | None = None
) -> Landscape:
    """Importance against satisfaction by need and segment, whatever the filters; the segments are
    those of the sheet, or of `grouping`."""
    aim = target if grouping == "target" else None
    answer: Landscape = view.remember(
        f"needs landscape {grouping} {aim}", lambda: _landscape(view, grouping, aim)
    )
    return answer


def sheet_groupings(view: View) -> tuple[SheetGrouping, ...]:
    """What the people of the sheet of needs can be grouped by: by what they bought only where they
    have a customer number."""
    answers = answer_sheets.needs(view.store, view.manifest.version)
    is_known = view.manifest.has("customer_lines") and answers["customer_id"].is_not_null().any()
    return SHEET_GROUPINGS if is_known else SHEET_GROUPINGS[:1]


def goes_with(view: View) -> list[Derived]:
    """What goes with recommending the brand, by need; empty without the sheet. It stands in for
    importance, so labelled, where nobody was asked that."""
    rows = answer_sheets.needs(view.store, view.manifest.version)
    if rows.is_empty() or not view.manifest.has("feedback"):
        return []
    return derived(rows, view.rows("positioning/recommends"))


def pains_by(view: View, grouping: Grouping = "channel", target: Target | None = None) -> Pains:
    """Which pain sets a segment apart: reviews by channel, category or target, and the needs badly
    met by the segments of the survey."""
    from_marks = pains.by_segment(voices.of_marks(landscape(view).marks), "needs")
    if not view.manifest.has("feedback"):
        return Pains(grouping, [], from_marks, Refusal("no_reviews", 0, 1))
    ids: frozenset[str] | Refusal = frozenset()
    if grouping == "target":
        among = _reviewers(view)["customer_id"]
        ids = Refusal("no_target") if target is None else target_ids(view, target, among)
    if isinstance(ids, Refusal):
        return Pains(grouping, [], from_marks, ids)
    rows = voices.of_reviews(_reviewers(view), mentions(view), grouping, ids)
    from_reviews = pains.by_segment(rows, "reviews")
    outside = rows.filter(pl.col("segment").is_null())["voice"].n_unique()
    return Pains(grouping, from_reviews, from_marks, _unplaced(rows), outside)


def _reviewers(view: View) -> pl.DataFrame:
    """One row per review: who gave it, when, in which channel, about which category."""
    sources = source_params()["text_sources"]
    rows: pl.DataFrame = view.remember(
        f"reviewers {view.filters}",
        lambda: view.rows("positioning/voices", text_sources=sources),
    )
    return rows


def _unplaced(rows: pl.DataFrame) -> Refusal | None:
    """Why no review can be laid to a group's account; None where any can, also where nobody
    complains."""
    if rows.is_empty():
        return Refusal("no_reviews", 0, 1)
    is_placed = rows["segment"].is_not_null().any()
    return None if is_placed else Refusal("few_reviews", 0, LEAST_PEOPLE)


def claimed(view: View) -> ClaimFit:
    """What is claimed against what is praised."""
    claims = answer_sheets.claims(view.store, view.manifest.version)
    answer: ClaimFit = view.remember(
        f"claims {view.filters} {view.lexicon}", lambda: _claimed(view, claims)
    )
    return answer


def _claimed(view: View, claims: pl.DataFrame) -> ClaimFit:
    days = None
    if view.manifest.has("feedback") and claims["since"].is_not_null().any():
        days = _reviewers(view).select(row="response_key", on="submitted_on")
    names = voices.topic_names(), voices.super_names()
    return claim_fit(mentions(view), claims, *names, days=days)


def rivals(view: View) -> RivalMap:
    """Where rivals stand."""
    version = view.manifest.version
    answer: RivalMap = view.remember(
        "map of rivals", lambda: rival_map(answer_sheets.all_ratings(view.store, version))
    )
    return answer


def _landscape(view: View, grouping: SheetGrouping, target: Target | None) -> Landscape:
    sheet = answer_sheets.needs(view.store, view.manifest.version)
    if sheet.is_empty():
        return Landscape([], marks(sheet), Refusal("no_answers", 0, 1))
    rows = regrouped(view, sheet, grouping, target)
    if isinstance(rows, Refusal):
        return Landscape([], marks(sheet.clear()), rows)
    outside = 0
    if grouping != "survey":
        is_placed = pl.col("segment").is_not_null()
        outside = marks(rows.filter(~is_placed)).quality.people
        rows = rows.filter(is_placed)
        if rows.is_empty():
            return Landscape([], marks(rows), Refusal("no_buyers", 0, LEAST_PEOPLE), outside)
    answers = marks(rows)
    refusal = Refusal("no_answers", 0, 1) if answers.rows.is_empty() else None
    return Landscape(needs.landscape(answers), answers, refusal, outside)


def _identified(view: View) -> float | None:
    """Revenue of identified customers as a share of all; None under filters, which are of the first
    purchase and say nothing of guests."""
    amount = view.manifest.about.get("amount")
    if not view.filters.is_empty or not amount:
        return None
    return float(buyers_by(view)["amount"].sum()) / float(amount)


def mentions(view: View) -> pl.DataFrame:
    """One row per review and topic it speaks of: row, dimension, topic, polarity."""
    if not view.manifest.has("feedback"):
        schema = {"row": pl.UInt32, **dict.fromkeys(("dimension", "topic", "polarity"), pl.String)}
        return pl.DataFrame(schema=schema)
    rows: pl.DataFrame = view.remember(
        f"mentions {view.filters} {view.lexicon}", lambda: _mentions(view)
    )
    return rows


def _mentions(view: View) -> pl.DataFrame:
    version = view.manifest.version
    words = lexicon_store.fitted(view.store, version, view.lexicon)
    query = ReviewQuery(view.filters, view.lexicon, words=words)
    return reading_of(view.store, version, query).mentions.select(
        "row", pl.col("dimension", "topic", "polarity").cast(pl.String)
    )
