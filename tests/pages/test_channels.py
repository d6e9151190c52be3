"""The channels' page: its two parts, its choices in the link, and what it cannot tell."""

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN

CHARTS = {"mix": 1, "flows": 3}


@pytest.mark.parametrize("by", ["domain", "mode", "social_model"])
def test_flows_of_the_sample_are_drawn_and_told(by: str, opened: Opener) -> None:
    app = opened("channels", lang="zh-Hant", channel_part="flows", flow_by=by, flow_days="90")
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS["flows"]
    assert "90 \u5929" in " ".join(page_texts(app))


@pytest.mark.parametrize("measure", ["discount", "customers", "rate"])
def test_each_measure_is_followed_by_month(measure: str, opened: Opener) -> None:
    app = opened("channels", lang="en", mix_measure=measure)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS["mix"]
    sentence = next(element.value for element in app.markdown if "highest in" in element.value)
    assert "lowest in" in sentence
    assert "in the first" in sentence


@pytest.mark.parametrize("part", CHARTS)
@pytest.mark.parametrize("dataset", ["hostile", "one_day"])
def test_both_parts_stand_on_odd_data(dataset: str, part: str, home: Home, opened: Opener) -> None:
    app = opened("channels", lang="en", channel_part=part, data=home.versions[dataset])
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []


def test_channels_that_are_not_placed_are_named_with_the_way_to_place_them(
    home: Home, opened: Opener
) -> None:
    app = opened("channels", lang="en", data=home.versions["hostile"])
    notice = next(element.value for element in app.info if "not yet marked" in element.value)
    assert "Place them on the Data page" in notice
    flows = opened(
        "channels",
        lang="en",
        data=home.versions["hostile"],
        channel_part="flows",
        flow_by="social_model",
    )
    assert any("No channel has a social model yet" in element.value for element in flows.info)


def test_orders_without_a_channel_say_what_to_bring(home: Home, opened: Opener) -> None:
    app = opened("channels", lang="en", data=home.versions["no_customers"])
    assert not app.exception
    assert any("name no channel" in element.value for element in app.info)
