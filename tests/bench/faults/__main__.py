"""`python -m tests.bench.faults`: plant every kind of fault in clean exports and print what the
import makes of them; --write puts the table into BENCHMARKS.md."""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from tests.bench import report
from tests.bench.faults import runs, seeds, table
from tests.bench.faults.kinds import KINDS


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the kinds asked for, seed by seed, and print the table; silently wrong ones are named
    below it. Somebody who interrupts gets the table of what there is."""
    options = _parser().parse_args(arguments)
    names = tuple(options.kind or KINDS)
    numbers = range(options.first, options.first + options.seeds)
    outcomes: list[runs.Outcome] = []
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        try:
            for results in pool.map(partial(seeds.run, names), numbers):
                outcomes += results
                silent = [each for each in results if each.verdict == runs.SILENT]
                print(f"{len(outcomes)} of {len(names) * len(numbers)}", *silent, flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
    print(table.render(outcomes))
    for outcome in outcomes:
        if outcome.verdict == runs.SILENT or options.wants_all:
            print(outcome)
    if options.write:
        report.write_section(table.render(outcomes))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.faults", description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--kind", choices=tuple(KINDS), action="append", help="repeatable")
    parser.add_argument("--all", action="store_true", dest="wants_all", help="list every outcome")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="into BENCHMARKS.md")
    return parser


if __name__ == "__main__":
    main()
