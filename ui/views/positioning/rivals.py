"""Where rivals stand: frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.positioning.needs import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.positioning.rival_map import RivalMap
    from ui.text import Text

MOST_NAMED = 5
"""Brands and attributes left out that are named; the rest are counted."""


def spoken(answer: RivalMap, text: Text) -> list[str]:
    """How to read the map and who is not on it, else why there is none; which marks do not
    count."""
    if answer.refusal is not None:
        why = text("positioning.rivals_refused", reason=reason(answer.refusal, text))
        return [why, *_lost(answer, text)]
    shown = sum(answer.shares)
    sentences = [text("positioning.rivals_read", share=fmt.percent(shown, text.lang, 0))]
    if answer.left_out:
        sentences.append(_left_out(answer.left_out, text))
    return sentences + _lost(answer, text)


def _left_out(left_out: Sequence[str], text: Text) -> str:
    names = text("common.and").join(map(literal, left_out[:MOST_NAMED]))
    rest = len(left_out) - MOST_NAMED
    if rest <= 0:
        return text("positioning.rivals_left_out", names=names)
    count = fmt.count(rest, text.lang)
    return text("positioning.rivals_left_out_rest", names=names, count=count)


def _lost(answer: RivalMap, text: Text) -> list[str]:
    """Marks that do not count, by why."""
    counts = {
        "positioning.lost_marks": answer.superseded,
        "positioning.lost.off_scale": answer.off_scale,
    }
    return [text(key, count=fmt.count(count, text.lang)) for key, count in counts.items() if count]


def points(answer: RivalMap, text: Text) -> pl.DataFrame:
    """One row per brand and attribute on the map: kind, label, x, y, their limits, sentence."""
    rows = [
        {
            **{key: value for key, value in row.items() if key not in ("name", "n")},
            "label": row["name"],
            "sentence": text(
                f"positioning.map_point.{row['kind']}",
                name=row["name"],
                count=fmt.count(row["n"], text.lang),
            ),
        }
        for row in answer.points.to_dicts()
    ]
    numbers = dict.fromkeys(("x", "y", "x_low", "x_high", "y_low", "y_high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)


def table(answer: RivalMap, text: Text) -> pl.DataFrame:
    """One row per brand and attribute on the map: kind, name, x, y and the limits of brands, people
    (raters of a brand, high marks of an attribute)."""
    rows = answer.points.rename({"n": "people"})
    kinds = [text(f"positioning.map.{kind}") for kind in rows["kind"]]
    return rows.with_columns(pl.Series("kind", kinds, dtype=pl.String))
