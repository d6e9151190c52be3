"""What if, as a visitor meets it: from a link, by a slider, and back to today."""

import pytest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import Home, Opener
from tests.pages.test_view import query_values

MOVED = "m.repurchase.back_within_90"


def page_text(app) -> str:
    return " ".join(element.value for element in app.main.markdown)


def slider(app, label: str):
    return next(widget for widget in app.main.slider if widget.label == label)


def weight(app):
    return slider(app, "Super looks")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_its_assumptions_in_every_language(lang: str, opened: Opener) -> None:
    app = opened(lang=lang, view="whatif", super="repurchase", **{MOVED: "0.4", "w.ip": "2"})
    assert not app.exception
    name = words(lang).get("measures.back_within_90.name")
    assert slider(app, name).value == 40
    assert name in page_text(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_slider_writes_its_code_into_the_link_and_reset_takes_it_out(opened: Opener) -> None:
    app = opened(lang="en", view="whatif", super="repurchase")
    nothing = words("en").get("whatif.nothing")
    assert nothing in page_text(app)
    slider(app, "Back within 90 days").set_value(35.0).run()
    assert query_values(app, MOVED) == ["0.35"]
    assert "35.0%" in page_text(app)
    weight(app).set_value(2.5).run()
    assert query_values(app, "w.looks") == ["2.5"]
    reset = words("en").get("whatif.reset")
    next(button for button in app.main.button if button.label == reset).click().run()
    assert not query_values(app, MOVED)
    assert not query_values(app, "w.looks")
    assert nothing in page_text(app)
    assert weight(app).value == 1


def test_a_slider_back_where_it_began_assumes_nothing(opened: Opener) -> None:
    app = opened(lang="en", view="whatif", super="repurchase")
    start = slider(app, "Back within 90 days").value
    slider(app, "Back within 90 days").set_value(35.0).run()
    slider(app, "Back within 90 days").set_value(start).run()
    assert not query_values(app, MOVED)


@pytest.mark.parametrize(
    "query",
    [
        {MOVED: "nan"},
        {MOVED: "forty"},
        {MOVED: "7"},
        {"m.repurchase.no_such": "0.3"},
        {"w.looks": "-1"},
        {"w.looks": "1e9"},
        {"w.nothing": "2"},
        {"view": "nonsense", "line": "x"},
    ],
)
def test_what_a_link_cannot_mean_is_ignored(query: dict[str, str], opened: Opener) -> None:
    app = opened(**{"lang": "en", "view": "whatif"} | query)
    assert not app.exception
    assert not app.error
    if query.get("view") is None:
        assert words("en").get("whatif.nothing") in page_text(app)


def test_the_page_survives_with_little_or_nothing_measured(opened: Opener, home: Home) -> None:
    for name in ("no_customers", "feedback", "one_day"):
        for view in ("now", "whatif"):
            app = opened(lang="en", data=home.versions[name], view=view)
            assert not app.exception, (name, view)
            assert not app.error


def test_the_line_to_reach_is_kept_in_the_link(opened: Opener) -> None:
    app = opened(lang="en", line="20")
    assert "chance of reaching 20: **over 99%**" in page_text(app)
    app.main.number_input[0].set_value(95.0).run()
    assert query_values(app, "line") == ["95"]
    assert "chance of reaching 95: **under 1%**" in page_text(app)


def test_the_line_to_reach_stands_in_its_field_on_the_way_back(opened: Opener) -> None:
    app = opened(lang="en", line="20")
    for view in ("whatif", "now"):
        app.main.segmented_control[0].set_value(view).run()
    field = app.main.number_input[0]
    assert field.value == 20
    assert field.proto.set_value, "a browser would show the least there is"
