"""Cohorts on the Repurchase page, as links choose them."""

import pytest

from tests.pages.conftest import Opener


@pytest.mark.parametrize(
    "query",
    [
        {"rows": "channel", "span": "so_far", "of": "=\u95e8\u5e97 Stores", "across": "dates"},
        {"across": "dates", "show": "margin", "pick": ["2025-01-01", "2025-02-01"]},
        {"rows": "discount", "show": "revenue", "per": "customer", "grain": "year"},
        {"rows": "nonsense", "of": "=nobody", "pick": ["nobody"]},
    ],
)
def test_every_way_to_cut_cohorts_has_its_answer(query, opened: Opener):
    app = opened("repurchase", lang="en", **query)
    assert not app.exception
    assert not app.error
    assert "Rows" in [box.label for box in app.selectbox]
