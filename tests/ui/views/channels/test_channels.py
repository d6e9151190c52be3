"""Flows and the channel mix as frames, sentences and figures."""

from datetime import date
from itertools import product

import polars as pl
import pytest

from analytics.channels.mix import PLACE, Mix
from analytics.words import LANGUAGES
from ui.charts.channels import mix as mix_charts
from ui.charts.channels import paths as charts
from ui.text import Text
from ui.views.channels import mix, path_flow, paths, places
from ui.views.channels.places import NAMED

EN = Text("en")
STEPS = [
    (1, "private", "private", 60, 100, 0.6, 0.5, 0.69),
    (1, "private", "stopped", 40, 100, 0.4, 0.31, 0.5),
    (1, "public", "private", 12, 50, 0.24, 0.14, 0.37),
    (1, "public", "unknown", 3, 50, 0.06, 0.02, 0.16),
    (1, "public", "stopped", 35, 50, 0.7, 0.56, 0.81),
    (2, "private", "public", 30, 60, 0.5, 0.38, 0.62),
    (2, "private", "stopped", 30, 60, 0.5, 0.38, 0.62),
    (2, "private", "recent", 12, 60, None, None, None),
]
NAMES = ("step", "source", "target", "customers", "of", "rate", "low", "high")
FLOW = pl.DataFrame(STEPS, schema=NAMES, orient="row")


def test_nodes_of_a_column_hold_whoever_passes_and_links_join_them() -> None:
    nodes, links = path_flow.flow(FLOW, "domain", EN)
    sizes = {(row["column"], row["code"]): row["customers"] for row in nodes.to_dicts()}
    assert sizes[1, "private"] == 100
    assert sizes[2, "private"] == 72
    assert sizes[2, "stopped"] == 75
    assert sizes[3, "recent"] == 12
    assert links["customers"].to_list() == FLOW["customers"].to_list()
    steps = [nodes["column"][at] for at in links["source"]]
    assert steps == FLOW["step"].to_list()
    figure = charts.flow(nodes, links, text=EN, theme="light")
    ends = figure.data[0].node
    assert len(ends.x) == len(ends.y) == nodes.height
    for column in (1, 2, 3):
        heights = [
            y
            for y, node_column in zip(ends.y, nodes["column"], strict=True)
            if node_column == column
        ]
        assert heights == sorted(heights)


def test_the_flow_says_how_many_went_elsewhere_but_not_those_nobody_can_place() -> None:
    sentence = paths.flow_sentence(FLOW, "domain", 180, EN)
    assert "**Public** came first for 50 customers" in sentence
    assert "**24.0%**" in sentence
    assert "70.0% have not bought again" in sentence
    assert "No first purchase lies" in paths.flow_sentence(FLOW.clear(), "domain", 90, EN)
    assert paths.places_found(FLOW) == ["private", "public"]


@pytest.mark.parametrize(
    ("is_significant", "change", "low", "high", "wanted"),
    [
        (True, -20.0, -30.0, -10.0, "**20.00 less** (10\u201330;"),
        (True, 20.0, 10.0, 30.0, "**20.00 more** (10\u201330;"),
        (False, -5.0, -15.0, 5.0, "could go either way"),
    ],
)
def test_what_moving_is_worth_is_said_as_far_as_it_is_known(
    is_significant: bool, change: float, low: float, high: float, wanted: str
) -> None:
    row = {"first": "public", "second": "private", "customers": 40, "stayed": 90}
    row |= {"value": 100.0 + change, "reference": 100.0, "change": change}
    moves = pl.DataFrame([row | {"low": low, "high": high, "is_significant": is_significant}])
    assert wanted in paths.worth_sentence(moves, "domain", 90, None, EN)
    assert "it takes 30" in paths.worth_sentence(moves.clear(), "domain", 90, None, EN)


def channel(name: str | None, **cells: object) -> dict[str, object]:
    defaults = dict.fromkeys(PLACE) | {"is_guessed": False, "count_lines": 10, "amount": 5.0}
    return (
        {"channel": name} | defaults | cells | {"is_placed": any(part in cells for part in PLACE)}
    )


def test_channels_not_placed_and_guessed_are_named() -> None:
    placed = channel("shop", domain="public", mode="online")
    guess = channel("store*", domain="private", mode="offline", is_guessed=True)
    lost = [channel(f"lost {at}") for at in range(NAMED + 2)]
    frame = pl.DataFrame([placed, guess, *lost], infer_schema_length=None)
    assert "and 2 more" in places.unplaced(frame, EN)
    assert "store\\*" in places.guessed(frame, EN)
    assert places.unplaced(frame.head(2), EN) == ""
    assert places.guessed(frame.head(1), EN) == ""
    labels = places.channel_table(frame, EN)["told"].to_list()
    assert labels[:3] == ["Entered", "A guess from the name", "Not placed"]


def test_a_channel_is_named_for_what_is_not_known_of_it() -> None:
    street = channel("street", mode="offline")
    group = channel("group", domain="private")
    frame = pl.DataFrame([street, group, channel("lost")], infer_schema_length=None)
    sentences = places.unplaced(frame, EN).split(". ")
    assert [
        ("street" in sentence, "group" in sentence, "lost" in sentence)
        for sentence in sentences[:3]
    ] == [
        (False, False, True),
        (True, False, False),
        (False, True, False),
    ]
    assert "public or private" in sentences[1]
    assert "online or offline" not in sentences[1]
    assert places.channel_table(frame, EN)["told"].to_list()[0] == "Placed in part"


def test_of_many_ways_the_picture_holds_the_most_travelled() -> None:
    numbers = {"value": 5.0, "low": 4.0, "high": 6.0}
    pairs = product(("live", "guided", "tool", "community"), repeat=2)
    ways = [
        {"first": first, "second": second, "customers": 30 + at, **numbers}
        for at, (first, second) in enumerate(pairs)
    ]
    rows = paths.worth(pl.DataFrame(ways), "social_model", None, EN)
    assert rows.height == paths.MOST_WORTH
    paragraph = " ".join(rows["sentence"])
    assert ("33 customers" in paragraph, "34 customers" in paragraph) == (False, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_panels_share_their_axes_and_leave_gaps_where_nothing_is_known(lang: str) -> None:
    months = [date(2025, 1, 1), date(2025, 3, 1), date(2025, 2, 1)]
    rows = [
        {"panel": panel, "period": month, "value": value, "sentence": panel}
        for panel, month, value in zip(("one", "one", "two"), months, (0.2, 0.4, 0.1), strict=True)
    ]
    figure = mix_charts.panels(pl.DataFrame(rows), is_rate=True, text=Text(lang), theme="dark")
    assert [list(line.y) for line in figure.data] == [[0.2, None, 0.4], [None, 0.1, None]]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    empty = pl.DataFrame(rows).clear()
    assert mix_charts.panels(empty, is_rate=True, text=Text(lang), theme="dark").data == ()


def test_a_place_is_called_by_what_is_known_of_it() -> None:
    assert mix.place(dict.fromkeys(PLACE, "unknown"), EN) == "Not placed"
    row = {"social_model": "unknown", "domain": "public", "mode": "unknown"}
    assert mix.place(row, EN) == "Ordinary sales / Public"


def test_nothing_sold_has_no_shares() -> None:
    empty = pl.DataFrame(schema={"revenue": pl.Float64, "domain": pl.String})
    assert "no revenue" in mix.share_sentence(
        Mix(empty, empty, empty, 0, is_running=False), None, EN
    )
