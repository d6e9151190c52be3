"""Events on charts over time: shown at first, switched off in the link, absent without a sheet."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import words
from tests.pages.conftest import Home, Opener

SHOW = words("en").get("events.show")
WHERE = [("repurchase", {"repurchase_part": "trend"}), ("supers", {"part": "time"})]


def switches(app: AppTest) -> list[bool]:
    assert not app.exception
    return [toggle.value for toggle in app.main.toggle if toggle.label == SHOW]


def is_listed(app: AppTest) -> bool:
    return any(caption.value.startswith("**1** ") for caption in app.main.caption)


@pytest.mark.parametrize(("page", "query"), WHERE)
def test_events_show_until_they_are_switched_off(page: str, query: dict, opened: Opener) -> None:
    app = opened(page, lang="en", **query)
    assert switches(app) == [True]
    assert is_listed(app)
    next(toggle for toggle in app.main.toggle if toggle.label == SHOW).set_value(False).run()
    assert switches(app) == [False]
    assert not is_listed(app)
    assert app.query_params["events"] in ("off", ["off"])


def test_a_link_keeps_them_off(opened: Opener) -> None:
    app = opened("repurchase", lang="en", more="trend", events="off")
    assert switches(app) == [False]
    assert not is_listed(app)


def test_without_the_sheet_there_is_no_switch(opened: Opener, home: Home) -> None:
    assert (
        switches(opened("repurchase", lang="en", more="trend", data=home.versions["one_day"])) == []
    )


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("repurchase", {"repurchase_part": "trend"}),
        ("customers", {"look": "flows"}),
        ("customers", {"look": "discounts"}),
        ("gate", {"see": "prices"}),
        ("gate", {"see": "selling"}),
    ],
)
def test_charts_of_a_launched_product_show_its_day_zero(
    page: str, query: dict, opened: Opener
) -> None:
    """And of another product they do not."""
    named = {}
    for product in ("QY-023", "QY-011"):
        app = opened(page, lang="en", product=product, **query)
        assert not app.exception
        named[product] = any("day zero" in caption.value for caption in app.main.caption)
    assert named == {"QY-023": True, "QY-011": False}
