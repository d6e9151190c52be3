"""Faults in what was given back or taken off."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.bench.faults import exports
from tests.bench.faults.exports import CENT, NOTHING, Export
from tests.bench.faults.kinds import Planted, kind, planted
from tests.bench.faults.kinds_money import TYPED
from tests.bench.faults.kinds_repeats import by_order

WHOLE_MONEY = Decimal(1)


def _with_column(export: Export, header: str, role: str, cells: list[Any]) -> None:
    export.headers = [*export.headers, header]
    export.roles = [*export.roles, role]
    for row, cell in zip(export.rows, cells, strict=True):
        row.append(cell)


@kind("an order's refund on each of its lines")
def refund_on_each(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, TYPED)
    export.lines = [line for line in export.lines if line.quantity > 0]
    lines, cells = [], []
    for order in by_order(export.lines):
        is_back = len(order) > 1 and rng.random() < 0.4
        whole = sum((line.paid for line in order), NOTHING)
        refund = (whole * Decimal(rng.randint(20, 95)) / 100).quantize(CENT) if is_back else NOTHING
        lines += [replace(order[0], refund=refund), *order[1:]]
        cells += [refund or ""] * len(order)
    export.lines = lines
    export.write_cells()
    _with_column(export, export.words["refund_header"], "refund_of_order", cells)
    return planted(export, folder, "refund_total_repeated")


@kind("refunds under a number of their own")
def own_number(rng: random.Random, folder: Path) -> Planted:
    """They name their order in another column, and often no customer and no goods."""
    export = exports.make(rng, TYPED)
    sold = [line for line in export.lines if line.quantity > 0]
    several = [line for line in sold if line.quantity > 1]
    back = rng.sample(several, max(1, len(several) // 5))
    export.lines = [*sold, *(replace(line, quantity=-1, is_first=False) for line in back)]
    export.write_cells()
    originals = [""] * len(sold) + [line.order_id for line in back]
    blank = rng.choice(((), ("customer",), ("customer", "product", "sku")))
    for number, row in enumerate(export.rows[len(sold) :]):
        row[export.column("order_id")] = f"R{number:05}"
        for role in blank:
            if role in export.roles:
                row[export.column(role)] = ""
    _with_column(export, export.words["original_header"], "original", originals)
    return planted(export, folder, "refund_of_original")


@kind("a discount beside the price")
def price_discount(rng: random.Random, folder: Path) -> Planted:
    """In percent, as a share, in tenths or in money; the file gives no amount paid."""
    export = exports.make(rng, ("zh_prices", "en_prices"))
    export.headers[export.column("price")] = export.words["plain_price"]
    manners = ["percent", "share", "money"] + ["tenths"] * (export.language == "zh-Hans")
    manner = rng.choice(manners)
    cells: list[Any] = []
    for place, line in enumerate(export.lines):
        share = Decimal(rng.choice((0, 0, 10, 15, 20, 30))) / 100
        price = max(line.price.quantize(WHOLE_MONEY), WHOLE_MONEY)
        off = (line.quantity * price * share).quantize(CENT)
        export.lines[place] = replace(line, price=price, line_discount=off)
        tenths = f"{(10 - share * 10).normalize():f}\u6298"
        written = {"percent": f"{share:.0%}", "share": f"{share:.2f}", "money": off,
                   "tenths": tenths}[manner]  # fmt: skip
        cells.append(written if share else "")
    export.write_cells()
    key = "discount_money" if manner == "money" else "discount_share"
    _with_column(export, export.words[key], "discount", cells)
    return planted(export, folder, "discount_taken", "discount_doubtful")


@kind("discount lines without a minus")
def positive_discounts(rng: random.Random, folder: Path) -> Planted:
    """Half of the files say what each order came to."""
    export = exports.make(rng, TYPED)
    lines = []
    for order in by_order([line for line in export.lines if line.quantity > 0]):
        lines += order
        if rng.random() < 0.3:
            off = (order[0].paid * Decimal(rng.randint(5, 60)) / 100).quantize(CENT)
            word = rng.choice(export.words["discount_lines"])
            lines.append(
                replace(order[0], product=word, sku="", quantity=1, price=-off, is_first=False)
            )
    export.lines = lines
    export.write_cells()
    column = export.column("paid")
    for row in export.rows:
        row[column] = abs(row[column])
    if rng.random() < 0.5:
        sums = exports.order_sums(export.lines)
        cells = [sums[line.order_id] for line in export.lines]
        _with_column(export, export.words["total_header"], "order_total", cells)
    return planted(export, folder, "deduction_taken", "deduction_doubtful")
