"""A definition being edited and not yet saved; no streamlit.

Grids return texts, so that nothing typed is lost: what is no number stays a text, and the check
reports it.
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
from analytics.definitions.goods import plain_for_goods
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
"""The editable columns of a super's grid."""


@dataclass
class DefinitionDraft:
    """The draft and the definition it started from. `raw`: the draft as the table of a definition's
    file; `grids`: the initial rows of each grid on the page; `origins`: the entries of `raw`
    that those rows were made from."""

    start: Definition
    lang: str
    raw: dict[str, Any] = field(init=False)
    grids: dict[str, pl.DataFrame] = field(default_factory=dict)
    origins: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.raw = definition_file.plain(self.start)

    def super_of(self, key: str) -> dict[str, Any]:
        """The draft's super of that key; StopIteration without one."""
        return next(super_ for super_ in self.raw["supers"] if super_["key"] == key)

    def draft(self, file: str) -> tuple[Definition | None, tuple[Mistake, ...]]:
        """The draft as a definition, and its mistakes; None where it is invalid. A changed goalpost
        needs a changed reason."""
        definition, mistakes = checked(self.raw, file)
        if definition is None:
            return None, mistakes
        # Both sides of the comparison read reviews by the same words, and mean the same target.
        definition = replace(definition, lexicon=self.start.lexicon, target=self.start.target)
        return definition, unreasoned(self.start, definition, file)

    def changes(self, draft: Definition) -> tuple[Change, ...]:
        """The differences between the start and the draft."""
        return changes(self.start, draft)

    @property
    def is_touched(self) -> bool:
        """Whether any super, or the kind of goods, differs from the start."""
        start = definition_file.plain(self.start)
        return any(self.raw[name] != start[name] for name in ("goods", "supers"))

    @property
    def goods(self) -> str:
        """The kind of goods chosen; "" for none."""
        kind: str = self.raw["goods"]
        return kind

    def choose_goods(self, kind: str) -> None:
        """Take the goalposts and weights of a kind of goods; "" for the product's own."""
        self.raw = plain_for_goods(self.raw, kind)
        self.grids.clear()
        self.origins.clear()

    def measures_grid(self, key: str, *, is_new: bool) -> pl.DataFrame:
        """The initial rows of a super's grid: one per measure, every cell a text."""
        if is_new or key not in self.grids:
            self.origins[key] = self.super_of(key)["measures"]
            rows = [as_written(use, self.lang) for use in self.origins[key]]
            self.grids[key] = pl.DataFrame(rows, schema=dict.fromkeys(GRID, pl.String))
        return self.grids[key]

    def take_measures(self, key: str, edited: pl.DataFrame) -> None:
        """Write the edited grid of a super into the draft."""
        rows = zip(self.origins[key], self.grids[key].to_dicts(), _written(edited), strict=True)
        uses = [_changed(use, old_row, new_row) for use, old_row, new_row in rows]
        self._replace(key, {"measures": uses})

    def weights_grid(self, *, is_new: bool) -> pl.DataFrame:
        """The initial rows of the weights grid: one per super, as text."""
        if is_new or WEIGHTS not in self.grids:
            self.origins[WEIGHTS] = list(self.raw["supers"])
            rows = [_number(super_["weight"]) for super_ in self.raw["supers"]]
            self.grids[WEIGHTS] = pl.DataFrame({"weight": rows}, schema={"weight": pl.String})
        return self.grids[WEIGHTS]

    def take_weights(self, edited: pl.DataFrame) -> None:
        """Write the edited grid of weights into the draft."""
        rows = zip(
            self.origins[WEIGHTS], self.grids[WEIGHTS].to_dicts(), _written(edited), strict=True
        )
        for super_, old_row, new_row in rows:
            weight = super_["weight"] if old_row == new_row else number(new_row["weight"], "")
            self._replace(super_["key"], {"weight": weight})

    def put(self, key: str, by: Mapping[str, Any]) -> None:
        """Replace the super `key` by another; DefinitionError where the new key is taken."""
        self.raw = replaced(self.raw, key, by)
        self.grids.clear()
        self.origins.clear()

    def _replace(self, key: str, changed: Mapping[str, Any]) -> None:
        supers = [
            {**super_, **changed} if super_["key"] == key else super_
            for super_ in self.raw["supers"]
        ]
        self.raw = {**self.raw, "supers": supers}


def number(written: str, unit: str) -> float | str:
    """The number in a text of that unit, a share written in percent; the text itself where it is
    no number."""
    normalised = unicodedata.normalize("NFKC", written).strip()
    bare = normalised.removesuffix("%").strip() if unit == "share" else normalised
    bare = bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare
    try:
        parsed = float(bare)
    except ValueError:
        return normalised
    return round(parsed / HUNDRED, DIGITS) if unit == "share" else parsed


def as_written(use: Mapping[str, Any], lang: str) -> dict[str, str]:
    """A measure of a draft as its grid row."""
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
    use: Mapping[str, Any], old_row: Mapping[str, str], new_row: Mapping[str, str]
) -> dict[str, Any]:
    """The use with the cells that differ between two grid rows; the others keep their exact
    value."""
    unit = MEASURES[use["measure"]].unit
    readers: Mapping[str, Callable[[str], Any]] = {
        "weight": partial(number, unit=""),
        "n_indicative": _whole,
        "n_sound": _whole,
        "reason": partial(dict.fromkeys, LANGUAGES),
    }
    edits = {
        name: read(new_row[name])
        for name, read in readers.items()
        if old_row[name] != new_row[name]
    }
    ends = [
        number(new_row[name], unit) if old_row[name] != new_row[name] else use["goalposts"][place]
        for place, name in enumerate(("bad", "good"))
    ]
    return {**use, **edits, "goalposts": ends}


def _whole(written: str) -> float | int | str:
    parsed = number(written, "")
    return int(parsed) if isinstance(parsed, float) and parsed.is_integer() else parsed


def _end(end: float | str, unit: str) -> str:
    """A goalpost as its grid cell; a text that is no number as typed."""
    if isinstance(end, str):
        return end
    return f"{_number(round(end * HUNDRED, DIGITS))}%" if unit == "share" else _number(end)


def _number(entry: float | str) -> str:
    return entry if isinstance(entry, str) else f"{entry:.12g}"


def _written(edited: pl.DataFrame) -> list[dict[str, str]]:
    """The rows as texts; an emptied cell is ""."""
    return edited.select(pl.all().cast(pl.String).fill_null("")).to_dicts()
