"""The gate read out: every sentence is filled in and says what the numbers say."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics import gate
from analytics.filters import Filters
from analytics.gate import DEFAULT, GateReport
from analytics.gate.dispersion import dispersion, history, matrix, months
from analytics.gate.evidence import Needed
from analytics.stats.intervals import Estimate
from tests.analytics.gate.test_verdict import sales
from tests.conftest import Dataset, Workshop
from tests.ui.figures import TEXTS, UNFILLED, assert_dressed, assert_speaks, hovers, names
from ui.charts.gate import months as gate_time
from ui.charts.gate import prices as charts
from ui.charts.kit.marks import placed
from ui.text import Text
from ui.views.gate import notes, prices, selling
from ui.views.gate import verdict as view

EN = Text("en")


@pytest.fixture(scope="module")
def found(brand: Dataset) -> GateReport:
    return gate.report(brand.store, brand.version, Filters())


@pytest.fixture(scope="module")
def looks(found: GateReport, brand: Dataset, workshop: Workshop) -> dict[str, GateReport]:
    """Verdicts of every kind, and data that lack one thing each."""
    header, *lines = sales("100", "100", products=6).splitlines()
    packs = [one.replace(",s3,1,100,group", ",s3,1,300,group") for one in lines]
    odd = [f"{one},CNY" for one in packs] + [f"x{one},USD" for one in lines[:9]]
    odd += [f"y{one.rsplit(',', 2)[0]},by post,,CNY" for one in lines[:9]]
    files = {
        "packs": "\n".join([f"{header},currency", *odd]) + "\n",
        "few": sales("90", "100", products=3),
        "private": sales("90", "100").replace(",public", ",private"),
    }
    made = {name: workshop.load(content) for name, content in files.items()}
    told = {name: gate.report(one.store, one.version, Filters()) for name, one in made.items()}
    spans = {
        "pass": Filters(end=date(2025, 8, 1)),
        "month": Filters(start=date(2026, 10, 1)),
        "nothing": Filters(end=date(2001, 1, 1)),
    }
    seen = {name: gate.report(brand.store, brand.version, span) for name, span in spans.items()}
    return {"fail": found, **seen, **told}


def everything(one: GateReport, text: Text) -> list[str]:
    """All that the first part of the page says."""
    return [
        view.headline(one, text),
        view.collect(one, text),
        view.window(one, text),
        *(said for _, _, said in view.conditions(one, text)),
        *(name for _, name, _ in view.conditions(one, text)),
        view.drivers(one, text),
        *view.needed(one, text),
        *notes.notes(one, text),
        selling.private_only(one, text),
        selling.public_sentence(one, text),
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_filled_in(looks: dict[str, GateReport], text: Text) -> None:
    for one in looks.values():
        for said in everything(one, text):
            assert not UNFILLED.search(said), said


def test_the_verdict_can_be_read_out(looks: dict[str, GateReport]) -> None:
    heads = {name: view.headline(one, EN) for name, one in looks.items()}
    assert heads["fail"] == ("Not passed: the same product does not cost the same in both domains")
    assert heads["pass"].startswith("Passed")
    assert heads["few"] == "Not enough evidence: too few products sell in both domains"
    assert heads["nothing"] == "Not enough evidence: nothing was sold in this period"
    assert view.window(looks["month"], EN).startswith("Sales of Oct 2026.")
    assert heads["private"] == "Not enough evidence: there are only private sales"
    assert "Products that compare: 3;" in view.collect(looks["few"], EN)


def test_a_failed_price_says_how_far_and_by_how_much_it_would_have_to_move(
    found: GateReport,
) -> None:
    price = found.gate.condition("same_price").estimate
    said = view.price(found, EN)
    assert f"**{abs(price.value or 0):.1%}** below its public net price" in said
    assert "outside" in said
    assert found.needed.move is not None
    assert f"{found.needed.move:.1%} higher" in view.needed(found, EN)[0]
    assert len(re.findall(r"\(-1[12]\.\d%\)", view.drivers(found, EN))) == 3


def test_what_is_needed_names_products_and_points(found: GateReport) -> None:
    conditions = tuple(
        replace(one, verdict="fail", estimate=Estimate(0.6, 0.55, 0.65, 20))
        for one in found.gate.conditions
    )
    lacking = Needed(-0.1, ("A", "B*", "C", "D", "E"), 0.1)
    told = view.needed(
        replace(found, gate=replace(found.gate, conditions=conditions), needed=lacking), EN
    )
    assert "10.0% lower" in told[0]
    assert "5 more products" in told[1]
    assert "B\\*" in told[1]
    assert "and 2 more" in told[1]
    assert "10.0% of private units" in told[2]
    twins = notes.notes(replace(found, twins=("A", "B")), EN)
    assert any("one name" in said for said in twins)
    open_ended = replace(
        found, gate=replace(found.gate, conditions=conditions), needed=Needed(None, (), None)
    )
    assert all("first" in said for said in view.needed(open_ended, EN))


def test_notes_name_packs_currencies_and_unplaced_channels(looks: dict[str, GateReport]) -> None:
    told = " ".join(notes.notes(looks["packs"], EN))
    assert "s3 (about 3 times)" in told
    assert "Without them" in told
    assert "9 lines are in other currencies (USD)" in told
    assert "of paid lines are in channels placed in neither" in told
    assert "commission" in " ".join(notes.notes(looks["fail"], EN))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_are_dressed_and_answer(
    found: GateReport, brand: Dataset, text: Text, theme: str
) -> None:
    cells = matrix(brand.store, brand.version, Filters())
    weeks = history(brand.store, brand.version, "QY-001")
    axis = gate_time.weeks(weeks["week_on"].to_list())
    assert axis is not None
    marks = placed(brand.run("channels/events"), axis)
    rows = prices.matrix(cells, text)
    figures = {
        "parity": charts.parity(prices.parity(found, text), band=5.0, text=text, theme=theme),
        "matrix": charts.matrix(rows, text=text, theme=theme),
        "history": gate_time.history(weeks, axis=axis, text=text, theme=theme, marks=marks),
        "terms": gate_time.terms(selling.terms(found, text), text=text, theme=theme),
    }
    for figure in figures.values():
        assert_dressed(figure, theme)
        assert_speaks(figure)
    outlined = [one for one in figures["matrix"].layout.shapes if one.line.width]
    assert len(outlined) == rows["is_outside"].sum()
    assert names(figures["history"]) == [text(f"common.domain_{one}") for one in gate_time.SIDES]
    assert len(hovers(figures["parity"])) == prices.PRODUCTS + 1


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_under_charts_follow_the_numbers(
    found: GateReport, brand: Dataset, text: Text
) -> None:
    cells = matrix(brand.store, brand.version, Filters())
    weeks = history(brand.store, brand.version, "QY-001")
    spread = dispersion(brand.store, brand.version, Filters())
    told = [
        prices.matrix_sentence(cells, DEFAULT, text),
        prices.matrix_sentence(cells.filter(~pl.col("is_outside")), DEFAULT, text),
        prices.matrix_sentence(cells.clear(), DEFAULT, text),
        prices.history_sentence(weeks, "A", text),
        prices.history_sentence(weeks.filter(pl.col("domain") == "public"), "A", text),
        prices.spread_sentence(spread, DEFAULT, text),
        prices.spread_sentence(replace(spread, spread=Estimate(0.1, None, None, 3)), DEFAULT, text),
        prices.spread_sentence(
            replace(spread, spread=Estimate(None, None, None, 0)), DEFAULT, text
        ),
    ]
    assert len(set(told)) == len(told)
    assert not any(UNFILLED.search(said) for said in told)
    assert str(int(cells["is_outside"].sum())) in told[0]


@pytest.mark.parametrize(
    ("trend", "said"),
    [
        (Estimate(0.1, 0.05, 0.2, 9), "towards the public"),
        (Estimate(-0.1, -0.2, -0.05, 9), "10.0 percentage points below the first (5.0\u201320.0)"),
        (Estimate(0.1, -0.05, 0.2, 9), "cannot be told apart"),
        (Estimate(0.1, None, None, 2), "of revenue is public"),
    ],
)
def test_the_public_share_goes_where_its_interval_lies(
    found: GateReport, trend: Estimate, said: str
) -> None:
    assert said in selling.public_sentence(replace(found, trend=trend), EN)


def test_tables_name_every_column(found: GateReport, brand: Dataset) -> None:
    cells = matrix(brand.store, brand.version, Filters())
    weeks = history(brand.store, brand.version, "QY-001")
    frames: list[Any] = [
        prices.products(found),
        prices.matrix_table(cells, EN),
        prices.history_table(weeks, EN),
        prices.widest(dispersion(brand.store, brand.version, Filters())),
        selling.terms_table(selling.terms(found, EN)),
        selling.months_table(months(brand.store, brand.version, Filters())),
    ]
    for frame in frames:
        assert frame.height
        assert len(set(prices.headers(frame, EN).values())) == frame.width
