"""The customer ladder: rungs, moves between two days, and rules, as frames and sentences."""

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
"""The lowest and highest allowed value of each rule."""


def rungs(ladder: Ladder, text: Text) -> pl.DataFrame:
    """One row per rung from the top, with its displayed name and sentence."""
    rows = ladder.rungs.reverse()
    sentences = [
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
        sentence=pl.Series(sentences, dtype=pl.String),
    )


def name(rung: str, text: Text) -> str:
    """The displayed name of a rung."""
    return text(f"ladder.rung.{rung}")


def rungs_sentence(ladder: Ladder, query: LadderQuery, text: Text) -> str:
    """Customers on the highest measured rung that has any, and their share of the amount."""
    standing = ladder.rungs.filter((pl.col("customers") > 0) & (pl.col("rung") != RUNGS[0]))
    n = int(ladder.rungs["customers"].sum())
    day = fmt.day(query.later, text.lang)
    if standing.is_empty():
        return text("ladder.nobody", day=day, n=fmt.count(n, text.lang))
    top = standing.row(-1, named=True)
    sentence = text(
        "ladder.top",
        day=day,
        n=fmt.count(n, text.lang),
        rung=name(top["rung"], text),
        customers=fmt.count(top["customers"], text.lang),
        share=fmt.percent(top["share"], text.lang),
    )
    if top["amount_share"] is None:
        return sentence
    brings = text("ladder.top_brings", amount=fmt.percent(top["amount_share"], text.lang))
    return joined([sentence, brings], text)


def missing(ladder: Ladder, rules: Rules, text: Text) -> list[str]:
    """One sentence per gap in the evidence: what cannot be measured, and which column is needed."""
    evidence, lacking = ladder.evidence, ladder.evidence.missing(rules)
    if "advocate" in lacking:
        return [text("ladder.missing_advocate")]
    sentences = []
    if not evidence.referrals:
        sentences.append(text("ladder.only_nps", n=fmt.count(evidence.answers, text.lang)))
    if not evidence.answers:
        sentences.append(text("ladder.only_referrals", n=fmt.count(evidence.referrals, text.lang)))
    return [*sentences, text("ladder.missing_steel")] if "steel" in lacking else sentences


def moved_sentence(ladder: Ladder, query: LadderQuery, text: Text) -> str:
    """Where the customers of one earlier rung are on the later day: of the repeat buyers, or of the
    lowest rung that had any."""
    earlier_moves = ladder.moves.filter(~pl.col("earlier_rung").is_in([NEW, RUNGS[0]]))
    if earlier_moves.is_empty():
        return text("ladder.nobody_before", day=fmt.day(query.earlier, text.lang))
    rung = _reported_rung(earlier_moves)
    rung_moves = earlier_moves.filter(pl.col("earlier_rung") == rung)
    customers_by_rung = dict(rung_moves.select("later_rung", "customers").rows())
    place = RUNGS.index(rung)
    counts = {
        "n": sum(customers_by_rung.values()),
        "up": sum(customers_by_rung.get(higher, 0) for higher in RUNGS[place + 1 :]),
        "asleep": customers_by_rung.get(RUNGS[0], 0),
        "same": customers_by_rung.get(rung, 0),
    }
    return text(
        "ladder.moved",
        rung=name(rung, text),
        earlier=fmt.day(query.earlier, text.lang),
        later=fmt.day(query.later, text.lang),
        **{key: fmt.count(count, text.lang) for key, count in counts.items()},
    )


def _reported_rung(earlier_moves: pl.DataFrame) -> str:
    """The earlier rung to report: "repeat" where it has customers, else the lowest that has."""
    rungs_present = set(earlier_moves["earlier_rung"])
    return next(rung for rung in ("repeat", *RUNGS[1:]) if rung in rungs_present)


def nodes(ladder: Ladder, text: Text) -> pl.DataFrame:
    """The rungs of both days, from the top: label, kind, colour, sentence, side (0, 1), customers;
    see `ui.charts.customers.ladder.moved`."""
    rows = []
    for side, column in enumerate(("earlier_rung", "later_rung")):
        customers_by_rung = dict(
            ladder.moves.group_by(column).agg(pl.col("customers").sum()).rows()
        )
        for rung in (*reversed(RUNGS), NEW):
            if rung in customers_by_rung:
                rows.append(_node(rung, side, customers_by_rung[rung], text))
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


def links(ladder: Ladder, node_rows: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per pair of rungs: source and target (rows of `node_rows`), customers, kind and
    colour of the target, sentence."""
    at = {(row["side"], row["rung"]): place for place, row in enumerate(node_rows.to_dicts())}
    rows = []
    for row in ladder.moves.to_dicts():
        target = at[1, row["later_rung"]]
        rows.append(
            {
                "source": at[0, row["earlier_rung"]],
                "target": target,
                "customers": row["customers"],
                "kind": node_rows["kind"][target],
                "colour": node_rows["colour"][target],
                "sentence": text(
                    "ladder.link",
                    customers=fmt.count(row["customers"], text.lang),
                    earlier=name(row["earlier_rung"], text),
                    later=name(row["later_rung"], text),
                ),
            }
        )
    return pl.DataFrame(rows)


def table(ladder: Ladder, text: Text) -> pl.DataFrame:
    """One row per move, with displayed names: rungs, customers, amount."""
    names = {rung: name(rung, text) for rung in (*RUNGS, NEW)}
    return ladder.moves.select(
        pl.col("earlier_rung", "later_rung").replace_strict(names, return_dtype=pl.String),
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
    """The current rule of each rung, from the top down."""
    facts = {key: fmt.count(value, text.lang) for key, value in vars(rules).items()}
    return [text(f"ladder.rule_{rung}", name=name(rung, text), **facts) for rung in reversed(RUNGS)]


def days(first: date, last: date) -> list[date]:
    """The first days of the months from `first` to `last`, newest first: the selectable days."""
    months = pl.date_range(first.replace(day=1), last, "1mo", eager=True).to_list()
    return [day for day in reversed(months) if first <= day <= last]


def _share(share: float | None, text: Text) -> str:
    return fmt.dash(text.lang) if share is None else fmt.percent(share, text.lang)
