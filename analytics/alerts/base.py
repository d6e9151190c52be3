"""The lines of watching, and the codes by which it refuses."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Refused

Code = Literal["old_version", "not_there", "few_weeks", "few_counts"]
Step = Literal["week", "month"]

WEIGHT = 0.2
"""Of the newest week in the running mean (lambda of the EWMA)."""
LIMIT = 3.3
"""Standard deviations of the running mean that it may wander: of 30 measures that nothing happens
to, one alarm a year (Lucas and Saccucci 1990 for the run lengths)."""
BASE, LEAST = {"week": 26, "month": 13}, {"week": 20, "month": 10}
"""Periods that say what is normal, and below how many nothing is said. A month is four weeks."""
WIDENING = 10.0
"""Limits are wider by this many parts of the base's length: the base is itself uncertain, and
without it 26 weeks would give six times the alarms promised (tests/bench/alert_coverage.py)."""
SPREAD_WIDENING = 5.0
"""And by up to so many more parts where weeks vary more than by chance: by how much more is read
off the same base, and is uncertain too."""
BREAK = 4.5
"""Standard errors apart of two parts of a base, from which on it is no normal: chance alone sets
one base in a thousand so far apart."""
LEAST_EXPECTED = 5.0
"""Cases expected in a period, below which weeks are too thin and months are taken."""
WATCHED_WEEKS = 26
"""Weeks that at least follow the base, where there are so many."""
YEAR_WEEKS, MONTH_WEEKS = 52, 4


class Refusal(Refused[Code]):
    """Why a measure is not watched."""
