"""What a customer who stays costs, and the chain from reached to stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import WINDOW
from ui import format as fmt
from ui.views.ip.answer import costed
from ui.views.ip.names import ip_name, reason, remedy, spoken_ip
from ui.views.ip.who import in_percent

if TYPE_CHECKING:
    from analytics.ip.chain import Chain
    from analytics.ip.report import Brought
    from ui.text import Text


def dots(answer: Brought, currency: str | None, text: Text) -> pl.DataFrame:
    """One row per IP, cheapest first, those without a price last: label, value, low, high, figure,
    sentence, reason (null unless refused)."""
    priced = costed(answer.chains)
    rest = [chain for chain in answer.chains if chain.per_kept.value is None]
    rows = [_dot(chain, answer, currency, text) for chain in (*priced, *rest)]
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    texts = dict.fromkeys(("label", "figure", "sentence", "reason"), pl.String)
    return pl.DataFrame(rows, schema={"label": pl.String, **numbers, **texts})


def _dot(chain: Chain, answer: Brought, currency: str | None, text: Text) -> dict[str, object]:
    price, silent = chain.per_kept, None
    if chain.refusal is not None:
        silent = reason(chain.refusal, text)
        sentence = silent
    else:
        sentence = text(
            "ip.cost.hover",
            cost=_money(price.value, currency, text),
            range=_span(chain, text),
            total=_money(chain.cost, currency, text),
            kept=fmt.count(chain.kept, text.lang),
        )
    return {
        "label": ip_name(chain.ip, answer.roster),
        "value": price.value,
        "low": price.low,
        "high": price.high,
        "figure": None if silent else _money(price.value, currency, text),
        "sentence": sentence,
        "reason": silent,
    }


def _money(amount: float | None, currency: str | None, text: Text) -> str:
    return fmt.money(amount, text.lang, currency, whole=True)


def _span(chain: Chain, text: Text) -> str:
    return fmt.interval(chain.per_kept.low, chain.per_kept.high, text.lang)


def sentence(answer: Brought, currency: str | None, text: Text) -> str:
    """The price of a customer who stays, IP by IP, cheapest first."""
    parts = [
        text(
            "ip.cost.part",
            ip=spoken_ip(chain.ip, answer.roster),
            cost=_money(chain.per_kept.value, currency, text),
            range=_span(chain, text),
        )
        for chain in costed(answer.chains)
    ]
    if not parts:
        return text("ip.cost.nothing")
    return text("ip.cost.sentence", parts=text("common.and").join(parts))


def left_mark(answer: Brought, currency: str | None, text: Text) -> tuple[str, float] | None:
    """The name and height of the line of what a kept customer leaves; None where none is known."""
    left = answer.spending.left
    if left is None or left <= 0:
        return None
    return text("ip.cost.left_mark", days=WINDOW, left=_money(left, currency, text)), left


def spending(answer: Brought, currency: str | None, text: Text) -> list[str]:
    """What a kept customer pays and leaves."""
    own = answer.spending
    if own.paid is None:
        return []
    facts = {"days": WINDOW, "paid": _money(own.paid, currency, text)}
    if own.left is None:
        return [text("ip.cost.pays_only", **facts)]
    return [text("ip.cost.pays", left=_money(own.left, currency, text), **facts)]


def remedies(answer: Brought, text: Text) -> list[str]:
    """What would give prices to IPs that have none, each once."""
    silent = [chain.refusal for chain in answer.chains if chain.refusal is not None]
    return list(dict.fromkeys(remedy(refusal, text) for refusal in silent))


def chain_table(answer: Brought) -> pl.DataFrame:
    """One row per IP: touchpoints, reach, engaged, engagement (per cent), new, back (per cent),
    kept, cost, per_kept, low, high; null where nothing is known or it is refused."""
    rows = [
        {
            "ip": ip_name(chain.ip, answer.roster),
            "touchpoints": chain.touchpoints,
            "reach": chain.reach,
            "engaged": chain.engaged,
            "engagement": in_percent(chain.engagement),
            "new": chain.new,
            "back": None if chain.back is None else in_percent(chain.back.back.value),
            "kept": None if chain.kept is None else round(chain.kept),
            "cost": _rounded(chain.cost),
            "per_kept": _rounded(chain.per_kept.value),
            "low": _rounded(chain.per_kept.low),
            "high": _rounded(chain.per_kept.high),
        }
        for chain in answer.chains
    ]
    shares = ("engagement", "back")
    names = list(rows[0]) if rows else ["ip"]
    kinds = {
        name: pl.String if name == "ip" else pl.Float64 if name in shares else pl.Int64
        for name in names
    }
    return pl.DataFrame(rows, schema=kinds)


def _rounded(amount: float | None) -> int | None:
    return None if amount is None else round(amount)
