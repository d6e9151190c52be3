"""Faults in what was paid."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.bench.faults import exports, writing
from tests.bench.faults.exports import CENT, NOTHING, Export
from tests.bench.faults.kinds import Planted, kind, planted, with_columns
from tests.bench.faults.kinds_repeats import PAID, by_order

TYPED = ("zh_lines", "hant_lines", "hant_phones", "en_lines")


@kind("a discount once an order")
def order_discount(rng: random.Random, folder: Path) -> Planted:
    """Every order of several lines is owed less, often more than its first line; sometimes what
    the platform says was paid does not come to it."""
    export = exports.make(rng, ("shopify", "shopify", "jd"))
    lines = []
    for order in by_order(export.lines):
        gross = sum((line.gross for line in order), NOTHING)
        whole = (gross * Decimal(rng.randint(10, 95)) / 100).quantize(CENT)
        is_deal = len(order) > 1 or rng.random() < 0.3
        lines += [replace(order[0], order_discount=whole if is_deal else NOTHING), *order[1:]]
    export.lines = lines
    export.write_cells()
    return planted(export, folder, "paid_unequal")


@kind("error cells and formulas nobody calculated")
def uncalculated(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, with_columns("paid"), kind=rng.choice(("xlsx", "xlsx", "csv")))
    spoilt = rng.choice(("paid", "paid", "paid", "at", "customer"))
    spoilt = spoilt if export.lines[0].customer else "paid"
    columns = [number for number, role in enumerate(export.roles) if role == spoilt]
    errors = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?")
    is_formula = export.style.kind == "xlsx" and rng.random() < 0.5
    share = rng.choice((0.02, 0.2, 1.0)) if is_formula else rng.choice((0.02, 0.1))
    share = min(share, 0.2) if spoilt == "at" else share
    chosen = [row for row in export.rows if rng.random() < share] or export.rows[:1]
    for row in chosen:
        error = rng.choice(errors)
        for column in columns:
            row[column] = f"{writing.NOT_CALCULATED}=G2*H2" if is_formula else writing.ERROR + error
    codes = ("not_calculated", "number_unreadable", "cell_emptied_number", "date_unreadable",
             "date_missing", "id_nobody")  # fmt: skip
    return planted(export, folder, *codes, expected=None)


@kind("thousands or decimals")
def thousands(rng: random.Random, folder: Path) -> Planted:
    """Whole amounts, or two decimals, grouped as any country does."""
    export = exports.make(rng, (*TYPED, "en_prices", "zh_prices"), kind="csv")
    manner = rng.choice(
        ("1.200", "1.200", "1.234,50", "1 234,50", "1'234.50", "1,234.50", "1,200", "12.500")
    )
    is_whole = manner in ("1.200", "1,200")
    for number, line in enumerate(export.lines):
        price = line.price.quantize(Decimal(1)) if is_whole else line.price
        price = (price / 10).quantize(Decimal("0.001")) if manner == "12.500" else price
        export.lines[number] = replace(line, price=price)
    export.write_cells()
    for line, row in zip(export.lines, export.rows, strict=True):
        for column, role in enumerate(export.roles):
            if role in ("paid", "price", "gross"):
                row[column] = _grouped(getattr(line, role), manner)
    return planted(export, folder, "numbers_ambiguous")


def _grouped(amount: Decimal, manner: str) -> str:
    if manner == "12.500":
        return f"{amount:.3f}"
    if manner in ("1.200", "1,200"):
        return f"{amount:,.0f}".replace(",", manner[1])
    thousand, decimal = manner[1], manner[-3]
    return f"{amount:,.2f}".translate(str.maketrans(",.", thousand + decimal))


def _typed(rng: random.Random, export: Export) -> None:
    """A column that says what kind of entry each row is."""
    kind_of_sale = rng.choice(export.words["sale_kinds"])
    export.headers = [*export.headers, export.words["sale_header"]]
    export.roles = [*export.roles, "kind"]
    for row in export.rows:
        row.append(kind_of_sale)


@kind("withdrawals and fees among sales")
def settlement(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, TYPED)
    _typed(rng, export)
    words = rng.sample(export.words["no_sales"], rng.randint(1, 3))
    entries = []
    for number in range(rng.randint(3, 30)):
        line = rng.choice(export.lines)
        row: list[Any] = [""] * len(export.roles)
        amount = Decimal(rng.randint(100, 500_000)) / 100 * rng.choice((1, -1))
        filled = {"order_id": f"T{number:06}", "at": line.at, "paid": amount,
                  "kind": rng.choice(words)}  # fmt: skip
        for role, cell in filled.items():
            row[export.column(role)] = cell
        entries.append(row)
    place = rng.randint(0, len(export.rows))
    export.rows = [*export.rows[:place], *entries, *export.rows[place:]]
    return planted(export, folder, "no_sale")


@kind("refunds known by their kind alone")
def refund_kinds(rng: random.Random, folder: Path) -> Planted:
    """Money sent back stands without a sign; a column says what the row is."""
    export = exports.make(rng, TYPED)
    lines = [line for line in export.lines if line.quantity > 0]
    word = rng.choice(export.words["refund_kinds"])
    several = [line for line in lines if line.quantity > 1]
    back = {(line.order_id, line.place) for line in rng.sample(several, max(1, len(several) // 8))}
    export.lines, marks = [], []
    for line in lines:
        export.lines.append(line)
        marks.append("")
        if (line.order_id, line.place) in back:
            export.lines.append(replace(line, quantity=-1, is_first=False))
            marks.append(word)
    export.write_cells()
    _typed(rng, export)
    is_piece_given = rng.random() < 0.5
    for row, mark in zip(export.rows, marks, strict=True):
        if mark:
            row[-1] = mark
            row[export.column("paid")] = abs(row[export.column("paid")])
            row[export.column("quantity")] = 1 if is_piece_given else ""
    return planted(export, folder, "refund_by_kind")


@kind("links for a difference in price")
def price_links(rng: random.Random, folder: Path) -> Planted:
    """Lines that settle a bill: money, and no purchase."""
    export = exports.make(rng, (*PAID, "taobao", "zh_prices", "en_prices"))
    word = rng.choice(export.words["links"])
    people = [line.customer for line in export.lines]
    last = max(int(line.order_id) for line in export.lines)
    links = [
        replace(
            rng.choice(export.lines), order_id=str(last + number + 1), customer=rng.choice(people),
            product=word, sku="S999", quantity=rng.randint(1, 20), price=Decimal(1),
            line_discount=NOTHING, order_discount=NOTHING, refund=NOTHING, is_first=True, place=0,
        )
        for number in range(rng.randint(2, 20))
    ]  # fmt: skip
    export.lines = sorted([*export.lines, *links], key=lambda line: line.at)
    export.write_cells()
    return planted(export, folder, "price_link", must_say=True)
