"""What follows a page: the next in the menu that these data can answer."""

from types import SimpleNamespace

from ui.pages import PAGES, following


def test_the_next_page_is_one_that_has_an_answer() -> None:
    everything = SimpleNamespace(has=lambda _: True)
    orders_only = SimpleNamespace(has=lambda count: count == "lines")
    nothing = SimpleNamespace(has=lambda _: False)
    order = [key for key in PAGES if key not in ("data", "settings")]
    walked = [order[0]]
    while len(walked) < len(order):
        walked.append(following(walked[-1], everything).key)  # type: ignore[arg-type]
    assert walked == order
    for key in (order[-1], "data", "settings"):
        assert following(key, everything).key == order[0]  # type: ignore[arg-type]
    assert following("supers", orders_only).key == "gate"  # type: ignore[arg-type]
    assert following("voice", nothing).key == order[0]  # type: ignore[arg-type]
