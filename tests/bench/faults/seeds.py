"""All kinds under one seed, each in a folder of its own."""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.faults import (
    kinds_dates,
    kinds_discounts,
    kinds_money,
    kinds_people,
    kinds_repeats,
    runs,
)
from tests.bench.faults.kinds import KINDS

PLANTERS = (kinds_repeats, kinds_people, kinds_money, kinds_discounts, kinds_dates)
"""Loaded, so that their kinds are registered."""


def run(names: Sequence[str], seed: int) -> list[runs.Outcome]:
    """What comes of these kinds under one seed."""
    with runs.quick():
        return [_run(name, seed) for name in names]


def _run(name: str, seed: int) -> runs.Outcome:
    with tempfile.TemporaryDirectory(prefix="nine-supers-fault-") as folder:
        case = KINDS[name](random.Random(f"{name} {seed}"), Path(folder))
        return runs.judged(name, seed, case)
