"""The table of coverage, on the screen and in BENCHMARKS.md."""

from collections.abc import Sequence
from dataclasses import replace

from tests.bench.coverage import trials
from tests.bench.coverage.trials import CONTAINER, Tally, Trial

HEAD = "## How often the intervals hold the truth"
COLUMNS = "| what | units, mean | width, mean | holds the truth | as if independent |"
PAIRS = "| what | called better or worse | as if independent | as parts of one dataset |"


def render(results: Sequence[Trial], customers: int) -> str:
    """The section as Markdown: coverage of every interval, then pairs of alike brands."""
    alone = [replace(each, brands=tuple(map(trials.apart, each.brands))) for each in results]
    held, independent = trials.coverage(results), trials.coverage(alone)
    rows = [_row(name, tally, independent[name]) for name, tally in held.items()]
    pairs, pairs_alone, parts = (
        trials.called_apart(results, is_one_dataset=False),
        trials.called_apart(alone, is_one_dataset=False),
        trials.called_apart(results, is_one_dataset=True),
    )
    called = [
        f"| {name} | {_percent(tally)} | {_percent(pairs_alone[name])} | {_percent(parts[name])} |"
        for name, tally in pairs.items()
    ]
    count = sum(len(each.brands) for each in results)
    chance = 196 * (0.95 * 0.05 / count) ** 0.5
    intro = (
        f"By `python -m tests.bench.coverage --write`: {count} simulated brands of one truth, "
        f"{customers} customers each, whose answers, orders, reviews and returns hang together. "
        "Truth is what all of them together give. The container's interval is its sampling alone, "
        f"with weights and goalposts as they are. Pairs: {pairs[CONTAINER].shown}. What holds 95 % "
        f"of the time comes out within {chance:.1f} points of that in 19 tables of 20. The "
        "endorsements are the same for every brand, so that nothing of theirs can miss."
    )
    tables = (
        "\n".join([COLUMNS, "|---|--:|--:|--:|--:|", *rows]),
        "\n".join([PAIRS, "|---|--:|--:|--:|", *called]),
    )
    return "\n\n".join([HEAD, intro, *tables])


def _row(name: str, tally: Tally, independent: Tally) -> str:
    is_measure = "." in name
    units = f"{tally.units:,.0f}" if is_measure else ""
    other = "" if is_measure else _percent(independent)
    return f"| {name} | {units} | {tally.width:.3g} | {_percent(tally)} | {other} |"


def _percent(tally: Tally) -> str:
    return f"{100 * tally.rate:.1f} %"
