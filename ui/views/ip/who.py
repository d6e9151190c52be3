"""Who brings whom and who stays: the matrix of IPs and platforms, its sentence and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import KINDS, WINDOW
from ui import format as fmt
from ui.views.ip.names import (
    ip_name,
    kind_name,
    platform_name,
    reason,
    spoken_ip,
    spoken_platform,
)

if TYPE_CHECKING:
    from analytics.ip.report import Brought
    from analytics.ip.stays import Cell
    from ui.text import Text

HUNDRED = 100
MATRIX = {
    "ip": pl.String,
    "kind": pl.String,
    "platform": pl.String,
    "new": pl.Int64,
    "gap": pl.Float64,
    "sentence": pl.String,
}
"""One row per cell; `gap`: its share back less that of all (0-1), null where it is refused."""


def matrix(answer: Brought, text: Text) -> pl.DataFrame:
    """Rows of MATRIX, IPs by kind and then by customers, platforms by customers."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    totals = {cell.ip: cell.new for cell in answer.stays.whole}
    cells = sorted(
        answer.stays.cells,
        key=lambda cell: (
            order.get(answer.roster.kinds.get(cell.ip, "personal"), len(order)),
            -totals[cell.ip],
            cell.ip,
            -cell.new,
        ),
    )
    return pl.DataFrame([_row(cell, answer, text) for cell in cells], schema=MATRIX)


def _row(cell: Cell, answer: Brought, text: Text) -> dict[str, object]:
    mean, own = answer.stays.mean.back.value, cell.back.value
    facts = {
        "platform": platform_name(cell.platform, answer.roster, text),
        "n": fmt.count(cell.new, text.lang),
    }
    if own is None and cell.refusal is not None:
        sentence = text("ip.matrix.hover_few", reason=reason(cell.refusal, text), **facts)
    else:
        sentence = text(
            "ip.matrix.hover",
            days=WINDOW,
            rate=fmt.percent(own, text.lang),
            range=fmt.interval(cell.back.low, cell.back.high, text.lang, rate=True, digits=1),
            drawn=fmt.percent(cell.drawn, text.lang),
            **facts,
        )
    return {
        "ip": ip_name(cell.ip, answer.roster),
        "kind": kind_name(cell.ip, answer.roster, text),
        "platform": facts["platform"],
        "new": cell.new,
        "gap": None if own is None or mean is None else own - mean,
        "sentence": sentence,
    }


def sentence(answer: Brought, text: Text) -> str:
    """The cell that brings most, beside all IP customers."""
    cell, mean = answer.stays.cells[0], answer.stays.mean.back.value
    facts = {
        "ip": spoken_ip(cell.ip, answer.roster),
        "platform": spoken_platform(cell.platform, answer.roster, text),
        "n": fmt.count(cell.new, text.lang),
        "days": WINDOW,
    }
    if cell.back.value is None or mean is None:
        return text("ip.matrix.sentence_few", **facts)
    rates = {"rate": cell.back.value, "mean": mean}
    shown = {name: fmt.percent(rate, text.lang) for name, rate in rates.items()}
    return text("ip.matrix.sentence", **facts, **shown)


def table(answer: Brought, text: Text) -> pl.DataFrame:
    """One row for all IPs, one per IP on all platforms, and one per IP and platform: ip, kind,
    platform ("" for all), new, at_risk, back, low, high, drawn, alike, discount (per cent; null
    where refused)."""
    everybody = {"ip": text("ip.matrix.all"), "kind": ""}
    rows = [_table_row(answer.stays.mean, answer, text, "") | everybody]
    rows += [_table_row(cell, answer, text, "") for cell in answer.stays.whole]
    rows += [
        _table_row(cell, answer, text, platform_name(cell.platform, answer.roster, text))
        for cell in answer.stays.cells
    ]
    shares = dict.fromkeys(("back", "low", "high", "drawn", "alike", "discount"), pl.Float64)
    texts = dict.fromkeys(("ip", "kind", "platform"), pl.String)
    return pl.DataFrame(rows, schema={**texts, "new": pl.Int64, "at_risk": pl.Int64, **shares})


def _table_row(cell: Cell, answer: Brought, text: Text, platform: str) -> dict[str, object]:
    standing = None if platform else answer.stays.of(cell.ip)
    shares = {
        "back": cell.back.value,
        "low": cell.back.low,
        "high": cell.back.high,
        "drawn": cell.drawn,
        "alike": None if standing is None else standing.alike,
        "discount": None if standing is None else standing.discount,
    }
    return {
        "ip": ip_name(cell.ip, answer.roster),
        "kind": kind_name(cell.ip, answer.roster, text),
        "platform": platform,
        "new": cell.new,
        "at_risk": cell.at_risk,
        **{name: in_percent(share) for name, share in shares.items()},
    }


def in_percent(share: float | None) -> float | None:
    """A share 0-1 in per cent, with one decimal."""
    return None if share is None else round(HUNDRED * share, 1)


def discounts(answer: Brought, text: Text) -> list[str]:
    """How far first orders went below list prices, and whether rates can be compared."""
    parts = [
        text(
            "ip.stay.discount_of",
            ip=spoken_ip(standing.ip, answer.roster),
            depth=fmt.percent(standing.discount, text.lang),
        )
        for standing in answer.stays.standings
        if standing.discount is not None
    ]
    if not parts:
        return []
    sentence = text("ip.stay.discount", parts=text("common.and").join(parts))
    return [sentence, text("ip.stay.unlike" if answer.stays.unlike else "ip.stay.like")]


def curve_rows(curves: pl.DataFrame, answer: Brought) -> pl.DataFrame:
    """The curves under the names of their IPs."""
    named = {ip: ip_name(ip, answer.roster) for ip in curves["group"].unique().to_list()}
    return curves.with_columns(pl.col("group").replace_strict(named, return_dtype=pl.String))


def curve_sentence(answer: Brought, text: Text) -> str:
    """Where each curve stands on the last day of the window."""
    ranked = {standing.ip for standing in answer.stays.standings}
    parts = [
        text(
            "ip.stay.curve_of",
            ip=spoken_ip(cell.ip, answer.roster),
            rate=fmt.percent(cell.back.value, text.lang),
        )
        for cell in answer.stays.whole
        if cell.ip in ranked and cell.back.value is not None
    ]
    return text("ip.stay.curve_sentence", days=WINDOW, parts=text("common.and").join(parts))
