"""A column of discounts beside a price, in files that do not give what was paid.

A share may be what is taken off or what is left to pay, a number may be percent or money of the
line, of each piece or of the whole order: the header and all cells of the column decide. What stays
open is said and nothing is taken off.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.ingest.build.parts import Notice
from analytics.ingest.build.whole_orders import MIN_SHARE, ORDER
from analytics.ingest.columns.formats import FOLDER, normalise, power_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.ingest.build.parts import Context, Part

SETTLED = ("line_discount", "order_discount")
COLUMNS = ("price_reduction", "discount_rate")
HALF = 0.5
"""Shares below are hardly what is left to pay, shares above hardly what is taken off."""
MOST_TENTHS = 10
HUNDRED = 100
TAKEN, DOUBTFUL, ASIDE, WORDS = CODES = (
    *("discount_taken", "discount_doubtful"),
    *("discount_aside", "discount_unread"),
)
WHOLE = "order"
"""The meaning of money that was taken off whole orders."""


def as_headed(part: Part) -> Part:
    """The part with discounts of lines and orders that amounts have left already, by their header,
    as any other discount beside a price. Headers as the template writes them keep its meaning:
    still to be taken off; so do files that say what was paid for whole orders."""
    is_paid = "amount" in part.names and _holds(part.header_of["amount"], "paid")
    if not is_paid or "order_paid" in part.names:
        return part
    names = list(part.names)
    for name in SETTLED:
        header = part.header_of.get(name, name)
        if header != name and normalise(header) == normalise(name):
            place = names.index(name)
            names[place] = f"x{place}" if COLUMNS[0] in names else COLUMNS[0]
    return replace(part, names=tuple(names))


def settle(context: Context, part: Part, reading: Mapping[str, Any]) -> str:
    """Take the discounts off in the view staged where the file has no amount paid; what their cells
    mean, "" where nothing was taken off. `reading` is what the part was written with. What is kept
    as written is not looked for."""
    column = next((name for name in COLUMNS if name in part.names), None)
    if not column or not _needs_discounts(part):
        return ""
    none = {"none": _words()["none"]}
    row = context.builder.frame(
        "ingest/discount_evidence", **reading, **none, name=f"^{column}$"
    ).row(0, named=True)
    header = part.header_of[column]
    # Names of campaigns are no discounts.
    if not row["count_discounts"] or row["count_words"] * 2 > row["count_discounts"]:
        return ""
    if "amount" in part.names:
        _say_aside(context, part, column, row)
        return ""
    # A price below the list price has the discount in it.
    if row["count_below"] * 2 > row["count_discounts"]:
        return ""
    meaning = _meaning(header, row)
    meaning = "line" if meaning == WHOLE and "order_id" not in part.names else meaning
    value = f"{header}: {row['value']} \u00d7 {row['count_discounts']}"
    code = TAKEN if meaning else DOUBTFUL
    _add(context, part, Notice(row["row"], column, value, code))
    if meaning and row["count_words"]:
        _add(context, part, Notice(row["words_row"], column, row["words_value"], WORDS))
    if meaning:
        context.builder.execute(
            "ingest/discount_staged",
            **reading,
            **none,
            name=f"^{column}$",
            meaning=meaning,
            unit=power_of(header),
        )
    return meaning


def _needs_discounts(part: Part) -> bool:
    """Whether discounts of the part may be missing from its money."""
    if part.table != "orders" or "unit_price" not in part.names:
        return False
    if "discounts" in part.as_written or set(SETTLED) & set(part.names):
        return False
    return not _holds(part.header_of["unit_price"], "paid")


def _say_aside(context: Context, part: Part, column: str, row: Mapping[str, Any]) -> None:
    """Say where amounts are price times quantity though a discount stands beside them, unless the
    header says that they were paid or prices may have it in them."""
    is_gross = row["count_gross"] >= max(2, MIN_SHARE * row["count_paid"])
    if not is_gross or _holds(part.header_of["amount"], "paid") or "list_price" in part.names:
        return
    value = f"{part.header_of[column]}: {row['value']} \u00d7 {row['count_discounts']}"
    _add(context, part, Notice(row["row"], column, value, ASIDE))


def _meaning(header: str, row: Mapping[str, Any]) -> str:
    """What the cells mean: that of the macro share_off for shares; line, piece or order for money;
    "" where that is open."""
    if row["count_tenths"] or row["count_percents"]:
        side = _side(header, row, row["count_ones"])
        # Beside these a number may be anything.
        return "" if row["count_numbers"] else side
    is_money = _holds(header, "money") or _holds(header, "piece")
    is_money &= not _holds(header, "percent")
    if row["most"] <= 1 and not is_money:
        return _side(header, row, row["count_ones"])
    if _holds(header, "percent") and row["most"] <= HUNDRED:
        hundredths = {**row, "least": row["least"] / HUNDRED, "most": row["most"] / HUNDRED}
        side = _side(header, hundredths, row["count_hundreds"])
        return f"percent_{side}" if side else ""
    is_tenths = row["most"] <= MOST_TENTHS and row["count_tens"] and not row["count_nothing"]
    if is_tenths and not is_money:
        return "tenths"
    # Cents, or more than anybody takes off in percent.
    is_money |= row["most"] > HUNDRED or row["count_odd"] * 2 > row["count_discounts"]
    return _of_money(header, row) if is_money else ""


def _side(header: str, row: Mapping[str, Any], count_whole: int) -> str:
    """off or left: whether shares are taken off or left to pay. What takes nothing off shows it;
    else the header, else the size."""
    if _holds(header, "left"):
        return "left"
    if _holds(header, "off"):
        return "off"
    if bool(count_whole) != bool(row["count_nothing"]):
        return "left" if count_whole else "off"
    if row["count_tenths"] and not row["count_percents"]:
        return "left"
    if row["most"] <= HALF:
        return "off"
    return "left" if row["least"] >= HALF else ""


def _of_money(header: str, row: Mapping[str, Any]) -> str:
    name = normalise(header)
    if _holds(header, "piece"):
        return "piece"
    is_repeated = row["count_same"] and row["count_same"] >= MIN_SHARE * row["count_orders"]
    if any(map(name.__contains__, ORDER)) or is_repeated or row["count_over"]:
        return WHOLE
    return "line"


def _holds(header: str, kind: str) -> bool:
    """Whether a header has one of the words of a kind in data/formats/_discounts.toml."""
    return any(word in header.lower() for word in _words()[kind])


def _add(context: Context, part: Part, notice: Notice) -> None:
    context.notices.setdefault(part.key, []).append(notice)


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = tomllib.loads((FOLDER / "_discounts.toml").read_text("utf-8"))
    return words
