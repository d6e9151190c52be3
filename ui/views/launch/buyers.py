"""Who bought, as rows of ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.launch.buyers import KINDS
from ui import format as fmt

if TYPE_CHECKING:
    from analytics.launch.buyers import Buyers
    from ui.text import Text

HUNDRED = 100


def rows(answer: Buyers, text: Text) -> pl.DataFrame:
    """One row per kind of buyers: label, value, low, high (per cent), n, sentence, reason."""
    kinds = [kind for kind in KINDS if kind in answer.shares]
    shares = [answer.shares[kind] for kind in kinds]
    return pl.DataFrame(
        {
            "label": [text(f"launch.kind.{kind}") for kind in kinds],
            "value": [_hundredfold(share.value) for share in shares],
            "low": [_hundredfold(share.low) for share in shares],
            "high": [_hundredfold(share.high) for share in shares],
            "n": [share.n for share in shares],
            "sentence": [
                text(
                    "launch.share_range",
                    share=fmt.percent(share.value, text.lang, 0),
                    range=fmt.interval(share.low, share.high, text.lang, rate=True),
                )
                for share in shares
            ],
            "reason": [None] * len(kinds),
        },
        schema_overrides={"reason": pl.String},
    )


def sentence(answer: Buyers, text: Text) -> str:
    """The share of each kind; an answer that was refused has none."""
    shares = {kind: fmt.percent(share.value, text.lang, 0) for kind, share in answer.shares.items()}
    return text("launch.kinds", **shares)


def _hundredfold(share: float | None) -> float | None:
    return None if share is None else HUNDRED * share
