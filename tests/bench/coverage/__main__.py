"""`python -m tests.bench.coverage`: print how every interval fares; --write puts the table into
BENCHMARKS.md."""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from tests.bench import report
from tests.bench.coverage import dataset, table
from tests.bench.coverage.trials import Trial


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate, import and assess the brands, a dataset of some at a time, and print the table; of
    those there are when somebody interrupts."""
    options = _parser().parse_args(arguments)
    datasets = -(-options.brands // options.at_once)
    run = partial(dataset.trial, at_once=options.at_once, customers=options.customers)
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        results: list[Trial] = []
        try:
            for result in pool.map(run, range(datasets)):
                results.append(result)
                print(f"{options.at_once * len(results)} brands", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
    text = table.render(results, options.customers)
    print(text)
    if options.write:
        report.write_section(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.coverage", description=__doc__)
    parser.add_argument("--brands", type=int, default=300)
    parser.add_argument("--customers", type=int, default=300, help="of each brand")
    parser.add_argument("--at-once", type=int, default=10, help="brands in one dataset")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="into BENCHMARKS.md")
    return parser


if __name__ == "__main__":
    main()
