"""Answers of a beta test with the place of whoever gave them: seed, invited, or once more."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analytics.beta.tree import key_of

ANSWERS = {
    "response_key": pl.Int32,
    **dict.fromkeys(("customer_id", "sku", "wave"), pl.String),
    "submitted_at": pl.Datetime,
    **dict.fromkeys(("rating", "rating_max", "nps"), pl.Float64),
    "disappointed": pl.String,
}
"""One row per response, as `feedback.answer_sheets.beta_answers` gives them."""
HIGHEST = 10.0


@dataclass(frozen=True)
class LeftOut:
    """Answers that do not count, by what they lack: nobody's (no customer), of people who are not
    on the list of testers or stand in a circle of it, given again within a wave (the last counts);
    and marks that cannot be read, taken as not given. `undated`: answers without a day, taken as
    the last of their person; `waveless`: those of no wave, which stand in no comparison of
    waves."""

    nobody: int = 0
    strangers: int = 0
    circles: int = 0
    again: int = 0
    unreadable_marks: int = 0
    undated: int = 0
    waveless: int = 0


def placed(responses: pl.DataFrame, testers: pl.DataFrame) -> tuple[pl.DataFrame, LeftOut]:
    """One row per tester and wave of one product, in the order answers came: person, kind (base),
    seed_id, generation, joined_on, wave, turn (1 for a person's first), answered_on, mark (0-10),
    nps, is_very (null where not answered), response_key. `testers` are rows of `tree.PLACED`.

    A tester is looked for by customer, then by tester number. Without a list of testers everybody
    is a stranger.
    """
    rows = responses.select(list(ANSWERS)).cast(ANSWERS)  # type: ignore[arg-type]
    named = rows.filter(pl.col("customer_id").is_not_null())
    keyed = named.with_columns(key_of("customer_id").alias("key"))
    people = keyed.join(names(testers), "key", "left", maintain_order="left").with_columns(
        is_stranger=pl.col("tester").is_null(),
        is_circle=(pl.col("role") == "circle").fill_null(value=False),
    )
    testing = people.filter(~pl.col("is_stranger") & ~pl.col("is_circle"))
    ordered = testing.sort("submitted_at", "response_key", nulls_last=True)
    single = ordered.unique(["tester", "wave"], keep="last", maintain_order=True)
    single = single.sort("submitted_at", "response_key", nulls_last=True)
    is_mark = (pl.col("rating_max") > 0) & pl.col("rating").is_between(0, pl.col("rating_max"))
    answers = single.with_columns(
        turn=pl.int_range(1, pl.len() + 1).over("tester"),
        mark=pl.when(is_mark).then(pl.col("rating") / pl.col("rating_max") * HIGHEST),
    ).select(
        pl.col("tester").alias("person"),
        kind=pl.when(pl.col("turn") > 1).then(pl.lit("repeat")).otherwise("role"),
        seed_id="seed_id",
        generation="generation",
        joined_on="joined_on",
        wave="wave",
        turn="turn",
        answered_on=pl.col("submitted_at").dt.date(),
        mark="mark",
        nps="nps",
        is_very=pl.col("disappointed") == "very",
        response_key="response_key",
    )
    return answers, LeftOut(
        nobody=rows.height - named.height,
        strangers=int(people["is_stranger"].sum()),
        circles=int(people["is_circle"].sum()),
        again=testing.height - single.height,
        unreadable_marks=int((single["rating"].is_not_null() & answers["mark"].is_null()).sum()),
        undated=single["submitted_at"].null_count(),
        waveless=single["wave"].null_count(),
    )


def waves(answers: pl.DataFrame) -> list[str]:
    """The waves in order: by number where all are numbers, else by the day of their first
    answer."""
    named = answers.filter(pl.col("wave").is_not_null())
    first = named.group_by("wave").agg(pl.col("answered_on").min())
    number = first["wave"].str.extract(r"(\d+)").cast(pl.Float64)
    if number.null_count() == 0 and number.n_unique() == first.height:
        return first.with_columns(number=number).sort("number")["wave"].to_list()
    return first.sort("answered_on", "wave", nulls_last=True)["wave"].to_list()


def names(testers: pl.DataFrame) -> pl.DataFrame:
    """One row per name that a tester goes by, the customer's, else the tester number: key, tester,
    role, seed_id, generation, joined_on."""
    place = ("role", "seed_id", "generation", "joined_on")
    by_customer, by_tester = (
        testers.filter(pl.col(column).is_not_null()).select(
            key_of(column).alias("key"), pl.col("tester_id").alias("tester"), *place
        )
        for column in ("customer_id", "tester_id")
    )
    return pl.concat([by_customer, by_tester]).unique("key", keep="first", maintain_order=True)
