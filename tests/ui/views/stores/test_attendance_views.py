"""Sentences on guests: who is in the cost, and who was left out, in every language."""

import polars as pl
import pytest

from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stores.costs import EventCosts, KeptCost
from analytics.stores.guest_list import GuestList
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.stores import attendance as views

EVENTS = pl.DataFrame(
    schema={
        "event_id": pl.String,
        "starts_on": pl.Date,
        "count_people": pl.Int64,
        "count_days": pl.Int64,
    }
)
BACK = KeptCost(4000.0, Estimate(80.0, 60.0, 120.0, 100), None)
ADDED = KeptCost(3200.0, Estimate(160.0, 100.0, 400.0, 80), None)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_the_cost_says_what_became_of_new_guests(text: Text) -> None:
    plain, with_new, without_new = (
        views.cost_sentence(costs, "CNY", text)
        for costs in (
            EventCosts(BACK, ADDED),
            EventCosts(BACK, ADDED, 20, is_new_in=True),
            EventCosts(BACK, ADDED, 20),
        )
    )
    assert with_new.startswith(plain)
    assert without_new.startswith(plain)
    assert len({plain, with_new, without_new}) == 3
    for sentence in (with_new, without_new):
        assert "20" in sentence.removeprefix(plain)
        assert not UNFILLED.search(sentence)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_whoever_was_left_out_is_counted_by_person(text: Text) -> None:
    guests = GuestList(
        unknown=2, never=0, before=80, new=20, later=3, again=11, new_back=UNMEASURED
    )
    sentences = views.left_out(None, guests, EVENTS, {"no_event": 0}, text)
    assert [next(n for n in ("23", "11", "2") if n in line) for line in sentences] == [
        "2",
        "23",
        "11",
    ]
    assert views.left_out(None, None, EVENTS, {"no_event": 0}, text) == []
