"""What seeds, invited people and those who answer again say, each by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import clustering
from analytics.beta.base import KINDS, LEAST_A_SIDE, MARK_RANGE, Kind, Refusal
from analytics.feedback import scales
from analytics.stats.intervals import UNMEASURED, Estimate, difference

if TYPE_CHECKING:
    from analytics.beta.clustering import Clustering


@dataclass(frozen=True)
class Group:
    """One kind of answer, of one wave (None: of all). `very`: the share 0-1 who would be very
    disappointed; `promoters`: in points, refused where the item is not 0-10; `mark`: 0-10.
    `effect`: the design effect that shares and promoters reckon with, 1 for seeds."""

    kind: Kind
    wave: str | None
    n: int
    effect: float
    very: Estimate
    promoters: Estimate
    mark: Estimate
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Generation:
    """First answers of one generation: their mean mark, and what it is more or less than the
    seeds'; refused where either has fewer than LEAST_A_SIDE."""

    generation: int
    mark: Estimate
    apart: Estimate
    refusal: Refusal | None = None


def groups(answers: pl.DataFrame, likeness: float) -> list[Group]:
    """The three kinds, then each kind within each wave it answered in; those without answers are
    absent. `answers` as `answers.placed` gives them.

    Of several later answers of a person the last counts. People who were brought are reckoned as
    alike as `likeness` within their seed; seeds were picked one by one and stand apart.
    """
    doubt = nps_doubt(answers)
    last = answers.unique(["person", "kind"], keep="last", maintain_order=True)
    whole = [
        _group(last.filter(pl.col("kind") == kind), kind, None, likeness, doubt) for kind in KINDS
    ]
    waves = answers["wave"].unique(maintain_order=True).drop_nulls().to_list()
    by_wave = [
        _group(
            answers.filter((pl.col("kind") == kind) & (pl.col("wave") == wave)),
            kind,
            wave,
            likeness,
            doubt,
        )
        for wave in waves
        for kind in KINDS
    ]
    return [group for group in (*whole, *by_wave) if group.n]


def nps_doubt(answers: pl.DataFrame) -> Refusal | None:
    """Why answers to the question of recommending are not read as 0-10: too few fit there, or all
    look like another scale (`feedback.scales`)."""
    own = Counter[float](answers["nps"].drop_nulls().to_list())
    is_outside = any(not 0 <= answer <= scales.LAST for answer in own)
    if is_outside or (own and scales.doubt_of(own) is not None):
        return Refusal("nps_scale", own.total())
    return None


def likeness_of_brought(answers: pl.DataFrame) -> Clustering:
    """How alike the invited of one seed answer the question whether they would be very
    disappointed."""
    brought = answers.filter((pl.col("kind") == "invited") & pl.col("is_very").is_not_null())
    return clustering.clustering(
        brought["is_very"].cast(pl.Float64).to_numpy(), brought["seed_id"].to_list()
    )


def _group(
    rows: pl.DataFrame, kind: Kind, wave: str | None, likeness: float, doubt: Refusal | None
) -> Group:
    effect = _effect(rows, kind, likeness)
    very = rows.filter(pl.col("is_very").is_not_null())
    recommending = rows["nps"].drop_nulls().to_list()
    marked = rows.filter(pl.col("mark").is_not_null())
    return Group(
        kind,
        wave,
        rows.height,
        effect,
        clustering.share(int(very["is_very"].sum()), very.height, effect),
        UNMEASURED if doubt else clustering.promoters(recommending, effect),
        clustering.mean(marked["mark"].to_numpy(), marked["seed_id"].to_list(), MARK_RANGE),
        doubt,
    )


def counted_share(answers: pl.DataFrame, kind: Kind, n: int, likeness: float) -> Estimate:
    """The share 0-1 who would be very disappointed among the first `n` of a kind who say so or
    not, with limits at what these answers alone are worth."""
    rows = answers.filter((pl.col("kind") == kind) & pl.col("is_very").is_not_null()).head(n)
    yes = int(rows["is_very"].sum())
    return clustering.share(yes, rows.height, _effect(rows, kind, likeness))


def _effect(rows: pl.DataFrame, kind: Kind, likeness: float) -> float:
    sizes = list(Counter(rows["seed_id"].to_list()).values())
    return clustering.effect_of(kind, sizes, likeness)


def generations(answers: pl.DataFrame) -> list[Generation]:
    """First answers by generation from 0, with the seeds as what the others are held against."""
    first = answers.filter((pl.col("turn") == 1) & pl.col("mark").is_not_null())
    marks = {
        level: clustering.mean(part["mark"].to_numpy(), part["seed_id"].to_list(), MARK_RANGE)
        for (level,), part in first.filter(pl.col("generation").is_not_null())
        .sort("generation", maintain_order=True)
        .group_by("generation", maintain_order=True)
    }
    seeds = marks.get(0, UNMEASURED)
    rows = []
    for level, mark in marks.items():
        fewest = min(mark.n, seeds.n)
        is_few = fewest < LEAST_A_SIDE
        refusal = Refusal("few_a_side", fewest, LEAST_A_SIDE) if level and is_few else None
        apart = difference(mark, seeds) if level and not is_few else UNMEASURED
        rows.append(Generation(int(level), mark, apart, refusal))
    return rows


def convergence(answers: pl.DataFrame) -> pl.DataFrame:
    """One row per first answer with a mark, by kind (seeds, invited) in the order people joined,
    then answered: kind, place (from 1 within the kind), person, seed_id, generation, mark, so_far
    (mean of all of the kind up to here), seed_place and of_seed (the same within the seed). Empty
    without marks.

    The running estimate in order of joining is the convergence plot of respondent-driven sampling,
    the same seed by seed its bottleneck plot (Gile, Johnston and Salganik 2015, JRSS A 178, 241).
    """
    first = answers.filter((pl.col("turn") == 1) & pl.col("mark").is_not_null())
    ordered = first.sort("joined_on", "answered_on", "person", nulls_last=True)
    mark, in_seed = pl.col("mark"), ["kind", "seed_id"]
    counted = ordered.with_columns(
        place=pl.int_range(1, pl.len() + 1).over("kind"),
        seed_place=pl.int_range(1, pl.len() + 1).over(in_seed),
    )
    return counted.select(
        "kind",
        "place",
        "person",
        "seed_id",
        "generation",
        "mark",
        "seed_place",
        so_far=mark.cum_sum().over("kind") / pl.col("place"),
        of_seed=mark.cum_sum().over(in_seed) / pl.col("seed_place"),
    )
