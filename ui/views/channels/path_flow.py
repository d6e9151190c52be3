"""The flow from purchase day to purchase day, as nodes and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.channels.paths import ENDS, UNKNOWN
from ui import format as fmt
from ui.views.channels.paths import LAST, name, path, rank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.channels.paths import By
    from ui.text import Text


def flow(flows: pl.DataFrame, by: By, text: Text) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes (column 1 to 3, code, customers, label, kind, colour, sentence) and links for the
    chart, from `analytics.channels.paths.flows`; each column from the top down."""
    nodes = _nodes(flows)
    codes = sorted(set(nodes["code"]) - set(LAST), key=rank)
    colours = {code: at for at, code in enumerate(codes)}
    rows = [_node(row, by, colours, text) for row in nodes.to_dicts()]
    places = {(row["column"], row["code"]): at for at, row in enumerate(rows)}
    links = [_link(row, places, by, colours, text) for row in flows.to_dicts()]
    return pl.DataFrame(rows), pl.DataFrame(links)


def _nodes(flows: pl.DataFrame) -> pl.DataFrame:
    """One row per column and code: the larger of what comes in and what goes on."""
    ends = [
        flows.group_by(column=pl.col("step") + add, code=pl.col(side)).agg(
            pl.col("customers").sum()
        )
        for side, add in (("source", 0), ("target", 1))
    ]
    sized = pl.concat(ends).group_by("column", "code").agg(pl.col("customers").max())
    ranks = {code: at for at, code in enumerate(sorted(set(sized["code"]), key=rank))}
    placed = sized.with_columns(rank=pl.col("code").replace_strict(ranks, return_dtype=pl.Int64))
    return placed.sort("column", "rank")


def _kind(code: str) -> str:
    return "other" if code == UNKNOWN else code if code in ENDS else "name"


def _node(row: Mapping[str, Any], by: By, colours: Mapping[str, int], text: Text) -> dict[str, Any]:
    label, n = name(by, row["code"], text), fmt.count(row["customers"], text.lang)
    return {
        "column": row["column"],
        "code": row["code"],
        "customers": row["customers"],
        "label": f"{label} {n}",
        "kind": _kind(row["code"]),
        "colour": colours.get(row["code"], 0),
        "sentence": text("channels.node_hover", place=label, step=row["column"], n=n),
    }


def _link(
    row: Mapping[str, Any],
    places: Mapping[tuple[int, str], int],
    by: By,
    colours: Mapping[str, int],
    text: Text,
) -> dict[str, Any]:
    return {
        "source": places[row["step"], row["source"]],
        "target": places[row["step"] + 1, row["target"]],
        "customers": row["customers"],
        "kind": _kind(row["target"] if row["target"] in ENDS else row["source"]),
        "colour": colours.get(row["source"], 0),
        "sentence": _link_hover(row, by, text),
    }


def _link_hover(row: Mapping[str, Any], by: By, text: Text) -> str:
    facts = {
        "path": path(by, row["source"], row["target"], text),
        "n": fmt.count(row["customers"], text.lang),
    }
    if row["rate"] is None:
        return text("channels.link_plain", **facts)
    rate, of = fmt.percent(row["rate"], text.lang), fmt.count(row["of"], text.lang)
    ends = fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)
    return text("channels.link_hover", rate=rate, of=of, interval=ends, **facts)
