"""Is the own repeat what a brand of its size may expect in its category?

What is expected is a panel's: people of the category, who buy everywhere. What is observed is one
shop's: people who bought there. The two are put side by side, and the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from analytics.market import dirichlet, panels
from analytics.market.base import LEAST_BRANDS, LEAST_BUYERS, Refusal
from analytics.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.market.panels import Faults, Panel
    from analytics.storage.versions import Store

Verdict = Literal["higher", "normal", "lower", "cannot_tell"]
CURVE = 40
"""Points of the curve of what is expected."""


@dataclass(frozen=True)
class BrandNorm:
    """A brand of the sheet: share and penetration as given (0-1; None where not), the S that fits
    it alone (None where none does), and what is expected at the common S; `low` and `high` are its
    repeat at the least and the greatest S of the brands."""

    name: str
    share: float
    observed_penetration: float | None
    spread: float | None
    expected: dirichlet.Brand
    low: float
    high: float


@dataclass(frozen=True)
class Norm:
    """What is expected of each brand of a panel, and the own repeat beside it.

    `spread` is the mean of the brands' S by their shares, `spreads` the least and the greatest.
    `curve` are penetration, repeat, and repeat at either S, of ever larger brands. `observed` is
    the share of the customers of `days` days who bought again in the next as many; `verdict` says
    where all of its interval lies of the range expected of `own`.
    """

    brands: tuple[str, ...]
    panel: Panel | None = None
    refusal: Refusal | None = None
    market: dirichlet.Category | None = None
    spread: float | None = None
    spreads: tuple[float, float] | None = None
    norms: tuple[BrandNorm, ...] = ()
    curve: tuple[tuple[float, float, float, float], ...] = ()
    own: BrandNorm | None = None
    observed: Estimate | None = None
    own_refusal: Refusal | None = None
    verdict: Verdict | None = None
    faults: Faults | None = None


def norm(store: Store, version: str, filters: Filters, brand: str = "") -> Norm:
    """The panel of `brand`, else that with most brands. Without a brand nothing is compared
    (`own_refusal` no_brand); a name that is in no panel is refused as `other_name`."""
    sheet = panels.rows(store, version)
    if sheet is None or sheet.is_empty():
        return Norm((), refusal=Refusal("no_market"))
    every, faults = panels.panels(sheet)
    names = tuple(dict.fromkeys(name for panel in every for name in panel.brands["brand"]))
    if not every:
        return Norm(names, refusal=Refusal("no_period"), faults=faults)
    panel = next((panel for panel in every if brand in panel.brands["brand"]), every[0])
    answer = of_panel(panel, names, faults)
    if answer.refusal is not None:
        return answer
    own = next((each for each in answer.norms if each.name == brand), None)
    if own is None:
        code = Refusal("other_name" if brand else "no_brand")
        return replace(answer, own_refusal=code)
    observed, refusal = own_repeat(store, version, filters, panel.days)
    verdict = None if refusal is not None else _verdict(observed, own)
    return replace(answer, own=own, observed=observed, own_refusal=refusal, verdict=verdict)


def of_panel(panel: Panel, names: tuple[str, ...], faults: Faults) -> Norm:
    """What is expected of the brands of a panel, without anybody's own repeat."""

    def refused(refusal: Refusal) -> Norm:
        return Norm(names, panel, refusal, faults=faults)

    if panel.brands.height < LEAST_BRANDS:
        return refused(Refusal("few_brands", panel.brands.height, LEAST_BRANDS))
    bought_by, rate = panel.penetration, panel.rate
    if bought_by is None or rate is None or not 0 < bought_by < 1 or rate <= 0:
        return refused(Refusal("no_category"))
    market = dirichlet.category(bought_by, rate)
    if market is None:
        return refused(Refusal("low_rate"))
    rows = list(panel.brands.iter_rows())
    spreads = [
        None if bought is None else dirichlet.spread(market, share, bought)
        for _, share, bought in rows
    ]
    fitted = [
        (share, alike)
        for (_, share, _), alike in zip(rows, spreads, strict=True)
        if alike is not None
    ]
    if len(fitted) < LEAST_BRANDS:
        return refused(Refusal("no_fit", len(fitted), LEAST_BRANDS))
    common = sum(share * alike for share, alike in fitted) / sum(share for share, _ in fitted)
    ends = (min(alike for _, alike in fitted), max(alike for _, alike in fitted))
    norms = tuple(
        _norm(market, row, alike, common, ends) for row, alike in zip(rows, spreads, strict=True)
    )
    return Norm(
        names,
        panel,
        market=market,
        spread=common,
        spreads=ends,
        norms=norms,
        curve=_curve(market, max(share for _, share, _ in rows), common, ends),
        faults=faults,
    )


def own_repeat(
    store: Store, version: str, filters: Filters, days: int
) -> tuple[Estimate, Refusal | None]:
    """The share of the customers of `days` days who bought again in the `days` that follow, the
    last of the data or of the period looked at; with Wilson's interval."""
    parameters = {name: filters.params()[name] for name in ("channels", "products")}
    [row] = store.run(
        "market/repeat", version, days=days, last_on=filters.last_on, **parameters
    ).to_dicts()
    share = wilson(row["repeaters"], row["buyers"])
    if row["known_from"] is None:
        return share, Refusal("no_customers")
    since = max(row["known_from"], filters.start or row["known_from"])
    length = (row["ends_on"] - since + timedelta(days=1)).days
    if length < 2 * days:
        return share, Refusal("short_history", max(length, 0), 2 * days)
    if row["buyers"] < LEAST_BUYERS:
        return share, Refusal("few_buyers", row["buyers"], LEAST_BUYERS)
    return share, None


def _norm(
    market: dirichlet.Category,
    row: tuple[str, float, float | None],
    alike: float | None,
    common: float,
    ends: tuple[float, float],
) -> BrandNorm:
    name, share, bought_by = row
    # At a greater S buyers of a brand share their purchases out more: they are more, and fewer of
    # them come back.
    repeats = [dirichlet.expected(market, share, end).repeat for end in ends]
    at_common = dirichlet.expected(market, share, common)
    return BrandNorm(name, share, bought_by, alike, at_common, min(repeats), max(repeats))


def _curve(
    market: dirichlet.Category, largest: float, common: float, ends: tuple[float, float]
) -> tuple[tuple[float, float, float, float], ...]:
    points = []
    for step in range(CURVE):
        share = largest * (step + 1) / CURVE
        middle = dirichlet.expected(market, share, common)
        sides = sorted(dirichlet.expected(market, share, end).repeat for end in ends)
        points.append((middle.penetration, middle.repeat, sides[0], sides[1]))
    return tuple(points)


def _verdict(observed: Estimate, own: BrandNorm) -> Verdict:
    if observed.low is None or observed.high is None:
        return "cannot_tell"
    if observed.low > own.high:
        return "higher"
    if observed.high < own.low:
        return "lower"
    is_inside = own.low <= observed.low and observed.high <= own.high
    return "normal" if is_inside else "cannot_tell"
