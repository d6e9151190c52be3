"""The two sides of a comparison: periods, channels, products or datasets as codes for the link; no
streamlit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.filters import Filters
from ui import format as fmt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.storage.versions import Manifest
    from ui.text import Text

Kind = Literal["period", "channel", "product", "dataset"]
KINDS: tuple[Kind, ...] = ("period", "channel", "product", "dataset")
LENGTHS = {12: 4, 6: 4, 3: 8, 1: 12}
"""Length in months -> most periods offered of it, counted back from the last month."""
YEAR_MONTHS = 12
BETWEEN = "_"


@dataclass(frozen=True)
class Offer:
    """The choices for either side: labels by code in display order, and the two preselected codes.
    With fewer than two codes there is nothing to compare."""

    labels: Mapping[str, str]
    first: str
    second: str

    @property
    def is_enough(self) -> bool:
        return len(self.labels) > 1


def periods(manifest: Manifest, text: Text) -> Offer:
    """Whole periods of 12, 6, 3 months and 1 month up to the last month, newest first. Preselected:
    the last two of the longest length that has two; no choices without a first day."""
    about = manifest.about
    if not about["first_on"]:
        return _offer({})
    first, last = (_number(date.fromisoformat(about[day])) for day in ("first_on", "as_of"))
    windows_by_length = {
        months: [
            (end - months + 1, end) for end in list(range(last, first + months - 2, -months))[:most]
        ]
        for months, most in LENGTHS.items()
    }
    labels = {
        _code(*ends): _spoken(*ends, text)
        for windows in windows_by_length.values()
        for ends in windows
    }
    pair = next((windows for windows in windows_by_length.values() if len(windows) > 1), [])
    return _offer(labels, [_code(*ends) for ends in pair])


def choices(choices: pl.DataFrame, kind: Kind) -> Offer:
    """Channels or products, the largest first; preselected: the two largest."""
    entries = choices.filter(pl.col("kind") == kind)
    return _offer(dict(zip(entries["code"], entries["label"], strict=True)))


def datasets(versions: Sequence[Manifest], names: Sequence[str], text: Text) -> Offer:
    """Dataset versions under `names`, newest first; preselected: the two newest."""
    labels = {
        manifest.version: text(
            "against.dataset",
            name=name,
            day=fmt.day(_day(manifest), text.lang),
            id=manifest.version[-8:],
        )
        for manifest, name in zip(versions, names, strict=True)
    }
    return _offer(labels)


def filters(kind: Kind, code: str, shared: Filters) -> Filters:
    """The filters of one side: the page's, with the side's own period, channel or product replaced.
    A whole dataset has none, since another may have other channels and products."""
    if kind == "dataset":
        return Filters()
    if kind == "period":
        start, end = (date.fromisoformat(f"{month}-01") for month in code.split(BETWEEN))
        return replace(shared, start=start, end=end)
    if kind == "channel":
        return replace(shared, channels=(code,))
    return replace(shared, products=(code,))


def _offer(labels: Mapping[str, str], preferred: Sequence[str] = ()) -> Offer:
    first, second = [*preferred, *labels, "", ""][:2]
    return Offer(labels, first, second)


def _number(day: date) -> int:
    """Months since the year 0."""
    return day.year * YEAR_MONTHS + day.month - 1


def _month(number: int) -> date:
    return date(number // YEAR_MONTHS, number % YEAR_MONTHS + 1, 1)


def _code(start: int, end: int) -> str:
    return BETWEEN.join(f"{_month(number):%Y-%m}" for number in (start, end))


def _spoken(start: int, end: int, text: Text) -> str:
    first, last = (fmt.month(_month(number), text.lang) for number in (start, end))
    return first if start == end else text("common.from_to", first=first, last=last)


def _day(manifest: Manifest) -> date:
    return date.fromisoformat(manifest.created_at[:10])
