"""Measures against plain recomputation: by hand on small files, and from the sample's sheets."""

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analytics.assessment.assessment import assess, unlocked_by
from analytics.definitions.supers import supers
from analytics.filters import Filters
from analytics.ingest import drafts
from analytics.measures import MEASURES
from analytics.stats import weighted
from analytics.stats.intervals import UNMEASURED, Estimate, wilson
from analytics.view import View
from analytics.words import words
from tests.conftest import PROJECT, Dataset, Workshop

SAMPLE = PROJECT / "data" / "sample"
AS_OF = date(2024, 12, 31)


def take(key: str, data: Dataset, filters: Filters = Filters(), **options: Any) -> Estimate:
    return MEASURES[key].take(View(data.store, data.manifest, filters, options))


def load(workshop: Workshop, as_of: date = AS_OF, **files: str) -> Dataset:
    """One version of several sheets, by table, as comma-separated text."""
    parts = [part for name, text in files.items() for part in workshop.look(text, f"{name}.csv")]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="sheets", as_of=as_of, keep_originals=False
        )
    return Dataset(workshop.store, manifest)


@pytest.fixture(scope="module")
def sheets() -> Mapping[str, pl.DataFrame]:
    """The sample brand's workbook."""
    return pl.read_excel(SAMPLE / "qingyu-brand.xlsx", sheet_id=0)


@pytest.fixture(scope="module")
def lines(brand: Dataset) -> pl.DataFrame:
    """The paid order lines of the sample brand's last year: sku, paid, listed."""
    sold = pl.DataFrame(
        [(line["sku"], line["ordered_at"], line["amount"], line["list_price"], line["quantity"])
         for line in brand.lines()],
        schema=["sku", "at", "paid", "list_price", "quantity"], orient="row",
        infer_schema_length=None,
    )  # fmt: skip
    last_year = pl.col("at").dt.date() > date(2025, 10, 31)
    return sold.filter(last_year & (pl.col("paid") > 0)).select(
        "sku",
        paid=pl.col("paid").cast(pl.Float64),
        listed=(pl.col("list_price") * pl.col("quantity")).cast(pl.Float64),
    )


class TestRegister:
    @pytest.mark.parametrize("super_", supers(), ids=lambda super_: super_.key)
    def test_a_super_has_three_measures_and_one_of_them_is_no_opinion(self, super_: Any) -> None:
        assert len(super_.measures) >= 3
        assert {use.grade for use in super_.measures} & {"A", "B"}

    @pytest.mark.parametrize("key", sorted(MEASURES))
    def test_a_measure_says_its_formula_window_interval_and_source(self, key: str) -> None:
        measure = MEASURES[key]
        for lang in ("zh-Hans", "zh-Hant", "en"):
            text = words(lang)
            for name in (f"{key}.name", f"{key}.formula", f"window.{measure.window}"):
                assert text.has(f"measures.{name}")
            assert text.has(f"measures.interval.{measure.interval}")
        assert measure.source.isascii()
        assert re.search(r"\d{4}|3rd ed\.|3M|Ellis", measure.source)

    def test_a_survey_question_is_never_more_than_an_opinion(self) -> None:
        for super_ in supers():
            for use in super_.measures:
                is_from_customers = use.measure.voice == "customers"
                assert use.grade in ("C", "D") if is_from_customers else use.grade in ("A", "B")


@pytest.fixture(scope="module")
def bare(workshop: Workshop) -> Dataset:
    """Orders of which nothing but the day is known."""
    return workshop.load("order_id,date\n1,2024-01-05\n2,2024-01-06\n")


class TestNothing:
    @pytest.mark.parametrize(
        ("super_", "use"), [(super_, use) for super_ in supers() for use in super_.measures],
        ids=lambda part: part.key,
    )  # fmt: skip
    def test_without_its_sheet_a_measure_is_unmeasured_and_names_it(
        self, bare: Dataset, super_: Any, use: Any
    ) -> None:
        estimate = use.measure.take(View(bare.store, bare.manifest, options=use.options))
        assert estimate == UNMEASURED
        assert unlocked_by(use.measure, bare.manifest)

    def test_two_customers_have_a_value_and_no_score(self, workshop: Workshop) -> None:
        rows = "1,2023-01-05,a,10\n2,2023-01-09,a,10\n3,2023-01-05,b,10\n4,2024-06-30,b,10\n"
        two = workshop.load(f"order_id,date,customer_id,amount\n{rows}")
        score = assess(two.store, two.manifest).super_score("repurchase")
        (soon,) = (measure for measure in score.measures if measure.key == "back_within_90")
        assert (soon.estimate.value, soon.estimate.n) == (0.5, 2)
        assert (soon.score, score.status) == (None, "unassessed")


ORDERS = """order_id,date,customer_id,sku,quantity,list_price,amount
1,2024-03-05,a,P1,1,100,100
2,2024-04-05,b,P1,1,100,80
3,2024-05-05,c,P2,2,50,100
4,2024-06-05,d,P2,1,50,35
5,2024-07-05,e,P3,1,200,200
6,2022-07-05,f,P3,1,200,20
"""


class TestByHand:
    def test_depth_is_of_what_is_sold_below_list_and_of_nothing_else(
        self, workshop: Workshop
    ) -> None:
        estimate = take("deal_depth", load(workshop, orders=ORDERS))
        assert estimate == Estimate(pytest.approx(1 - (80 + 35) / (100 + 50)), None, None, 2)

    def test_no_deal_has_no_depth(self, workshop: Workshop) -> None:
        full = "order_id,date,sku,list_price,amount\n1,2024-03-05,P1,10,10\n2,2024-03-06,P2,5,5\n"
        assert take("deal_depth", load(workshop, orders=full)).value is None

    def test_years_are_weighted_by_revenue_and_stop_at_twenty(self, workshop: Workshop) -> None:
        products = (
            "sku,product,launched_on,protected_until\n"
            "P1,One,2020-01-01,2026-12-31\nP2,Two,2020-01-01,2099-01-01\nP3,Three,2020-01-01,\n"
        )
        estimate = take("protected_years", load(workshop, orders=ORDERS, products=products))
        two_years = (date(2026, 12, 31) - AS_OF).days / 365.25
        assert estimate.value == pytest.approx((180 * two_years + 135 * 20 + 200 * 0) / 515)
        assert estimate.low is estimate.high is None, "five buyers cannot tell how far off it is"
        assert estimate.n == 5

    def test_cover_that_lapses_within_ninety_days_does_not_last(self, workshop: Workshop) -> None:
        lapse = AS_OF + timedelta(days=89)
        endorsements = (
            "name,kind,issuer,tier,is_paid,skus,valid_from,valid_to\n"
            f"Award,award,X,A,no,P1,2024-01-01,{lapse}\n"
            "Report,report,Y,B,yes,P2;P9,2024-01-01,\n"
            "Old,report,Y,A,yes,P3,2020-01-01,2023-01-01\n"
            "Blog,media,Z,C,yes,P3,2024-01-01,\n"
        )
        data = load(workshop, orders=ORDERS, endorsements=endorsements)
        assert take("covered_revenue", data).value == pytest.approx(315 / 515)
        assert take("lasting_cover", data).value == pytest.approx(135 / 315)
        earlier = AS_OF - timedelta(days=1)
        assert (
            take(
                "lasting_cover", load(workshop, earlier, orders=ORDERS, endorsements=endorsements)
            ).value
            == 1
        )

    def test_a_premium_is_compared_with_itself_half_a_year_before(self, workshop: Workshop) -> None:
        orders = "order_id,date,sku,amount\n" + "".join(
            f"{n}{m},2024-{m:02}-10,P{n},{100 if m < 6 else 90 if n < 3 else 50}\n"
            for n in range(5)
            for m in range(1, 13)
        )
        prices = "sku,rival,rival_product,price,units_per_pack,seen_on\n" + "".join(
            f"P{n},R,x,{80 if day < '2024-06' else 160},{1 if day < '2024-06' else 2},{day}\n"
            for n in range(5)
            for day in ("2024-03-15", "2024-03-20", "2024-08-15", "2024-12-15")
        )
        data = load(workshop, orders=orders, competitor_prices=prices)
        estimate = take("premium_persistence", data)
        assert estimate.value == pytest.approx(0.9)
        assert (estimate.n, estimate.low) == (5, pytest.approx(0.5))
        until_june = Filters(end=date(2024, 5, 1))
        assert take("premium_persistence", data, until_june) == UNMEASURED

    def test_a_tester_is_compared_with_himself_and_counts_once(self, workshop: Workshop) -> None:
        marks = [
            ("up", "P1", "beta", 6, "2024-03-01"),
            ("up", "P1", "beta", 7, "2024-04-01"),
            ("same", "P1", "beta", 6, "2024-03-01"),
            ("same", "P1", "beta", 9, "2024-03-20"),
            ("same", "P1", "beta", 6, "2024-04-01"),
            ("mixed", "P1", "beta", 2, "2024-03-01"),
            ("mixed", "P1", "beta", 6, "2024-04-01"),
            ("mixed", "P2", "beta", 9, "2024-03-01"),
            ("mixed", "P2", "beta", 6, "2024-04-01"),
            ("corrected", "P1", "beta", 1, "2024-03-01"),
            ("corrected", "P1", "beta", 9, "2024-03-02"),
            ("once", "P1", "beta", 9, "2024-03-01"),
            ("beyond", "P1", "beta", 5, "2024-03-01"),
            ("beyond", "P1", "beta", 50, "2024-04-01"),
            ("reviewer", "P1", "review", 1, "2024-03-01"),
            ("reviewer", "P1", "review", 9, "2024-04-01"),
        ]
        rows = "".join(
            f"{n},{day},{who},{sku},{source},{mark},10\n"
            for n, (who, sku, source, mark, day) in enumerate(marks)
        )
        head = "feedback_id,submitted_at,customer_id,sku,source,rating,rating_max\n"
        data = load(workshop, feedback=head + rows)
        assert take("responders", data) == wilson(1, 3)

    def test_customers_of_an_ip_are_compared_with_all_the_others(self, workshop: Workshop) -> None:
        rows, back = [], {"ip": 12, "customer": 4, "": 6}
        for kind, count in back.items():
            for n in range(20):
                who, referrer = f"{kind or 'none'}{n}", "r1" if kind else ""
                rows.append(f"{who}x,2023-01-{n % 28 + 1:02},{who},10,{referrer},{kind}\n")
                if n < count:
                    rows.append(f"{who}y,2023-03-{n % 28 + 1:02},{who},10,,\n")
        head = "order_id,date,customer_id,amount,referrer_id,referrer_kind\n"
        estimate = take("ip_retention_gap", load(workshop, orders=head + "".join(rows)))
        assert estimate.value == pytest.approx(100 * (12 / 20 - 10 / 40))
        assert estimate.n == 20
        assert estimate.low < estimate.value < estimate.high


class TestSampleBrand:
    def test_depth_of_deals(self, brand: Dataset, lines: pl.DataFrame) -> None:
        deals = lines.filter(pl.col("paid") < 0.98 * pl.col("listed"))
        estimate = take("deal_depth", brand)
        assert estimate.value == pytest.approx(1 - deals["paid"].sum() / deals["listed"].sum())
        assert estimate.n == deals["sku"].n_unique()

    def test_years_of_protection_and_their_limits(
        self, brand: Dataset, lines: pl.DataFrame, sheets: Mapping[str, pl.DataFrame]
    ) -> None:
        until = dict(sheets["products"].select("sku", "protected_until").iter_rows())
        left = {
            sku: 0.0 if day is None else max((day - brand.as_of).days / 365.25, 0.0)
            for sku, day in until.items()
        }
        paid = lines["paid"].to_numpy()
        years = np.array([left[sku] for sku in lines["sku"]])
        estimate = take("protected_years", brand)
        assert estimate.value == pytest.approx((years * paid).sum() / paid.sum())
        residuals = years * paid - estimate.value * paid
        error = math.sqrt(len(paid)) * residuals.std(ddof=1) / paid.sum()
        reach = stats.t.ppf(0.975, len(paid) - 1) * error
        assert estimate.high - estimate.value == pytest.approx(reach, rel=1e-3)

    def test_cover_that_lasts(
        self, brand: Dataset, lines: pl.DataFrame, sheets: Mapping[str, pl.DataFrame]
    ) -> None:
        soon = brand.as_of + timedelta(days=90)
        covered: dict[str, bool] = {}
        for row in sheets["endorsements"].iter_rows(named=True):
            is_valid = row["valid_from"] <= brand.as_of <= (row["valid_to"] or date.max)
            if row["tier"] in ("A", "B") and is_valid:
                for sku in (row["skus"] or "").split(";"):
                    lasts = (row["valid_to"] or date.max) >= soon
                    covered[sku] = covered.get(sku, False) or lasts
        paid = dict(lines.group_by("sku").agg(pl.col("paid").sum()).iter_rows())
        whole = sum(paid.get(sku, 0.0) for sku in covered)
        lasting = sum(paid.get(sku, 0.0) for sku, lasts in covered.items() if lasts)
        assert 0 < lasting < whole
        assert take("lasting_cover", brand).value == pytest.approx(lasting / whole)

    def test_the_price_break_wears_the_premium_down(
        self, brand: Dataset, sheets: Mapping[str, pl.DataFrame]
    ) -> None:
        """Half of the sales are private, and those cost 12 % less from September 2025 on."""
        estimate = take("premium_persistence", brand)
        assert estimate.n == sheets["competitor_prices"]["sku"].n_unique() == 8
        assert estimate.value == pytest.approx(1 - 0.12 / 2, abs=0.015)
        assert estimate.high < 1

    def test_testers_planted_to_improve_do(self, brand: Dataset) -> None:
        estimate = take("responders", brand)
        assert estimate.n == 32
        noise = 0.9 * math.sqrt(2)
        planted = stats.norm.sf((0.5 - (7.7 - 6.3)) / noise)
        assert estimate.low < planted < estimate.high

    def test_customers_of_ips_come_back_no_more_than_the_mix_of_domains_says(
        self, brand: Dataset
    ) -> None:
        """Nothing was planted between the two: the limits hold what domain alone would make."""
        estimate = take("ip_retention_gap", brand)
        assert estimate.low < 0 < estimate.high
        assert estimate.n < 1_000

    def test_a_period_that_ends_early_looks_from_its_end(self, brand: Dataset) -> None:
        early = Filters(end=date(2025, 12, 1))
        assert take("protected_years", brand, early).value != take("protected_years", brand).value
        assert take("premium_persistence", brand, early) == UNMEASURED


class TestRevenue:
    def test_a_mean_of_noughts_and_ones_is_the_share(self) -> None:
        sales = pl.DataFrame(
            {
                "item": ["a", "b"],
                "count_paid_lines": [3, 2],
                "paid": [60.0, 40.0],
                "paid_squared": [1_400.0, 1_000.0],
            }
        )
        chosen = pl.col("item") == "a"
        share = weighted.revenue_share(sales, chosen)
        mean = weighted.revenue_mean(sales, chosen.cast(pl.Float64), (0, 1))
        assert share.value == pytest.approx(mean.value) == pytest.approx(0.6)
        assert (share.n, mean.n) == (5, 5)

    def test_nothing_sold_is_unmeasured(self) -> None:
        nothing = {"item": "", "count_paid_lines": 0, "paid": 0.0, "paid_squared": 0.0}
        none = pl.DataFrame([nothing]).clear()
        assert weighted.revenue_share(none, pl.lit(value=True)) == UNMEASURED
        assert weighted.revenue_mean(none, pl.lit(1.0), (0, 1)) == UNMEASURED
