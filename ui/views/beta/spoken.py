"""What testers speak of, by kind of answer and wave, and the headers of the page's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.feedback.reviews import topic_name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.text import Text


def table(rows: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per kind, wave and topic, named in the reader's language: kind, wave, topic, texts,
    negative, positive."""
    pairs = rows.select("kind", "topic").rows()
    return rows.select(
        kind=pl.Series([text(f"beta.short.{kind}") for kind, _ in pairs], dtype=pl.String),
        wave="wave",
        topic=pl.Series([topic_name(topic, text) for _, topic in pairs], dtype=pl.String),
        texts="texts",
        negative="negative",
        positive="positive",
    )


def sentence(worst: pl.DataFrame, text: Text) -> str:
    """What each kind of answer complains of most, all waves together; that nobody complains where
    nobody does. `worst`: rows of `themes.worst`."""
    if worst.is_empty():
        return text("beta.no_complaints")
    return joined(
        [
            text(
                "beta.complains",
                kind=text(f"beta.short.{row['kind']}"),
                topic=literal(topic_name(row["topic"], text)),
                count=fmt.count(row["negative"], text.lang),
                texts=fmt.count(row["texts"], text.lang),
                range=fmt.interval(row["low"], row["high"], text.lang, rate=True),
            )
            for row in worst.to_dicts()
        ],
        text,
    )


def headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """Column -> its name in the tables of the page."""
    return {name: text(f"beta.column.{name}") for name in frame.columns}
