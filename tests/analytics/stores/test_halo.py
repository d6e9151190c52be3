"""The halo of a store's opening by region: found where it is, refused where it cannot be."""

import tomllib
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ingest.build.regions import place_of
from analytics.stats.panel import poisson
from analytics.stores.halo import halo
from analytics.stores.openings import Openings, of_stores, openings
from analytics.stores.region_weeks import weekly, windows
from analytics.view import View
from tests.bench.halo_rates import FIRST, SCATTER, brand
from tests.conftest import PROJECT, Dataset, Workshop

WEEKS = {"region": pl.String, "week_on": pl.Date, "count_orders": pl.Int32}
AS_OF = FIRST + timedelta(weeks=60)


def orders(cities: int = 14, weeks: int = 60, size: int = 20) -> pl.DataFrame:
    generator = np.random.default_rng(5)
    rows = [
        (f"P/c{city}", FIRST + timedelta(weeks=week), int(generator.poisson(size)) + 1)
        for city in range(cities)
        for week in range(weeks)
    ]
    return pl.DataFrame(rows, WEEKS, orient="row")


def opened(city: str | None = "c0", week: int = 34) -> Openings:
    day = FIRST + timedelta(weeks=week, days=2)
    return openings([("s", "Store", city, day)], orders(), AS_OF)


def test_the_ratio_is_the_solution_of_the_poisson_regression() -> None:
    """With effects of regions and weeks and one treated region, as `stats.panel` solves it."""
    frame = orders()
    answer = halo(frame, opened())
    rows = frame.with_columns(week=(pl.col("week_on") - FIRST).dt.total_days() // 7)
    rows = rows.filter((pl.col("week") >= 8) & (pl.col("week") != 34))
    treated = (rows["region"] == "P/c0") & (rows["week"] > 34)
    fit = poisson(
        rows["count_orders"],
        np.array([treated.to_list()], float).T,
        [rows["region"], rows["week"]],
        rows["region"],
    )
    assert answer.change.value == pytest.approx(np.expm1(fit.slopes[0]), abs=2e-3)


def test_what_happened_is_found_and_gone_when_it_did_not() -> None:
    found = brand(3, scatter=SCATTER["quiet"], effect=0.5)
    nothing = brand(3, scatter=SCATTER["quiet"])
    assert (found.verdict, nothing.verdict) == ("more", "cannot_tell")
    assert found.change.low is not None
    assert found.change.low < np.expm1(0.5) < (found.change.high or 0)
    fewer = brand(3, scatter=SCATTER["quiet"], effect=-0.5)
    assert fewer.verdict == "fewer"


@pytest.mark.parametrize("scatter", SCATTER)
def test_where_nothing_happened_little_is_said(scatter: str) -> None:
    """5 in 100 by promise; of 60 at most 8."""
    answers = [brand(seed, scatter=SCATTER[scatter]) for seed in range(60)]
    assert sum(answer.verdict in ("more", "fewer") for answer in answers) <= 8


def test_with_few_regions_chance_cannot_be_small_and_nothing_is_said() -> None:
    frame = orders(cities=9).with_columns(
        count_orders=pl.when(
            (pl.col("region") == "P/c0") & (pl.col("week_on") > FIRST + timedelta(weeks=34))
        )
        .then(80)
        .otherwise("count_orders")
        .cast(pl.Int32)
    )
    answer = halo(frame, opened())
    assert answer.chance == answer.least_chance == pytest.approx(1 / 9)
    assert answer.verdict == "cannot_tell"


def test_a_region_that_rose_before_its_store_opened_is_no_halo() -> None:
    week = (pl.col("week_on") - FIRST).dt.total_days() // 7
    rising = (20 * (1.03 ** (week - 8))).cast(pl.Int32)
    frame = orders(cities=30).with_columns(
        count_orders=pl.when(pl.col("region") == "P/c0").then(rising).otherwise("count_orders")
    )
    answer = halo(frame, opened())
    assert (answer.is_flat, answer.verdict) == (False, "cannot_tell")


@pytest.mark.parametrize(
    ("frame", "week", "code"),
    [
        (orders().clear(), 34, "no_region"),
        (orders(), 8, "few_pre_weeks"),
        (orders(), 57, "few_post_weeks"),
        (orders(cities=8), 34, "few_regions"),
        (orders(size=0), 34, "few_orders"),
    ],
)
def test_what_cannot_be_told_is_refused(frame: pl.DataFrame, week: int, code: str) -> None:
    day = FIRST + timedelta(weeks=week, days=2)
    answer = halo(frame, openings([("s", "Store", "c0", day)], frame, AS_OF))
    assert answer.refusal is not None
    assert answer.refusal.code == code


def test_stores_that_cannot_be_looked_at_are_named() -> None:
    day = FIRST + timedelta(weeks=34)
    stores = [
        ("1", "First", "c0", day),
        ("2", "Second in town", "c0", day + timedelta(weeks=3)),
        ("3", "Not yet", "c1", AS_OF + timedelta(days=9)),
        ("4", "Some day", "c2", None),
        ("5", "Nowhere", "Atlantis", day),
        ("6", "No city", None, day),
    ]
    answer = openings(stores, orders(), AS_OF)
    assert [opening.name for opening in answer.counted] == ["First"]
    assert answer.same_region == ("Second in town",)
    assert answer.to_come == ("Not yet",)
    assert answer.undated == ("Some day",)
    assert set(answer.elsewhere) == {"Nowhere", "No city"}
    none = openings(stores[3:], orders(), AS_OF)
    assert none.refusal is not None
    assert none.refusal.code == "no_opening"


def test_regions_with_a_store_are_compared_with_by_none() -> None:
    day = FIRST + timedelta(weeks=30)
    stores = [(f"s{city}", f"S{city}", f"c{city}", day) for city in range(3)]
    frame = orders()
    table, first = weekly(frame, is_by_city=True)
    around, _ = windows(table, first, openings(stores, frame, AS_OF))
    assert all(set(window.names[1:]).isdisjoint({"P/c0", "P/c1", "P/c2"}) for window in around)
    assert len(around) == 3


@given(st.permutations(range(14)))
def test_the_names_of_regions_change_nothing(order: list[int]) -> None:
    frame = orders()
    names = {f"P/c{city}": f"P/x{place}" for place, city in enumerate(order)}
    renamed = frame.with_columns(region=pl.col("region").replace_strict(names))
    own = names["P/c0"].partition("/")[2]
    day = FIRST + timedelta(weeks=34, days=2)
    answer = halo(renamed, openings([("s", "Store", own, day)], renamed, AS_OF))
    plain = halo(frame, opened())
    assert answer.change.value == pytest.approx(plain.change.value)
    assert (answer.chance, answer.is_flat) == (plain.chance, plain.is_flat)


PLACES = {
    "\u5e7f\u4e1c\u7701\u6df1\u5733\u5e02\u5357\u5c71\u533a\u79d1\u6280\u56ed1\u53f7": (
        "\u5e7f\u4e1c/\u6df1\u5733"
    ),
    "\u5317\u4eac\u5e02\u671d\u9633\u533a\u671b\u4eac": "\u5317\u4eac/\u5317\u4eac",
    "\u81fa\u5317\u5e02\u4fe1\u7fa9\u5340": "\u53f0\u6e7e/\u53f0\u5317",
    "\u671d\u9633\u533a\u5efa\u56fd\u8def": "",
    "\u6c5f\u82cf \u82cf\u5dde": "\u6c5f\u82cf/\u82cf\u5dde",
    "Shenzhen": "\u5e7f\u4e1c/\u6df1\u5733",
    "Xiangyang Road 5": "",
    "12 Main Street": "",
}


def parts(dataset: Dataset) -> pl.DataFrame:
    """Every column of every line that the dataset holds."""
    return pl.read_parquet(dataset.store.versions_folder / dataset.version / "orders-*.parquet")


@pytest.mark.parametrize("written", PLACES)
def test_a_place_is_read_from_the_start_of_an_address(written: str) -> None:
    assert place_of(written) == PLACES[written]


def test_no_street_reaches_the_dataset_and_both_readers_agree(workshop: Workshop) -> None:
    rows = [
        {
            "order_id": str(place),
            "ordered_at": date(2026, 1, 1 + place),
            "customer_id": f"c{place}",
            "amount": 10,
            "shipping_address": address,
        }
        for place, address in enumerate(PLACES)
    ]
    dataset = workshop.rows(rows)
    frame = parts(dataset).sort(pl.col("order_id").cast(pl.Int32))
    assert frame["region"].fill_null("").to_list() == list(PLACES.values())
    kept = "\n".join(map(str, frame.drop("region").rows()))
    assert not any(street in kept for street in ("\u5357\u5c71", "\u671b\u4eac", "Main Street"))


@pytest.mark.parametrize(
    ("province", "city", "region"),
    [
        ("CA", "Los Angeles", "CA/Los Angeles"),
        ("California", "95112 San Jose", "California"),
        ("", "Paris", "Paris"),
        ("Guangdong", "SHENZHEN", "\u5e7f\u4e1c/\u6df1\u5733"),
        ("", "lin@example.com", None),
    ],
)
def test_places_elsewhere_stay_as_their_columns_name_them(
    workshop: Workshop, province: str, city: str, region: str | None
) -> None:
    row = {"order_id": "1", "ordered_at": date(2026, 1, 1), "customer_id": "a", "amount": 10}
    dataset = workshop.rows([row | {"shipping_province": province, "shipping_city": city}])
    assert parts(dataset)["region"].to_list() == [region]


def test_the_planted_halo_of_the_sample_is_found_and_gone_without_it(brand: Dataset) -> None:
    truth = tomllib.loads((PROJECT / "data" / "sample" / "truth.toml").read_text("utf-8"))["halo"]
    view = View(brand.store, brand.manifest)
    stores, rows = of_stores(view)
    answer = halo(rows, stores)
    assert answer.verdict == "more"
    assert answer.change.low is not None
    assert answer.change.high is not None
    realised = [truth["hangzhou_realised"], truth["chengdu_realised"]]
    assert answer.change.low < min(realised) < max(realised) < answer.change.high
    assert min(realised) < (answer.change.value or 0.0) < max(realised)
    # The same orders, their regions dealt out anew.
    generator = np.random.default_rng(1)
    regions = rows["region"].unique().sort().to_numpy()
    every = rows.select(pl.col("week_on").repeat_by("count_orders").explode())
    dealt = every.with_columns(region=pl.Series(generator.choice(regions, every.height)))
    alike = dealt.group_by("region", "week_on").agg(count_orders=pl.len().cast(pl.Int32))
    assert halo(alike, stores).verdict in ("cannot_tell", "practically_none")
