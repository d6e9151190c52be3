"""The team's votes on the supers: the mean of the last round of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback import scales
from analytics.ingest.columns.formats import normalise
from analytics.stats.intervals import UNMEASURED, Estimate, mean_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.definitions.definition import Definition
    from analytics.feedback.scales import Problem
    from analytics.storage.versions import Manifest, Store

TABLE = "votes"
LAST = 10.0


@dataclass(frozen=True)
class Votes:
    """The last round's mean vote by super, 0-10, n = voters; a super nobody voted on is absent.

    `unknown`: how many votes name no super of the definition; `outside`: how many lie outside 0-10;
    neither counts. `doubt`: the scale looks like another than 0-10, and no super has a mean.
    """

    means: Mapping[str, Estimate]
    unknown: int = 0
    outside: int = 0
    doubt: Problem | None = None

    def of(self, key: str) -> Estimate:
        """The team's mean for a super; UNMEASURED where it has none."""
        return self.means.get(key, UNMEASURED)


def of_dataset(store: Store, manifest: Manifest, definition: Definition) -> Votes:
    """The votes of a dataset; without the sheet none. Student's t limits over voters.

    The filters of the page do not reach votes: a team votes on the brand, not on a channel.
    """
    if not any(file["table"] == TABLE for file in manifest.files):
        return Votes({})
    return count(store.run("feedback/votes", manifest.version), definition)


def count(votes: pl.DataFrame, definition: Definition) -> Votes:
    """From one row per vote: voter, super, score, round, voted_on, in the order of the sheet.

    A super is known by its key, its name or its short name in any language. Of a voter's votes on a
    super in one round the latest counts; a vote without a voter is a voter of its own. The last
    round of a super is the one with the latest day, then with the highest number in its name, then
    the lowest in the sheet.
    """
    voted = votes.with_row_index("place").with_columns(_resolved(votes["super"], definition))
    resolved = voted.filter(pl.col("key").is_not_null() & pl.col("score").is_not_null())
    valid = resolved.filter(pl.col("score").is_between(0, LAST))
    unknown = voted.height - voted["key"].count()
    outside = resolved.height - valid.height
    latest = _last_round(valid)
    doubt = _scale_problem(latest, outside, max(resolved["score"], default=0.0))
    return Votes({} if doubt else _means(latest), unknown, outside, doubt)


def _resolved(written: pl.Series, definition: Definition) -> pl.Series:
    """The key of the super that each text names; null where it names none."""
    names = {
        normalise(name): super_.key
        for super_ in definition.supers
        for name in (super_.key, *super_.name.values(), *super_.short.values())
    }
    distinct = {text: names.get(normalise(text)) for text in written.drop_nulls().unique()}
    keys = written.replace_strict(distinct, default=None, return_dtype=pl.String)
    return keys.alias("key")


def _last_round(valid: pl.DataFrame) -> pl.DataFrame:
    """One row per voter and super: the latest vote of the super's last round."""
    rounds = (
        valid.group_by("key", pl.col("round"))
        .agg(
            pl.col("voted_on").max().alias("day"),
            pl.col("place").max(),
            pl.col("round").first().str.extract(r"(\d+)").cast(pl.Int64, strict=False).alias("at"),
        )
        .sort("key", "day", "at", "place", nulls_last=False)
        .group_by("key", maintain_order=True)
        .last()
        .select("key", "round")
    )
    return (
        valid.join(rounds, on=["key", "round"], how="inner", nulls_equal=True)
        .with_columns(pl.coalesce("voter", pl.format("#{}", "place")).alias("person"))
        .sort("voted_on", "place", nulls_last=False)
        .unique(["key", "person"], keep="last", maintain_order=True)
    )


def _scale_problem(latest: pl.DataFrame, outside: int, most: float) -> Problem | None:
    """One team votes on one scale: judged on all supers together."""
    score_counts = Counter[float](latest["score"].to_list())
    return scales.beyond(score_counts.total(), outside, most) or scales.doubt_of(score_counts)


def _means(latest: pl.DataFrame) -> dict[str, Estimate]:
    score = pl.col("score")
    sums = latest.group_by("key").agg(
        pl.len().alias("n"), score.sum().alias("total"), score.pow(2).sum().alias("squares")
    )
    return {
        key: mean_interval(n, total, squares, bounds=(0.0, LAST))
        for key, n, total, squares in sums.sort("key").iter_rows()
    }
