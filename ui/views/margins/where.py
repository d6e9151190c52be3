"""From list price to what remains: the headline, the steps, what is known, and the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.margins.base import Refusal
from analytics.margins.waterfall import KEYS
from ui import format as fmt
from ui.views.shared.refusals import remedy_of
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from analytics.margins.waterfall import Loss, Waterfall
    from ui.text import Text

HUNDRED = 100.0
SURE = 0.95
"""Share of what was paid with a known cost, from which on what remains is more than a hint."""
STEPS = {
    "label": pl.String,
    "figure": pl.String,
    "start": pl.Float64,
    "end": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "kind": pl.String,
    "sentence": pl.String,
    "reason": pl.String,
}
"""The rows of a picture of steps."""
REMEDIES: dict[str, tuple[str, ...]] = {
    "costs": ("no_costs", "few_costs", "no_cost"),
    "commissions": ("no_commissions", "few_commissions"),
    "list_prices": ("no_list_prices",),
    "commission_money": ("rate_commissions",),
    "gift_costs": ("few_gift_costs",),
    "orders": ("no_sales", "short_history"),
    "cost_history": ("same_cost", "few_changes"),
    "rivals": ("no_rivals", "few_rivals"),
    "price": ("no_price_pays",),
    "anew": ("former_release",),
    "period": ("no_whole_month",),
}
"""What to do -> the refusals that it would end."""
SHEETS = {
    "costs": "products",
    "commissions": "orders",
    "list_prices": "orders",
    "commission_money": "orders",
    "gift_costs": "products",
    "orders": "orders",
    "cost_history": "orders",
    "rivals": "competitor_prices",
}


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, as the end of a sentence."""
    facts = {
        name: "" if value is None else _amount(refusal.code, value, text)
        for name, value in (("have", refusal.have), ("least", refusal.least))
    }
    return text(f"money.refusal.{refusal.code}", **facts)


def remedy(refusal: Refusal, text: Text) -> str:
    """The one thing that would end a refusal, in a sentence."""
    code, facts = remedy_of(refusal, REMEDIES, SHEETS, text)
    return text(f"money.remedy.{code}", **facts)


def headline(answer: Waterfall, text: Text) -> str:
    """What arrives of a hundred at list price and what remains, in one line."""
    if answer.refusal is not None and answer.refusal.code == "no_sales":
        return text("money.head.nothing")
    pocket = _hundred(answer.share(answer.pocket), text)
    remains = answer.contribution
    if answer.loss("deals").amount is None:
        if remains is None:
            return text("money.head.unlisted_refused", pocket=pocket)
        left = _hundred(answer.share(remains), text)
        key = "unlisted" if answer.loss("commission").amount is not None else "unlisted_before"
        return text(f"money.head.{key}", pocket=pocket, left=left)
    if remains is None:
        why = reason(answer.refusal or Refusal("no_costs"), text)
        return text("money.head.refused", pocket=pocket, reason=why)
    left = _hundred(answer.share(remains), text)
    commission, goods = (answer.loss(key).amount for key in ("commission", "goods"))
    if commission is None:
        return text("money.head.before_commission", pocket=pocket, left=left)
    key = "commission_more" if goods is not None and commission > goods else "goods_more"
    return text(f"money.head.{key}", pocket=pocket, left=left)


def badge(answer: Waterfall) -> str:
    """How sure: sound where nothing is left out and nearly all costs are known."""
    if answer.refusal is not None:
        return "insufficient"
    is_known = min(loss.known for loss in answer.losses) >= SURE
    return "sound" if is_known and not answer.without else "indicative"


def band(answer: Waterfall, text: Text) -> str:
    """Between what and what the rest lies, where costs are not all known; else that they are."""
    if answer.band is None or answer.contribution is None:
        return ""
    share = answer.loss("goods").known
    known = _percent(share, text, 0 if share == 1 else 1)
    low, high = (answer.share(end) for end in answer.band)
    if low == high:
        return text("money.band.whole", known=known)
    return text(
        "money.band.part" if answer.loss("deals").amount is not None else "money.band.part_paid",
        known=known,
        range=fmt.interval(low, high, text.lang, rate=True, digits=1),
    )


def quality(answer: Waterfall, text: Text) -> list[str]:
    """What was odd in the lines, a sentence each with how many: none where nothing was."""
    quality, spoken = answer.quality, []
    is_listed = answer.loss("deals").amount is not None
    for name, lines, amount in (
        *([("unlisted", quality.unlisted_lines, quality.unlisted_paid)] if is_listed else []),
        ("raised", quality.raised_lines, quality.raised),
        ("excess", quality.excess_lines, quality.excess_commission),
    ):
        if lines:
            facts = {"lines": fmt.count(lines, text.lang), "amount": money(amount, text)}
            spoken.append(text(f"money.quality.{name}", **facts))
    return spoken


def remedies(answer: Waterfall, text: Text) -> list[str]:
    """What would tell the steps that are left out, in the order of the steps."""
    refusals = [loss.refusal for loss in answer.losses if loss.refusal is not None]
    return list(dict.fromkeys(remedy(refusal, text) for refusal in refusals))


def steps(answer: Waterfall, text: Text) -> pl.DataFrame:
    """The rows of STEPS: the list price, each step in its place, and what remains."""
    is_listed = answer.loss("deals").amount is not None
    rows = [_whole("listed" if is_listed else "paid", answer.listed, answer, text)]
    at = answer.listed
    for key in KEYS:
        loss = answer.loss(key)
        rows.append(_step(loss, at, answer, text))
        at -= loss.amount or 0
    if answer.contribution is not None and answer.band is not None:
        last = _whole("remains", answer.contribution, answer, text)
        low, high = (answer.share(end) for end in answer.band)
        rows.append(last | ({"low": low, "high": high} if low < high else {}))
    return pl.DataFrame(rows, schema=STEPS, orient="row")


def steps_table(answer: Waterfall, text: Text) -> pl.DataFrame:
    """One row per step: its money, its share of the list price, the range, and how much is known;
    shares in per cent."""
    rows: list[dict[str, Any]] = []
    for key in KEYS:
        loss = answer.loss(key)
        rows.append(
            {
                "step": text(f"money.step.{key}"),
                "money": _float(loss.amount),
                "share": None if loss.amount is None else HUNDRED * answer.share(loss.amount),
                "low": _float(loss.low),
                "high": _float(loss.high),
                "known": HUNDRED * loss.known,
            }
        )
    band = answer.band
    ends = {
        "listed": (answer.listed, None, None),
        "pocket": (answer.pocket, None, None),
        "remains": (answer.contribution, *(band or (None, None))),
    }
    rows += [
        {
            "step": text(f"money.step.{name}"),
            "money": _float(amount),
            "share": None if amount is None else HUNDRED * answer.share(amount),
            "low": _float(low),
            "high": _float(high),
            "known": None,
        }
        for name, (amount, low, high) in ends.items()
    ]
    numbers = ("money", "share", "low", "high", "known")
    return pl.DataFrame(rows, schema={"step": pl.String} | dict.fromkeys(numbers, pl.Float64))


def products_table(rows: pl.DataFrame) -> pl.DataFrame:
    """The steps of every product; shares in per cent."""
    return rows.select(
        "product",
        *("units", "list_amount", "deals", "refunds", "commission", "goods", "remains"),
        remains_share=HUNDRED * pl.col("remains_share"),
        costed=HUNDRED * pl.col("costed"),
    )


def caption(answer: Waterfall, text: Text) -> str:
    """What the picture shows: the largest step and its share; not where the cost of goods, which
    might be larger, is refused, nor where nothing takes anything."""
    amounts = {loss.key: loss.amount for loss in answer.losses if loss.amount is not None}
    largest = max(amounts, key=lambda key: amounts[key])
    key = "largest_paid" if answer.loss("deals").amount is None else "largest"
    step, share = text(f"money.step.{largest}"), answer.share(amounts[largest])
    is_told = answer.refusal is None and share > 0
    return joined(
        [
            *([text(f"money.{key}", step=step, share=_percent(share, text))] if is_told else []),
            *([text("money.doubt")] if answer.band and answer.band[0] < answer.band[1] else []),
        ],
        text,
    )


def headers(frame: pl.DataFrame, text: Text) -> Mapping[str, str]:
    """The columns as the reader calls them."""
    return {name: text(f"money.column.{name}") for name in frame.columns}


def money(amount: Decimal | float, text: Text) -> str:
    """An amount as the reader writes it, short from ten thousand on."""
    return fmt.money(float(amount), text.lang, compact=True)


def _whole(key: str, amount: Decimal, answer: Waterfall, text: Text) -> dict[str, Any]:
    share = answer.share(amount)
    shown = {"share": _percent(share, text), "money": money(amount, text)}
    return {
        **dict.fromkeys(STEPS),
        "label": text(f"money.step.{key}"),
        "figure": text("money.share_and_money", **shown),
        "start": 0.0,
        "end": share,
        "kind": "whole",
        "sentence": text(_point(answer), **shown),
    }


def _point(answer: Waterfall) -> str:
    """Of what a step is a share: of what was paid, where nobody tells a list price."""
    return "money.point" if answer.loss("deals").amount is not None else "money.point_paid"


def _step(loss: Loss, at: Decimal, answer: Waterfall, text: Text) -> dict[str, Any]:
    """A step that begins at `at`; a silent one says why."""
    row: dict[str, Any] = {**dict.fromkeys(STEPS), "label": text(f"money.step.{loss.key}")}
    if loss.amount is None:
        why = reason(loss.refusal or Refusal("no_costs"), text)
        return row | {"figure": "", "kind": "loss", "sentence": why, "reason": why}
    share = answer.share(loss.amount)
    shown = {"share": _percent(share, text), "money": money(loss.amount, text)}
    start = answer.share(at)
    return row | {
        "figure": text("money.share_and_money", **shown),
        "start": start,
        "end": start - share,
        # Lines paid above their list price can outweigh all deals.
        "kind": "loss" if share >= 0 else "gain",
        "sentence": text(_point(answer), **shown),
    }


def _amount(code: str, value: float, text: Text) -> str:
    is_share = code in ("few_costs", "few_commissions", "few_gift_costs", "no_costs")
    is_share |= code == "no_commissions"
    return _percent(value, text, 0) if is_share else fmt.count(round(value), text.lang)


def _percent(share: float, text: Text, digits: int = 1) -> str:
    return fmt.percent(share, text.lang, digits)


def _hundred(share: float, text: Text) -> str:
    return fmt.number(HUNDRED * share, text.lang)


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
