"""`python -m tests.bench.price_speed [STORE]`: how long the answers about prices take.

A survey of 500 people with 2,000 resamples; a shop of 200 products over two years of which half
moved; and, of the current version of a store, what happened when prices moved: the first time, and
again while its answers are kept.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.random import default_rng

from analytics.filters import Filters
from analytics.pricing import report
from analytics.pricing.elasticity import elasticity
from analytics.pricing.price_moves import move_effects
from analytics.pricing.sensitivity import sensitivity
from analytics.pricing.weeks import product_weeks
from analytics.storage.versions import Store
from analytics.view import View
from tests.analytics.pricing.shops import shop
from tests.bench.price_coverage import survey

RUNS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line per answer: wall and processor milliseconds, the best of five."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.price_speed", description=__doc__)
    parser.add_argument("store", nargs="?", type=Path)
    store = parser.parse_args(arguments).store
    people = survey(default_rng(1), 500)
    _print("four prices of 500 people", lambda: sensitivity(people))
    for level in (4.0, 1.0):
        rows = shop(products=200, movers=100, level=level)
        _print(f"weeks of 200 products, level {level}", lambda rows=rows: product_weeks(rows))
        table = product_weeks(rows)
        _print("  elasticity", lambda table=table: elasticity(table))
        _print("  moves", lambda table=table: move_effects(table))
    if store is not None:
        _store(Store(store))


def _store(store: Store) -> None:
    version = store.current() or store.versions()[0].version
    manifest = store.manifest(version)
    started = time.perf_counter()
    report.price_moves(View(store, manifest, Filters()))
    print(f"| the first time | {1000 * (time.perf_counter() - started):.0f} | |")
    _print("afresh", lambda: report.price_moves(View(store, manifest, Filters())))
    view = View(store, manifest, Filters())
    report.price_moves(view)
    _print("again", lambda: report.price_moves(view))
    _print("against whom", lambda: report.standing(View(store, manifest, Filters())))


def _print(name: str, call: Callable[[], object]) -> None:
    """The best of five, wall and processor."""
    times = []
    for _ in range(RUNS):
        wall, work = time.perf_counter(), time.process_time()
        call()
        times.append((time.perf_counter() - wall, time.process_time() - work))
    wall_ms, work_ms = 1000 * np.array(times).min(axis=0)
    print(f"| {name} | {wall_ms:.0f} | {work_ms:.0f} |")


if __name__ == "__main__":
    main()
