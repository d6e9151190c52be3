"""Words of a call as values; UsageError with an example for what is none."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from analytics.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


MAX_HORIZON = 3_650
"""Days that a forecast or a window may reach."""


def day(text: str) -> date:
    """`--as-of` as a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError.bad_option("--as-of", text, "2024-12-31") from error


def days(text: str) -> list[int]:
    """`--days` as one or more windows of at least a day."""
    try:
        windows = [int(part) for part in text.split(",")]
    except ValueError as error:
        raise UsageError.bad_option("--days", text, "30,90") from error
    if not windows or min(windows) < 1:
        raise UsageError.bad_option("--days", text, "30,90")
    return windows


def whole(option: str, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from 1 to `most`."""
    return partial(_whole, option, most)


def number(option: str, text: str, example: str) -> float:
    """`text` as a number."""
    try:
        return float(text)
    except ValueError as error:
        raise UsageError.bad_option(option, text, example) from error


def _whole(option: str, most: int, text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise UsageError.bad_option(option, text, f"1 - {most}")
    return int(text)
