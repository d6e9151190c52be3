"""Answers and counts that other people published, small enough to stand here.

JUICE_SHOP: the 36 answers of `PSMrawdata.csv` in github.com/nmq/psm, in yen. KRISTROM: answers of
562 people to one price each, counted from `KR` of R's DCchoice (Kristrom 1990). VALDEZ and
VALDEZ_TWICE: one and two prices asked of 1,043 people (Carson et al. 1992, tables A-15 to A-17,
`CarsonSB` and `CarsonDB` of the same package).
"""

import polars as pl

from analytics.pricing.answers import ANSWERS, SETS
from analytics.schema import PRICE_QUESTIONS

JUICE_SHOP = """
500 250 500 200 358 198 398 88 300 200 350 150 200 100 200 100 400 200 500 100 250 150 300 150
350 198 400 150 400 250 500 150 300 298 500 100 300 250 390 100 450 300 500 250 400 250 500 200
280 200 300 180 150 120 200 100 250 150 300 100 330 250 350 220 250 200 300 200 350 250 380 230
350 295 400 290 400 300 350 200 250 150 300 100 390 200 500 150 350 250 400 200 300 200 300 100
360 250 350 200 350 250 400 200 300 250 350 200 300 200 300 200 300 200 400 150 300 200 400 100
400 350 550 250 350 200 400 150 400 198 500 198 380 300 400 300 500 300 600 200 475 350 600 350
"""
"""Expensive, cheap, too expensive and too cheap, person after person."""
KRISTROM = (
    *((100, 60, 51), (400, 52, 29), (700, 60, 33), (1000, 57, 31), (1500, 64, 25)),
    *((2000, 56, 16), (2500, 53, 21), (3000, 53, 16), (5000, 62, 21), (7000, 45, 5)),
)
"""(price in SEK, asked, yes)."""
VALDEZ = ((10, 264, 178), (30, 267, 138), (60, 255, 129), (120, 257, 88))
"""(price in USD, asked, yes)."""
VALDEZ_TWICE = (
    (10, 30, 5, (119, 59, 8, 78)),
    (30, 60, 10, (69, 69, 31, 98)),
    (60, 120, 30, (54, 75, 25, 101)),
    (120, 250, 60, (35, 53, 30, 139)),
)
"""(first price, second after a yes, second after a no, people answering yes-yes, yes-no, no-yes
and no-no)."""


def juice_shop() -> pl.DataFrame:
    """The 36 answers as rows of SETS."""
    numbers = [float(word) for word in JUICE_SHOP.split()]
    people = [numbers[place : place + 4] for place in range(0, len(numbers), 4)]
    order = ("expensive", "cheap", "too_expensive", "too_cheap")
    rows = [
        {"respondent": str(who), **dict(zip(order, prices, strict=True))}
        for who, prices in enumerate(people)
    ]
    return price_rows(rows)


def price_rows(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of SETS; what is not given is null."""
    return pl.DataFrame(rows, schema=SETS)


def four_prices(prices: list[tuple[float, ...]]) -> pl.DataFrame:
    """Rows of SETS from too cheap, cheap, expensive and too expensive of each person."""
    return price_rows(
        [
            {"respondent": str(who), **dict(zip(PRICE_QUESTIONS, person, strict=True))}
            for who, person in enumerate(prices)
        ]
    )


def one_price(cells: tuple[tuple[float, int, int], ...]) -> pl.DataFrame:
    """The sheet of answers of people asked one price each."""
    answers = [
        (price, "yes" if place < bought else "no")
        for price, count, bought in cells
        for place in range(count)
    ]
    return sheet([(str(who), *answer) for who, answer in enumerate(answers)])


def two_prices() -> pl.DataFrame:
    """The sheet of answers of people asked a second price after the first."""
    people = [
        ((first, answers[0]), (upper if answers[0] == "yes" else lower, answers[1]))
        for first, upper, lower, counts in VALDEZ_TWICE
        for answers, count in zip(
            (("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")), counts, strict=True
        )
        for _ in range(count)
    ]
    return sheet(
        [(str(who), *offer) for who, both in enumerate(people) for offer in both],
    )


def sheet(rows: list[tuple[str, float, str]]) -> pl.DataFrame:
    """Rows of ANSWERS from respondent, price and answer."""
    return pl.DataFrame(
        [
            {"respondent": who, "sku": "a", "price": float(price), "answer": answer}
            for who, price, answer in rows
        ],
        schema=ANSWERS,
    )
