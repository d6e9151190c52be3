"""What stands behind the pages of the gate, private traffic, channels and flows, for everybody."""

from collections.abc import Callable
from pathlib import Path

from analytics import gate
from analytics.channels import mix, paths, private
from analytics.channels.private import PrivateQuery
from analytics.filters import Filters
from analytics.gate import dispersion
from analytics.storage.versions import open_store
from tests.bench.cohort_work import warm
from tests.bench.report import Row

MOST_MS = 150


def measure(root: Path, lines: int, runs: int) -> list[Row]:
    """One row per question of these pages, as the pages ask it; nobody is in a members sheet."""
    store = open_store(root)
    version, everybody = str(store.current()), Filters()
    at_hand = (store, version)
    bought = PrivateQuery(everybody, "orders")
    item = dispersion.matrix(store, version, everybody)["item"][0]
    calls: dict[str, Callable[[], object]] = {
        "gate, verdict": lambda: gate.report(*at_hand, everybody),
        "gate, matrix": lambda: dispersion.matrix(*at_hand, everybody),
        "gate, a product over time": lambda: dispersion.history(*at_hand, item),
        "gate, dispersion": lambda: dispersion.dispersion(*at_hand, everybody),
        "gate, trend": lambda: dispersion.months(*at_hand, everybody),
        "private, evidence": lambda: private.evidence(*at_hand, everybody),
        "private, funnel from orders": lambda: private.funnel(*at_hand, bought),
        "private, worth from orders": lambda: private.worth(*at_hand, bought),
        "private, trust": lambda: private.trust(*at_hand, bought),
        "channels, mix": lambda: mix.mix(*at_hand, everybody),
        "flows between domains": lambda: paths.path_counts(*at_hand, everybody, "domain"),
        "flows, waiting": lambda: paths.gaps(*at_hand, everybody, "domain"),
        "flows, worth": lambda: paths.worth(*at_hand, everybody, "domain"),
    }
    return [
        Row(f"view: {name}", lines, warm(call, runs), "ms", None, MOST_MS)
        for name, call in calls.items()
    ]
