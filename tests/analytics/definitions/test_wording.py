"""What a definition leaves to the store: its words, and the target that a measure needs."""

import pytest

from analytics.assessment.assessment import assess
from analytics.definitions.definition import Definition, built_in
from analytics.definitions.supers import templates
from analytics.definitions.wording import with_current_words
from analytics.positioning import declared
from analytics.positioning.declared import Rule, Target
from tests.conftest import Workshop


@pytest.fixture
def positioned() -> Definition:
    """The template alone."""
    return Definition(
        "Mine", "", tuple(super_ for super_ in templates() if super_.key == "positioning")
    )


def test_the_declared_target_is_part_of_a_definition_that_measures_it_alone(
    workshop: Workshop, positioned: Definition
) -> None:
    store = workshop.store
    rows = "".join(f"o{n},2026-0{1 + n % 6}-03,c{n % 60},soap,1,{20 + n}\n" for n in range(90))
    dataset = workshop.load("order_id,ordered_at,customer_id,sku,quantity,amount\n" + rows)

    def share() -> float | None:
        used = with_current_words(store, positioned)
        (score,) = assess(store, dataset.manifest, definition=used).supers
        return next(m.estimate.value for m in score.measures if m.key == "target_share")

    assert with_current_words(store, positioned).id == positioned.id
    assert share() is None
    target = declared.save(store, Target("Twice", Rule(least_orders=2)))
    declared.make_current(store, target.id)
    try:
        assert with_current_words(store, positioned).id == f"{positioned.id}-{target.id}"
        assert with_current_words(store, built_in()).id == built_in().id
        twice = [n for n in range(90) if n < 30 or n >= 60]
        assert share() == pytest.approx(sum(20 + n for n in twice) / sum(20 + n for n in range(90)))
    finally:
        declared.withdraw(store)
    assert declared.library(store).targets[0] == target
    assert share() is None
    declared.delete(store, target.id)
