"""Where rivals stand: what each brand is marked 9 or 10 for, relative to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from analytics.positioning.base import LEAST_PEOPLE, LEAST_SIDES, SCALE, TOP_BOX, Refusal
from analytics.stats.clusters import tails, weights
from analytics.stats.intervals import CONFIDENCE
from analytics.stats.resampling import FEWEST_CLUSTERS, SEED

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

RATINGS = {
    "brand": pl.String,
    "attribute": pl.String,
    "respondent": pl.String,
    "score": pl.Float64,
}
"""One row per respondent, brand and attribute: a mark of 0-10."""
NOTHING = 1e-12


@dataclass(frozen=True)
class Correspondence:
    """A correspondence analysis: principal inertias, largest first, and the principal coordinates
    of rows and columns, one line each, one column a direction; `standard`: those of the columns in
    standard coordinates, on which a profile of a row is placed."""

    inertias: Numbers
    rows: Numbers
    columns: Numbers
    standard: Numbers

    @property
    def shares(self) -> Numbers:
        """The part of all inertia in each direction, 0-1."""
        total = self.inertias.sum()
        return self.inertias / total if total > 0 else self.inertias


@dataclass(frozen=True)
class RivalMap:
    """The map: one row per brand or attribute in `points` (POINTS), the shares of inertia of its
    two directions, how many raters each brand has, and the brands and attributes left out.
    `off_scale`: marks outside 0-10; `superseded`: earlier marks of raters who marked again."""

    points: pl.DataFrame
    shares: tuple[float, ...]
    raters: dict[str, int]
    left_out: tuple[str, ...]
    off_scale: int
    superseded: int = 0
    refusal: Refusal | None = None


POINTS = {
    "kind": pl.String,
    "name": pl.String,
    "x": pl.Float64,
    "y": pl.Float64,
    **dict.fromkeys(("x_low", "x_high", "y_low", "y_high"), pl.Float64),
    "n": pl.Int64,
}
"""`kind` brand or attribute; limits of brands alone; n raters of a brand, top marks of an
attribute."""


def correspondence(counts: ArrayLike) -> Correspondence:
    """Correspondence analysis of a table of counts without empty rows or columns (Greenacre 1984):
    the singular value decomposition of its standardised residuals."""
    table = np.asarray(counts, dtype=float)
    shares = table / table.sum()
    row, column = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(row, column)
    left, values, right = np.linalg.svd((shares - expected) / np.sqrt(expected))
    most = min(table.shape) - 1
    values = values[:most]
    # A direction without inertia is any direction: nothing is placed along it.
    values = np.where(values > NOTHING, values, 0.0)
    standard = right[:most].T / np.sqrt(column)[:, None] * (values > 0)
    signs = np.where(standard[np.abs(standard).argmax(axis=0), np.arange(most)] < 0, -1.0, 1.0)
    standard = standard * signs
    rows = left[:, :most] / np.sqrt(row)[:, None] * values * signs
    return Correspondence(values**2, rows, standard * values, standard)


def rival_map(ratings: pl.DataFrame, *, least: int = LEAST_PEOPLE) -> RivalMap:
    """The map of brands and attributes by how many raters mark them 9 or 10; `ratings` as RATINGS,
    the last mark of a rater counts.

    It shows what a brand is known for relative to the others, not who is better. Limits of a brand
    come from raters drawn again and placed on the same map (Greenacre's partial bootstrap), so they
    do not tell how far the map itself would turn: along the first direction they held the place
    that very many raters would give 87 times in 100 with 30 raters, 91 with 60 and 93 with 120,
    along the second 95 to 98 times. Left out: brands under `least` raters, and what
    nobody marks 9 or 10; refused under three brands or three attributes, and where fewer than five
    people give any 9 or 10, from whom no range can be drawn.
    """
    marked = high_marks(ratings, least=least)
    brands, attributes, raters = marked.brands, marked.attributes, marked.raters
    left_out = tuple(name for name in marked.names if name not in {*brands, *attributes})
    refusal = _refusal(marked, least)
    lost = marked.off_scale, marked.superseded
    if refusal is not None:
        return RivalMap(pl.DataFrame(schema=POINTS), (), raters, left_out, *lost, refusal)
    table = _tables(marked.tops, brands, attributes)
    counts = table.sum(axis=0)
    plane = correspondence(counts)
    limits = _limits(table, plane)
    points = [
        ("brand", brand, *plane.rows[place, :2].tolist(), *limits[place], raters[brand])
        for place, brand in enumerate(brands)
    ]
    points += [
        ("attribute", name, *plane.columns[place, :2].tolist(), *[None] * 4, int(total))
        for place, (name, total) in enumerate(zip(attributes, counts.sum(axis=0), strict=True))
    ]
    frame = pl.DataFrame(points, schema=POINTS, orient="row")
    return RivalMap(frame, tuple(plane.shares[:2].tolist()), raters, left_out, *lost)


@dataclass(frozen=True)
class HighMarks:
    """The marks of 9 and 10 of brands with enough raters (`tops`, one row per respondent, brand and
    attribute), the brands and attributes that have any, the raters of every brand, and the names
    of all brands and attributes."""

    tops: pl.DataFrame
    brands: list[str]
    attributes: list[str]
    raters: dict[str, int]
    names: list[str]
    off_scale: int
    superseded: int


def high_marks(ratings: pl.DataFrame, *, least: int = LEAST_PEOPLE) -> HighMarks:
    """What the map is drawn of: `ratings` as RATINGS, the last mark of a rater counts. Empty
    ratings give empty marks."""
    rows = ratings.select(list(RATINGS)).cast(RATINGS)  # type: ignore[arg-type]
    last = rows.unique(["brand", "attribute", "respondent"], keep="last", maintain_order=True)
    readable = last.filter(pl.col("score").is_between(*SCALE))
    raters: dict[str, int] = dict(
        readable.group_by("brand").agg(pl.col("respondent").n_unique()).sort("brand").iter_rows()
    )
    sure = [brand for brand, n in raters.items() if n >= least]
    tops = readable.filter(pl.col("brand").is_in(sure) & (pl.col("score") >= TOP_BOX))
    return HighMarks(
        tops,
        [brand for brand in sure if brand in set(tops["brand"])],
        tops["attribute"].unique().sort().to_list(),
        raters,
        [*raters, *readable["attribute"].unique().sort()],
        last.height - readable.height,
        rows.height - last.height,
    )


def _tables(tops: pl.DataFrame, brands: list[str], attributes: list[str]) -> Numbers:
    """One table of brands by attributes per rater: 1 where the mark is at the top."""
    people = {name: place for place, name in enumerate(tops["respondent"].unique().sort())}
    table = np.zeros((len(people), len(brands), len(attributes)))
    for brand, attribute, respondent in tops.select("brand", "attribute", "respondent").iter_rows():
        table[people[respondent], brands.index(brand), attributes.index(attribute)] = 1.0
    return table


def _limits(table: Numbers, plane: Correspondence) -> list[list[Any]]:
    """Per brand the limits of its place in either direction, low and high of x, then of y."""
    n, brands, attributes = table.shape
    drawn = weights(n, SEED) @ table.reshape(n, -1)
    counts = drawn.reshape(-1, brands, attributes)
    totals = counts.sum(axis=2, keepdims=True)
    profiles = counts / np.where(totals > NOTHING, totals, np.nan)
    places = profiles @ plane.standard[:, :2]
    ends = np.nanquantile(places, tails(n, CONFIDENCE), axis=0)
    return [
        [float(end) for direction in range(2) for end in ends[:, brand, direction]]
        for brand in range(brands)
    ]


def _refusal(marked: HighMarks, least: int) -> Refusal | None:
    raters, brands = marked.raters, marked.brands
    if not raters:
        return Refusal("off_scale" if marked.off_scale else "no_ratings", 0, 1)
    if len(brands) < LEAST_SIDES:
        if max(raters.values()) < least:
            return Refusal("few_raters", max(raters.values()), least)
        is_rated = sum(n >= least for n in raters.values()) >= LEAST_SIDES
        return Refusal("few_high_marks" if is_rated else "few_brands", len(brands), LEAST_SIDES)
    if len(marked.attributes) < LEAST_SIDES:
        return Refusal("few_attributes", len(marked.attributes), LEAST_SIDES)
    people = marked.tops["respondent"].n_unique()
    if people < FEWEST_CLUSTERS:
        return Refusal("few_high_raters", people, FEWEST_CLUSTERS)
    return None
