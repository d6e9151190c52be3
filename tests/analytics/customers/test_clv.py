"""The value models against finite differences, integrals, simulation and slow recomputation."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import dblquad
from scipy.optimize import approx_fprime
from scipy.stats import beta, gamma

from analytics.customers import rfm
from analytics.customers.clv import bgnbd, gammagamma, holdout, model, sums
from analytics.customers.clv.errors import ModelRefused
from tests.conftest import Command, Dataset, Workshop, as_csv

START, UNTIL = date(2024, 1, 1), date(2024, 12, 31)
PUBLISHED = bgnbd.Params(0.243, 4.414, 0.793, 2.426)
Vector = NDArray[np.float64]


def simulated(count: int, seed: int = 7) -> list[dict[str, object]]:
    """Orders of customers who buy at a chance rate and leave by chance, as the model says."""
    chance = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for customer in range(count):
        day = float(chance.integers(0, 180))
        rate, leaving = chance.gamma(0.8, 1 / 40), chance.beta(1.2, 3.0)
        scale = chance.gamma(3.7, 1 / 15.0)
        is_new = True
        while day < 366:
            value = max(0.01, round(chance.gamma(6.0, 1 / scale), 2))
            when = START + timedelta(days=int(day))
            rows.append({"date": when, "customer_id": f"c{customer:05}", "amount": value})
            if not is_new and chance.random() < leaving:
                break
            is_new = False
            day += chance.exponential(1 / rate)
    return rows


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    return workshop.rows(simulated(1_500), as_of=UNTIL)


@pytest.fixture(scope="module")
def history_counts(shop: Dataset) -> pl.DataFrame:
    return model.histories(shop.store, shop.version, model.ClvQuery(UNTIL))


@pytest.fixture(scope="module")
def models(shop: Dataset, history_counts: pl.DataFrame) -> model.Models:
    return model.fit(shop.store, shop.version, model.ClvQuery(UNTIL), history_counts)


POSITIVE = st.floats(0.05, 20)


class TestLikelihoods:
    @settings(deadline=None, max_examples=20)
    @given(st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE))
    def test_the_gradient_of_bg_nbd(self, params: tuple[float, ...]) -> None:
        data = bgnbd.Histories(
            np.array([0.0, 1.0, 2.0, 40.0]),
            np.array([0.0, 3.0, 30.0, 38.0]),
            np.array([5.0, 38.0, 38.9, 39.0]),
            np.array([3.0, 2.0, 1.0, 1.0]),
        )
        at = np.log(params)
        slow = approx_fprime(at, lambda logs: bgnbd.log_likelihood(logs, data)[0], 1e-7)
        assert bgnbd.log_likelihood(at, data)[1] == pytest.approx(slow, rel=1e-3, abs=1e-3)

    @settings(deadline=None, max_examples=20)
    @given(st.tuples(POSITIVE, POSITIVE, POSITIVE))
    def test_the_gradient_of_gamma_gamma(self, params: tuple[float, ...]) -> None:
        data = gammagamma.Spending(
            np.array([1.0, 2.0, 30.0]), np.array([0.5, 20.0, 35.0]), np.array([2.0, 1.0, 1.0])
        )
        at = np.log(params)
        slow = approx_fprime(at, lambda logs: gammagamma.log_likelihood(logs, data)[0], 1e-7)
        assert gammagamma.log_likelihood(at, data)[1] == pytest.approx(slow, rel=1e-3, abs=1e-3)

    def test_bg_nbd_is_the_mean_over_customers_of_the_story_told(self) -> None:
        """Equation 3, one customer with known rate and chance of leaving, integrated by scipy."""
        x, t_x, age = 2.0, 30.0, 39.0
        r, alpha, a, b = 0.8, 10.0, 1.5, 2.5

        def density(rate: float, leaving: float) -> float:
            stays = (1 - leaving) ** x * rate**x * np.exp(-rate * age)
            leaves = leaving * (1 - leaving) ** (x - 1) * rate**x * np.exp(-rate * t_x)
            weight = gamma.pdf(rate, r, scale=1 / alpha) * beta.pdf(leaving, a, b)
            return float((stays + leaves) * weight)

        slow, _ = dblquad(density, 0, 1, 0, 3)
        history = bgnbd.Histories(*(np.array([value]) for value in (x, t_x, age, 1.0)))
        height, _ = bgnbd.log_likelihood(np.log([r, alpha, a, b]), history)
        assert height == pytest.approx(np.log(slow), rel=1e-5)


class TestExpectations:
    def test_the_published_customer(self) -> None:
        """Fader, Hardie & Lee's spreadsheet note 004: 1.226."""
        history = (np.array([value]) for value in (2.0, 30.43, 38.86))
        assert bgnbd.expected(PUBLISHED, *history, 39.0) == pytest.approx([1.226], abs=0.0005)

    def test_a_thousand_purchases_are_a_number(self) -> None:
        x, t_x, age = np.array([1000.0, 1000.0]), np.array([38.8, 1.0]), np.array([38.86, 38.86])
        expected = bgnbd.expected(PUBLISHED, x, t_x, age, 39.0)
        assert np.isfinite(expected).all()
        assert expected[0] > 100
        assert expected[1] == pytest.approx(0, abs=1e-9)

    def test_nothing_jumps_where_the_formula_divides_by_zero(self) -> None:
        history = [np.array([value]) for value in (2.0, 30.43, 38.86)]
        expected = [
            bgnbd.expected(bgnbd.Params(0.243, 4.414, a, 2.426), *history, 39.0)[0]
            for a in (0.999, 1.0, 1.001)
        ]
        assert expected[1] == pytest.approx((expected[0] + expected[2]) / 2, rel=1e-5)

    def test_a_new_customer_seen_for_no_time_is_the_unconditional_one(self) -> None:
        none = np.zeros(1)
        expected = bgnbd.expected(PUBLISHED, none, none, none, 39.0)
        assert expected == pytest.approx(bgnbd.unconditional(PUBLISHED, np.array([39.0])))

    def test_without_a_repeat_everybody_is_still_there(self) -> None:
        none, age = np.zeros(2), np.array([1.0, 300.0])
        assert bgnbd.alive(PUBLISHED, none, none, age).tolist() == [1.0, 1.0]

    def test_alive_falls_with_silence(self) -> None:
        x, age = np.full(5, 4.0), np.full(5, 39.0)
        alive = bgnbd.alive(PUBLISHED, x, np.array([1.0, 10.0, 20.0, 30.0, 39.0]), age)
        assert (np.diff(alive) > 0).all()
        assert alive[-1] == pytest.approx(1 / (1 + 0.793 / (2.426 + 3)))

    def test_a_purchase_of_a_stranger_is_worth_the_mean(self) -> None:
        """p v / (q - 1) with the published estimates is about 35.2 (note 025)."""
        params = gammagamma.Params(6.25, 3.74, 15.44)
        expected = gammagamma.expected(params, np.array([0.0, 1000.0]), np.array([0.0, 50.0]))
        assert expected == pytest.approx([35.22, 50.0], rel=0.001)


class TestFit:
    def test_it_finds_what_was_simulated(self, models: model.Models) -> None:
        truth = (0.8, 40.0, 1.2, 3.0)
        errors = model.errors(models.often)
        for value, error, true in zip(models.often.values, errors, truth, strict=True):
            assert error is not None
            assert abs(value - true) < 4 * error

    def test_money_too(self, models: model.Models) -> None:
        assert models.spend is not None
        errors = model.errors(models.spend)
        for value, error, true in zip(models.spend.values, errors, (6.0, 3.7, 15.0), strict=True):
            assert error is not None
            assert abs(value - true) < 4 * error

    def test_grouped_sums_are_the_sums_of_customers(
        self, shop: Dataset, history_counts: pl.DataFrame, models: model.Models
    ) -> None:
        customers = rfm.customers(shop.store, shop.version, UNTIL)
        single = model.each(customers, models, 365)
        totals = sums.totals(history_counts, models, 365)
        for name in ("alive", "purchases", "value"):
            assert totals[name] == pytest.approx(single[name].sum(), rel=1e-6)
        by_cohort = sums.cohorts(history_counts, models, 365)
        assert by_cohort["value"].sum() == pytest.approx(totals["value"])
        assert by_cohort["customers"].sum() == customers.height

    def test_intervals_are_those_of_draws_from_the_same_normal(
        self, history_counts: pl.DataFrame, models: model.Models
    ) -> None:
        covariance = models.often.covariance
        assert covariance is not None
        chance = np.random.default_rng(1)
        draws = np.exp(chance.multivariate_normal(np.log(models.often.values), covariance, 300))
        times = model.times(history_counts, 1)
        count = history_counts["customers"].to_numpy()
        drawn_sums = [count @ bgnbd.expected(bgnbd.Params(*draw), *times, 365.0) for draw in draws]
        totals = sums.totals(history_counts, models, 365)
        drawn = np.std(np.log(drawn_sums))
        width = np.log(float(totals["purchases_high"] or 0) / float(totals["purchases_low"] or 1))
        assert width / (2 * sums.Z_95) == pytest.approx(drawn, rel=0.2)


class TestHoldout:
    def test_actual_is_what_was_bought_after_the_split(self, shop: Dataset) -> None:
        split = date(2024, 9, 1)
        held_out = holdout.check(shop.store, shop.version, model.ClvQuery(UNTIL), split)
        days = {(row["customer_id"], row["ordered_at"].date()) for row in shop.lines()}
        earlier = {customer for customer, day in days if day <= split}
        later = sum(customer in earlier and day > split for customer, day in days)
        rows = held_out.by_frequency
        assert (rows["actual"] * rows["customers"]).sum() == pytest.approx(later)
        assert rows["customers"].sum() == len(earlier)
        assert held_out.error is not None
        assert abs(held_out.error) < 0.25
        last = held_out.by_week.filter(pl.col("week_ends_on") <= split).row(-1, named=True)
        until = last["week_ends_on"]
        came = {customer for customer, day in days if day <= until}
        repeats = sum(day <= until for _, day in days) - len(came)
        assert last["actual"] == repeats


def rows_of(customers_: int, waits: list[int]) -> list[dict[str, object]]:
    """Customers who all buy after the same waits, each from a day of their own."""
    days = np.cumsum([0, *waits])
    return [
        {"date": START + timedelta(days=int(n % 30 + day)), "customer_id": f"c{n}", "amount": 9}
        for n in range(customers_)
        for day in days
    ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            (rows_of(99, [20]), "model_few_repeaters"),
            (rows_of(300, []), "model_few_repeaters"),
            (rows_of(120, [30, 30, 30, 30]), "model_fixed_rhythm"),
        ],
    )
    def test_each_in_a_sentence(
        self, command: Command, workshop: Workshop, rows: list[dict[str, object]], code: str
    ) -> None:
        path = workshop.folder / "refused.csv"
        path.write_text(as_csv(rows))
        assert command("clv", path).error == code

    def test_one_off_goods(self) -> None:
        one_off = pl.DataFrame({"frequency": [0, 1], "customers": [20_000, 150]})
        with pytest.raises(ModelRefused) as refused:
            model.refuse(one_off)
        assert refused.value.code == "model_one_off"
        assert refused.value.facts == {"percent": "0.74%"}

    def test_no_customers(self, command: Command, workshop: Workshop) -> None:
        path = workshop.folder / "guests.csv"
        path.write_text("date,amount\n2024-01-05,3\n")
        assert command("clv", path).error == "needs_customers"
