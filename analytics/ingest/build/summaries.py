"""Parts of one import that only add up the lines of others: a sheet of months beside the orders.

Such a part has fewer lines than those it sums up, names no order or no customer, and its money
equals theirs in every day or every month they share. Whole numbers can agree by chance: so a single
shared period is enough only where several lines make it up.
"""

from __future__ import annotations

from datetime import date
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
GRAINS = ("day", "month")
BIT = "ordered_at.summary_line"


Sums = dict[date, tuple[int, int, int]]
"""Period -> lines, money and money before refunds in cents."""


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
    summaries: dict[str, list[str]] = {}
    for key in candidates:
        others = [each for each in ordered if each != key and each not in summaries]
        of = _summed_up(key, others, counts, periods)
        if of:
            summaries[key] = of
    return summaries


def _is_nameless(context: Context, key: str) -> bool:
    """Whether most of its lines name no order, or no customer."""
    frame = context.builder.frame(
        "ingest/part_names", path=str(_path(context, key)), fatal=parse_issues.FATAL["orders"]
    )
    count, *named = frame.row(0)
    return min(named) * 2 <= count


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
    others: Sequence[str],
    counts: Mapping[str, int],
    periods: Mapping[str, Mapping[str, Sums]],
) -> list[str]:
    """The key of the one part, or else of all others together, whose lines the part adds up."""
    alone = [[other] for other in others if counts[other] > counts[key]]
    together = [list(others)] if others[1:] else []
    for group in (*alone, *together):
        for sums in periods.values():
            if _equals(sums[key], _added([sums[other] for other in group])):
                return group
    return []


def _added(tables: Sequence[Sums]) -> Sums:
    total: Sums = {}
    for table in tables:
        for period, values in table.items():
            count, amount, before = total.get(period, (0, 0, 0))
            total[period] = (count + values[0], amount + values[1], before + values[2])
    return total


def _equals(short: Sums, long: Sums) -> bool:
    """Whether both come to the same in every period they share, and share nearly all of one."""
    shared: Set[date] = short.keys() & long.keys()
    if not shared or len(shared) < MIN_SHARE * min(len(short), len(long)):
        return False
    count_short = sum(short[period][0] for period in shared)
    count_long = sum(long[period][0] for period in shared)
    has_money = any(short[period][1] for period in shared)
    # Rounding of each line may add up.
    are_equal = any(
        all(abs(short[period][1] - long[period][which]) <= 1 for period in shared)
        for which in (1, 2)
    )
    return are_equal and has_money and count_long > count_short and count_long > 1
