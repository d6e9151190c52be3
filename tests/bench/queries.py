"""Every query behind a page, warm, at the size of the store it is given."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
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
ASSESS = "assess"
DRAWN, SEED = 30, 16
"""Sets of filters drawn by chance, the same in every run."""
COUNTS = {"channel": (0, 0, 1, 2, 3), "product": (0, 1, 3, BEST, BEST, 40)}
"""How many a drawn set may ask for; none asks for all."""
MONTHS = 24
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


def timed(root: Path, runs: int) -> list[tuple[Case, float]]:
    """Every query but the whole assessment with its median in milliseconds, slowest first."""
    store = open_store(root)
    manifest = store.manifest(str(store.current()))
    single = [case for case in cases(store, manifest) if case.query != ASSESS]
    return sorted(((case, _warm(case, runs)) for case in single), key=lambda pair: -pair[1])


def measure(root: Path, lines: int, runs: int) -> list[Row]:
    """The slowest queries one by one, all others in one row, and the whole assessment."""
    ranked = timed(root, runs)
    slow = sum(ms > MOST_MS for _, ms in ranked)
    shown = [
        Row(f"query {case.query}, {case.under}", lines, ms, "ms", None, MOST_MS)
        for case, ms in ranked[: max(SHOWN, slow)]
    ]
    rest = Row(
        f"queries, all {len(ranked)}: median",
        lines,
        median(ms for _, ms in ranked),
        "ms",
        None,
        MOST_MS,
        f"{slow} of {len(ranked)} take longer than {MOST_MS} ms",
    )
    store = open_store(root)
    manifest = store.manifest(str(store.current()))
    whole = [
        Row(f"{ASSESS}, {case.under}", lines, _warm(case, runs), "ms")
        for case in cases(store, manifest)
        if case.query == ASSESS and case.under in ("no filter", "all of these")
    ]
    return [*shown, rest, *whole]


def cases(store: Store, manifest: Manifest) -> Iterator[Case]:
    """Every query of every page under every set of filters."""
    version, as_of = manifest.version, date.fromisoformat(manifest.about["as_of"])
    yield Case("choices", "no filter", lambda: store.run("shared/choices", version))
    sets = _filters(store, version, as_of) | drawn(store, version, as_of)
    for under, filters in sets.items():
        for grain in cohorts.GRAINS:
            yield Case(f"cohorts by {grain}", under, _cells(store, version, filters, grain, as_of))
        for by in GROUPINGS:
            yield from _repurchase(store, version, RepurchaseQuery(filters, by), under)
        for query, params in PLAIN.items():
            yield Case(query, under, _plain(store, version, query, {**filters.params(), **params}))
        yield Case(ASSESS, under, _assess(store, manifest, filters))


def drawn(store: Store, version: str, as_of: date) -> dict[str, Filters]:
    """Channels, products and months by chance, by their number and how many they are. Of half of
    the sets the products are among the best, where the customers are."""
    chance, codes = Random(SEED), _codes(store, version)
    first = as_of.year * 12 + as_of.month - MONTHS
    sets = {}
    for number in range(1, DRAWN + 1):
        pool = codes["product"][: chance.choice((BEST * 5, None))]
        products = chance.sample(pool, min(chance.choice(COUNTS["product"]), len(pool)))
        count_channels = min(chance.choice(COUNTS["channel"]), len(codes["channel"]))
        channels = chance.sample(codes["channel"], count_channels)
        start, end = sorted(chance.sample(range(first, first + MONTHS), 2))
        months = [date(month // 12, month % 12 + 1, 1) for month in (start, end)]
        has_period = chance.random() < 0.5
        name = f"{len(channels)} channels, {len(products)} products"
        name += f", {end - start + 1} months" if has_period else ""
        sets[f"drawn set {number}: {name}"] = Filters(
            *(months if has_period else (None, None)), tuple(channels), tuple(products)
        )
    return sets


def _codes(store: Store, version: str) -> dict[str, list[str]]:
    """The choices offered, channels and products, best first."""
    offered = store.run("shared/choices", version)
    return {
        kind: rows["code"].to_list()
        for (kind,), rows in offered.group_by("kind", maintain_order=True)
    }


def _filters(store: Store, version: str, as_of: date) -> dict[str, Filters]:
    codes = _codes(store, version)
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
