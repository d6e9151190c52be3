"""The ladder of customers: its rungs, who moved between two days, and the rules, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.customers.ladder import NEW, RUNGS
from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.customers.ladder import Ladder, LadderQuery, Rules
    from ui.text import Text

BOUNDS: Mapping[str, tuple[int, int]] = {
    "repeat_days": (2, 50),
    "loyal_days": (3, 100),
    "asleep_days": (7, 1_500),
    "referred": (1, 100),
    "nps": (0, 10),
    "full_price": (0, 100),
    "steel_days": (0, 3_650),
}
"""The least and most a rule of the page may say."""


def rungs(found: Ladder, text: Text) -> pl.DataFrame:
    """The rungs from the top under readable names, each with its sentence."""
    rows = found.rungs.reverse()
    told = [
        text(
            "ladder.rung_sentence",
            customers=fmt.count(row["customers"], text.lang),
            share=fmt.percent(row["share"], text.lang),
            amount=_share(row["amount_share"], text),
            before=fmt.count(row["before"], text.lang),
        )
        for row in rows.to_dicts()
    ]
    return rows.with_columns(
        label=pl.Series([name(rung, text) for rung in rows["rung"]], dtype=pl.String),
        sentence=pl.Series(told, dtype=pl.String),
    )


def name(rung: str, text: Text) -> str:
    return text(f"ladder.rung.{rung}")


def rungs_sentence(found: Ladder, asked: LadderQuery, text: Text) -> str:
    """How many stand on the highest rung that is measured and has anybody, and what they bring."""
    standing = found.rungs.filter((pl.col("customers") > 0) & (pl.col("rung") != RUNGS[0]))
    n = int(found.rungs["customers"].sum())
    day = fmt.day(asked.later, text.lang)
    if standing.is_empty():
        return text("ladder.nobody", day=day, n=fmt.count(n, text.lang))
    top = standing.row(-1, named=True)
    said = text(
        "ladder.top",
        day=day,
        n=fmt.count(n, text.lang),
        rung=name(top["rung"], text),
        customers=fmt.count(top["customers"], text.lang),
        share=fmt.percent(top["share"], text.lang),
    )
    if top["amount_share"] is None:
        return said
    brings = text("ladder.top_brings", amount=fmt.percent(top["amount_share"], text.lang))
    return joined([said, brings], text)


def missing(found: Ladder, rules: Rules, text: Text) -> list[str]:
    """One sentence per gap in the evidence: what cannot be told, and which column would tell."""
    seen, gone = found.evidence, found.evidence.missing(rules)
    if "advocate" in gone:
        return [text("ladder.missing_advocate")]
    told = []
    if not seen.referrals:
        told.append(text("ladder.only_nps", n=fmt.count(seen.answers, text.lang)))
    if not seen.answers:
        told.append(text("ladder.only_referrals", n=fmt.count(seen.referrals, text.lang)))
    return [*told, text("ladder.missing_steel")] if "steel" in gone else told


def moved_sentence(found: Ladder, asked: LadderQuery, text: Text) -> str:
    """What became of those who stood on a rung on the earlier day: of the repeat buyers, or of the
    lowest rung that had anybody."""
    stood = found.moves.filter(~pl.col("earlier_rung").is_in([NEW, RUNGS[0]]))
    if stood.is_empty():
        return text("ladder.nobody_before", day=fmt.day(asked.earlier, text.lang))
    rung = _told_of(stood)
    mine = stood.filter(pl.col("earlier_rung") == rung)
    became = dict(mine.select("later_rung", "customers").rows())
    place = RUNGS.index(rung)
    counts = {
        "n": sum(became.values()),
        "up": sum(became.get(one, 0) for one in RUNGS[place + 1 :]),
        "asleep": became.get(RUNGS[0], 0),
        "same": became.get(rung, 0),
    }
    return text(
        "ladder.moved",
        rung=name(rung, text),
        earlier=fmt.day(asked.earlier, text.lang),
        later=fmt.day(asked.later, text.lang),
        **{key: fmt.count(count, text.lang) for key, count in counts.items()},
    )


def _told_of(stood: pl.DataFrame) -> str:
    """The repeat buyers where there are any."""
    there = set(stood["earlier_rung"])
    return next(rung for rung in ("repeat", *RUNGS[1:]) if rung in there)


def nodes(found: Ladder, text: Text) -> pl.DataFrame:
    """The rungs of both days, from the top: label, kind, colour, sentence, side (0, 1), customers;
    see `ui.charts.customers.ladder.moved`."""
    rows = []
    for side, column in enumerate(("earlier_rung", "later_rung")):
        counted = dict(found.moves.group_by(column).agg(pl.col("customers").sum()).rows())
        for rung in (*reversed(RUNGS), NEW):
            if rung in counted:
                rows.append(_node(rung, side, counted[rung], text))
    return pl.DataFrame(rows)


def _node(rung: str, side: int, customers: int, text: Text) -> dict[str, object]:
    count = fmt.count(customers, text.lang)
    return {
        "label": f"{name(rung, text)} {count}",
        "kind": {NEW: "recent", RUNGS[0]: "stopped"}.get(rung, "name"),
        "colour": RUNGS.index(rung) if rung in RUNGS else 0,
        "sentence": text(f"ladder.node_{side}", rung=name(rung, text), customers=count),
        "rung": rung,
        "side": side,
        "customers": customers,
    }


def links(found: Ladder, drawn: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per pair of rungs: source and target (places in `drawn`), customers, kind and colour
    of where they went, sentence."""
    at = {(row["side"], row["rung"]): place for place, row in enumerate(drawn.to_dicts())}
    rows = []
    for row in found.moves.to_dicts():
        target = at[1, row["later_rung"]]
        rows.append(
            {
                "source": at[0, row["earlier_rung"]],
                "target": target,
                "customers": row["customers"],
                "kind": drawn["kind"][target],
                "colour": drawn["colour"][target],
                "sentence": text(
                    "ladder.link",
                    customers=fmt.count(row["customers"], text.lang),
                    earlier=name(row["earlier_rung"], text),
                    later=name(row["later_rung"], text),
                ),
            }
        )
    return pl.DataFrame(rows)


def table(found: Ladder, text: Text) -> pl.DataFrame:
    """One row per move, with the names a person reads."""
    called = {rung: name(rung, text) for rung in (*RUNGS, NEW)}
    return found.moves.select(
        pl.col("earlier_rung", "later_rung").replace_strict(called, return_dtype=pl.String),
        "customers",
        "amount",
    ).rename(
        {
            "earlier_rung": text("ladder.column_earlier"),
            "later_rung": text("ladder.column_later"),
            "customers": text("ladder.column_customers"),
            "amount": text("ladder.column_amount"),
        }
    )


def rule_of(rules: Rules, text: Text) -> list[str]:
    """What each rung asks for now, from the top down."""
    facts = {key: fmt.count(value, text.lang) for key, value in vars(rules).items()}
    return [text(f"ladder.rule_{rung}", name=name(rung, text), **facts) for rung in reversed(RUNGS)]


def days(first: date, last: date) -> list[date]:
    """The first days of the months between, newest first: the days a ladder may be looked at."""
    months = pl.date_range(first.replace(day=1), last, "1mo", eager=True).to_list()
    return [day for day in reversed(months) if first <= day <= last]


def _share(share: float | None, text: Text) -> str:
    return fmt.dash(text.lang) if share is None else fmt.percent(share, text.lang)
