"""What was read otherwise than it is written, as counts and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.repairs import REPAIRS
from ui import format as fmt

if TYPE_CHECKING:
    from ui.text import Text


def count(problem_frame: pl.DataFrame, code: str) -> int:
    """How many rows of the list of problems speak of a repair."""
    return problem_frame.filter(pl.col("code").is_in(REPAIRS[code])).height


def sentence(code: str, count_rows: int, text: Text) -> str:
    """What was done; where nothing was, that it stands as written."""
    if not count_rows:
        return text(f"repairs.{code}_kept")
    return text(f"repairs.{code}_done", count=fmt.count(count_rows, text.lang))
