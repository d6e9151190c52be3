"""Who brings whom, in words and in rows fit to draw: the forest, and legal compliance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.referrals.compliance import ComplianceReport, Limits
    from analytics.referrals.invalid_links import LinkReport
    from analytics.referrals.subtrees import Shape, Slice
    from ui.text import Text

MASK = 2


def masked(name: str) -> str:
    """An id of which only the first letters show, as in the tables."""
    return f"{name[:MASK]}\u2022\u2022\u2022"


def tree_sentence(shape: Shape, text: Text) -> str:
    """The forest in numbers."""
    return text(
        "referrals.tree_told",
        trees=fmt.count(shape.trees, text.lang),
        heads=fmt.count(shape.in_trees, text.lang),
        depth=fmt.count(shape.depth, text.lang),
        breadth=fmt.count(shape.breadth, text.lang),
        widest=fmt.count(shape.widest, text.lang),
        largest=fmt.count(shape.largest, text.lang),
    )


def shown_sentence(subtree: Slice, names: Mapping[int, str], text: Text) -> str:
    """Which part of the forest the chart shows, and how much of it."""
    shown, wide = fmt.count(subtree.shown, text.lang), fmt.count(subtree.wide, text.lang)
    if not subtree.path:
        return text("referrals.shown_all", shown=shown, wide=wide)
    focus = subtree.boxes.row(0, named=True)
    sentence = text(
        "referrals.shown_one",
        name=literal(masked(names[focus["customer_key"]])),
        children=fmt.count(focus["children"], text.lang),
        below=fmt.count(focus["heads"] - 1, text.lang),
        depth=fmt.count(focus["below"], text.lang),
    )
    return (
        sentence
        if subtree.shown == subtree.wide
        else joined([sentence, text("referrals.shown_part", shown=shown, wide=wide)], text)
    )


def boxes(subtree: Slice, names: Mapping[int, str], text: Text) -> pl.DataFrame:
    """What the chart of the forest takes."""
    rows = [
        {
            **{key: row[key] for key in ("customer_key", "level", "start", "width")},
            "way": _way(row),
            "name": masked(names[row["customer_key"]]),
            "number": fmt.count(row["heads"], text.lang, compact=True),
            "sentence": _box(row, names, text),
        }
        for row in subtree.boxes.to_dicts()
    ]
    return pl.DataFrame(rows)


def table_of_tree(
    subtree: Slice, names: Mapping[int, str], text: Text
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Rows and headers behind the chart of the forest."""
    shown = [masked(names[key]) for key in subtree.boxes["customer_key"]]
    ways = [text(f"referrals.way.{_way(row)}") for row in subtree.boxes.to_dicts()]
    table = subtree.boxes.select(
        pl.Series("customer", shown, dtype=pl.String),
        *("generation", "children", "heads", "below"),
        pl.Series("way", ways, dtype=pl.String),
    )
    return table, {name: text(f"referrals.column.{name}") for name in table.columns}


def _way(row: Mapping[str, Any]) -> str:
    if row["generation"] == 0:
        return "own"
    return "paid" if row["is_paid"] else "unpaid"


def _box(row: Mapping[str, Any], names: Mapping[int, str], text: Text) -> str:
    sentence = text(
        "referrals.box",
        name=masked(names[row["customer_key"]]).replace("<", "&lt;"),
        children=fmt.count(row["children"], text.lang),
        below=fmt.count(row["heads"] - 1, text.lang),
        depth=fmt.count(row["below"], text.lang),
    )
    hidden = row["hidden"]
    if not 0 < hidden < row["children"]:
        return sentence
    return sentence + text("referrals.box_hidden", n=fmt.count(hidden, text.lang))


def levels(subtree: Slice, text: Text) -> list[str]:
    """The generations shown, from the top."""
    rows = subtree.boxes.group_by("level").agg(pl.col("generation").min()).sort("level")
    return [text("referrals.generation", n=generation) for generation in rows["generation"]]


def compliance_sentence(compliance: ComplianceReport, text: Text) -> str:
    """Whether the rules of the law should be checked; never a legal judgement."""
    limits = {"levels": compliance.limits.levels, "heads": compliance.limits.heads}
    facts = {
        "chains": fmt.count(compliance.chains, text.lang),
        "deepest": compliance.levels,
        "largest": fmt.count(compliance.heads, text.lang),
    }
    state = compliance.state
    if state == "ask" and not compliance.is_told:
        return text("referrals.law_unknown", **limits, **facts)
    return text(f"referrals.law_{state}", **limits, **facts)


def invalid_links(report: LinkReport, text: Text) -> list[tuple[str, str]]:
    """Every kind of link that does not make a tree, with what was done: kind and sentence."""
    sentences = []
    for kind in ("ip", "unknown", "self", "ring", "later"):
        count = report.links[kind]
        if count:
            n = fmt.count(count, text.lang)
            facts = {"rings": fmt.count(report.rings, text.lang)} if kind == "ring" else {}
            sentences.append((kind, text(f"referrals.fault.{kind}", n=n, **facts)))
    return sentences


def strangers(report: LinkReport, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """Referrers who are no customers: ids all but hidden, an IP's code in full."""
    is_hidden = pl.col("is_ip").not_()
    hidden = pl.col("referrer_id").str.slice(0, MASK) + "\u2022\u2022\u2022"
    kinds = {True: text("referrals.kind.ip"), False: text("referrals.kind.unknown")}
    table = report.strangers.select(
        referrer=pl.when(is_hidden).then(hidden).otherwise("referrer_id"),
        kind=pl.col("is_ip").replace_strict(kinds, return_dtype=pl.String),
        customers="customers",
    )
    return table, {name: text(f"referrals.column.{name}") for name in table.columns}


def limits_note(limits: Limits, text: Text) -> str:
    """Where the two numbers come from."""
    return text("referrals.law_note", levels=limits.levels, heads=limits.heads)


def options(subtree: Slice, names: Mapping[int, str], text: Text) -> dict[str, str]:
    """People in the first level below who brought others, for the list: key and label."""
    level = 1 if subtree.path else int(subtree.boxes["level"].min() or 1)  # type: ignore[arg-type]
    rows: Sequence[Mapping[str, Any]] = subtree.boxes.filter(
        (pl.col("level") == level) & (pl.col("children") > 0)
    ).to_dicts()
    return {
        str(row["customer_key"]): text(
            "referrals.option",
            name=masked(names[row["customer_key"]]),
            heads=fmt.count(row["heads"], text.lang),
            depth=fmt.count(row["below"], text.lang),
        )
        for row in rows
    }
