"""What changed between two periods, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.margins.change import PARTS
from ui import format as fmt
from ui.views.margins.where import STEPS, money
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from decimal import Decimal

    from analytics.margins.change import Change, Part
    from analytics.margins.periods import Periods
    from ui.text import Text


def told(answer: Change) -> list[Part]:
    """The parts that are told, in their order: those left out are in neither period."""
    return [part for part in PARTS if part not in answer.left_out]


def periods(answer: Periods, text: Text) -> str:
    """Which two periods are compared."""
    names = {
        "period": _span(answer.first, answer.last, text),
        "earlier": _span(answer.earlier_first, answer.earlier_last, text),
    }
    return text(f"money.periods.{answer.against}", **names)


def sentence(answer: Change, text: Text) -> str:
    """By how much what remains changed, and the parts that did most of it either way."""
    if answer.before is None or answer.after is None:
        return ""
    facts = {"before": money(answer.before, text), "after": money(answer.after, text)}
    key = "rose" if answer.after >= answer.before else "fell"
    parts = sorted(told(answer), key=lambda part: answer.parts[part])
    spoken = [text(f"money.change.{key}", **facts)]
    worst, best = parts[0], parts[-1]
    if answer.parts[best] > 0:
        spoken.append(_part("most_added", best, answer, text))
    if answer.parts[worst] < 0:
        spoken.append(_part("most_taken", worst, answer, text))
    return joined(spoken, text)


def mix(answer: Change, text: Text) -> str:
    """How many products came and went, which belong to the mix; "" where none did."""
    if not answer.came and not answer.went:
        return ""
    counts = {name: fmt.count(getattr(answer, name), text.lang) for name in ("came", "went")}
    return text("money.change.mix", **counts)


def steps(answer: Change, text: Text) -> pl.DataFrame:
    """The rows of a picture of steps, in money."""
    if answer.before is None or answer.after is None:
        return pl.DataFrame(schema=STEPS)
    rows = [_end("before", answer.before, text)]
    at = float(answer.before)
    for part in told(answer):
        amount = float(answer.parts[part])
        rows.append(
            {
                **dict.fromkeys(STEPS),
                "label": text(f"money.part.{part}"),
                "figure": _signed(answer.parts[part], text),
                "start": at,
                "end": at + amount,
                "kind": "gain" if amount >= 0 else "loss",
                "sentence": text(f"money.part_means.{part}"),
            }
        )
        at += amount
    rows.append(_end("after", answer.after, text))
    return pl.DataFrame(rows, schema=STEPS, orient="row")


def table(answer: Change, text: Text) -> pl.DataFrame:
    """One row per part with its money, and the two sums."""
    rows: list[tuple[str, float | None, str]] = [
        (text("money.part.before"), _float(answer.before), ""),
        *(
            (
                text(f"money.part.{part}"),
                float(answer.parts[part]),
                text(f"money.part_means.{part}"),
            )
            for part in told(answer)
            if part in answer.parts
        ),
        (text("money.part.after"), _float(answer.after), ""),
    ]
    schema = {"part": pl.String, "money": pl.Float64, "words": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _part(key: str, part: Part, answer: Change, text: Text) -> str:
    amount = money(abs(answer.parts[part]), text)
    return text(f"money.change.{key}", part=text(f"money.part.{part}"), amount=amount)


def _end(name: str, amount: Decimal, text: Text) -> dict[str, Any]:
    return {
        **dict.fromkeys(STEPS),
        "label": text(f"money.part.{name}"),
        "figure": money(amount, text),
        "start": 0.0,
        "end": float(amount),
        "kind": "whole",
        "sentence": money(amount, text),
    }


def _signed(amount: Decimal, text: Text) -> str:
    return f"+{money(amount, text)}" if amount > 0 else money(amount, text)


def _span(first: Any, last: Any, text: Text) -> str:
    ends = {"first": fmt.month(first, text.lang), "last": fmt.month(last, text.lang)}
    return ends["first"] if first == last else text("common.from_to", **ends)


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
