"""What follows a page: the next in the menu that these data can answer."""

from types import SimpleNamespace

from ui.pages import PAGES, following


def test_the_next_page_is_one_that_has_an_answer() -> None:
    everything = SimpleNamespace(has=lambda _: True)
    orders_only = SimpleNamespace(has=lambda count: count == "lines", files=[])
    nothing = SimpleNamespace(has=lambda _: False, files=[])
    order = [key for key in PAGES if key not in ("data", "settings")]
    walked = [order[0]]
    while len(walked) < len(order):
        walked.append(following(walked[-1], everything).key)  # type: ignore[arg-type]
    assert walked == order
    for key in (order[-1], "data", "settings"):
        assert following(key, everything).key == order[0]  # type: ignore[arg-type]
    assert following("supers", orders_only).key == "positioning"  # type: ignore[arg-type]
    assert following("voice", nothing).key == order[0]  # type: ignore[arg-type]


def test_prices_are_answered_by_orders_or_by_a_survey_alone() -> None:
    entry = PAGES["pricing"]
    nothing = SimpleNamespace(has=lambda _: False, files=[])
    sheets = (
        {"table": "price_answers", "mapping": {}},
        {"table": "feedback", "mapping": {"too_cheap": "Q1"}},
        {"table": "feedback", "mapping": {"text": "review"}},
    )
    lacking = [
        entry.lacks(SimpleNamespace(has=lambda _: False, files=[sheet])) is not None  # type: ignore[arg-type]
        for sheet in sheets
    ]
    assert lacking == [False, False, True]
    assert entry.lacks(nothing) is not None  # type: ignore[arg-type]
