"""Every query behind a page, warm, at the size of the store it is given."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from analytics.assessment.assessment import assess
from analytics.filters import Filters
from analytics.repurchase import cohorts, repurchase
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.storage.versions import Manifest, Store, open_store
from tests.bench.report import Row

MOST_MS = 50
SHOWN = 5
BEST = 20
GROUPINGS = ("all", "channel", "product", "month")
PLAIN: dict[str, dict[str, object]] = {
    "shared/sales_by_product": {},
    "shared/sales_by_month": {},
    "feedback/sums": {},
    "gate/prices": {"least_lines": 5},
    "gate/revenue": {"middle": None},
    "measures/own_prices": {},
    "customers/returns_by_reason": {},
    "measures/new_product_customers": {"months": 6},
    "measures/new_customers_by_referral": {},
    "repurchase/guests": {"by": "channel"},
    "evidence/customers": {"limit": 200, "offset": 0},
    "evidence/sales": {"limit": 200, "offset": 0},
    "evidence/returns": {"limit": 200, "offset": 0},
    "evidence/feedback": {"limit": 200, "offset": 0},
}


@dataclass(frozen=True)
class Case:
    """One call a page makes, under one set of filters."""

    query: str
    under: str
    call: Callable[[], object]


def measure(root: Path, lines: int, runs: int) -> list[Row]:
    """The slowest queries one by one, all others in one row, and the whole assessment."""
    store = open_store(root)
    manifest = store.manifest(str(store.current()))
    timed = {(case.query, case.under): _warm(case, runs) for case in cases(store, manifest)}
    ranked = sorted(timed.items(), key=lambda item: -item[1])
    single = [item for item in ranked if item[0][0] != "assess"]
    slow = sum(ms > MOST_MS for _, ms in single)
    shown = [
        Row(f"query {query}, {under}", lines, ms, "ms", None, MOST_MS)
        for (query, under), ms in single[: max(SHOWN, slow)]
    ]
    rest = Row(
        f"queries, all {len(single)}: median",
        lines,
        median(ms for _, ms in single),
        "ms",
        None,
        MOST_MS,
        f"{slow} of {len(single)} take longer than {MOST_MS} ms",
    )
    whole = [
        Row(f"assess, {under}", lines, ms, "ms")
        for (query, under), ms in ranked
        if query == "assess" and under in ("no filter", "all of these")
    ]
    return [*shown, rest, *whole]


def cases(store: Store, manifest: Manifest) -> Iterator[Case]:
    """Every query of every page under every set of filters."""
    version, as_of = manifest.version, date.fromisoformat(manifest.about["as_of"])
    yield Case("choices", "no filter", lambda: store.run("shared/choices", version))
    for under, filters in _filters(store, version, as_of).items():
        for grain in cohorts.GRAINS:
            yield Case(f"cohorts by {grain}", under, _cells(store, version, filters, grain, as_of))
        for by in GROUPINGS:
            yield from _repurchase(store, version, RepurchaseQuery(filters, by), under)
        for query, params in PLAIN.items():
            yield Case(query, under, _plain(store, version, query, {**filters.params(), **params}))
        yield Case("assess", under, _assess(store, manifest, filters))


def _filters(store: Store, version: str, as_of: date) -> dict[str, Filters]:
    offered = store.run("shared/choices", version)
    codes = {
        kind: rows["code"].to_list()
        for (kind,), rows in offered.group_by("kind", maintain_order=True)
    }
    start, end = date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 1)
    channels, products = tuple(codes["channel"][:2]), tuple(codes["product"][:BEST])
    return {
        "no filter": Filters(),
        "a year": Filters(start, end),
        "two channels": Filters(channels=channels),
        "the best product": Filters(products=products[:1]),
        f"the {BEST} best products": Filters(products=products),
        "all of these": Filters(start, end, channels, products),
    }


def _cells(
    store: Store, version: str, filters: Filters, grain: cohorts.Grain, as_of: date
) -> Callable[[], object]:
    return lambda: cohorts.cells(store, version, filters, grain, as_of)


def _plain(
    store: Store, version: str, query: str, params: dict[str, object]
) -> Callable[[], object]:
    return lambda: store.run(query, version, **params)


def _assess(store: Store, manifest: Manifest, filters: Filters) -> Callable[[], object]:
    return lambda: assess(store, manifest, filters)


def _repurchase(
    store: Store, version: str, question: RepurchaseQuery, under: str
) -> Iterator[Case]:
    params = {**question.params(), "days": list(repurchase.WINDOWS)}
    for query in ("repurchase/counts", "repurchase/within", "repurchase/groups"):
        yield Case(f"{query} by {question.by}", under, _plain(store, version, query, params))
    if question.by == "all":
        again = {**params, "again": "full_price"}
        call = _plain(store, version, "repurchase/counts", again)
        yield Case("repurchase_counts at full price", under, call)


def _warm(case: Case, runs: int) -> float:
    """The median of `runs` calls in milliseconds, after one that does not count."""
    case.call()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        case.call()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)
