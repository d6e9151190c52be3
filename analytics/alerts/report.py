"""Every measure watched, the alerts among them, and how many a year come by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from analytics.alerts import ewma, run_lengths, weekly
from analytics.alerts.base import (
    BASE,
    BREAK,
    LEAST,
    LEAST_EXPECTED,
    LIMIT,
    MONTH_WEEKS,
    WATCHED_WEEKS,
    WEIGHT,
    YEAR_WEEKS,
    Refusal,
    Step,
)
from analytics.stats.intervals import UNMEASURED, Estimate, limited, wilson_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.alerts.ewma import Chart, Episode, Side
    from analytics.alerts.weekly import Measure, Weeks
    from analytics.view import View

HALF_YEARS = (1, 7)
"""Months in which a base may begin: it stands still for half a year."""


@dataclass(frozen=True)
class Alert:
    """A measure that left what is normal. `since_on` is the first day of its first period on that
    side, `noticed_on` that of the first beyond the limit, `ended_on` that of the first normal one
    (None: it runs). `now` is the rate of its periods together, `normal` what was expected of
    them, both 0-1."""

    measure: str
    side: Side
    since_on: date
    noticed_on: date
    ended_on: date | None
    now: Estimate
    normal: float
    is_bad: bool | None

    @property
    def id(self) -> str:
        """Names the alert among all: its measure, side and the period that noticed it."""
        return f"{self.measure}.{self.side}.{self.noticed_on.isoformat()}"


@dataclass(frozen=True)
class Watched:
    """A measure, period by period. `chart` None: it is refused, for the reason given. `false_rate`
    is how many alarms a year come by chance; `alerts` oldest first."""

    measure: Measure
    step: Step
    weeks: Weeks
    chart: Chart | None
    alerts: tuple[Alert, ...] = ()
    false_rate: float = 0.0
    refusal: Refusal | None = None
    broke_on: date | None = None
    """The first day of the base where it was moved behind a change within it."""

    @property
    def current(self) -> Alert | None:
        """The alert that runs; None where all is normal."""
        return next((alert for alert in self.alerts if alert.ended_on is None), None)

    @property
    def latest(self) -> Estimate:
        """The rate now: of the alert that runs, else of as many last periods as make a base."""
        if self.current is not None:
            return self.current.now
        if self.chart is None:
            return UNMEASURED
        recent = slice(-BASE[self.step], None)
        cases, totals = self.weeks.cases[recent].sum(), self.weeks.totals[recent].sum()
        return _rate(float(cases), float(totals), self.chart.spread)


@dataclass(frozen=True)
class Report:
    """The measures in the order they are listed."""

    measures: tuple[Watched, ...]

    @property
    def current(self) -> tuple[Alert, ...]:
        """The alerts that run, bad news first, then the latest."""
        alerts = [watched.current for watched in self.measures if watched.current is not None]
        return tuple(
            sorted(alerts, key=lambda alert: (not alert.is_bad, -alert.noticed_on.toordinal()))
        )

    @property
    def false_rate(self) -> float:
        """Alarms a year by chance, all watched measures together."""
        return sum(watched.false_rate for watched in self.measures)

    @property
    def count_seasonless(self) -> int:
        """How many are watched without their season: of under two years, or by months."""
        charts = [watched.chart for watched in self.measures if watched.chart is not None]
        return sum(not chart.has_season for chart in charts)

    @property
    def count_watched(self) -> int:
        """How many measures are watched."""
        return sum(watched.chart is not None for watched in self.measures)


def report(view: View, resets: Mapping[str, date] | None = None) -> Report:
    """All measures of `weekly.MEASURES`. `resets`: by key (or `all`) the day from which on a
    measure's normal is counted anew; the later of the two holds. The period of the view's filters
    restricts nothing: what is normal needs every week."""
    days = resets or {}
    whole = replace(view, filters=replace(view.filters, start=None, end=None))
    return Report(tuple(_watched(whole, measure, days) for measure in weekly.MEASURES))


def _watched(view: View, measure: Measure, resets: Mapping[str, date]) -> Watched:
    nothing = weekly.Weeks((), np.zeros(0), np.zeros(0))
    if not view.manifest.has(measure.count):
        return Watched(measure, "week", nothing, None, refusal=Refusal("not_there"))
    if not weekly.is_watchable(view.manifest, measure):
        return Watched(measure, "week", nothing, None, refusal=Refusal("old_version"))
    reset = max((resets[key] for key in ("all", measure.key) if key in resets), default=None)
    return watched(measure, weekly.settled(view, measure), reset)


def watched(measure: Measure, weeks: Weeks, reset: date | None = None) -> Watched:
    """The measure by weeks, by months of four weeks where weeks are too thin, or refused."""
    if weeks.cases.sum() in (0, weeks.totals.sum()):
        return Watched(measure, "week", weeks, None, refusal=Refusal("not_there"))
    by_week = _stepped(measure, weeks, "week", reset)
    if by_week.refusal is None or by_week.refusal.code != "few_counts":
        return by_week
    by_month = _stepped(measure, weeks.by_months(), "month", reset)
    if by_month.refusal is not None and by_month.refusal.code == "few_weeks":
        return replace(by_week, weeks=by_month.weeks, step="month", refusal=by_month.refusal)
    return by_month


def _stepped(measure: Measure, weeks: Weeks, step: Step, reset: date | None) -> Watched:
    has_any = weeks.totals > 0
    begin = _begin(weeks, step, reset)
    broke = _broken(weeks, step, begin)
    begin = begin if broke is None else broke
    places = np.flatnonzero(has_any[begin:])[: BASE[step]] + begin
    plain = Watched(measure, step, weeks, None)
    if len(places) < LEAST[step]:
        return replace(plain, refusal=Refusal("few_weeks", len(places), LEAST[step]))
    stop = int(places[-1]) + 1
    base = slice(begin, stop)
    typical = float(np.median(weeks.totals[base][has_any[base]]))
    share = float(weeks.cases[base].sum() / weeks.totals[base].sum())
    expected = typical * min(share, 1 - share)
    if expected < LEAST_EXPECTED:
        return replace(plain, refusal=Refusal("few_counts", expected, LEAST_EXPECTED))
    chart = ewma.followed(weeks.cases, weeks.totals, begin, stop, has_season=step == "week")
    periods = YEAR_WEEKS if step == "week" else YEAR_WEEKS // MONTH_WEEKS
    alerts = tuple(_alert(measure, weeks, chart, episode) for episode in chart.episodes)
    rate = periods / run_lengths.average(WEIGHT, LIMIT)
    broke_on = None if broke is None else weeks.starts[broke]
    return replace(plain, chart=chart, alerts=alerts, false_rate=rate, broke_on=broke_on)


def _broken(weeks: Weeks, step: Step, begin: int) -> int | None:
    """Where the base itself became another rate, and a whole base follows: normal is counted from
    there, for the mean of two rates is neither. None where it is of one piece."""
    place, moved = begin, None
    while True:
        stop = place + BASE[step]
        offset, size = ewma.broken(weeks.cases[place:stop], weeks.totals[place:stop])
        place += offset
        if size < BREAK or place + BASE[step] > len(weeks.starts):
            return moved
        moved = place


def _begin(weeks: Weeks, step: Step, reset: date | None) -> int:
    """Where the base begins: at the reset; else at the latest January or July that leaves room for
    it and for half a year of watching; else with the first period."""
    starts = weeks.starts
    if reset is not None:
        return next((place for place, day in enumerate(starts) if day >= reset), len(starts))
    room = BASE[step] + (WATCHED_WEEKS if step == "week" else WATCHED_WEEKS // MONTH_WEEKS)
    last = len(starts) - room
    for place in range(last, 0, -1):
        if starts[place].month in HALF_YEARS and starts[place - 1].month != starts[place].month:
            return place
    return 0


def _alert(measure: Measure, weeks: Weeks, chart: Chart, episode: Episode) -> Alert:
    """The stretch from its first period on that side to its last, added up."""
    starts = weeks.starts
    stop = len(starts) if episode.ended is None else episode.ended
    span = slice(episode.since, stop)
    cases, totals = float(weeks.cases[span].sum()), weeks.totals[span]
    is_high = episode.side == "above"
    return Alert(
        measure=measure.key,
        side=episode.side,
        since_on=starts[episode.since],
        noticed_on=starts[episode.noticed],
        ended_on=None if episode.ended is None else starts[episode.ended],
        now=_rate(cases, float(totals.sum()), chart.spread),
        normal=float((chart.normal[span] * totals).sum() / totals.sum()),
        is_bad=None if measure.is_better_low is None else is_high == measure.is_better_low,
    )


def _rate(cases: float, total: float, spread: float) -> Estimate:
    """A share with Wilson's interval, as of so many fewer as weeks vary more than chance."""
    if not total:
        return UNMEASURED
    effective = total / spread**2
    low, high = wilson_limits(cases / total * effective, effective)
    return limited(cases / total, float(low), float(high), int(total), (0.0, 1.0))


def last_day(weeks: Weeks, step: Step) -> date:
    """The last day that is settled."""
    length = weekly.WEEK_DAYS * (1 if step == "week" else MONTH_WEEKS)
    return weeks.starts[-1] + timedelta(days=length - 1)
