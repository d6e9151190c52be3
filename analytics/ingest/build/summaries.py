"""Parts of one import that only add up the lines of others: a sheet of months beside the orders.

Such a part names no order or no customer, and its money equals that of other parts in every day,
every month, or of every customer or product they share. It has fewer lines than those it sums up;
or as many, where only theirs are named. Money can agree by chance, so it takes several lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.ingest.build import parse_issues, under_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from pathlib import Path

    from analytics.ingest.build.parts import Context

MOST_LINES = 20_000
"""A longer part is a list of lines, whatever it comes to."""
MIN_SHARE = 0.9
"""Share of the shorter side's periods that the other has too."""
CERTAIN_PERIODS = 5
"""So many days or months of equal money leave no doubt, even where the summary splits them by
channel and so has more lines than the orders it sums up."""
GRAINS = ("day", "month", "customer", "product")
DATED = GRAINS[:2]
BIT = "ordered_at.summary_line"


Sums = dict[str, tuple[int, int, int]]
"""Day, month, customer or product -> lines, money and money before refunds in cents."""


def set_aside(context: Context, reports: Sequence[dict[str, Any]]) -> list[str]:
    """Set aside the parts that sum up others; their keys.

    Their reports are brought up to date in place: `summary_of` are the keys of the parts whose
    lines such a part adds up.
    """
    counts = {
        report["key"]: report["rows_kept"]
        for report in reports
        if report["table"] == "orders" and report["rows_kept"] and not report["keeps_repeats"]
    }
    summaries = _summaries(context, counts)
    for report in reports:
        if report["key"] in summaries:
            path = _path(context, report["key"])
            under_tables.mark(context, path, [(0, 1 << 62)], BIT)
            report["rows_set_aside"] += report["rows_kept"]
            report["rows_kept"] = 0
            report["summary_of"] = summaries[report["key"]]
    return list(summaries)


def _path(context: Context, key: str) -> Path:
    return context.folder / f"orders-{key}.parquet"


def _summaries(context: Context, counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Key of each summary -> keys of the parts whose lines it adds up, shortest summary first.
    `counts` are the lines kept of each part."""
    ordered = sorted(counts, key=lambda key: counts[key])
    candidates = [
        key for key in ordered if counts[key] <= MOST_LINES and _is_nameless(context, key)
    ]
    if not candidates or not ordered[1:]:
        return {}
    periods = {grain: _periods(context, ordered, grain) for grain in GRAINS}
    named = {key for key in ordered if not _is_nameless(context, key)}
    summaries: dict[str, list[str]] = {}
    for key in candidates:
        others = [each for each in ordered if each != key and each not in summaries]
        alone = [[each] for each in others if counts[each] >= counts[key] or each in named]
        together = [others] if others[1:] else []
        of = _summed_up(key, [*alone, *together], named, periods)
        if of:
            summaries[key] = of
    return summaries


def _is_nameless(context: Context, key: str) -> bool:
    """Whether most of its lines name no order, or no customer."""
    frame = context.builder.frame(
        "ingest/part_names", path=str(_path(context, key)), fatal=parse_issues.FATAL["orders"]
    )
    count, *named = frame.row(0)
    return bool(min(named) * 2 <= count)


def _periods(context: Context, keys: Sequence[str], grain: str) -> dict[str, Sums]:
    frame = context.builder.frame(
        "ingest/part_periods", folder=str(context.folder), grain=grain, file_keys=list(keys)
    )
    periods: dict[str, Sums] = {key: {} for key in keys}
    for key, period, count, amount, before_refunds in frame.rows():
        periods[key][period] = (count, round(amount * 100), round(before_refunds * 100))
    return periods


def _summed_up(
    key: str,
    groups: Sequence[list[str]],
    named: Set[str],
    periods: Mapping[str, Mapping[str, Sums]],
) -> list[str]:
    """The first of the groups of parts whose lines the part adds up; empty where none is."""
    for group in groups:
        months = {month for each in group for month in periods["month"][each]}
        for grain, sums in periods.items():
            # Customers and products come again in other months, at the same price.
            if grain not in DATED and not periods["month"][key].keys() <= months:
                continue
            least = 0 if set(group) <= named else 1
            if _equals(sums[key], _added([sums[other] for other in group]), grain, least):
                return group
    return []


def _added(tables: Sequence[Sums]) -> Sums:
    total: Sums = {}
    for table in tables:
        for period, values in table.items():
            count, amount, before = total.get(period, (0, 0, 0))
            total[period] = (count + values[0], amount + values[1], before + values[2])
    return total


def _equals(short: Sums, long: Sums, grain: str, least: int) -> bool:
    """Whether both come to the same in every period they share, and share nearly all of one; the
    long one in `least` lines more at least."""
    shared: Set[str] = short.keys() & long.keys()
    if len(shared) < (1 if grain in DATED else 2) or len(shared) < MIN_SHARE * min(
        len(short), len(long)
    ):
        return False
    count_short = sum(short[period][0] for period in shared)
    count_long = sum(long[period][0] for period in shared)
    has_money = any(short[period][1] for period in shared)
    # Rounding of each line may add up.
    are_equal = any(
        all(abs(short[period][1] - long[period][which]) <= 1 for period in shared)
        for which in (1, 2)
    )
    is_certain = least == 0 and grain in DATED and len(shared) >= CERTAIN_PERIODS
    return are_equal and has_money and (is_certain or count_long >= max(count_short + least, 2))
