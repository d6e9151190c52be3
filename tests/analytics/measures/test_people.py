"""The people behind the measures: groups that look drawn, pulls a plain recomputation gives."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analytics.assessment.assessment import Assessment, assess
from analytics.measures import MEASURES
from analytics.measures import people as groups
from analytics.stats import replicates, survival
from analytics.stats.replicates import GROUPS
from analytics.stats.survival_points import on_day
from analytics.storage.versions import Store
from analytics.view import View
from tests.conftest import Dataset

ALONE = {"relative_price", "premium_persistence", "independent_endorsements"}
ALONE |= {
    "price_over_fair_value",
    "volume_held",
    "price_beyond_range",
    "pocket_discount",
    "price_room",
}
ALONE |= {"members_reachable", "members_responding", "members_paying"}
"""What no buyers and no answers are behind, and members, who are a list and no sample."""


@pytest.fixture(scope="module")
def assessment(brand_assessment: Assessment) -> Assessment:
    return brand_assessment


def number(keys):
    rest = keys % 46337
    return (rest * rest * 31 + keys * 48271) % 1000003


class TestGroups:
    @pytest.mark.parametrize("n", [1_000, 30_000, 1_000_000])
    def test_neighbours_fall_as_by_chance(self, n: int) -> None:
        """Group sizes, pairs of neighbours and the trend within a group, each by chi-square."""
        keys = np.arange(1, n + 1, dtype=np.int64)
        group = number(keys) % GROUPS
        sizes = np.bincount(group, minlength=GROUPS)
        assert stats.chisquare(sizes).pvalue > 0.001
        place = np.bincount(group, weights=keys / n, minlength=GROUPS) / sizes
        spread = float((((place - 0.5) ** 2) * 12 * sizes).sum())
        assert 0.0005 < stats.chi2.sf(spread, GROUPS) < 0.9995
        every_tenth = number(keys) // GROUPS % 10 == 0
        assert every_tenth.mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / n))

    def test_a_person_is_in_one_group_whatever_is_looked_at(self, brand: Dataset) -> None:
        """Two texts of one customer, and the customer's orders, lie in the same group."""
        texts = brand.run(
            "feedback/review_rows", start=None, end=None, channels=None, products=None
        ).join(brand.run("measures/replicate_responses"), on="row")
        named = texts.filter(pl.col("customer_id").is_not_null())
        by_customer = named.group_by("customer_id").agg(pl.col("replicate").n_unique(), pl.len())
        assert by_customer["len"].max() > 1
        assert by_customer["replicate"].max() == 1
        assert texts["replicate"].n_unique() == GROUPS

    def test_all_groups_together_are_the_whole(self, brand: Dataset) -> None:
        view = View(brand.store, brand.manifest).last_year
        one_by_one = groups.sales(view)
        whole = view.rows("shared/sales_by_product")
        for column in ("paid", "listed_paid", "list_amount", "full_price_paid"):
            assert one_by_one[column].sum() == pytest.approx(whole[column].sum())
        brought = groups.referrals(view)["customers"].sum()
        assert brought == view.rows("measures/new_customers_by_referral")["customers"].sum()
        for again in ("any", "same_product"):
            counts = view.rows("repurchase/counts", by="all", again=again)
            by_group = groups.curve(view, again)
            assert by_group["customers"].sum() == counts["customers"].sum()
            soon = pl.col("customers").filter("is_event", pl.col("days") <= 180).sum()
            assert by_group.select(soon).item() == counts.select(soon).item()
        back = groups.rows(view, "measures/replicate_returns")
        assert back["quantity"].sum() == view.rows("customers/returns_by_reason")["quantity"].sum()
        sums, answers = view.one("feedback/sums"), groups.answers(view)
        for column in ("promoters", "nps_count", "rating_count", "rating_total"):
            assert answers[column].sum() == pytest.approx(sums[column])
        looks = view.rows("feedback/survey_answers").filter(pl.col("question") == "looks")
        total = (looks["answer"] * looks["count_answers"]).sum()
        assert answers["looks_total"].sum() == pytest.approx(total)


class TestPulls:
    @pytest.mark.parametrize("seed", range(3))
    def test_leaving_a_group_out_moves_the_number_against_its_pull(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        bottom = rng.uniform(1, 5, GROUPS)
        top = bottom * rng.uniform(0.2, 0.4, GROUPS)
        pulls = replicates.ratio(top, bottom)
        left_out = (top.sum() - top) / (bottom.sum() - bottom)
        assert np.allclose(top.sum() / bottom.sum() - left_out, pulls, rtol=0.06, atol=1e-6)
        counts = rng.multinomial(30, [0.5, 0.3, 0.2], size=GROUPS).astype(float)
        whole = _squares(counts.sum(axis=0))
        pulls = replicates.concentration(counts)
        moved = [whole - _squares(counts.sum(axis=0) - own) for own in counts]
        assert np.allclose(moved, pulls, atol=2e-5)

    def test_of_a_curve_too(self) -> None:
        """Against the curve of all but one group, by the function pages use."""
        rng, n = np.random.default_rng(3), 20_000
        frame = pl.DataFrame(
            {
                "replicate": rng.integers(GROUPS, size=n),
                "days": rng.integers(0, 300, n),
                "is_event": rng.random(n) < 0.4,
                "customers": np.ones(n, dtype=np.int64),
            }
        )
        pulls = groups.returned(frame, 90)
        whole = _back(frame)
        for group in (0, 17, 99):
            without = _back(frame.filter(pl.col("replicate") != group))
            assert whole - without == pytest.approx(pulls[group], rel=0.05, abs=1e-5)
        assert pulls.sum() == pytest.approx(0, abs=1e-12)

    def test_the_variance_of_a_plain_mean(self) -> None:
        rng, n, ratios = np.random.default_rng(4), 3_000, []
        for _ in range(200):
            values, group = rng.exponential(size=n), rng.integers(GROUPS, size=n)
            top = np.bincount(group, weights=values, minlength=GROUPS)
            size = np.bincount(group, minlength=GROUPS).astype(float)
            ratios.append(replicates.variance(replicates.ratio(top, size)) / (values.var() / n))
        assert np.mean(ratios) == pytest.approx(1.02, abs=0.04)

    def test_too_few_groups_have_no_variance(self) -> None:
        four = np.zeros(GROUPS)
        four[:4] = [1, -1, 2, -2]
        assert replicates.variance(four) == np.inf
        assert replicates.variance(np.zeros(GROUPS)) is None
        assert replicates.unit(np.zeros(GROUPS)) == ()


class TestMeasures:
    def test_whoever_is_behind_a_measure_is_known(self) -> None:
        assert {key for key, measure in MEASURES.items() if measure.people is None} == ALONE

    def test_every_measure_of_people_hangs_on_them(self, assessment: Assessment) -> None:
        for score in assessment.supers:
            uses = {use.key: use.measure for use in assessment.super_of(score.key).measures}
            for measure in score.measures:
                is_alone = uses[measure.key].key in ALONE or measure.score is None
                assert (measure.pull == ()) == is_alone, measure.key
                assert is_alone or np.linalg.norm(measure.pull) == pytest.approx(1)

    def test_answers_of_one_survey_hang_together(self, assessment: Assessment) -> None:
        pulls = {
            measure.key: measure.pull for score in assessment.supers for measure in score.measures
        }
        assert np.dot(pulls["looks_item"], pulls["ip_item"]) > 0.1
        assert np.dot(pulls["back_within_90"], pulls["back_within_year"]) > 0.5
        assert abs(np.dot(pulls["vitality"], pulls["looks_item"])) < 0.35

    def test_a_version_of_the_former_release_is_assessed_as_it_was(
        self, brand: Dataset, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its facts have no groups, so that no query may ask for them."""
        plain = Store.run

        def run(store: Store, query: str, version: str, **params: object) -> pl.DataFrame:
            assert "replicate" not in query
            return plain(store, query, version, **params)

        monkeypatch.setattr(Store, "run", run)
        former = assess(brand.store, replace(brand.manifest, layout=4))
        for score, newer in zip(former.supers, assessment.supers, strict=True):
            assert score.score == pytest.approx(newer.score)
            assert all(measure.pull == () for measure in score.measures)
        value = {measure.key: measure for measure in former.super_score("value").measures}
        newer = {measure.key: measure for measure in assessment.super_score("value").measures}
        share, wider = (side["full_price_share"].estimate for side in (value, newer))
        assert 1.5 < (wider.high - wider.low) / (share.high - share.low) < 1.9


def _squares(counts) -> float:
    return float(((counts / counts.sum()) ** 2).sum())


def _back(frame: pl.DataFrame) -> float:
    counts = frame.drop("replicate").with_columns(group=pl.lit("all"))
    estimate = on_day(survival.kaplan_meier(counts), 90)["all"]
    assert estimate.value is not None
    return estimate.value
