"""The product journey, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.customers.journey import RECENT, STOPPED, WINDOW
from analytics.scoring.differences import verdict
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN
from analytics.stats.intervals import Estimate
from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.text import Text

SOON = 90
MATRIX = 8
PERCENT = 100.0
TWO = 2
ENDS = (STOPPED, RECENT)


def name(code: str, text: Text) -> str:
    """The displayed name of a node of the flow."""
    if code.startswith("="):
        return code[1:] or text("common.not_given")
    return text(f"journey.node_{code}")


def item_name(label: str, text: Text) -> str:
    """The displayed name of a product or category; "" is "not given"."""
    return label or text("common.not_given")


def is_single(paths: pl.DataFrame) -> bool:
    """Whether fewer than two different items were ever bought."""
    names = ("first_name", "second_name", "third_name", "fourth_name")
    return (
        pl.concat([paths[column].rename("name") for column in names]).drop_nulls().n_unique() < TWO
    )


def flow(links: pl.DataFrame, text: Text) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes and links for the chart; a name has one colour in every column."""
    ends = [
        links.select(step=pl.col("step") + add, code=pl.col(side), customers="customers")
        for side, add in (("source", 0), ("target", 1))
    ]
    sized = [frame.group_by("step", "code").agg(pl.col("customers").sum()) for frame in ends]
    nodes = (
        pl.concat(sized)
        .group_by("step", "code")
        .agg(pl.col("customers").max())
        .sort("step", "customers", "code", descending=[False, True, False])
        .with_row_index("place")
    )
    colours = {code: at for at, code in enumerate(nodes["code"].unique(maintain_order=True))}
    labelled = nodes.with_columns(
        label=pl.Series([name(code, text) for code in nodes["code"]], dtype=pl.String),
        kind=pl.Series([_kind(code) for code in nodes["code"]], dtype=pl.String),
        colour=pl.Series([colours[code] for code in nodes["code"]], dtype=pl.Int64),
    )
    sentences = [_node_sentence(row, text) for row in labelled.to_dicts()]
    node_rows = labelled.with_columns(sentence=pl.Series(sentences, dtype=pl.String))
    places = {(row["step"], row["code"]): row["place"] for row in nodes.to_dicts()}
    return node_rows, _link_rows(links, places, colours, text)


def _link_rows(
    links: pl.DataFrame, places: dict[tuple[int, str], int], colours: dict[str, int], text: Text
) -> pl.DataFrame:
    rows = [
        {
            "source": places[row["step"], row["source"]],
            "target": places[row["step"] + 1, row["target"]],
            "customers": row["customers"],
            "kind": _kind(row["source"]) if row["target"] not in ENDS else row["target"],
            "colour": colours[row["source"]],
            "sentence": _link_sentence(row, text),
        }
        for row in links.to_dicts()
    ]
    return pl.DataFrame(rows)


def _kind(code: str) -> str:
    return "name" if code.startswith("=") else code


def _node_sentence(row: dict[str, object], text: Text) -> str:
    n = fmt.count(row["customers"], text.lang)  # type: ignore[arg-type]
    return text("journey.node_hover", name=literal(str(row["label"])), step=row["step"], n=n)


def _link_sentence(row: dict[str, object], text: Text) -> str:
    facts = {
        "source": literal(name(str(row["source"]), text)),
        "target": literal(name(str(row["target"]), text)),
        "n": fmt.count(row["customers"], text.lang),  # type: ignore[arg-type]
    }
    if row["rate"] is None:
        return text("journey.link_recent", **facts)
    interval = fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)  # type: ignore[arg-type]
    rate = fmt.percent(row["rate"], text.lang)  # type: ignore[arg-type]
    return text("journey.link_hover", rate=rate, interval=interval, **facts)


def flow_sentence(links: pl.DataFrame, text: Text) -> str:
    """The share of customers with a second purchase, and the commonest next item."""
    first = links.filter(pl.col("step") == 1)
    total = int(first["customers"].sum())
    if not total:
        return text("journey.flow_young", days=WINDOW)
    onward = first.filter(~pl.col("target").is_in(ENDS))
    n_onward = int(onward["customers"].sum())
    sentence = text(
        "journey.flow_sentence",
        n=fmt.count(total, text.lang),
        days=WINDOW,
        rate=fmt.percent(n_onward / total, text.lang),
    )
    named = onward.filter(
        pl.col("source").str.starts_with("=") & pl.col("target").str.starts_with("=")
    )
    if named.is_empty():
        return sentence
    row = named.sort("customers", "source", descending=[True, False]).row(0, named=True)
    key = "journey.flow_same" if row["source"] == row["target"] else "journey.flow_next"
    return joined(
        [sentence, text(key, **_move_facts(row, "of", row["source"], row["target"], text))], text
    )


def _move_facts(
    row: dict[str, float], n: str, first: str, later: str, text: Text
) -> dict[str, str]:
    return {
        "first": literal(name(first, text)),
        "later": literal(name(later, text)),
        "rate": fmt.percent(row["rate"], text.lang),
        "interval": fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1),
        "n": fmt.count(row[n], text.lang),
    }


def staying(frame: pl.DataFrame, day: int, text: Text) -> pl.DataFrame:
    """One row per first purchase for the chart of differences, best first."""
    rows = [
        {
            "label": item_name(row["group"], text),
            **{key: PERCENT * row[at] for key, at in (("points", "change"), *LIMITS)},
            "verdict": _verdict(row),
            "verdict_text": text(f"journey.stay_{_verdict(row)}"),
            "sentence": _stay_hover(row, text),
            "is_total": False,
        }
        for row in _measured_on(frame, day).sort("change", descending=True).to_dicts()
    ]
    kinds = dict.fromkeys(("points", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds) if rows else pl.DataFrame()


LIMITS = (("low", "low"), ("high", "high"))


def _measured_on(frame: pl.DataFrame, day: int) -> pl.DataFrame:
    return frame.filter((pl.col("day") == day) & pl.col("low").is_not_null())


def _verdict(row: dict[str, float]) -> str:
    """The verdict on a row; "cannot_tell" where it is not significant among all comparisons."""
    code = verdict(
        Estimate(row["change"], row["low"], row["high"], int(row["n"])), EQUIVALENCE_MARGIN
    )
    is_clear = code in ("better", "worse")
    return "cannot_tell" if is_clear and not row["is_significant"] else str(code)


def _stay_hover(row: dict[str, float], text: Text) -> str:
    return text(
        "journey.stay_hover",
        name=literal(item_name(str(row["group"]), text)),
        n=fmt.count(row["customers"], text.lang),
        rate=fmt.percent(row["rate"], text.lang),
        rest=fmt.percent(row["reference"], text.lang),
        days=row["day"],
    )


def staying_sentence(frame: pl.DataFrame, day: int, text: Text) -> str:
    """The first purchase with the largest clear difference in the return rate, or that none is
    clear."""
    measured = _measured_on(frame, day)
    if measured.is_empty():
        return text("journey.stay_few", days=day)
    clear = [row for row in measured.to_dicts() if _verdict(row) in ("better", "worse")]
    if not clear:
        return text("journey.stay_none", count=measured.height, days=day)
    row = max(clear, key=lambda candidate: abs(candidate["change"]))
    return text(
        "journey.stay_more" if row["change"] > 0 else "journey.stay_less",
        name=literal(item_name(row["group"], text)),
        days=day,
        rate=fmt.percent(row["rate"], text.lang),
        rest=fmt.percent(row["reference"], text.lang),
        points=fmt.points(fmt.rates_apart(row["rate"], row["reference"]), text.lang),
        low=fmt.number(PERCENT * row["low"], text.lang, 1),
        high=fmt.number(PERCENT * row["high"], text.lang, 1),
        n=fmt.count(row["customers"], text.lang),
        clear=len(clear),
        count=measured.height,
    )


def moves(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per cell of the matrix: commonest first items against commonest later items."""
    firsts = frame.unique("first_name", maintain_order=True)["first_name"].to_list()[:MATRIX]
    onward = frame.filter(pl.col("later_name").is_not_null() & pl.col("first_name").is_in(firsts))
    sizes = onward.group_by("later_name").agg(pl.col("customers").sum())
    ranked = sizes.sort("customers", "later_name", descending=[True, False])["later_name"].to_list()
    # First items keep the same order in both directions, so that the diagonal is visible.
    top_laters = ranked[:MATRIX]
    laters = [label for label in firsts if label in top_laters] + [
        label for label in top_laters if label not in firsts
    ]
    cells = {(row["first_name"], row["later_name"]): row for row in onward.to_dicts()}
    sizes_of = dict(frame.select("first_name", "eligible").iter_rows())
    rows = [
        _cell(first, later, cells.get((first, later)), sizes_of[first], text)
        | {"place_first": down, "place_later": across}
        for down, first in enumerate(firsts)
        for across, later in enumerate(laters)
    ]
    return pl.DataFrame(rows, schema_overrides={"rate": pl.Float64}) if rows else pl.DataFrame()


def _cell(
    first: str, later: str, row: dict[str, float] | None, eligible: int, text: Text
) -> dict[str, object]:
    labels = {"first": item_name(first, text), "later": item_name(later, text)}
    facts = {key: literal(label) for key, label in labels.items()}
    n = fmt.count(eligible, text.lang)
    if row is None:
        return {**labels, "rate": 0.0, "sentence": text("journey.move_none", n=n, **facts)}
    rate = row["rate"] if row["is_known"] else None
    key = "journey.move" if row["is_known"] else "journey.move_few"
    move_facts = {**_move_facts(row, "eligible", f"={first}", f"={later}", text), "days": WINDOW}
    return {**labels, "rate": rate, "sentence": text(key, **move_facts)}


def moves_sentence(frame: pl.DataFrame, text: Text) -> str:
    """The highest rate from a first item to a different later item."""
    away = frame.filter(
        pl.col("is_known")
        & pl.col("later_name").is_not_null()
        & (pl.col("first_name") != pl.col("later_name"))
    )
    if away.is_empty():
        return text("journey.moves_none", days=WINDOW)
    row = away.sort("rate", "first_name", "later_name", descending=[True, False, False])
    best = row.row(0, named=True)
    facts = _move_facts(best, "eligible", f"={best['first_name']}", f"={best['later_name']}", text)
    return text("journey.move", days=WINDOW, **facts)
