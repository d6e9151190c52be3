"""What stands behind the gate: who drives it, what would change it, and data that cannot tell."""

import csv
import io
import math
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics import gate
from analytics.filters import Filters
from analytics.gate import DEFAULT, GateReport, Thresholds
from analytics.gate.dispersion import dispersion, history, matrix, months
from analytics.gate.prices import by_product, within
from scripts.sample import plan
from scripts.sample.words import products, words
from tests.analytics.gate.test_verdict import PRICES, sales
from tests.conftest import PROJECT, Command, Dataset, Workshop

TRUTH = tomllib.loads((PROJECT / "data" / "sample" / "truth.toml").read_text("utf-8"))
ORDERS = PROJECT / "data" / "sample" / "qingyu-orders.csv"

# The Economist, Big Mac index, github.com/TheEconomist/big-mac-data, big-mac-raw-index.csv of
# April 2000: dollar price and raw index against the dollar, as published.
UNITED_STATES = 2.51
BIG_MAC = {
    "Argentina": (2.5, -0.00398),
    "Australia": (1.54166666666667, -0.38579),
    "Brazil": (1.64804469273743, -0.34341),
    "Britain": (3.00200000192128, 0.19602),
    "Canada": (1.93877551020408, -0.22758),
    "China": (1.19565217391304, -0.52364),
    "Denmark": (3.07835820895522, 0.22644),
    "Euro area": (2.38080000045235, -0.05147),
    "Israel": (3.58024691358025, 0.42639),
    "Japan": (2.77358490566038, 0.10501),
    "Malaysia": (1.18947368421053, -0.52611),
    "Switzerland": (3.47058823529412, 0.3827),
    "Taiwan": (2.28758169934641, -0.08861),
}


def big_mac() -> pl.DataFrame:
    rows = [
        (place, place, date(2000, 4, 1), UNITED_STATES, price, 1)
        for place, (price, _) in BIG_MAC.items()
    ]
    return pl.DataFrame(rows, schema=PRICES, orient="row")


class TestPublishedParity:
    """One good in many places against one: a place stands for a product."""

    def test_each_ratio_is_the_published_index(self) -> None:
        revenue = pl.DataFrame(schema={"item": pl.String, "private_paid": pl.Float64})
        by_place = by_product(big_mac(), revenue, DEFAULT)
        indices = dict(by_place.select("item", pl.col("ratio") - 1).iter_rows())
        assert indices == pytest.approx(
            {name: index for name, (_, index) in BIG_MAC.items()}, abs=6e-6
        )
        assert by_place["item"][0] == "Malaysia"
        assert by_place.filter(pl.col("side") == 0)["item"].to_list() == ["Argentina"]

    def test_the_whole_is_the_median_place(self) -> None:
        condition = gate.same_price(big_mac())
        assert condition.estimate.value == pytest.approx(BIG_MAC["Euro area"][1], abs=6e-6)
        assert condition.verdict == "insufficient"


def gate_report(dataset: Dataset, thresholds: Thresholds = DEFAULT, **filters: Any) -> GateReport:
    return gate.report(dataset.store, dataset.version, Filters(**filters), thresholds)


def healed(spared: set[str]) -> str:
    """The sample's orders with private prices put back after the break, but for `spared`."""
    vocabulary = words("orders")
    header = vocabulary["headers"]
    factor = 1 / plan.PRICE_BREAK_FACTOR
    rows = list(csv.DictReader(io.StringIO(ORDERS.read_text("utf-8-sig"))))
    for row in rows:
        day = datetime.fromisoformat(row[header["ordered_at"]]).date()
        is_private = row[header["domain"]] == vocabulary["values"]["private"]
        if is_private and day >= plan.PRICE_BREAK and row[header["sku"]] not in spared:
            for name in ("unit_price", "amount"):
                row[header[name]] = f"{float(row[header[name]]) * factor:.2f}"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class TestSample:
    def test_the_planted_break_is_found_at_every_product_it_was_planted_at(
        self, brand: Dataset
    ) -> None:
        report = gate_report(brand)
        planted = {product.sku for product in products() if product.domain != "private"}
        alone = TRUTH["price_break"]["private_only_sku"]
        assert report.gate.verdict == "fail"
        assert set(report.drivers["item"]) == planted & set(report.products["item"])
        assert alone not in set(report.products["item"])
        ratios = report.products["ratio"].log().to_numpy()
        assert np.abs(ratios - TRUTH["price_break"]["log_ratio"]).max() < 0.02
        assert report.needed.move == pytest.approx(0.95 / 0.88 - 1, abs=0.005)

    def test_before_the_break_prices_are_the_same(self, brand: Dataset) -> None:
        report = gate_report(brand, end=date(2025, 8, 1))
        assert report.gate.condition("same_price").verdict == "pass"
        assert (report.start, report.end) == (date(2024, 11, 1), date(2025, 8, 31))
        assert report.needed.move is None

    def test_removed_it_is_gone(self, workshop: Workshop) -> None:
        report = gate_report(workshop.load(healed(set())))
        assert (report.gate.verdict, report.divider) == ("pass", None)

    def test_left_at_three_products_it_is_theirs_and_the_largest_divides_money_from_median(
        self, workshop: Workshop
    ) -> None:
        planted = {"QY-001", "QY-007", "QY-015"}
        report = gate_report(workshop.load(healed(planted)))
        price = report.gate.condition("same_price")
        assert within(price.estimate, price.line) == "pass"
        assert (report.gate.verdict, report.reason) == ("insufficient", "divided")
        assert report.divider is not None
        assert report.divider.item == "QY-001"
        assert report.divider.gap == pytest.approx(plan.PRICE_BREAK_FACTOR - 1, abs=0.01)
        assert set(report.drivers["item"]) == planted
        assert report.drivers["item"][0] == "QY-001"

    def test_money_is_that_of_the_lines_at_public_prices(self, brand: Dataset) -> None:
        """From the file's own lines. Gifts come off at cost within the product and domain of their
        order, which moves the ratio by less than a thousandth here."""
        lines = pl.DataFrame(brand.lines(), infer_schema_length=None).filter(
            (pl.col("amount") > 0) & (pl.col("ordered_at") >= date(2025, 11, 1))
        )
        month = pl.col("ordered_at").dt.truncate("1mo").alias("month")
        sides = {
            side: lines.filter(pl.col("domain") == side)
            .group_by("sku", month)
            .agg(pl.col("amount").cast(pl.Float64).sum(), pl.col("quantity").sum(), pl.len())
            .filter(pl.col("len") >= DEFAULT.least_lines)
            for side in ("private", "public")
        }
        both = sides["private"].join(sides["public"], on=["sku", "month"])
        goods = both["quantity"] * both["amount_right"] / both["quantity_right"]
        money = gate_report(brand).gate.condition("same_price").by_money
        assert money is not None
        assert money.verdict == "fail"
        assert money.estimate.value == pytest.approx(
            both["amount"].sum() / goods.sum() - 1, abs=5e-3
        )

    def test_the_history_breaks_where_it_was_planted(self, brand: Dataset) -> None:
        weeks = history(brand.store, brand.version, "QY-001")
        wide = weeks.pivot("domain", index="week_on", values="unit_price").drop_nulls()
        ratio = wide.with_columns((pl.col("private") / pl.col("public")).log().alias("log"))
        after = pl.col("week_on") >= TRUTH["price_break"]["starts_on"]
        assert ratio.filter(~after)["log"].median() == pytest.approx(0, abs=0.01)
        assert ratio.filter(after)["log"].median() == pytest.approx(math.log(0.88), abs=0.01)

    def test_weeks_and_channels_add_up_to_the_lines(self, brand: Dataset) -> None:
        """The matrix, dispersion and months against plain sums over the file's own lines."""
        lines = pl.DataFrame(brand.lines(), infer_schema_length=None).filter(
            (pl.col("amount") > 0) & (pl.col("ordered_at") >= date(2025, 11, 1))
        )
        plain = {
            (row["sku"], row["channel"]): (float(row["amount"]), row["quantity"])
            for row in lines.group_by("sku", "channel")
            .agg(pl.col("amount").sum(), pl.col("quantity").sum())
            .to_dicts()
        }
        cells = matrix(brand.store, brand.version, Filters(), Thresholds(least_lines=1))
        by_cell = {(row["item"], row["channel"]): row for row in cells.to_dicts()}
        assert by_cell.keys() == plain.keys()
        for key, (paid, quantity) in plain.items():
            assert (by_cell[key]["paid"], by_cell[key]["quantity"]) == (
                pytest.approx(paid),
                quantity,
            )
            assert by_cell[key]["unit_price"] <= paid / quantity + 1e-9
        by_month = months(brand.store, brand.version, Filters())
        assert by_month["month_on"].to_list()[0] == date(2025, 11, 1)
        assert by_month.select("private_paid", "public_paid").sum().sum_horizontal()[
            0
        ] == pytest.approx(sum(paid for paid, _ in plain.values()))

    def test_dispersion_is_that_of_the_channels_in_a_week(self, brand: Dataset) -> None:
        lines = pl.DataFrame(brand.lines(), infer_schema_length=None).filter(
            (pl.col("amount") > 0) & (pl.col("ordered_at") >= date(2025, 11, 3))
        )
        price = pl.col("amount").cast(pl.Float64).sum() / pl.col("quantity").sum()
        cells = (
            lines.group_by("sku", pl.col("ordered_at").dt.truncate("1w").alias("week"), "channel")
            .agg(price.alias("price"), pl.len().alias("n"))
            .filter(pl.col("n") >= DEFAULT.least_lines)
        )
        plain = (
            cells.group_by("sku", "week")
            .agg((pl.col("price").std() / pl.col("price").mean()).alias("cv"), pl.len().alias("of"))
            .filter(pl.col("of") > 1)
        )
        summary = dispersion(brand.store, brand.version, Filters())
        assert summary.weeks == plain.height
        assert summary.cv.value == pytest.approx(np.sort(plain["cv"])[(plain.height - 1) // 2])
        assert summary.spread.n == plain["sku"].n_unique()


def changed(text: str, **renamed: str) -> str:
    """The orders with some words replaced."""
    for old, new in renamed.items():
        text = text.replace(f",{old}", f",{new}")
    return text


class TestDataThatCannotTell:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (sales("90", "100").replace(",channel,domain", ",note,other"), "no_channel"),
            (changed(sales("90", "100"), private="", public=""), "no_domain"),
            (changed(sales("90", "100"), public="private"), "only_private"),
            (changed(sales("90", "100"), private="public"), "only_public"),
            (sales("90", "100", products=3), "few"),
            (sales("90", "100").replace(",amount,", ",other_number,"), "no_amount"),
            (sales("90", "100").replace(",sku,", ",remark,"), "no_product"),
        ],
    )
    def test_what_is_missing_is_named(self, workshop: Workshop, content: str, reason: str) -> None:
        report = gate_report(workshop.load(content))
        assert (report.gate.verdict, report.reason) == ("insufficient", reason)

    def test_products_of_one_side_only_are_unmatched(self, workshop: Workshop) -> None:
        lines = sales("90", "100").splitlines()
        split = [
            line.replace(",s", ",x", 1) if line.endswith("private") else line for line in lines
        ]
        report = gate_report(workshop.load("\n".join(split) + "\n"))
        assert report.gate.condition("same_price").estimate.n == 0
        assert (report.gate.verdict, report.reason) == ("insufficient", "unmatched")
        assert report.private_only.value == 1
        assert len(report.needed.publish) == 10

    def test_one_name_under_two_codes_is_named(self, workshop: Workshop) -> None:
        rows = sales("100", "100", products=8).splitlines()
        named = [f"{rows[0]},product", *(f"{row},N{row.split(',')[2][1:]}" for row in rows[1:])]
        split = [
            row.replace(",s3,", ",x3,") if "private" in row else row.replace(",s4,", ",x4,")
            for row in named
        ]
        report = gate_report(workshop.load("\n".join(split) + "\n"))
        assert report.twins == ("N4", "N3")

    def test_a_whole_number_between_two_prices_is_suspected_to_be_a_pack(
        self, workshop: Workshop
    ) -> None:
        header, *lines = sales("100", "100").splitlines()
        packs = {",s3,1,100,group": ",s3,1,300,group", ",s4,1,100,shop": ",s4,1,598,shop"}
        for old, new in packs.items():
            lines = [line.replace(old, new) for line in lines]
        report = gate_report(workshop.load("\n".join([header, *lines]) + "\n"))
        assert dict(report.packs.select("item", "pack").iter_rows()) == {"s3": 3, "s4": 6}
        assert (report.gate.verdict, report.reason) == ("insufficient", "divided")
        assert (report.divider.product, report.needed.align) == ("s4", ("s4", "s3"))
        assert report.without_packs is not None
        assert (report.without_packs.estimate.n, report.without_packs.verdict) == (10, "pass")

    def test_other_currencies_are_left_out_and_counted(self, workshop: Workshop) -> None:
        header, *lines = sales("100", "100").splitlines()
        yuan = [f"{line},CNY" for line in lines]
        dollars = [f"x{line.replace(',100,', ',9,')},USD" for line in lines[:40]]
        report = gate_report(
            workshop.load("\n".join([f"{header},currency", *yuan, *dollars]) + "\n")
        )
        assert (report.evidence["foreign_lines"], report.evidence["foreign_currencies"]) == (
            40,
            "USD",
        )
        assert report.gate.condition("same_price").estimate.value == pytest.approx(0)


def test_the_command_answers_as_agreed(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(sales("80", "100"), "utf-8")
    body = command("gate", path).body
    assert body["verdict"] == "fail"
    assert body["price"]["ratio"] == pytest.approx(0.8)
    assert (body["price"]["skus"], body["price"]["equivalent"]) == (12, False)
    assert body["price"]["low"] == body["price"]["high"] == body["price"]["ratio"]
    assert {driver["sku"] for driver in body["drivers"]} == {f"s{n}" for n in range(12)}
    assert body.keys() >= {"manner", "reach", "dispersion"}
    assert command("gate", path, "--band", "7").error == "bad_option"
    reviews = tmp_path / "reviews.csv"
    reviews.write_text("submitted_at,rating,text\n2025-01-02,5,good\n", "utf-8")
    assert command("gate", reviews).error == "needs_orders"
