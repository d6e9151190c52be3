"""The truth about the answers: both survey waves and the beta test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.sample import plan, realised
from scripts.sample.facts import Fact

if TYPE_CHECKING:
    import polars as pl


def surveyed(feedback: pl.DataFrame) -> list[Fact]:
    """The recommendation wave."""
    shares, very = realised.survey(feedback), plan.DISAPPOINTED["very"]
    return [
        Fact("answers", plan.SURVEY_ANSWERS, "Answers of the wave."),
        Fact("promoters", plan.PROMOTERS, "True share answering 9 or 10."),
        Fact("promoters_realised", shares["promoters"], "Share among the answers."),
        Fact("detractors", plan.DETRACTORS, "True share answering 0 to 6."),
        Fact("detractors_realised", shares["detractors"], "Share among the answers."),
        Fact("very_disappointed", very, "True share answering very to the Sean Ellis item."),
        Fact("very_disappointed_realised", shares["very_disappointed"], "Share among the answers."),
    ]


def items() -> list[Fact]:
    """The nine items of the wave."""
    description = "Expected value of the item, 0-10."
    return [Fact(key, mean, description) for key, mean in plan.ITEM_MEANS.items()]


def priced(feedback: pl.DataFrame) -> list[Fact]:
    """The price wave."""
    return [
        Fact("answers", plan.PSM_ANSWERS, "Answers of the Van Westendorp wave."),
        Fact("sku", plan.PSM_SKU, "The product asked about."),
        Fact("intransitive", plan.PSM_INTRANSITIVE, "True share of contradictory answers."),
        Fact("intransitive_realised", realised.intransitive(feedback), "Contradictory answers."),
    ]


def beta() -> list[Fact]:
    """The beta test."""
    return [
        Fact("sku", plan.BETA_SKU, "The product tested."),
        Fact("seeds", plan.BETA_SEEDS, "Testers of wave 1, chosen by the brand."),
        Fact("invited", plan.BETA_INVITED, "Testers of wave 2, each invited by a seed."),
        Fact("paired", plan.BETA_ANSWERS["again"], "Seeds who answered in both waves."),
        Fact(
            "rating_first", plan.BETA_RATING["first"], "Planted mean of the seeds, wave 1, of 10."
        ),
        Fact("rating_again", plan.BETA_RATING["again"], "Planted mean of the seeds, wave 2."),
        Fact("rating_invited", plan.BETA_RATING["invited"], "Planted mean of those invited."),
        Fact("very_first", plan.BETA_VERY["first"], "True share very disappointed, wave 1."),
        Fact("very_again", plan.BETA_VERY["again"], "True share of the seeds, wave 2."),
        Fact("very_invited", plan.BETA_VERY["invited"], "True share of those invited."),
    ]
