"""The Repurchase page: cohorts and curves as frames and sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.repurchase.cohorts import Cell, accumulated
from analytics.repurchase.repurchase import AGAIN
from analytics.stats.intervals import Estimate, difference
from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.filters import Filters
    from analytics.repurchase.repurchase import Again
    from analytics.storage.versions import Manifest
    from ui.text import Text

SHOWS = ("rate", "customers", "orders", "revenue", "worth")
GROUPINGS = ("all", "channel", "domain", "mode", "social_model", "category", "referrer_kind")
SOON = 90
FEW = 30
LATER = 3
FEWEST = 2
MOST_CURVES = 8
CODED = ("domain", "mode", "social_model", "referrer_kind")


def groupings(manifest: Manifest) -> list[str]:
    """The groupings this dataset can answer."""
    about = manifest.about
    is_available = {
        "all": True,
        "channel": about["count_channels"] > 1,
        "domain": about["count_domain_lines"] > 0,
        "mode": about["count_domain_lines"] > 0,
        "social_model": about["count_domain_lines"] > 0,
        "category": about["count_product_lines"] > 0,
        "referrer_kind": about["count_referrer_lines"] > 0,
    }
    return [name for name in GROUPINGS if is_available[name]]


def agains(manifest: Manifest) -> dict[str, Again]:
    """The definitions of repurchase this dataset can answer."""
    about = manifest.about
    is_available = {
        "any": True,
        "same_product": about["count_product_lines"] > 0,
        "same_channel": about["count_channels"] > 1,
        "full_price": about["count_list_price_lines"] > 0,
    }
    return {code: code for code in AGAIN if is_available[code]}


def triangle_sentence(cells: pl.DataFrame, mean: pl.DataFrame, grain: str, text: Text) -> str:
    """The mean return rate one and three periods later, and the cohort with the highest."""
    rates = dict(zip(mean["index"], mean["rate"], strict=True))
    eligible = dict(zip(mean["index"], mean["eligible"], strict=True))
    if 1 not in rates:
        return text("repurchase.triangle_young")
    later_index = max(index for index in rates if index <= LATER)
    unit = text(f"repurchase.unit.{grain}")
    sentence = text(
        "repurchase.triangle_sentence",
        first=fmt.percent(rates[1], text.lang),
        n=fmt.count(eligible[1], text.lang),
        unit=unit,
    )
    sentences = [sentence]
    if later_index > 1:
        later_rate = fmt.percent(rates[later_index], text.lang)
        sentences.append(
            text("repurchase.triangle_later", unit=unit, later=later_index, then=later_rate)
        )
    return joined([*sentences, *_best_cohort(cells, grain, text)], text)


def worth_sentence(cells: pl.DataFrame, grain: str, text: Text) -> str:
    """Cumulative amount per customer in the first period and at the last age with at least FEW
    customers."""
    complete = accumulated(cells).filter(pl.col("is_complete"))
    if complete.is_empty():
        return text("repurchase.triangle_young")
    sums = (
        complete.with_columns(money=pl.col("worth") * pl.col("size"))
        .group_by("index")
        .agg(worth=pl.col("money").sum() / pl.col("size").sum(), size=pl.col("size").sum())
        .sort("index")
    )
    solid = sums.filter(pl.col("size") >= FEW)
    basis = solid if solid.height else sums
    first, last = basis.row(0, named=True), basis.row(-1, named=True)
    return text(
        "repurchase.worth_sentence",
        first=fmt.count(first["worth"], text.lang),
        last=fmt.count(last["worth"], text.lang),
        index=last["index"],
        unit=text(f"repurchase.unit.{grain}"),
        n=fmt.count(last["size"], text.lang),
    )


def cell_title(cell: Cell, shown: int, text: Text) -> str:
    """The title of the list of a cell's customers."""
    return text(
        "repurchase.cell_title" if cell.index else "repurchase.cell_title_first",
        cohort=fmt.period(cell.cohort, cell.grain, text.lang),
        unit=text(f"repurchase.unit.{cell.grain}"),
        index=cell.index,
        n=fmt.count(shown, text.lang),
    )


def _best_cohort(cells: pl.DataFrame, grain: str, text: Text) -> list[str]:
    """The cohort with the highest rate in the period after its first, of those with at least FEW
    customers; empty with fewer than FEWEST such cohorts."""
    first = cells.filter((pl.col("index") == 1) & pl.col("is_complete") & (pl.col("size") >= FEW))
    if first.height < FEWEST:
        return []
    best = first.sort("rate", "cohort", descending=[True, False]).row(0, named=True)
    cohort = fmt.period(best["cohort"], grain, text.lang)
    rate = fmt.percent(best["rate"], text.lang)
    return [text("repurchase.triangle_best", cohort=cohort, rate=rate)]


def later(mean: pl.DataFrame) -> pl.DataFrame:
    """The mean without the period of acquisition, where it is 100 % by definition."""
    return mean.filter(pl.col("index") > 0)


def ages_sentence(mean: pl.DataFrame, grain: str, text: Text) -> str:
    """The age with the highest mean rate, and the mean rate at the last age."""
    periods = later(mean)
    solid = periods.filter(pl.col("eligible") >= FEW)
    basis = solid if solid.height else periods
    peak = basis.sort("rate", "index", descending=[True, False]).row(0, named=True)
    last = basis.row(-1, named=True)
    return text(
        "repurchase.ages_sentence",
        unit=text(f"repurchase.unit.{grain}"),
        peak=peak["index"],
        peak_rate=fmt.percent(peak["rate"], text.lang),
        last=last["index"],
        last_rate=fmt.percent(last["rate"], text.lang),
        n=fmt.count(last["eligible"], text.lang),
    )


def curve(curves: pl.DataFrame, by: str, text: Text) -> pl.DataFrame:
    """The curves under displayed group names."""
    names = {code: group_name(code, by, text) for code in curves["group"].unique()}
    return curves.with_columns(
        pl.col("group").replace_strict(names, return_dtype=pl.String).alias("group")
    )


def group_name(code: str, by: str, text: Text) -> str:
    """The displayed name of a group; "" is "not given"."""
    if by == "all":
        return text("repurchase.everyone")
    if code == "":
        return text("common.not_given")
    return text(f"common.{by}_{code}") if by in CODED else code


def curve_sentence(groups: pl.DataFrame, within: pl.DataFrame, by: str, text: Text) -> str:
    """One curve: the rate at 90 days and the median days to return. Several: the difference at 90
    days between the highest and the lowest group."""
    measured = within.filter((pl.col("days") == SOON) & pl.col("rate").is_not_null())
    if measured.is_empty():
        return text("repurchase.curve_young")
    if groups.height == 1:
        row = measured.row(0, named=True)
        median = groups["median_days"][0]
        key = "repurchase.curve_median" if median is not None else "repurchase.curve_no_median"
        sentence = text("repurchase.curve_sentence", **_rate_facts(row, text))
        return joined([sentence, text(key, days=fmt.count(median, text.lang))], text)
    ranked = measured.filter(pl.col("eligible") >= FEW).sort(
        "rate", "group", descending=[True, False]
    )
    if ranked.height < FEWEST:
        return text("repurchase.curve_few")
    best, worst = ranked.row(0, named=True), ranked.row(-1, named=True)
    change = difference(_estimate(best), _estimate(worst))
    is_apart = change.low is not None and change.low > 0
    sentence = text(
        "repurchase.curve_apart" if is_apart else "repurchase.curve_close",
        points=fmt.number(_hundredfold(fmt.rates_apart(best["rate"], worst["rate"])), text.lang, 1),
        change=fmt.interval(
            _hundredfold(change.low), _hundredfold(change.high), text.lang, digits=1
        ),
        best=literal(group_name(best["group"], by, text)),
        best_rate=fmt.percent(best["rate"], text.lang),
        best_interval=fmt.interval(best["low"], best["high"], text.lang, rate=True, digits=1),
        worst=literal(group_name(worst["group"], by, text)),
        worst_rate=fmt.percent(worst["rate"], text.lang),
        worst_interval=fmt.interval(worst["low"], worst["high"], text.lang, rate=True, digits=1),
    )
    left_out = max(0, groups.height - MOST_CURVES)
    rest = [text("repurchase.curve_left_out", count=left_out)] if left_out else []
    return joined([sentence, *rest], text)


def _estimate(row: Mapping[str, float]) -> Estimate:
    return Estimate(row["rate"], row["low"], row["high"], int(row["eligible"]))


def _hundredfold(rate: float | None) -> float | None:
    return None if rate is None else 100 * rate


def _rate_facts(row: Mapping[str, float], text: Text) -> dict[str, str]:
    return {
        "rate": fmt.percent(row["rate"], text.lang),
        "interval": fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1),
        "n": fmt.count(row["eligible"], text.lang),
    }


def within_sentence(within: pl.DataFrame, text: Text) -> str:
    """The return rate in the shortest and in the longest window with at least FEW customers."""
    measured = within.filter(pl.col("rate").is_not_null()).sort("days")
    if measured.is_empty():
        return text("repurchase.within_none")
    solid = measured.filter(pl.col("eligible") >= FEW)
    basis = solid if solid.height else measured
    first, last = basis.row(0, named=True), basis.row(-1, named=True)
    if basis.height == 1:
        return text("repurchase.within_one", days=last["days"], **_rate_facts(last, text))
    return text(
        "repurchase.within_sentence",
        first_days=first["days"],
        first=fmt.percent(first["rate"], text.lang),
        last_days=last["days"],
        last=fmt.percent(last["rate"], text.lang),
        interval=_rate_facts(last, text)["interval"],
        n=fmt.count(last["eligible"], text.lang),
    )


def formulas(part: str, filters: Filters, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows."""
    suffix = "purchases" if filters.products else "cube"
    queries = {
        "back": ("within", "within"),
        "days": ("counts", "days"),
        "groups": ("counts", "curve"),
        "trend": ("within", "trend"),
        "cohorts": (f"cohorts_from_{suffix}", "triangle"),
        "steps": ("steps", "steps"),
        "products": ("reorder_waits", "products"),
        "defined": ("under_definitions", "defined"),
    }
    if part == "market":
        return {"market/repeat": text("repurchase.formula_market")}
    query, name = queries[part]
    return {f"repurchase/{query}": text(f"repurchase.formula_{name}")}


def citation(manifest: Manifest, text: Text, title: str) -> str:
    """One line to paste beside a figure of the page of this title: data, as-of day, fingerprint."""
    return text(
        "repurchase.citation",
        title=title,
        as_of=fmt.day(date.fromisoformat(manifest.about["as_of"]), text.lang),
        fingerprint=manifest.fingerprint[:12],
    )


def guests_sentence(groups: pl.DataFrame, text: Text) -> str:
    """The share of guest purchases, which this page leaves out; "" without any."""
    share = groups["guests_share"].drop_nulls()
    if share.is_empty() or not share[0]:
        return ""
    return text("repurchase.guests", share=fmt.percent(share[0], text.lang))
