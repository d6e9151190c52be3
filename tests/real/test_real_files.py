"""Real files, which are no part of the project: skipped, loudly, where they are not at hand.

They are looked for in the folder NINE_SUPERS_REAL_DATA names, else in ../shared/data beside the
project. What they are and where they come from stands in the README of that folder.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from analytics.repurchase import cohorts
from tests.analytics.repurchase.test_cohorts import Row, assert_same, slow_cohorts, slow_mean
from tests.analytics.repurchase.test_repurchase import (
    assert_curve,
    assert_within,
    slow_within,
    waits,
)
from tests.conftest import PROJECT, Command

FOLDER = Path(os.environ.get("NINE_SUPERS_REAL_DATA") or PROJECT.parent / "shared" / "data")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason=f"REAL FILES NOT TESTED: no folder {FOLDER}; NINE_SUPERS_REAL_DATA may name it",
    ),
]
FRANCE = "uci-online-retail/pycaret/france.csv"
GERMANY = "uci-online-retail/pycaret/germany.csv"
OUTSIDE = {FRANCE: (2, -65.40), GERMANY: (7, -206.05)}
CDNOW = "cdnow/CDNOW_sample.txt"
FIRST_EXTRACT, SECOND_EXTRACT = date(1997, 9, 30), date(1998, 6, 30)


def real(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"REAL FILE NOT TESTED: no {path}")
    return path


def france() -> list[Row]:
    """The French orders of the UCI retailer."""
    return retailer(FRANCE)


def retailer(name: str) -> list[Row]:
    """The orders of the UCI retailer in one country, read by hand. An order of nothing but postage
    is money and no goods."""
    with real(name).open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    return [
        {
            "order_id": row["InvoiceNo"],
            "ordered_at": datetime.strptime(row["InvoiceDate"], "%m/%d/%Y %H:%M"),
            "customer_id": row["CustomerID"] or None,
            "sku": row["StockCode"],
            "quantity": int(row["Quantity"]),
            "is_bill": row["Description"] == "POSTAGE",
            "amount": (Decimal(row["UnitPrice"]) * int(row["Quantity"])).quantize(Decimal("0.01")),
        }
        for row in records
    ]


def cdnow() -> list[Row]:
    """Purchases of CDNOW's customers; without order numbers, each line is its own order."""
    purchases = []
    for line in real(CDNOW).read_text().splitlines():
        _, customer, day, quantity, amount = line.split()
        purchases.append(
            {
                "ordered_at": datetime.strptime(day, "%Y%m%d"),
                "customer_id": customer,
                "quantity": int(quantity),
                "amount": Decimal(amount),
            }
        )
    return purchases


@pytest.fixture
def cdnow_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(*columns: str) -> Path:
        path = tmp_path / "cdnow.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for row in cdnow():
                formatted = {**row, "ordered_at": row["ordered_at"].strftime("%Y%m%d")}
                writer.writerow([formatted[column] for column in columns])
        return path

    return write


def assert_cohorts(answer: Row, rows: Sequence[Row], grain: str, as_of: date) -> None:
    expected = slow_cohorts(rows, grain, as_of)
    assert [row["cohort"] for row in answer["cohorts"]] == [key.isoformat() for key in expected]
    for row, cells in zip(answer["cohorts"], expected.values(), strict=True):
        assert row["customers"] == cells[0]["customers"]
        assert_same(row["periods"], cells)
    assert_same(answer["mean"], slow_mean(expected))


class TestRetailer:
    @pytest.mark.parametrize("grain", cohorts.GRAINS)
    def test_every_cell_is_the_slow_recomputation(self, command: Command, grain: str) -> None:
        answer = command("cohorts", real(FRANCE), "--grain", grain).body
        assert_cohorts(answer, france(), grain, date.fromisoformat(answer["as_of"]))

    @pytest.mark.parametrize("name", [FRANCE, GERMANY])
    def test_cohorts_and_the_rest_are_all_the_money_to_the_cent(
        self, command: Command, name: str
    ) -> None:
        """65.40 and 206.05 are of cancellations whose purchase lies before the file begins."""
        answer = command("cohorts", real(name)).body
        periods = [period for row in answer["cohorts"] for period in row["periods"]]
        revenue = sum(Decimal(str(round(period["revenue"], 2))) for period in periods)
        outside = answer["outside"]
        whole = sum(row["amount"] for row in retailer(name) if row["customer_id"])
        assert revenue + Decimal(str(outside["revenue"])) == whole
        assert (outside["orders"], outside["revenue"]) == OUTSIDE[name]

    def test_an_earlier_day_is_as_if_the_rest_had_not_happened(self, command: Command) -> None:
        answer = command("cohorts", real(FRANCE), "--as-of", "2011-06-15").body
        assert_cohorts(answer, france(), "month", date(2011, 6, 15))

    def test_repurchase_is_kaplan_meier_and_the_plain_count(self, command: Command) -> None:
        answer = command("repurchase", real(FRANCE), "--days", "30,90,180").body
        rows, as_of = france(), date.fromisoformat(answer["as_of"])
        customer_waits = waits(rows, as_of)
        (group,) = answer["groups"]
        assert (group["customers"], group["repeaters"]) == (
            len(customer_waits),
            sum(again is not None for _, again in customer_waits),
        )
        assert_curve(group["curve"], customer_waits)
        assert_within(group["within"], customer_waits)
        assert 0 < group["guests_share"] < 0.01

    def test_every_line_is_kept(self, command: Command) -> None:
        (file,) = command("import", real(FRANCE)).body["files"]
        assert (file["format"], file["date_order"]) == ("uci_online_retail", "mdy")
        assert file["rows_kept"] == len(france())
        assert file["rows_set_aside"] == 0


class TestMusicShop:
    COUNTED = ("ordered_at", "customer_id", "quantity")
    PAID = (*COUNTED, "amount")

    @pytest.mark.parametrize(
        ("as_of", "grain"), [(FIRST_EXTRACT, "month"), (SECOND_EXTRACT, "week")]
    )
    def test_every_cell_is_the_slow_recomputation(
        self, command: Command, cdnow_csv: Callable[..., Path], as_of: date, grain: str
    ) -> None:
        path = cdnow_csv(*self.PAID)
        answer = command("cohorts", path, "--grain", grain, "--as-of", as_of).body
        assert_cohorts(answer, cdnow(), grain, as_of)

    @pytest.mark.parametrize(
        ("as_of", "at_270", "ever"),
        [(FIRST_EXTRACT, 0.432, 0.401), (SECOND_EXTRACT, 0.425, 0.483)],
    )
    def test_the_published_rates_come_out(
        self,
        command: Command,
        cdnow_csv: Callable[..., Path],
        as_of: date,
        at_270: float,
        ever: float,
    ) -> None:
        """Published with free orders counted, as here, where the file says nothing of money."""
        path = cdnow_csv(*self.COUNTED)
        answer = command("repurchase", path, "--as-of", as_of, "--days", "90,270").body
        (group,) = answer["groups"]
        customer_waits = waits([{**row, "amount": None} for row in cdnow()], as_of)
        assert group["customers"] == 2_357
        assert group["repeaters"] / group["customers"] == pytest.approx(ever, abs=0.0005)
        last = [row for row in group["curve"] if row["day"] <= 270][-1]
        assert last["repurchased"] == pytest.approx(at_270, abs=0.0005)
        assert group["median_days"] is None
        assert_curve(group["curve"], customer_waits)
        assert_within(group["within"], customer_waits)

    def test_a_free_order_is_no_purchase_where_money_is_known(
        self, command: Command, cdnow_csv: Callable[..., Path]
    ) -> None:
        answer = command("repurchase", cdnow_csv(*self.PAID), "--as-of", FIRST_EXTRACT).body
        (group,) = answer["groups"]
        customer_waits = waits(cdnow(), FIRST_EXTRACT)
        assert group["customers"] == len(customer_waits) < 2_357
        assert_curve(group["curve"], customer_waits)
        assert slow_within(customer_waits, 90)[0] == next(
            row["eligible"] for row in group["within"] if row["days"] == 90
        )


FILES = {
    "superstore/\u793a\u4f8b - \u8d85\u5e02.xls": ("orders", 10_000),
    "tmall-order-report/tmall_order_report.csv": ("orders", 28_010),
    "uci-online-retail/pycaret/germany.csv": ("orders", 9_495),
    "uci-online-retail/partial-xlsx/Online Retail (ctlv).xlsx": ("orders", 10_000),
    "olist-sample/olist_orders_dataset.csv": ("orders", 8_135),
    "clv-benchmarks/apparelTrans.csv": ("orders", 3_187),
    "olist-sample/olist_order_reviews_dataset.csv": ("feedback", 8_225),
    "ulta-dermalogica-reviews/Ulta Skincare Reviews.csv": ("feedback", 4_150),
}


class TestOtherBrands:
    @pytest.mark.parametrize("name", FILES)
    def test_a_real_export_is_recognised_and_every_row_accounted_for(
        self, bounded_command: Command, name: str
    ) -> None:
        table, rows = FILES[name]
        file, *others = bounded_command("import", real(name)).body["files"]
        assert (file["table"], file["rows_read"]) == (table, rows)
        assert file["rows_kept"] + file["rows_set_aside"] == rows
        assert file["rows_set_aside"] == 0
        assert not [problem for problem in file["problems"] if "astray" in problem["code"]]
        assert all(other["table"] is None for other in others)

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("olist-sample/olist_order_payments_dataset.csv", "table_unknown"),
            ("taobao-double11-beauty/cosmetic_utf8bom.csv", "table_unknown"),
            ("olist-sample/olist_order_items_dataset.csv", "no_date_column"),
            ("messy-xlsx/calamine/pass_protected.xlsx", "file_protected"),
            ("messy-xlsx/calamine/pass_protected.xlsb", "file_protected"),
            ("messy-xlsx/calamine/pass_protected.ods", "file_protected"),
            ("messy-xlsx/calamine/ptgexp-truncated-operand.xls", "file_excel_95"),
        ],
    )
    def test_what_is_no_such_table_is_refused_by_name(
        self, bounded_command: Command, name: str, code: str
    ) -> None:
        answer = bounded_command("import", real(name))
        assert answer.error == code
        assert Path(name).name in answer.message


LOOK = (
    "import json, sys, tempfile\n"
    "from pathlib import Path\n"
    "from analytics.errors import NineSupersError\n"
    "from analytics.ingest.files.read import inspect\n"
    "for line in sys.stdin:\n"
    "    path = Path(json.loads(line))\n"
    "    try:\n"
    "        with tempfile.TemporaryDirectory() as inside:\n"
    "            outcome = inspect(path, path.name, folder=Path(inside)).sniffed.kind\n"
    "    except NineSupersError as error:\n"
    "        outcome = error.code\n"
    "    except BaseException as error:\n"
    "        outcome = type(error).__name__\n"
    "    print(json.dumps([path.name, outcome]), flush=True)\n"
)


def looked_at(paths: Sequence[Path]) -> dict[str, str]:
    """The outcome of `inspect` by file name; `died` where it ended the process."""
    outcomes: dict[str, str] = {}
    while len(outcomes) < len(paths):
        waiting = [path for path in paths if path.name not in outcomes]
        done = subprocess.run(
            [sys.executable, "-c", LOOK],
            input="".join(json.dumps(str(path)) + "\n" for path in waiting),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        printed: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
        outcomes.update(printed)
        if len(printed) < len(waiting):
            outcomes[waiting[len(printed)].name] = "died"
    return outcomes


@pytest.mark.parametrize(("name", "least"), [("messy-csv", 40), ("messy-xlsx", 120)])
def test_files_made_to_confuse_are_read_or_refused_in_words(name: str, least: int) -> None:
    """`PanicException` and `died` are what the bounded child is for: a damaged file, in words."""
    folder = real(name)
    paths = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".json"
    ]
    by_name = {path.name: path for path in paths}
    outcomes = looked_at(list(by_name.values()))
    assert len(outcomes) >= least
    refusals = {"file_damaged", "file_empty", "file_encoding", "file_not_a_table", "file_protected"}
    refusals |= {"file_excel_95", "file_mixed_encoding", "encoding_ambiguous"}
    wrong = {
        name: outcome
        for name, outcome in outcomes.items()
        if outcome
        not in {"text", "workbook", "parquet", "zip", "PanicException", "died", *refusals}
    }
    assert wrong == {}
    read = sum(outcome in ("text", "workbook") for outcome in outcomes.values())
    assert read >= 0.8 * len(outcomes)
