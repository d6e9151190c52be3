"""The truth about needs, claims and prices."""

from __future__ import annotations

from scripts.sample import opinions
from scripts.sample.facts import Fact, Section
from scripts.sample.words import words

CONTRADICTED = 2
"""The claim that reviews contradict: goods arrive broken."""
UNMET = 0


def opinion_sections() -> list[Section]:
    """What is planted in the sheets needs, claims, rival_ratings and price_answers."""
    return [
        ("needs", needed()),
        ("claims", claimed()),
        ("rival_ratings", rated()),
        ("price_questions", priced()),
        ("purchases", bought()),
    ]


def needed() -> list[Fact]:
    """The need that is badly met."""
    planted = words("opinions")
    need = planted["needs"][UNMET]
    importance, satisfaction = need["shares"][0]
    opportunity = 10 * (importance + max(importance - satisfaction, 0))
    return [
        Fact("respondents", 2 * opinions.RESPONDENTS, "Respondents, half of each segment."),
        Fact("unmet", need["need"], "The one need that is important and badly met."),
        Fact("segment", planted["segments"][0], "The segment in which it is."),
        Fact("importance", importance, "True share of 9 and 10 for its importance there."),
        Fact("satisfaction", satisfaction, "True share of 9 and 10 for its satisfaction there."),
        Fact("opportunity", opportunity, "10 times importance, plus what satisfaction lacks."),
    ]


def claimed() -> list[Fact]:
    """The claim that customers contradict."""
    claim, topic, *_ = words("opinions")["claims"]["rows"][CONTRADICTED]
    return [
        Fact("contradicted", claim, "The claim that reviews contradict."),
        Fact("topic", topic, "The topic of reviews it speaks of."),
    ]


def rated() -> list[Fact]:
    """Who rated the brands."""
    return [Fact("raters", opinions.RATERS, "Respondents who marked every brand, 0-10.")]


def priced() -> list[Fact]:
    """Where the four curves of van Westendorp cross, contradictions aside."""
    crossing = opinions.crossing
    return [
        Fact("answers", opinions.PRICE_RESPONDENTS, "Respondents with all four prices."),
        Fact("sku", opinions.PRICED_SKU, "The product asked about."),
        Fact("contradictory", opinions.CONTRADICTORY, "True share who swap two prices."),
        Fact(
            "too_cheap_expensive",
            crossing("too_cheap", "expensive"),
            "True crossing of too cheap and expensive: the lower end of the range.",
        ),
        Fact(
            "cheap_too_expensive",
            crossing("cheap", "too_expensive"),
            "True crossing of cheap and too expensive: the upper end of the range.",
        ),
        Fact("cheap_expensive", crossing("cheap", "expensive"), "True crossing of the two."),
        Fact(
            "too_cheap_too_expensive",
            crossing("too_cheap", "too_expensive"),
            "True crossing of the two.",
        ),
    ]


def bought() -> list[Fact]:
    """Which price brings most."""
    best = opinions.best_price()
    return [
        Fact("answers", opinions.PURCHASE_RESPONDENTS, "Respondents, each asked every price."),
        Fact("best_price", best, "The price of the list that brings most; neither end of it."),
        Fact("best_share", opinions.share_buying(best), "True share who would buy at it."),
        *(
            Fact(f"share_{price}", opinions.share_buying(price), f"True share buying at {price}.")
            for price in opinions.PURCHASE_PRICES
        ),
    ]
