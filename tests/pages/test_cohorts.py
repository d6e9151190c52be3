"""Cohorts on the Repurchase page, as links choose them."""

import pytest

from tests.pages.conftest import Home, Opener


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


def test_what_is_in_no_cohort_stands_under_the_triangle(home: Home, opened: Opener) -> None:
    app = opened(
        "repurchase", lang="en", repurchase_part="cohorts", data=home.versions["sent_back"]
    )
    notes = [caption.value for caption in app.caption if "Not in any cohort" in caption.value]
    assert len(notes) == 1
    assert "1 order of 1 person" in notes[0]
    assert "65.40" in notes[0]
    whole = opened("repurchase", lang="en", repurchase_part="cohorts")
    assert not [caption for caption in whole.caption if "Not in any cohort" in caption.value]
