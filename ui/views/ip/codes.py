"""Codes: which leak, which nobody owns, and who uses each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.ip.names import ip_name, listed_names, reason, remedy, spoken_ip
from ui.views.ip.who import in_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.ip.leaks import CodeUse
    from analytics.ip.roster import Roster
    from ui.text import Text

USES = {
    "code": pl.String,
    "ip": pl.String,
    "orders": pl.Int64,
    "existing": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "verdict": pl.String,
}


def sentences(uses: Sequence[CodeUse], roster: Roster, text: Text) -> list[str]:
    """What shows of leaks, a sentence each; then what cannot be seen, and whose codes nobody
    knows."""
    if not uses:
        return [text("ip.code.none")]
    leaks = [sentence for use in uses for sentence in _leaks(use, roster, text)]
    unowned = [use.code for use in uses if use.is_unowned]
    said = leaks or [text("ip.code.clean")]
    said += _unseen(uses, text)
    if unowned:
        said.append(text("ip.code.unowned", names=listed_names(unowned, text)))
    return said


def _leaks(use: CodeUse, roster: Roster, text: Text) -> list[str]:
    facts = {"code": literal(use.code), "ip": "" if use.ip is None else spoken_ip(use.ip, roster)}
    leaks = []
    if use.jump is not None and use.has_jumped:
        jump = {
            "week": fmt.day(use.jump.week_on, text.lang),
            "orders": fmt.count(use.jump.orders, text.lang),
            "usual": fmt.number(use.jump.usual, text.lang, 1),
        }
        leaks.append(text("ip.code.jumped", **facts, **jump))
    if use.is_of_old:
        span = fmt.interval(use.existing.low, use.existing.high, text.lang, rate=True)
        share = fmt.percent(use.existing.value, text.lang, 0)
        leaks.append(text("ip.code.of_old", share=share, range=span, **facts))
    return leaks


def _unseen(uses: Sequence[CodeUse], text: Text) -> list[str]:
    """Codes of which a jump cannot be seen, by reason, with what would end it."""
    by_reason: dict[str, list[CodeUse]] = {}
    for use in uses:
        if use.jump_refusal is not None:
            by_reason.setdefault(use.jump_refusal.code, []).append(use)
    answers = []
    for silent in by_reason.values():
        refusal = silent[0].jump_refusal
        if refusal is not None:
            facts = {
                "n": fmt.count(len(silent), text.lang),
                "names": listed_names([use.code for use in silent], text),
                "reason": reason(refusal, text),
            }
            answers += [text("ip.code.unseen", **facts), remedy(refusal, text)]
    return answers


def table(uses: Sequence[CodeUse], roster: Roster, text: Text) -> pl.DataFrame:
    """One row per code: code, ip, orders, existing, low, high (per cent), verdict."""
    rows = [
        {
            "code": use.code,
            "ip": "" if use.ip is None else ip_name(use.ip, roster),
            "orders": use.orders,
            "existing": in_percent(use.existing.value),
            "low": in_percent(use.existing.low),
            "high": in_percent(use.existing.high),
            "verdict": text(f"ip.code.verdict_{_verdict(use)}"),
        }
        for use in uses
    ]
    return pl.DataFrame(rows, schema=USES)


def _verdict(use: CodeUse) -> str:
    if use.is_unowned:
        return "unowned"
    if use.has_jumped:
        return "jumped"
    return "old" if use.is_of_old else "clean"
