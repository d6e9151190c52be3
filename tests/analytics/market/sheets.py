"""A shop with sheets of the market and of searches."""

from collections.abc import Sequence
from datetime import date, timedelta

from analytics.ingest import drafts
from tests.analytics.market.test_dirichlet import PENETRATIONS, SHARES
from tests.conftest import Dataset, Workshop

NAMES = ("Colgate", "Macleans", "Close Up", "Signal", "Ultrabrite", "Gibbs", "Boots", "Sainsbury")
HEAD = "category,period_from,period_to,brand,share,penetration,category_penetration,category_rate"
MONDAY = date(2025, 1, 6)


def market(
    *,
    brands: int = 8,
    period: tuple[str, str] = ("2025-01-01", "2025-03-31"),
    whole: float = 1,
    bought_by: str = "0.56",
) -> str:
    """The toothpaste market as a sheet; shares as parts of `whole`."""
    rows = [
        f"Toothpaste,{period[0]},{period[1]},{name},{whole * share:g},{whole * penetration:g}"
        f",{bought_by},2.6"
        for name, share, penetration in zip(NAMES, SHARES, PENETRATIONS, strict=True)
    ]
    return "\n".join([HEAD, *rows[:brands]]) + "\n"


def orders(customers: int, again: int, *, days: int = 200) -> str:
    """Customers who buy 100 days before the last day, `again` of them in the last 90 days too; the
    first purchase of anybody is `days` before the last."""
    last = date(2025, 6, 30)
    rows = [f"0,early,{last - timedelta(days=days)},10"]
    rows += [f"{n},c{n},{last - timedelta(days=100)},10" for n in range(1, customers + 1)]
    rows += [f"{n}b,c{n},{last},10" for n in range(1, again + 1)]
    return "order_id,customer_id,ordered_at,amount\n" + "\n".join(rows) + "\n"


def searches(weeks: Sequence[Sequence[float | None]], names: Sequence[str] = NAMES) -> str:
    """One list a week, one number a brand; None leaves the row out."""
    rows = [
        f"{name},{MONDAY + timedelta(weeks=place, days=place % 3)},{number:g}"
        for place, numbers in enumerate(weeks)
        for name, number in zip(names, numbers, strict=False)
        if number is not None
    ]
    return "brand,week,searches\n" + "\n".join(rows) + "\n"


def load(workshop: Workshop, **sheets: str) -> Dataset:
    """A dataset of several files, by name."""
    with workshop.quick():
        parts = [
            part
            for name, content in sheets.items()
            for part in workshop.look(content, f"{name}.csv")
        ]
        manifest = drafts.import_parts(
            workshop.store, parts, label="market", as_of=None, keep_originals=False
        )
    return Dataset(workshop.store, manifest)
