"""Writes the simulated brand Qingyu into data/sample; `--check` only compares."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.sample.baskets import lines
from scripts.sample.brand import sheets
from scripts.sample.customers import customers
from scripts.sample.feedback import feedback
from scripts.sample.ledger import ledger, sheet
from scripts.sample.refunds import refunds
from scripts.sample.truth import truth
from scripts.sample.visits import orders
from scripts.sample.words import words
from scripts.sample.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parents[1] / "data" / "sample"


def files() -> dict[str, bytes]:
    """The four files by name, the same bytes on every run."""
    people = customers()
    sales = orders(people)
    sold = lines(people, sales)
    book = ledger(people, sales, sold, refunds(sales, sold))
    answers = feedback(people, book)
    book_sheets = sheets(people, sales)
    return {
        "qingyu-orders.csv": sheet(book, words("orders")["headers"]),
        "qingyu-feedback.csv": sheet(answers, words("feedback")["headers"]),
        "qingyu-brand.xlsx": workbook(book_sheets),
        "truth.toml": truth(people, sales, book_sheets, book, answers),
    }


def stale(folder: Path, contents: dict[str, bytes]) -> list[str]:
    """Names of the files that are missing in the folder or differ there."""
    return [
        name
        for name, content in contents.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def write(folder: Path, contents: dict[str, bytes]) -> None:
    """Puts the files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 = written or current; 1 = `--check` found a difference, named on standard error."""
    parser = argparse.ArgumentParser(prog="make_sample", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files lie")
    options = parser.parse_args(arguments)
    contents = files()
    if not options.check:
        write(options.folder, contents)
        return 0
    differing = stale(options.folder, contents)
    for name in differing:
        print(
            f"{options.folder / name} differs: run python -m scripts.make_sample", file=sys.stderr
        )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
