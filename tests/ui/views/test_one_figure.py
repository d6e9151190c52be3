"""One quantity on several pages is one figure: whatever states it writes the same.

`QUANTITIES` names each with the pages that state it and how each comes to it; a page joins by a
line. What a page's sentence says of its own picture is held on every visit by
`tests/pages/statements.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import polars as pl
import pytest

from analytics import gate
from analytics.assessment.assessment import Assessment, assess
from analytics.channels import mix
from analytics.customers import rfm
from analytics.feedback import survey
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import summary
from analytics.feedback.reviews.summary import ReviewQuery, ReviewSummary
from analytics.filters import Filters
from analytics.referrals import k_factor
from analytics.repurchase import repurchase, return_timing, robustness
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.survival_points import on_day
from tests.conftest import Dataset, Workshop, as_csv
from ui import format as fmt
from ui.text import Text
from ui.views.assessment import gate as container_gate
from ui.views.feedback import reviews as review_view
from ui.views.gate import verdict

EN = Text("en")
SOON = 90


@dataclass
class Scope:
    """A dataset, and what several pages ask of it."""

    dataset: Dataset

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.dataset.store, self.dataset.manifest)

    @cached_property
    def survey(self) -> survey.Survey:
        return survey.check(self.dataset.store, self.dataset.manifest)

    def ask(self, question: Callable[..., object], *query: object) -> object:
        return question(self.dataset.store, self.dataset.version, *query)

    def measure(self, key: str, item: str = "") -> Estimate:
        """What the score rests on."""
        return next(
            measure.estimate
            for super_ in self.assessment.supers
            for measure, use in zip(
                super_.measures, self.assessment.super_of(super_.key).measures, strict=True
            )
            if use.measure.key == key and item in ("", super_.key)
        )

    def drawn(self, day: int) -> Estimate:
        """Where the curve of everybody stands."""
        return on_day(self.ask(repurchase.curve, RepurchaseQuery()), day).get("all", UNMEASURED)

    def group(self, by: str, code: str, days: int = SOON) -> Estimate:
        rates = self.ask(repurchase.within, RepurchaseQuery(by=by))
        return of(rates.filter((pl.col("group") == code) & (pl.col("days") == days)))


def of(rows: pl.DataFrame) -> Estimate:
    """The one row of a frame of rates."""
    row = rows.to_dicts()[0] if rows.height else {}
    return Estimate(row.get("rate"), row.get("low"), row.get("high"), row.get("eligible") or 0)


def written(estimate: Estimate) -> str | None:
    """A share as pages write it; None where it is not measured."""
    if estimate.value is None:
        return None
    ends = fmt.interval(estimate.low, estimate.high, "en", rate=True, digits=1)
    return f"{fmt.percent(estimate.value, 'en')} ({ends}, {estimate.n})"


def plainly(estimate: Estimate) -> str | None:
    """The value alone, where a page gives no more."""
    return None if estimate.value is None else f"{estimate.value:.6f}"


def watched(scope: Scope, days: int) -> Estimate:
    """The rate that the Repurchase page states; n as that of the curve."""
    rates = scope.ask(repurchase.within, RepurchaseQuery(), [days])
    return replace(of(rates), n=scope.drawn(days).n)


def newer(scope: Scope) -> str | None:
    """The later half of the customers, where the conclusion is tried under other definitions."""
    improvement = scope.ask(return_timing.improving, Filters(), SOON)
    outcomes = scope.ask(robustness.outcomes, RepurchaseQuery())
    return written(robustness.over_time(outcomes, improvement).own.one)


def public_place(scope: Scope) -> str | None:
    """What the channels page says of the platforms: one place makes up a mode of the sample."""
    table = scope.ask(mix.mix, Filters()).table.filter(mode="offline")
    return written(of(table)) if table.height == 1 else None


Place = Callable[[Scope], str | int | None]
QUANTITIES: Mapping[str, Mapping[str, Place]] = {
    "back within 90 days, everybody": {
        "supers": lambda scope: written(scope.measure("back_within_90")),
        "repurchase, curve": lambda scope: written(scope.drawn(SOON)),
        "repurchase, headline": lambda scope: written(watched(scope, SOON)),
    },
    "back within a year, everybody": {
        "supers": lambda scope: written(scope.measure("back_within_year")),
        "repurchase": lambda scope: written(watched(scope, 365)),
    },
    "back within 90 days, newer customers": {
        "repurchase, trend": lambda scope: written(
            scope.ask(return_timing.improving, Filters(), SOON).later
        ),
        "repurchase, definitions": newer,
    },
    "back within 90 days, first bought offline": {
        "channels": public_place,
        "repurchase": lambda scope: written(scope.group("mode", "offline")),
    },
    "back within 90 days, through an IP": {
        "supers": lambda scope: plainly(scope.measure("ip_repurchase")),
        "repurchase": lambda scope: plainly(scope.group("referrer_kind", "ip")),
    },
    "the same product again within 180 days": {
        "supers": lambda scope: plainly(scope.measure("same_product_again")),
        "repurchase": lambda scope: plainly(
            of(scope.ask(repurchase.within, RepurchaseQuery(again="same_product"), [180]))
        ),
    },
    "net promoter score": {
        "supers": lambda scope: plainly(scope.measure("promoters")),
        "survey": lambda scope: plainly(scope.survey.promoters.estimate),
    },
    "would be missed": {
        "supers": lambda scope: written(scope.measure("would_be_missed")),
        "survey": lambda scope: written(scope.survey.missed.estimate),
    },
    "customers' own score of looks": {
        "supers": lambda scope: plainly(scope.measure("survey_item", "looks")),
        "survey": lambda scope: (
            plainly(item.mean) if (item := scope.survey.item("looks")) else None
        ),
    },
    "same manner": {
        "container": lambda scope: str(scope.assessment.gate.condition("same_manner").estimate),
        "gate": lambda scope: str(
            scope.ask(gate.report, Filters()).gate.condition("same_manner").estimate
        ),
    },
    "customers": {
        "data": lambda scope: scope.dataset.manifest.about["count_customers"] or None,
        "repurchase": lambda scope: (
            int(scope.ask(repurchase.groups, RepurchaseQuery())["customers"].sum()) or None
        ),
        "customers": lambda scope: (
            scope.ask(rfm.customers, scope.dataset.as_of, Filters()).height or None
        ),
        "referrals": lambda scope: (
            scope.ask(k_factor.growth, Filters()).customers
            if scope.dataset.manifest.about["count_customers"]
            else None
        ),
    },
    "net revenue": {
        "data": lambda scope: fmt.money(scope.dataset.manifest.about["amount"] or None, "en"),
        "channels": lambda scope: fmt.money(
            float(scope.ask(mix.mix, Filters()).table["revenue"].sum()) or None, "en"
        ),
    },
}


def few_reviews() -> str:
    """Forty texts, five of them unkind."""
    rows = [
        {
            "submitted_at": date(2025, 1, 1) + timedelta(days=number),
            "rating": 1 if number % 8 == 0 else 5,
            "text": "the packaging leaks" if number % 8 == 0 else "the packaging is lovely",
        }
        for number in range(40)
    ]
    return as_csv(rows)


def orders_only() -> str:
    """Two channels, a third of the customers coming back."""
    rows = [
        {
            "order_id": f"O{number}",
            "customer_id": f"C{number % 160}",
            "ordered_at": date(2025, 1, 1) + timedelta(days=number),
            "sku": f"P{number % 4}",
            "amount": 90 + number % 9,
            "channel": "Shop" if number % 2 else "Group",
            "domain": "public" if number % 2 else "private",
        }
        for number in range(240)
    ]
    return as_csv(rows)


@pytest.fixture(scope="module")
def scopes(brand: Dataset, workshop: Workshop) -> dict[str, Scope]:
    return {
        "sample": Scope(brand),
        "orders only": Scope(workshop.load(orders_only())),
        "few reviews": Scope(workshop.load(few_reviews(), "reviews.csv")),
    }


@pytest.mark.parametrize("name", QUANTITIES)
def test_whatever_states_a_quantity_writes_the_same(name: str, scopes: dict[str, Scope]) -> None:
    for dataset, scope in scopes.items():
        stated = {page: place(scope) for page, place in QUANTITIES[name].items()}
        assert len({figure for figure in stated.values() if figure is not None}) <= 1, stated
        if dataset == "sample":
            assert None not in stated.values(), stated


def test_a_difference_of_groups_is_that_of_the_rates_shown(scopes: dict[str, Scope]) -> None:
    query = RepurchaseQuery(by="channel")
    rates = scopes["sample"].ask(repurchase.within, query)
    first = rates["group"][0]
    for row in return_timing.against_first(rates, first).to_dicts():
        shown = [of(rates.filter(group=code, days=row["day"])) for code in (row["group"], first)]
        gap = shown[0].value - shown[1].value
        assert row["change"] == pytest.approx(gap)


def test_the_gate_is_one_on_both_pages(scopes: dict[str, Scope]) -> None:
    for scope in scopes.values():
        report = scope.ask(gate.report, Filters())
        assert report.gate == scope.assessment.gate
        if report.gate.condition("same_price").estimate.value is None:
            assert container_gate.sentences(report.gate, EN)[0] == verdict.price(report, EN)


def test_the_worst_that_reviews_name_is_the_worst_that_is_drawn(scopes: dict[str, Scope]) -> None:
    for name in ("sample", "few reviews"):
        dataset = scopes[name].dataset
        words = lexicon_store.fitted(
            dataset.store, dataset.version, lexicon_store.current(dataset.store).id
        )
        report: ReviewSummary = summary.summarise(
            dataset.store, dataset.version, ReviewQuery(Filters(), words.id, False, words)
        )
        labels = review_view.names(scopes[name].assessment.definition, EN)
        rows = review_view.net_rows(report.dimensions.to_dicts(), labels, "dimension", EN)
        drawn = [row for row in rows if row["is_enough"]]
        sentence = review_view.supers_sentence(report, labels, EN)
        if len(drawn) > 1:
            worst = min(drawn, key=lambda row: row["net"])
            assert f"Least liked: **{worst['label']}** {round(worst['net']):+d}" in sentence
