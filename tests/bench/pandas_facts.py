"""The same facts by pandas, checked against ours. Prints seconds and memory."""

import json
import math
import resource
import sys
import time
from pathlib import Path

import pandas as pd
import polars as pl

from analytics.filters import Filters
from analytics.repurchase import cohorts, repurchase
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.storage.versions import open_store

COLUMNS = ["order_id", "ordered_at", "customer_id", "sku", "quantity", "amount", "channel", "flaws"]


def main(root: Path) -> None:
    store = open_store(root)
    manifest = store.manifest(str(store.current()))
    start = time.perf_counter()
    lines = read_lines(store.versions_folder / manifest.version / "orders-001.parquet")
    orders = orders_of(lines)
    days = purchase_days(orders)
    customers, cells, sales = _customers(days), _cells(days), _sales(lines)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def ours(query: str, **params: object) -> pl.DataFrame:
        return store.run(query, manifest.version, **Filters().params(), **params)

    group = repurchase.groups(store, manifest.version, RepurchaseQuery()).row(0, named=True)
    cube = ours("repurchase/cohorts_from_cube", grain=cohorts.GRAINS[1])
    months = ours("shared/sales_by_month")
    _same("customers", len(customers), group["customers"])
    _same("customers who came back", int(customers["second_on"].notna().sum()), group["repeaters"])
    _same("cells", int((cells["customers"] > 0).sum()), int((cube["customers"] > 0).sum()))
    _same("customers in cells", int(cells["customers"].sum()), int(cube["customers"].sum()))
    _same("months", sales["month_on"].nunique(), months.height)
    _same("money in sales", float(sales["amount"].sum()), float(months["amount"].sum()))
    _same("money in", float(sales["paid"].sum()), float(months["paid"].sum()))
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def read_lines(path: Path) -> pd.DataFrame:
    """The kept lines of a version."""
    lines = pd.read_parquet(path, columns=COLUMNS)
    lines = lines[lines["flaws"] == 0]
    return lines.assign(amount=lines["amount"].astype(float))


def orders_of(lines: pd.DataFrame) -> pd.DataFrame:
    """One row per order; a purchase has money left and is no exchange."""
    grouped = lines.groupby("order_id", sort=False)
    orders = grouped.agg(
        customer_id=("customer_id", "max"),
        ordered_at=("ordered_at", "min"),
        amount=("amount", "sum"),
        quantity=("quantity", "sum"),
        count_lines=("sku", "size"),
        channel=("channel", "first"),
    )
    dearest = lines.assign(paid=lines["amount"].clip(lower=0)).sort_values(["paid", "sku"])
    orders["sku"] = dearest.groupby("order_id", sort=False)["sku"].last()
    orders["is_purchase"] = orders["amount"].round(2) > 0
    orders["is_purchase"] &= ~orders.index.isin(_exchanges(orders, lines))
    return orders


def _exchanges(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.Index:
    """Orders of one line with no more of it than the customer, who had bought it, sent back under
    another number at most 30 days before."""
    back = lines[(lines["quantity"] < 0) & ~(lines["amount"] > 0)].dropna(
        subset=["customer_id", "sku"]
    )
    back = back[["customer_id", "sku", "ordered_at", "quantity"]]
    alone = orders[orders["is_purchase"] & (orders["count_lines"] == 1)].reset_index()
    matched = alone.merge(back, on=["customer_id", "sku"], suffixes=("", "_back"))
    waited = matched["ordered_at"].dt.normalize() - matched["ordered_at_back"].dt.normalize()
    is_after = (matched["ordered_at"] >= matched["ordered_at_back"]) & (waited.dt.days <= 30)
    matched = matched[is_after & (matched["quantity"] <= -matched["quantity_back"])]
    bought = lines[(lines["quantity"] > 0) & lines["customer_id"].isin(matched["customer_id"])]
    before = matched.merge(bought, on=["customer_id", "sku"], suffixes=("", "_bought"))
    is_before = before["ordered_at_bought"] < before["ordered_at_back"]
    return pd.Index(before.loc[is_before, "order_id"].unique())


def purchase_days(orders: pd.DataFrame) -> pd.DataFrame:
    """One row per customer and day with a purchase, with the customer's days before it."""
    bought = orders[orders["is_purchase"]].sort_values("ordered_at")
    bought = bought.assign(ordered_on=bought["ordered_at"].dt.normalize())
    days = bought.groupby(["customer_id", "ordered_on"], as_index=False).agg(
        count_orders=("amount", "size"), amount=("amount", "sum"), channel=("channel", "first")
    )
    days = days.sort_values(["customer_id", "ordered_on"])
    by_customer = days.groupby("customer_id", sort=False)["ordered_on"]
    return days.assign(
        first_on=by_customer.transform("first"),
        previous_on=by_customer.shift(1),
        place=by_customer.cumcount() + 1,
    )


def _customers(days: pd.DataFrame) -> pd.DataFrame:
    """One row per customer."""
    customers = days.groupby("customer_id").agg(
        first_on=("ordered_on", "min"),
        last_on=("ordered_on", "max"),
        count_days=("ordered_on", "size"),
        amount=("amount", "sum"),
        channel=("channel", "first"),
    )
    seconds = days[days["place"] == 2].set_index("customer_id")["ordered_on"]
    return customers.assign(second_on=seconds)


def _cells(days: pd.DataFrame) -> pd.DataFrame:
    """One row per month of first purchase and months since."""
    month = days["ordered_on"].dt.year * 12 + days["ordered_on"].dt.month
    first = days["first_on"].dt.year * 12 + days["first_on"].dt.month
    before = days["previous_on"].dt.year * 12 + days["previous_on"].dt.month
    counted = days.assign(
        cohort=first, index=month - first, is_new=before.isna() | (before < month)
    )
    return counted.groupby(["cohort", "index"]).agg(
        customers=("is_new", "sum"), orders=("count_orders", "sum"), revenue=("amount", "sum")
    )


def _sales(lines: pd.DataFrame) -> pd.DataFrame:
    """One row per month, product and channel."""
    dated = lines.assign(
        month_on=lines["ordered_at"].dt.to_period("M"), paid=lines["amount"].clip(lower=0)
    )
    return dated.groupby(["month_on", "sku", "channel"], as_index=False).agg(
        quantity=("quantity", "sum"), amount=("amount", "sum"), paid=("paid", "sum")
    )


def _same(what: str, theirs: float, ours: float) -> None:
    if not math.isclose(theirs, ours, rel_tol=1e-9):
        raise SystemExit(f"{what}: pandas finds {theirs}, the facts hold {ours}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
