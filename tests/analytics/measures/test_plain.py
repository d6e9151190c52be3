"""Every measure gives what its stated words give when somebody recomputes them by hand."""

import os
from typing import Any

import pytest

from analytics.ingest import drafts
from analytics.measures import MEASURES
from analytics.positioning import declared
from analytics.positioning.declared import Rule, Target
from analytics.stats.intervals import Estimate
from analytics.view import View
from tests.analytics.measures.plain import Books
from tests.analytics.measures.plain_people import RECOMPUTED, REGULAR
from tests.analytics.measures.shops import AS_OF, shop
from tests.conftest import Dataset, Workshop, as_csv

SEEDS = range(int(os.environ.get("PLAIN_SHOPS", "8")))
"""`PLAIN_SHOPS=200 pytest tests/analytics/measures/test_plain.py` looks at more of them."""
OPTIONS: dict[str, dict[str, Any]] = {
    "returns_for_reason": {"words": ["ugly"]},
    "survey_item": {"item": "looks"},
    "voice_share": {"dimension": "looks"},
}


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"shop{seed}")
def books_and_dataset(request: pytest.FixtureRequest, workshop: Workshop) -> tuple[Books, Dataset]:
    made = shop(request.param)
    parts = [
        part
        for name, rows in made.tables().items()
        for part in workshop.look(as_csv(rows), f"{name}.csv")
    ]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="shop", as_of=AS_OF, keep_originals=False
        )
    return Books(made), Dataset(workshop.store, manifest)


def test_every_measure_is_recomputed() -> None:
    assert set(RECOMPUTED) == set(MEASURES)


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_is_what_its_words_say(
    key: str, books_and_dataset: tuple[Books, Dataset]
) -> None:
    books, dataset = books_and_dataset
    target = declared.save(dataset.store, Target("Regulars", Rule(least_orders=REGULAR)))
    options = OPTIONS.get(key, {})
    view = View(dataset.store, dataset.manifest, options=options, target=target.id)
    estimate: Estimate = MEASURES[key].take(view)
    result = RECOMPUTED[key](books)
    if result is None:
        assert estimate.value is None
    else:
        assert (estimate.value, estimate.n) == (pytest.approx(result[0], rel=1e-9), result[1])
