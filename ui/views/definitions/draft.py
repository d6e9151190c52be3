"""A definition on the bench: what a visitor has changed in it and not yet saved; no streamlit.

A grid hands back texts, so that nothing typed is dropped: what is no number stays a text, and the
check says so in words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.definitions import definition as definition_file
from analytics.definitions.drafts import changes, checked, replaced, unreasoned
from analytics.measures import MEASURES
from analytics.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.definitions.definition import Definition
    from analytics.definitions.drafts import Change, Mistake

_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
HUNDRED = 100.0
DIGITS = 12
WEIGHTS = "weights"
GRID = ("bad", "good", "weight", "n_indicative", "n_sound", "reason")
"""The columns of a super's grid that can be written in."""


@dataclass
class DefinitionDraft:
    """The draft beside the definition it began as. `raw` is the draft as a definition's file would
    say it; `grids` the rows that each grid on the page began with."""

    start: Definition
    lang: str
    raw: dict[str, Any] = field(init=False)
    grids: dict[str, pl.DataFrame] = field(default_factory=dict)
    origins: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.raw = definition_file.plain(self.start)

    def super_of(self, key: str) -> dict[str, Any]:
        """The draft's super of that key."""
        return next(one for one in self.raw["supers"] if one["key"] == key)

    def draft(self, file: str) -> tuple[Definition | None, tuple[Mistake, ...]]:
        """The draft as a definition, or what is wrong with it; a goalpost that moved needs its
        reason."""
        found, mistakes = checked(self.raw, file)
        if found is None:
            return None, mistakes
        # Both sides of the comparison read reviews by the same words.
        found = replace(found, lexicon=self.start.lexicon)
        return found, unreasoned(self.start, found, file)

    def changes(self, draft: Definition) -> tuple[Change, ...]:
        """What the draft says otherwise."""
        return changes(self.start, draft)

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what it began as."""
        return bool(self.raw["supers"] != definition_file.plain(self.start)["supers"])

    def measures_grid(self, key: str, *, is_new: bool) -> pl.DataFrame:
        """The rows a super's grid begins with: one per measure, everything as text."""
        if is_new or key not in self.grids:
            self.origins[key] = self.super_of(key)["measures"]
            rows = [as_written(use, self.lang) for use in self.origins[key]]
            self.grids[key] = pl.DataFrame(rows, schema=dict.fromkeys(GRID, pl.String))
        return self.grids[key]

    def take_measures(self, key: str, edited: pl.DataFrame) -> None:
        """Take what now stands in a super's grid into the draft."""
        rows = zip(self.origins[key], self.grids[key].to_dicts(), _written(edited), strict=True)
        uses = [_changed(use, was, now) for use, was, now in rows]
        self._replace(key, {"measures": uses})

    def weights_grid(self, *, is_new: bool) -> pl.DataFrame:
        """The rows of the supers' weights, as text."""
        if is_new or WEIGHTS not in self.grids:
            self.origins[WEIGHTS] = list(self.raw["supers"])
            rows = [_number(one["weight"]) for one in self.raw["supers"]]
            self.grids[WEIGHTS] = pl.DataFrame({"weight": rows}, schema={"weight": pl.String})
        return self.grids[WEIGHTS]

    def take_weights(self, edited: pl.DataFrame) -> None:
        """Take what now stands in the grid of weights into the draft."""
        rows = zip(
            self.origins[WEIGHTS], self.grids[WEIGHTS].to_dicts(), _written(edited), strict=True
        )
        for one, was, now in rows:
            weight = one["weight"] if was == now else number(now["weight"], "")
            self._replace(one["key"], {"weight": weight})

    def put(self, key: str, by: Mapping[str, Any]) -> None:
        """Another super in the place of the one called `key`; DefinitionError where its key is
        taken."""
        self.raw = replaced(self.raw, key, by)
        self.grids.clear()
        self.origins.clear()

    def _replace(self, key: str, changed: Mapping[str, Any]) -> None:
        listed = [{**one, **changed} if one["key"] == key else one for one in self.raw["supers"]]
        self.raw = {**self.raw, "supers": listed}


def number(written: str, unit: str) -> float | str:
    """What a person wrote as a number of that unit, a share in percent; the text where it is
    none."""
    kept = unicodedata.normalize("NFKC", written).strip()
    bare = kept.removesuffix("%").strip() if unit == "share" else kept
    bare = bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare
    try:
        found = float(bare)
    except ValueError:
        return kept
    return round(found / HUNDRED, DIGITS) if unit == "share" else found


def as_written(use: Mapping[str, Any], lang: str) -> dict[str, str]:
    """A measure of a draft as its grid shows it."""
    unit = MEASURES[use["measure"]].unit
    bad, good = (_end(end, unit) for end in use["goalposts"])
    return {
        "bad": bad,
        "good": good,
        "weight": _number(use["weight"]),
        "n_indicative": _number(use["n_indicative"]),
        "n_sound": _number(use["n_sound"]),
        "reason": use["reason"].get(lang, ""),
    }


def _changed(
    use: Mapping[str, Any], was: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, Any]:
    """The use with what differs between two rows; the rest keeps its exact value."""
    unit = MEASURES[use["measure"]].unit
    readers: Mapping[str, Callable[[str], Any]] = {
        "weight": partial(number, unit=""),
        "n_indicative": _whole,
        "n_sound": _whole,
        "reason": partial(dict.fromkeys, LANGUAGES),
    }
    told = {name: read(now[name]) for name, read in readers.items() if was[name] != now[name]}
    ends = [
        number(now[name], unit) if was[name] != now[name] else use["goalposts"][place]
        for place, name in enumerate(("bad", "good"))
    ]
    return {**use, **told, "goalposts": ends}


def _whole(written: str) -> float | int | str:
    found = number(written, "")
    return int(found) if isinstance(found, float) and found.is_integer() else found


def _end(end: float | str, unit: str) -> str:
    """A goalpost as a person writes it; what was no number as it was written."""
    if isinstance(end, str):
        return end
    return f"{_number(round(end * HUNDRED, DIGITS))}%" if unit == "share" else _number(end)


def _number(found: float | str) -> str:
    return found if isinstance(found, str) else f"{found:.12g}"


def _written(edited: pl.DataFrame) -> list[dict[str, str]]:
    """The rows as texts; an emptied cell is an empty text."""
    return edited.select(pl.all().cast(pl.String).fill_null("")).to_dicts()
