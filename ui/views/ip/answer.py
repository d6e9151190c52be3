"""The first lines of the IP page: how much hangs on one, who stays, what that costs; and what the
sheets leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ip.base import WINDOW
from ui import format as fmt
from ui.views.ip.names import listed_names, reason, spoken_ip
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.ip.chain import Chain
    from analytics.ip.report import Brought
    from analytics.ip.stays import Cell
    from ui.text import Text


def headline(answer: Brought, text: Text) -> str:
    """Who brings most of the customers of IPs, and whether the rest would be spread more evenly."""
    if answer.refusal is not None:
        return text("ip.head.none", reason=reason(answer.refusal, text))
    held = answer.dependence
    if held.refusal is not None or held.largest is None:
        why = "" if held.refusal is None else reason(held.refusal, text)
        n = fmt.count(answer.total, text.lang)
        return text("ip.head.refused", n=n, reason=why)
    return text(
        "ip.head.largest",
        ip=spoken_ip(held.largest, answer.roster),
        share=fmt.percent(held.share.value, text.lang, 0),
        range=fmt.interval(held.share.low, held.share.high, text.lang, rate=True),
        without=text(f"ip.without.{held.without}"),
    )


def badge(answer: Brought) -> str:
    """How sure: sound where nothing is refused and the verdict is told."""
    if answer.refusal is not None or answer.dependence.refusal is not None:
        return "insufficient"
    return "indicative" if answer.dependence.without == "cannot_tell" else "sound"


def under(answer: Brought, currency: str | None, text: Text) -> str:
    """Whose people stay, and what one who stays costs."""
    if answer.refusal is not None:
        return ""
    return joined([*_staying(answer, text), *_costs(answer, currency, text)], text)


def _staying(answer: Brought, text: Text) -> list[str]:
    stays, mean = answer.stays, answer.stays.mean.back
    if stays.refusal is not None:
        return [text("ip.under.few", reason=reason(stays.refusal, text))]
    if mean.value is None:
        return []
    facts = {"days": WINDOW, "mean": fmt.percent(mean.value, text.lang, 0)}
    apart = [cell for cell in stays.whole if _is_apart(cell, answer)]
    if not apart:
        spread = fmt.interval(mean.low, mean.high, text.lang, rate=True)
        return [text("ip.under.alike", range=spread, **facts)]
    return [
        text(
            "ip.under.apart_less"
            if (cell.back.value or 0.0) < mean.value
            else "ip.under.apart_more",
            ip=spoken_ip(cell.ip, answer.roster),
            rate=fmt.percent(cell.back.value, text.lang, 0),
            range=fmt.interval(cell.back.low, cell.back.high, text.lang, rate=True),
            **facts,
        )
        for cell in sorted(apart, key=lambda cell: cell.back.value or 0.0)[:1]
    ]


def _is_apart(cell: Cell, answer: Brought) -> bool:
    standing = answer.stays.of(cell.ip)
    return standing is not None and standing.is_apart and cell.back.value is not None


def _costs(answer: Brought, currency: str | None, text: Text) -> list[str]:
    priced = costed(answer.chains)
    if not priced:
        return []
    facts = {
        key: value
        for name, key, chain in (("cheap", "low", priced[0]), ("dear", "high", priced[-1]))
        for key, value in (
            (name, spoken_ip(chain.ip, answer.roster)),
            (key, fmt.money(chain.per_kept.value, text.lang, currency, whole=True)),
        )
    }
    code = "ip.under.costs" if len(priced) > 1 else "ip.under.cost_one"
    sentences = [text(code, **facts)]
    left = answer.spending.left
    if left is not None:
        money = fmt.money(left, text.lang, currency, whole=True)
        sentences.append(text("ip.under.left", days=WINDOW, left=money))
    return sentences


def costed(chains: Sequence[Chain]) -> list[Chain]:
    """The IPs whose kept customers have a price, cheapest first."""
    priced = [chain for chain in chains if chain.per_kept.value is not None]
    return sorted(priced, key=lambda chain: (chain.per_kept.value or 0.0, chain.ip))


def faults(answer: Brought, text: Text) -> list[str]:
    """What the sheets leave open, a sentence each, with how many and which."""
    own = answer.roster.faults
    lists: tuple[tuple[str, Sequence[str], int | None], ...] = (
        ("shared_codes", own.shared_codes, sum(answer.shared.values())),
        ("unowned", list(answer.unowned), sum(answer.unowned.values())),
        ("several_platforms", own.several_platforms, None),
        ("two_kinds", own.two_kinds, None),
        ("spellings", [" / ".join(ways) for ways in own.spellings], None),
    )
    sentences = [
        text(
            f"ip.fault.{code}",
            n=fmt.count(len(names), text.lang),
            names=listed_names(names, text),
            **({} if people is None else {"people": fmt.count(people, text.lang)}),
        )
        for code, names, people in lists
        if names
    ]
    rows = {
        "nameless": own.nameless,
        "undated": own.undated,
        "engaged_above_reach": own.engaged_above_reach,
        "negative_costs": own.negative_costs,
    }
    return sentences + [
        text(f"ip.fault.{code}", n=fmt.count(count, text.lang))
        for code, count in rows.items()
        if count
    ]
