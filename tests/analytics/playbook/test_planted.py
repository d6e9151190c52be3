"""What is planted in the sample's salons, IPs and market is found, and is gone without."""

import shutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from analytics.ip import report as ip
from analytics.ip.leaks import code_uses
from analytics.market import norm, search
from analytics.stores import attendance
from analytics.view import View
from scripts.make_sample import FOLDER
from scripts.sample import brand as sheets
from scripts.sample import market, plan, salons
from scripts.sample.customers import customers
from scripts.sample.touchpoints import has_leaked, touchpoints
from scripts.sample.visits import orders
from tests.conftest import Dataset


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "truth.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest)


def salon(view: View, kind: str) -> attendance.Attendance:
    pools = attendance.pools(attendance.events(view))
    return attendance.attendance(view, next(pool for pool in pools if pool.name == kind))


def test_guests_of_salons_come_back_more_often(view: View, truth: dict[str, Any]) -> None:
    answer = salon(view, truth["salons"]["kind"])
    gap = answer.after.difference
    assert answer.verdict == "better"
    assert answer.were_alike
    assert gap.low is not None
    assert gap.high is not None
    planted = truth["salons"]["guests_back_realised"] - truth["salons"]["others_back_realised"]
    assert gap.low <= planted <= gap.high


def test_and_no_more_often_where_that_was_not_planted(
    view: View, truth: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salons, "SALON_ODDS", 1.0)
    people = customers()
    rows = sheets.attendance_sheet(people, orders(people)).rows
    root = tmp_path / "store"
    shutil.copytree(view.store.root, root)
    copied = replace(view, store=type(view.store)(root))
    plain = pl.DataFrame(rows, schema=["event_id", "customer_id"], orient="row")
    facts = root / "versions" / view.manifest.version / "facts.duckdb"
    with duckdb.connect(str(facts)) as connection:
        connection.register("plain", plain.to_arrow())
        connection.execute("delete from sheet_event_attendance")
        connection.execute("insert into sheet_event_attendance by name select * from plain")
    answer = salon(copied, truth["salons"]["kind"])
    copied.store.reader.close()
    assert answer.verdict != "better"
    assert answer.after.difference.low < 0 < answer.after.difference.high  # type: ignore[operator]


def test_the_largest_ip_is_found_and_none_stays_longer(view: View, truth: dict[str, Any]) -> None:
    answer = ip.brought(view)
    assert answer.dependence.largest == truth["ip"]["largest"]
    share, planted = answer.dependence.share, truth["ip"]["largest_share_realised"]
    assert share.value == pytest.approx(planted, abs=1e-6)
    assert answer.dependence.brought == truth["ip"]["customers"]
    assert not any(standing.is_apart for standing in answer.stays.standings)


def test_the_code_that_leaks_is_found_and_does_not_with_its_show(
    view: View, truth: dict[str, Any]
) -> None:
    roster, first_on = ip.the_roster(view), date.fromisoformat(view.manifest.about["first_on"])
    redemptions = view.rows("ip/redemptions")

    def leaking(roster: Any) -> list[tuple[str, date]]:
        uses = code_uses(redemptions, roster, first_on, view.as_of)
        return [(use.code, use.jump.week_on) for use in uses if use.jump and use.has_jumped]

    [(code, week)] = leaking(roster)
    assert code == truth["ip"]["leaking"]
    assert truth["ip"]["leaks_from"] <= week <= truth["ip"]["leaks_until"]
    left_out = [point for point in touchpoints() if has_leaked(point)]
    row = roster.points.filter(pl.col("code").str.to_lowercase() == code.lower()).head(1)
    assert row.height == 1
    added = pl.concat(
        [row.with_columns(happened_on=pl.lit(point.happened_on)) for point in left_out]
    )
    whole = replace(roster, points=pl.concat([roster.points, added]))
    assert leaking(whole) == []


def test_the_market_has_the_planted_shape(view: View, truth: dict[str, Any]) -> None:
    planted = truth["market"]
    answer = norm.norm(view.store, view.manifest.version, view.filters, planted["own"])
    assert answer.market is not None
    assert answer.own is not None
    assert answer.market.mean == pytest.approx(planted["mean"], rel=2e-3)
    assert answer.market.shape == pytest.approx(planted["shape"], rel=2e-3)
    assert answer.spread == pytest.approx(planted["spread"], rel=2e-3)
    assert answer.own.expected.penetration == pytest.approx(planted["own_penetration"], rel=2e-3)


def test_searches_for_the_brand_rise_and_do_not_without(view: View, truth: dict[str, Any]) -> None:
    own, planted = truth["market"]["own"], truth["searches"]
    answer = search.share_of_search(view.store, view.manifest.version, view.filters, own)
    for estimate, share in ((answer.now, planted["now"]), (answer.before, planted["before"])):
        assert estimate is not None
        assert estimate.value == pytest.approx(share, abs=0.002)
    assert answer.change is not None
    assert answer.change.low is not None
    assert answer.change.low > 0
    rows = pl.DataFrame(market.searches(), schema=["brand", "week", "searches"], orient="row")
    before = rows["week"].max() - pl.duration(weeks=market.NEW_WEEKS - 1)
    is_new = (pl.col("brand") == own) & (pl.col("week") >= before)
    old_part = plan.SEARCH_SHARES[0] / plan.SEARCH_SHARES[1]
    searches = pl.col("searches") * pl.when(is_new).then(old_part).otherwise(1.0)
    plain = search.of_rows(rows.with_columns(searches=searches), own).change
    assert plain is not None
    assert plain.low is not None
    assert plain.low < 0.001
