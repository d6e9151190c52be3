"""The gate: an equivalence test that few data can neither pass nor fail."""

from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import gate
from analytics.filters import Filters
from analytics.gate import DEFAULT, Thresholds, same_manner, same_price, sold_in_public
from analytics.gate.conditions import manner
from analytics.stats.intervals import Estimate
from analytics.view import View
from tests.conftest import Dataset, Workshop

BAND, LEAST_LINES = DEFAULT.band, DEFAULT.least_lines
PRICES = {
    "item": pl.String,
    "product": pl.String,
    "month_on": pl.Date,
    "public_price": pl.Float64,
    "private_price": pl.Float64,
    "private_quantity": pl.Int64,
}
REVENUE = {
    "item": pl.String,
    "private_paid": pl.Float64,
    "public_paid": pl.Float64,
    "private_lines": pl.Int64,
    "public_lines": pl.Int64,
}
UNITS = tuple(
    f"{domain}_{name}"
    for domain in ("private", "public")
    for name in ("units", "commission", "group", "live")
)


def prices(ratio: float, products: int, noise: float = 0.0) -> pl.DataFrame:
    """Matched product months in which the private price is `ratio` of the public one."""
    chance = Random(7)
    rows = [
        product_month(n, month, ratio * chance.gauss(1, noise))
        for n in range(products)
        for month in range(1, 7)
    ]
    return pl.DataFrame(rows, schema=PRICES, orient="row")


def product_month(n: int, month: int, ratio: float, units: int = 10) -> tuple[Any, ...]:
    """A month of one product at 100 in public, and `ratio` of it privately."""
    return f"p{n}", f"Product {n}", date(2024, month, 1), 100.0, 100 * ratio, units


def dominated(ratio: float, share: float, others: int = 24, noise: float = 0.0) -> pl.DataFrame:
    """Product 0 with that share of private money, at `ratio` of its public price; the others at
    par, but for a noise."""
    chance = Random(3)
    goods = share / ratio / (1 - share) * others * 10
    own = [chance.gauss(1, noise) for _ in range(others + 1)]
    rows = [product_month(0, month, ratio * own[0], round(goods)) for month in range(1, 13)]
    rows += [
        product_month(n, month, own[n]) for n in range(1, others + 1) for month in range(1, 13)
    ]
    return pl.DataFrame(rows, schema=PRICES, orient="row")


def revenue(*rows: tuple[str, float, float, int]) -> pl.DataFrame:
    """Products sold privately in 50 lines each: private money, public money, public lines."""
    sold = [(item, private, public, 50, lines) for item, private, public, lines in rows]
    return pl.DataFrame(sold, schema=REVENUE, orient="row")


class TestSamePrice:
    @pytest.mark.parametrize(
        ("ratio", "verdict"),
        [(1.0, "pass"), (0.97, "pass"), (1.03, "pass"), (0.88, "fail"), (1.12, "fail")],
    )
    def test_inside_the_band_passes_and_clear_of_it_fails(self, ratio: float, verdict: str) -> None:
        condition = same_price(prices(ratio, 12, noise=0.01))
        assert condition.verdict == verdict
        assert condition.estimate.value == pytest.approx(ratio - 1, abs=0.01)
        assert condition.estimate.n == 12

    def test_across_the_edge_it_is_undecided(self) -> None:
        condition = same_price(prices(1 - BAND, 12, noise=0.05))
        assert condition.estimate.low < -BAND < condition.estimate.high
        assert condition.verdict == "insufficient"

    @pytest.mark.parametrize("products", [1, 4])
    def test_a_few_products_can_neither_pass_nor_fail(self, products: int) -> None:
        for ratio in (1.0, 0.5):
            assert same_price(prices(ratio, products)).verdict == "insufficient"

    @pytest.mark.parametrize(("ratio", "verdict"), [(1.0, "pass"), (0.88, "fail")])
    def test_one_strict_price_everywhere_is_evidence_too(self, ratio: float, verdict: str) -> None:
        condition = same_price(prices(ratio, 5))
        assert condition.verdict == verdict
        assert condition.estimate.low == condition.estimate.high == pytest.approx(ratio - 1)

    def test_nothing_matched_is_not_measured(self) -> None:
        condition = same_price(prices(1.0, 0))
        assert (condition.verdict, condition.estimate.value, condition.estimate.n) == (
            "insufficient",
            None,
            0,
        )

    def test_the_same_prices_give_the_same_limits(self) -> None:
        frame = prices(0.9, 12, noise=0.05)
        assert same_price(frame) == same_price(frame)


class TestByMoney:
    """The median counts every product month alike; money does not."""

    def test_a_main_product_a_quarter_cheaper_does_not_pass_behind_small_ones_at_par(self) -> None:
        condition = same_price(dominated(0.75, 0.64))
        assert condition.estimate == Estimate(0.0, 0.0, 0.0, 25)
        assert condition.verdict == "insufficient"
        assert condition.by_money is not None
        assert condition.by_money.estimate.value == pytest.approx(0.823 - 1, abs=0.003)
        assert condition.by_money.effective < 3

    @pytest.mark.parametrize("share", [0.3, 0.64, 0.95])
    def test_one_strict_price_passes_however_the_money_lies(self, share: float) -> None:
        assert same_price(dominated(1.0, share)).verdict == "pass"

    @pytest.mark.parametrize(
        ("share", "ratio", "verdict"),
        [
            (0.3, 0.97, "pass"),
            (0.64, 0.995, "pass"),
            (0.64, 0.97, "insufficient"),
            (0.85, 0.995, "insufficient"),
        ],
    )
    def test_the_more_one_product_weighs_the_less_is_certain(
        self, share: float, ratio: float, verdict: str
    ) -> None:
        assert same_price(dominated(ratio, share, noise=0.003)).verdict == verdict

    def test_by_money_alone_it_can_fail(self) -> None:
        """Ten large products 20 % cheaper, fourteen small ones at par."""
        rows = [
            product_month(n, month, 0.8 if n < 10 else 1.0, 100 if n < 10 else 1)
            for n in range(24)
            for month in range(1, 13)
        ]
        condition = same_price(pl.DataFrame(rows, schema=PRICES, orient="row"))
        assert (condition.estimate.value, condition.verdict) == (0.0, "fail")

    def test_each_month_is_held_against_its_own_public_price(self) -> None:
        """Public prices rise by half; private ones follow, and most is sold late."""
        rows = [
            (f"p{n}", f"P{n}", date(2024, month, 1), price, price, units)
            for n in range(6)
            for month, price, units in [(1, 100.0, 1), (2, 150.0, 99)]
        ]
        money = same_price(pl.DataFrame(rows, schema=PRICES, orient="row")).by_money
        assert money is not None
        assert money.estimate.value == 0

    @given(
        rows=st.lists(
            st.tuples(
                st.integers(0, 7),
                st.integers(1, 12),
                st.integers(50, 150),
                st.integers(50, 150),
                st.integers(1, 500),
            ),
            min_size=1,
            max_size=40,
            unique_by=lambda row: row[:2],
        )
    )
    @settings(max_examples=40, deadline=None)
    def test_it_is_money_over_the_same_goods_and_no_split_of_months_moves_it(
        self, rows: list[tuple[int, ...]]
    ) -> None:
        cells = [
            (f"p{n}", f"P{n}", date(2024, month, 1), float(public), float(private), units)
            for n, month, public, private, units in rows
        ]
        frame = pl.DataFrame(cells, schema=PRICES, orient="row")
        money = same_price(frame).by_money
        assert money is not None
        paid = sum(private * units for *_, private, units in rows)
        goods = sum(public * units for _, _, public, _, units in rows)
        assert money.estimate.value == pytest.approx(paid / goods - 1)
        assert money.estimate.n == len({row[0] for row in rows})
        assert 1 - 1e-9 <= money.effective <= money.estimate.n + 1e-9
        if money.estimate.low is not None and money.estimate.high is not None:
            assert -1 <= money.estimate.low <= money.estimate.value <= money.estimate.high
        doubled = frame.with_columns(pl.col("private_quantity") * 2)
        again = same_price(doubled).by_money
        assert again is not None
        assert again.estimate.value == pytest.approx(money.estimate.value)


class TestSoldInPublic:
    def test_a_count_has_no_interval_and_few_products_are_no_doubt(self) -> None:
        rows = [(f"p{n}", 100.0, 50.0 if n < 7 else 0.0, 9 if n < 7 else 0) for n in range(8)]
        condition = sold_in_public(revenue(*rows))
        share = pytest.approx(7 / 8)
        assert (condition.estimate.value, condition.estimate.low) == (share, share)
        assert (condition.estimate.high, condition.verdict) == (share, "pass")

    def test_products_with_too_few_lines_are_what_is_open(self) -> None:
        sure = [(f"p{n}", 100.0, 50.0, 50, 9) for n in range(7)]
        rows = [*sure, ("few public", 200.0, 9.0, 50, 4), ("few at all", 100.0, 0.0, 4, 0)]
        condition = sold_in_public(pl.DataFrame(rows, schema=REVENUE, orient="row"))
        assert condition.estimate == Estimate(0.7, 0.7, 1.0, 9)
        assert condition.verdict == "insufficient"

    def test_products_of_one_side_only_say_nothing(self) -> None:
        rows = [("p1", 100.0, 0.0, 0), ("p2", 0.0, 100.0, 9)]
        assert sold_in_public(revenue(*rows)).estimate == Estimate(0.0, None, None, 1)

    def test_everything_sold_in_public_passes(self) -> None:
        condition = sold_in_public(revenue(*[(f"p{n}", 100, 50, 9) for n in range(20)]))
        assert (condition.verdict, condition.estimate.value, condition.estimate.n) == (
            "pass",
            1,
            20,
        )

    def test_private_products_alone_fail(self) -> None:
        rows = [(f"p{n}", 100.0, 50.0 if n < 4 else 0.0, 9 if n < 4 else 0) for n in range(20)]
        condition = sold_in_public(revenue(*rows))
        assert (condition.verdict, condition.estimate.value) == ("fail", pytest.approx(0.2))

    def test_a_few_lines_in_public_do_not_count_as_selling_there(self) -> None:
        few, enough = LEAST_LINES - 1, LEAST_LINES
        condition = sold_in_public(revenue(("p1", 100, 5, few), ("p2", 100, 5, enough)))
        assert condition.estimate == Estimate(0.5, 0.5, 1.0, 2)

    @pytest.mark.parametrize(
        "rows", [[], [("p1", 0.0, 50.0, 9)], [("p1", 100.0, 0.0, 0), ("p2", 100.0, 0.0, 0)]]
    )
    def test_a_domain_without_sales_leaves_it_undecided(self, rows: list[Any]) -> None:
        condition = sold_in_public(revenue(*rows))
        assert (condition.verdict, condition.estimate.value) == ("insufficient", None)


def units(*rows: tuple[int, ...]) -> pl.DataFrame:
    """Products by units: private whole, commission, group, live, then the same in public."""
    return pl.DataFrame(list(rows), schema=dict.fromkeys(UNITS, pl.Int64), orient="row")


class TestSameManner:
    def held(self, frame: pl.DataFrame, *, has_social_model: bool = True) -> gate.Condition:
        sides = (manner(frame, domain).special for domain in ("private", "public"))
        return same_manner(*sides, has_social_model=has_social_model)

    @pytest.mark.parametrize(
        ("commission", "verdict"), [(10, "pass"), (45, "pass"), (60, "fail"), (90, "fail")]
    )
    def test_terms_the_public_never_gets_fail_when_most_is_sold_on_them(
        self, commission: int, verdict: str
    ) -> None:
        rows = [(100, commission + n % 3, 0, 0, 1000, 0, 0, 0) for n in range(60)]
        condition = self.held(units(*rows))
        assert condition.verdict == verdict
        assert condition.estimate.value == pytest.approx(commission / 100 + 0.01)

    def test_what_the_public_gets_too_is_no_special_manner(self) -> None:
        rows = [(100, 0, 80 + n % 3, 0, 100, 0, 80, 0) for n in range(30)]
        assert self.held(units(*rows)).verdict == "pass"

    def test_live_counts_only_for_what_is_never_sold_otherwise(self) -> None:
        bundle, ordinary = (100, 0, 0, 100, 0, 0, 0, 0), (100, 0, 0, 60, 100, 0, 0, 0)
        private = manner(units(bundle, ordinary), "private")
        assert private.units == {"shelf": 100, "commission": 0, "group": 0, "live": 100}
        assert private.special.value == 0.5

    def test_untold_terms_are_not_ordinary_ones(self) -> None:
        rows = [(100, 0, 0, 0, 100, 0, 0, 0)] * 9
        condition = self.held(units(*rows), has_social_model=False)
        assert (condition.verdict, condition.estimate.value) == ("insufficient", None)

    @pytest.mark.parametrize("rows", [[], [(9, 9, 0, 0, 0, 0, 0, 0)], [(0, 0, 0, 0, 9, 0, 0, 0)]])
    def test_a_domain_without_sales_leaves_it_undecided(self, rows: list[Any]) -> None:
        assert self.held(units(*rows)).estimate.value is None


def sales(private: str, public: str, products: int = 12, year: int = 2024) -> str:
    """Orders of every product in both domains, six a month for a year."""
    header = "order_id,date,sku,quantity,amount,channel,domain\n"
    rows = []
    for product in range(products):
        for month in range(1, 13):
            for number in range(6):
                day = f"{year}-{month:02}-{number + 1:02}"
                base = f"{product}-{year}-{month}-{number}"
                rows.append(f"{base}a,{day},s{product},1,{private},group,private\n")
                rows.append(f"{base}b,{day},s{product},1,{public},shop,public\n")
    return header + "".join(rows)


class TestWhole:
    def gate(self, dataset: Dataset) -> gate.Gate:
        return gate.assess(View(dataset.store, dataset.manifest))

    def test_both_conditions_held_pass(self, workshop: Workshop) -> None:
        gate_ = self.gate(workshop.load(sales("100", "100")))
        assert gate_.verdict == "pass"
        assert [condition.verdict for condition in gate_.conditions] == [
            "pass",
            "pass",
            "insufficient",
        ]
        assert gate_.condition("same_manner").estimate.value is None

    def test_one_condition_failed_fails(self, workshop: Workshop) -> None:
        gate_ = self.gate(workshop.load(sales("80", "100")))
        assert gate_.verdict == "fail"
        assert gate_.widest[0][1] == pytest.approx(-0.2)
        assert len(gate_.widest) == 5

    def test_one_domain_alone_decides_nothing(self, workshop: Workshop) -> None:
        private = [line for line in sales("80", "100").splitlines() if not line.endswith("public")]
        gate_ = self.gate(workshop.load("\n".join(private) + "\n"))
        assert gate_.verdict == "insufficient"
        assert gate_.widest == ()

    def test_gifts_and_refunds_do_not_pull_a_price(self, workshop: Workshop) -> None:
        gifts = "".join(f"g{n},2024-03-05,s1,1,0,group,private\n" for n in range(50))
        returns = "".join(f"r{n},2024-03-06,s1,-1,-100,shop,public\n" for n in range(20))
        gate_ = self.gate(workshop.load(sales("100", "100") + gifts + returns))
        assert gate_.conditions[0].estimate.value == pytest.approx(0)
        assert gate_.verdict == "pass"

    def test_the_answer_has_the_keys_of_the_contract(self, workshop: Workshop) -> None:
        answer = gate.as_json(self.gate(workshop.load(sales("80", "100"))))
        assert answer["verdict"] == "fail"
        assert [measure["key"] for measure in answer["measures"]] == [
            "same_price",
            "sold_in_public",
            "same_manner",
        ]
        assert answer["widest"][0].keys() == {"product", "gap"}

    def test_the_period_is_followed_and_channels_are_not(self, workshop: Workshop) -> None:
        rows = sales("80", "100", year=2023) + sales("100", "100").partition("\n")[2]
        dataset = workshop.load(rows)
        view = View(dataset.store, dataset.manifest)
        assert gate.assess(view).verdict == "pass"
        then = Filters(end=date(2023, 12, 1), channels=("shop",))
        assert gate.assess(View(dataset.store, dataset.manifest, then)).verdict == "fail"
        now = Filters(channels=("group",))
        assert gate.assess(View(dataset.store, dataset.manifest, now)) == gate.assess(view)

    def test_another_band_is_another_verdict(self, workshop: Workshop) -> None:
        dataset = workshop.load(sales("93", "100"))
        view = View(dataset.store, dataset.manifest)
        assert gate.assess(view).verdict == "fail"
        assert gate.assess(view, Thresholds(band=0.1)).verdict == "pass"

    def test_gifts_are_taken_off_at_cost_within_their_order(self, workshop: Workshop) -> None:
        """Every private order carries a gift that cost 10: 110 paid is 100."""
        header, *lines = sales("110", "100", products=6).splitlines()
        sold = [f"{line}," for line in lines]
        gifts = [
            line.replace(",1,110,", ",2,0,").replace(",s", ",g") + ",5"
            for line in lines
            if line.endswith("private")
        ]
        with_cost = "\n".join([f"{header},unit_cost", *sold, *gifts]) + "\n"
        without = "\n".join([f"{header},unit_cost", *sold, *(line[:-1] for line in gifts)]) + "\n"
        dear, plain = (
            self.gate(workshop.load(content)).conditions[0] for content in (with_cost, without)
        )
        assert dear.estimate.value == pytest.approx(0.0)
        assert plain.estimate.value == pytest.approx(0.1)
