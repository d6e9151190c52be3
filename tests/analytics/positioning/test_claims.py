"""What is claimed against what is praised: by hand, contradicted, and not to be told."""

from collections import Counter
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.positioning.base import Refusal
from analytics.positioning.claims import ClaimFit, claim_fit, unread
from analytics.positioning.judged import MENTIONS
from analytics.positioning.voices import topic_names

NAMES = {"box": "box", "\u5305\u88c5": "box", "feel": "feel", "price": "price"}
SUPERS = {"looks": "looks"}
SHEET = dict.fromkeys(("claim", "topic", "super"), pl.String)


def mentions(**topics: tuple[int, int]) -> pl.DataFrame:
    """Reviews that each judge one topic: so many good, so many bad."""
    signs = [
        (topic, "positive" if n < good else "negative")
        for topic, (good, bad) in topics.items()
        for n in range(good + bad)
    ]
    rows = [(row, "looks", topic, sign) for row, (topic, sign) in enumerate(signs)]
    return pl.DataFrame(rows, schema=MENTIONS, orient="row")


def fit(frame: pl.DataFrame, *claims: tuple[str, str | None, str | None]) -> ClaimFit:
    return claim_fit(frame, pl.DataFrame(claims, schema=SHEET, orient="row"), NAMES, SUPERS)


def test_praise_blame_and_fit_are_shares_of_clauses() -> None:
    answer = fit(mentions(box=(60, 40), feel=(150, 50), price=(90, 10)), ("Safe", " BOX ", None))
    box = next(topic for topic in answer.topics if topic.topic == "box")
    assert box.praised.value == answer.fit.value == 60 / 300
    assert box.blamed.value == 0.4
    assert box.gap.value == pytest.approx(0.4 - 60 / 300)
    assert [topic.topic for topic in answer.topics] == ["feel", "price", "box"]
    assert [claim.claim for claim in answer.contradicted] == ["Safe"]
    assert [topic.topic for topic in answer.unclaimed] == ["feel"]
    assert [topic.topic for topic in answer.unpraised] == ["box"]


def test_a_claim_is_contradicted_only_where_customers_complain_clearly_more() -> None:
    alike = fit(mentions(box=(160, 40), feel=(160, 40)), ("Safe", "box", None))
    assert [claim.contradicted for claim in alike.claims] == [False]
    little = fit(mentions(box=(7700, 2300), feel=(8000, 2000)), ("Safe", "box", None))
    assert little.claims[0].gap.low is not None
    assert little.claims[0].gap.low > 0
    assert little.contradicted == ()


def test_a_claim_of_a_super_covers_its_topics_together() -> None:
    answer = fit(mentions(box=(60, 40), feel=(60, 40)), ("Lovely", None, "Looks"))
    assert answer.claims[0].topics == ("box", "feel")
    assert answer.fit.value == 1
    assert answer.claims[0].refusal == Refusal("few_mentions", 0, 30)


@pytest.mark.parametrize(
    ("frame", "claims", "refusal"),
    [
        (mentions(box=(40, 40), feel=(40, 40)), (), Refusal("no_claims", 0, 1)),
        (mentions(), (("Safe", "box", None),), Refusal("no_reviews", 0, 1)),
        (mentions(box=(40, 40), feel=(40, 9)), (("x", "y", None),), Refusal("unknown_topic", 1)),
    ],
)
def test_what_cannot_be_told_is_refused(
    frame: pl.DataFrame, claims: tuple[tuple[str, str | None, str | None], ...], refusal: Refusal
) -> None:
    answer = fit(frame, *claims)
    assert answer.refusal == refusal
    assert answer.contradicted == ()


def test_a_topic_of_few_clauses_is_neither_borne_out_nor_contradicted() -> None:
    answer = fit(mentions(box=(0, 29), feel=(400, 4)), ("Safe", "box", None))
    assert answer.claims[0].contradicted is None
    assert answer.claims[0].refusal == Refusal("few_mentions", 29, 30)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 15), st.sampled_from(["box", "feel", "price"]), st.booleans()),
        min_size=1,
        max_size=80,
        unique_by=lambda mention: mention[:2],
    )
)
def test_shares_agree_with_counting_by_hand(rows: list[tuple[int, str, bool]]) -> None:
    frame = pl.DataFrame(
        [(row, "looks", topic, "positive" if good else "negative") for row, topic, good in rows],
        schema=MENTIONS,
        orient="row",
    )
    good = Counter(topic for _, topic, is_good in rows if is_good)
    for topic in fit(frame, ("Safe", "box", None)).topics:
        expected = good[topic.topic] / good.total() if good.total() else None
        assert topic.praised.value == (None if expected is None else pytest.approx(expected))


def test_topics_are_known_by_key_and_by_name_in_each_language() -> None:
    names = topic_names()
    written = ("packaging", "\u5305\u88c5", "\u5305\u88dd")
    assert {names[name] for name in written} == {"packaging"}


def test_a_known_super_that_nobody_reviews_is_not_called_unknown() -> None:
    frame = mentions(box=(60, 40), feel=(60, 40))
    sheet = pl.DataFrame([("Wise", None, "value")], schema=SHEET, orient="row")
    answer = claim_fit(frame, sheet, NAMES, {"value": "value"})
    assert unread(answer.claims) == []
    assert answer.refusal == answer.claims[0].refusal == Refusal("few_mentions", 0, 30)


def test_a_topic_of_the_own_word_list_can_be_claimed() -> None:
    answer = fit(mentions(Glimmer=(60, 40), feel=(60, 40)), ("Shiny", " glimmer", None))
    assert answer.claims[0].topics == ("Glimmer",)
    assert answer.refusal is None


def test_reviews_before_a_claim_was_made_do_not_count_against_it() -> None:
    """A hundred complaints, and from March on a new box that nobody complains of."""
    frame = mentions(box=(0, 100), feel=(160, 40), late=(0, 0))
    after = pl.DataFrame(
        [(1000 + n, "looks", topic, "positive") for n in range(60) for topic in ("box", "feel")],
        schema=MENTIONS,
        orient="row",
    )
    rows = pl.concat([frame, after])
    days = (
        rows.select("row")
        .unique()
        .with_columns(
            on=pl.when(pl.col("row") >= 1000).then(date(2026, 3, 5)).otherwise(date(2026, 2, 5))
        )
    )
    sheet = pl.DataFrame(
        [("Safe", "box", None, None), ("Safe now", "box", None, date(2026, 3, 1))],
        schema={**SHEET, "since": pl.Date},
        orient="row",
    )
    answer = claim_fit(rows, sheet, NAMES, SUPERS, days=days)
    assert [claim.contradicted for claim in answer.claims] == [True, False]
    assert [claim.blamed.n for claim in answer.claims] == [160, 60]
    assert answer.claims[0].praised == answer.claims[1].praised
