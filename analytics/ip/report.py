"""All answers about IPs over one view of a dataset."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import WINDOW, Refusal
from analytics.ip.chain import Chain, chains
from analytics.ip.dependence import Dependence, dependence
from analytics.ip.leaks import REDEMPTIONS, CodeUse, code_uses, discounts
from analytics.ip.roster import SHEET, Roster, roster
from analytics.ip.stays import RETURNS, Stays, curves, placed, stays, with_discounts
from analytics.ip.trust import Advocacy, Trust, advocacy, trust
from analytics.schema import source_params
from analytics.scoring.thresholds import LEAST_COSTED

if TYPE_CHECKING:
    from analytics.view import View


@dataclass(frozen=True)
class Spending:
    """What a customer who stayed paid in the window after refunds (`paid`), and what was left of it
    after the goods (`left`, None where too few costs are known), as means; n customers. `variance`:
    that of the mean paid, infinite for one customer."""

    n: int
    paid: float | None
    left: float | None
    variance: float = math.inf


@dataclass(frozen=True)
class Brought:
    """Who brings whom and who stays. `new`: customers by IP; `all_new`: new customers of the view,
    whoever brought them; `unowned`: customers by a code that no touchpoint has, as written;
    `shared`: by one that several IPs use; `spending`: of those of all IPs who stayed."""

    roster: Roster
    stays: Stays
    chains: tuple[Chain, ...]
    dependence: Dependence
    spending: Spending
    all_new: int
    unowned: dict[str, int]
    shared: dict[str, int]
    refusal: Refusal | None = None

    @property
    def total(self) -> int:
        """New customers whose code is one IP's."""
        return self.stays.mean.new


@dataclass(frozen=True)
class Believed:
    """What people say, and whether they bring others, by who brought them."""

    marks: list[Trust]
    advocates: list[Advocacy]
    refusal: Refusal | None = None


def the_roster(view: View) -> Roster:
    """Who the IPs are; filters do not cut who owns a code."""
    answer: Roster = view.remember("ip roster", lambda: _roster(view))
    return answer


def _roster(view: View) -> Roster:
    rows = view.store.run("ip/touchpoints", view.manifest.version)
    return roster(rows.cast(SHEET))  # type: ignore[arg-type]


def _returns(view: View) -> pl.DataFrame:
    rows: pl.DataFrame = view.rows("ip/returns").cast(RETURNS)  # type: ignore[arg-type]
    return rows


def _redemptions(view: View) -> pl.DataFrame:
    rows: pl.DataFrame = view.rows("ip/redemptions").cast(REDEMPTIONS)  # type: ignore[arg-type]
    return rows


def new_customers(view: View) -> dict[str, int]:
    """IP -> new customers by codes of its own, those with any."""
    owned = placed(_returns(view), the_roster(view)).drop_nulls("ip")
    sums = owned.group_by("ip").agg(pl.col("customers").sum()).sort("ip")
    return dict(sums.iter_rows())


def brought(view: View) -> Brought:
    """Who brings whom, who stays, at what price, and how much hangs on one; refused as a whole
    where no order names a code, or no touchpoint says whose the codes are."""
    answer: Brought = view.remember(f"ip brought {view.filters}", lambda: _brought(view))
    return answer


def _brought(view: View) -> Brought:
    people, returns = the_roster(view), _returns(view)
    rows = placed(returns, people)
    owned = rows.drop_nulls("ip")
    staying = stays(owned)
    referrals = view.rows("measures/new_customers_by_referral")
    all_new = int(referrals["customers"].sum())
    counts = {cell.ip: cell.new for cell in staying.whole}
    unowned, shared = _unplaced(rows.filter(pl.col("ip").is_null()), people)
    return Brought(
        people,
        staying,
        chains(people, staying.whole, view.filters, _began(owned)),
        dependence(counts, all_new),
        _spending(view, people),
        all_new,
        unowned,
        shared,
        _refusal(people, returns),
    )


def _began(owned: pl.DataFrame) -> dict[str, date]:
    """IP -> the day its first customer bought."""
    return dict(owned.group_by("ip").agg(pl.col("began_on").min()).sort("ip").iter_rows())


def discounted(view: View) -> Brought:
    """The same with the depth of first-order discounts, which only the lines themselves tell: it
    takes longer, and nothing else waits for it."""
    answer = brought(view)
    depths = discounts(_redemptions(view), answer.roster)
    return replace(answer, stays=with_discounts(answer.stays, depths))


def _refusal(people: Roster, returns: pl.DataFrame) -> Refusal | None:
    if returns.is_empty():
        return Refusal("no_codes", 0)
    return Refusal("no_touchpoints", 0) if people.points.is_empty() else None


def _unplaced(rows: pl.DataFrame, people: Roster) -> tuple[dict[str, int], dict[str, int]]:
    """Customers by code, of codes nobody has and of codes that several IPs have."""
    counts = rows.group_by("code").agg(pl.col("customers").sum()).sort("code")
    shared = set(people.faults.shared_codes)
    nobody: dict[str, int] = {}
    several: dict[str, int] = {}
    for code, count in counts.iter_rows():
        written = people.written(code)
        codes = several if written in shared else nobody
        codes[written] = codes.get(written, 0) + count
    return nobody, several


def _spending(view: View, people: Roster) -> Spending:
    rows = view.rows("ip/spending", window_days=WINDOW)
    is_owned = [people.owner(code) is not None for code in rows["code"].to_list()]
    sums = rows.filter(pl.Series(is_owned, dtype=pl.Boolean)).select(
        pl.col("customers", "amount", "amount_squares", "costed", "cost").sum()
    )
    n, amount, squares, costed, cost = sums.row(0)
    if not n or amount <= 0:
        return Spending(int(n), None, None)
    is_known = costed >= LEAST_COSTED * amount
    left = amount / n * (1 - cost / costed) if is_known else None
    variance = (squares - amount**2 / n) / (n - 1) / n if n > 1 else math.inf
    return Spending(int(n), amount / n, left, variance)


def believed(view: View) -> Believed:
    """What people say by who brought them; refused where nobody answered the items."""
    answer: Believed = view.remember(f"ip believed {view.filters}", lambda: _believed(view))
    return answer


def _believed(view: View) -> Believed:
    people = the_roster(view)
    sources = source_params()["survey_sources"]
    marks = trust(view.rows("ip/answers", survey_sources=sources), people)
    refusal = None if marks else Refusal("no_answers", 0)
    return Believed(marks, advocacy(view.rows("ip/advocates"), people), refusal)


def codes(view: View) -> list[CodeUse]:
    """How each code is used, most orders first."""
    return view.remember(f"ip codes {view.filters}", lambda: _codes(view))  # type: ignore[no-any-return]


def _codes(view: View) -> list[CodeUse]:
    first_on = date.fromisoformat(view.manifest.about["first_on"])
    start = max(first_on, view.filters.start or first_on)
    return code_uses(_redemptions(view), the_roster(view), start, view.as_of)


def returning(view: View) -> pl.DataFrame:
    """Curves of the IPs that are ranked, a group each (`stays.curves`)."""
    rows = placed(_returns(view), the_roster(view)).drop_nulls("ip")
    return curves(rows, [standing.ip for standing in brought(view).stays.standings])
