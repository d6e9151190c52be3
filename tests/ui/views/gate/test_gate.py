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
from ui.views.assessment import gate as container_gate
from ui.views.gate import notes, prices, selling
from ui.views.gate import verdict as view

EN = Text("en")


@pytest.fixture(scope="module")
def brand_report(brand: Dataset) -> GateReport:
    return gate.report(brand.store, brand.version, Filters())


@pytest.fixture(scope="module")
def reports(brand_report: GateReport, brand: Dataset, workshop: Workshop) -> dict[str, GateReport]:
    """Verdicts of every kind, and data that lack one thing each."""
    header, *lines = sales("100", "100", products=6).splitlines()
    packs = [line.replace(",s3,1,100,group", ",s3,1,300,group") for line in lines]
    odd = [f"{line},CNY" for line in packs] + [f"x{line},USD" for line in lines[:9]]
    odd += [f"y{line.rsplit(',', 2)[0]},by post,,CNY" for line in lines[:9]]
    files = {
        "packs": "\n".join([f"{header},currency", *odd]) + "\n",
        "few": sales("90", "100", products=3),
        "divided": sales("100", "100").replace(",s0,1,100,group", ",s0,20,1500,group"),
        "one_product": sales("100", "100").replace(",s0,1,100,group", ",s0,90,9045,group"),
        "money": "\n".join(
            [header]
            + [
                re.sub(r",s([0-4]),1,100,group", r",s\1,40,3200,group", line)
                for line in sales("100", "100").splitlines()[1:]
            ]
        )
        + "\n",
        "private": sales("90", "100").replace(",public", ",private"),
    }
    datasets = {name: workshop.load(content) for name, content in files.items()}
    lacking = {
        name: gate.report(dataset.store, dataset.version, Filters())
        for name, dataset in datasets.items()
    }
    spans = {
        "pass": Filters(end=date(2025, 8, 1)),
        "month": Filters(start=date(2026, 10, 1)),
        "nothing": Filters(end=date(2001, 1, 1)),
    }
    periods = {name: gate.report(brand.store, brand.version, span) for name, span in spans.items()}
    return {"fail": brand_report, **periods, **lacking}


def everything(report: GateReport, text: Text) -> list[str]:
    """All that the first part of the page says."""
    return [
        view.headline(report, text),
        view.collect(report, text),
        view.window(report, text),
        *(sentence for _, _, sentence in view.conditions(report, text)),
        *(name for _, name, _ in view.conditions(report, text)),
        view.drivers(report, text),
        *view.needed(report, text),
        *notes.notes(report, text),
        selling.private_only(report, text),
        selling.public_sentence(report, text),
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_filled_in(reports: dict[str, GateReport], text: Text) -> None:
    for report in reports.values():
        for sentence in everything(report, text):
            assert not UNFILLED.search(sentence), sentence


def test_the_verdict_can_be_read_out(reports: dict[str, GateReport]) -> None:
    heads = {name: view.headline(report, EN) for name, report in reports.items()}
    assert heads["fail"] == ("Not passed: the same product does not cost the same in both domains")
    assert heads["pass"].startswith("Passed")
    assert heads["few"] == "Not enough evidence: too few products sell in both domains"
    assert heads["nothing"] == "Not enough evidence: nothing was sold in this period"
    assert view.window(reports["month"], EN).startswith("Sales of Oct 2026.")
    assert heads["private"] == "Not enough evidence: there are only private sales"
    assert "Products that can be compared: 3;" in view.collect(reports["few"], EN)


def test_a_failed_price_says_how_far_and_by_how_much_it_would_have_to_move(
    brand_report: GateReport,
) -> None:
    price = brand_report.gate.condition("same_price").estimate
    sentence = view.price(brand_report, EN)
    assert f"**{abs(price.value or 0):.1%}** below its public price" in sentence
    assert "outside" in sentence
    assert brand_report.needed.move is not None
    assert f"by {brand_report.needed.move:.1%} as a whole" in view.needed(brand_report, EN)[0]
    assert len(re.findall(r"\(-1[12]\.\d%\)", view.drivers(brand_report, EN))) == 3


def test_both_ways_of_counting_stand_on_the_page_and_the_product_that_divides_them(
    reports: dict[str, GateReport],
) -> None:
    agreed = view.price(reports["fail"], EN)
    assert agreed.count("%") == 3  # the gap, its range, the line: one difference, one figure
    assert "Counted by money, the answer is the same. That is outside" in agreed

    divided = view.price(reports["divided"], EN)
    assert "**0.0%** above its public price" in divided
    assert "By money, private customers paid **16.1%** below" in divided
    assert "what sells more counts more" in divided
    assert "**s0**: 58% of the private revenue that compares, at -25.0%" in divided
    assert view.headline(reports["divided"], EN).endswith(
        "but not clearly once products are weighed by their sales"
    )
    assert "s0 would have to cost the same on both sides" in view.needed(reports["divided"], EN)[0]

    alone = view.price(reports["one_product"], EN)
    assert "most of it is in one product, so there is no range" in alone
    assert "**s0**: 89% of the private revenue" in alone
    assert "others would have to sell more first" in view.needed(reports["one_product"], EN)[0]

    money = view.price(reports["money"], EN)
    assert "By money the whole range lies outside" in money
    assert reports["money"].gate.verdict == "fail"
    assert reports["money"].side == -1


def test_the_container_says_by_which_count_the_price_is_undecided_or_failed(
    reports: dict[str, GateReport],
) -> None:
    sentences = {
        name: container_gate.sentences(report.gate, EN)[0] for name, report in reports.items()
    }
    assert "prices match product by product. Weighed by money" in sentences["divided"]
    assert "private customers paid **19.3%** below" in sentences["money"]
    assert "takes more orders to tell" in sentences["one_product"]
    assert "below its public price" in sentences["fail"]


def test_what_is_needed_names_products_and_points(brand_report: GateReport) -> None:
    conditions = tuple(
        replace(condition, verdict="fail", estimate=Estimate(0.6, 0.55, 0.65, 20))
        for condition in brand_report.gate.conditions
    )
    lacking = Needed(-0.1, ("A", "B*", "C", "D", "E"), 0.1)
    sentences = view.needed(
        replace(
            brand_report, gate=replace(brand_report.gate, conditions=conditions), needed=lacking
        ),
        EN,
    )
    assert "by 10.0% as a whole" in sentences[0]
    assert "5 more products" in sentences[1]
    assert "B\\*" in sentences[1]
    assert "and 2 more" in sentences[1]
    assert "10.0% of private units" in sentences[2]
    twins = notes.notes(replace(brand_report, twins=("A", "B")), EN)
    assert any("one name" in sentence for sentence in twins)
    open_ended = replace(
        brand_report,
        gate=replace(brand_report.gate, conditions=conditions),
        needed=Needed(None, (), None),
    )
    assert all("before it can be judged" in sentence for sentence in view.needed(open_ended, EN))


def test_notes_name_packs_currencies_and_unplaced_channels(reports: dict[str, GateReport]) -> None:
    paragraph = " ".join(notes.notes(reports["packs"], EN))
    assert "s3 (about 3 times)" in paragraph
    assert "Without them" in paragraph
    assert "9 lines are in other currencies (USD)" in paragraph
    assert "of paid lines are in channels placed in neither" in paragraph
    assert "commission" in " ".join(notes.notes(reports["fail"], EN))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_are_dressed_and_answer(
    brand_report: GateReport, brand: Dataset, text: Text, theme: str
) -> None:
    cells = matrix(brand.store, brand.version, Filters())
    weeks = history(brand.store, brand.version, "QY-001")
    axis = gate_time.weeks(weeks["week_on"].to_list())
    assert axis is not None
    marks = placed(brand.run("channels/events"), axis)
    rows = prices.matrix(cells, text)
    figures = {
        "parity": charts.parity(
            prices.parity(brand_report, text), band=5.0, text=text, theme=theme
        ),
        "matrix": charts.matrix(rows, text=text, theme=theme),
        "history": gate_time.history(weeks, axis=axis, text=text, theme=theme, marks=marks),
        "terms": gate_time.terms(selling.terms(brand_report, text), text=text, theme=theme),
    }
    for figure in figures.values():
        assert_dressed(figure, theme)
        assert_speaks(figure)
    outlined = [shape for shape in figures["matrix"].layout.shapes if shape.line.width]
    assert len(outlined) == rows["is_outside"].sum()
    assert names(figures["history"]) == [text(f"common.domain_{side}") for side in gate_time.SIDES]
    assert len(hovers(figures["parity"])) == prices.PRODUCTS + 2


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_under_charts_follow_the_numbers(
    brand_report: GateReport, brand: Dataset, text: Text
) -> None:
    cells = matrix(brand.store, brand.version, Filters())
    weeks = history(brand.store, brand.version, "QY-001")
    spread = dispersion(brand.store, brand.version, Filters())
    sentences = [
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
    assert len(set(sentences)) == len(sentences)
    assert not any(UNFILLED.search(sentence) for sentence in sentences)
    assert str(int(cells["is_outside"].sum())) in sentences[0]


def test_the_container_and_the_gate_give_one_interval_for_the_manner(
    brand_report: GateReport,
) -> None:
    here = view.manner(brand_report, EN)
    there = container_gate.sentences(brand_report.gate, EN)[2]
    ends = r"\d+\.\d\u2013\d+\.\d\b(?!%)"
    assert re.findall(ends, here) == re.findall(ends, there)
    low = Estimate(-0.2, -0.3, 0.05, 9)
    fewer = replace(brand_report.gate.conditions[2], estimate=low)
    report = replace(
        brand_report,
        gate=replace(brand_report.gate, conditions=(*brand_report.gate.conditions[:2], fewer)),
        private=replace(brand_report.private, special=Estimate(0.0, 0.0, 0.1, 9)),
        public=replace(brand_report.public, special=Estimate(0.2, 0.1, 0.3, 9)),
    )
    assert "20.0 points fewer (range -5.0 to 30.0)" in view.manner(report, EN)


def test_products_that_sell_in_both_domains_at_other_times_are_not_denied(
    workshop: Workshop,
) -> None:
    header, *lines = sales("100", "100", products=6).splitlines()
    first_half = ("-01-", "-02-", "-03-", "-04-", "-05-", "-06-")
    apart = [
        line
        for line in lines
        if line.endswith("private") == any(month in line for month in first_half)
    ]
    dataset = workshop.load("\n".join([header, *apart]) + "\n")
    report = gate.report(dataset.store, dataset.version, Filters())
    assert report.reason == "unmatched"
    assert report.gate.condition("sold_in_public").estimate.value == 1
    thin = "Products do sell in both domains"
    assert view.price(report, EN).startswith(thin)
    assert container_gate.sentences(report.gate, EN)[0].startswith(thin)


@pytest.mark.parametrize(
    ("trend", "words"),
    [
        (Estimate(0.1, 0.05, 0.2, 9), "towards the public"),
        (Estimate(-0.1, -0.2, -0.05, 9), "10.0 percentage points below the first (5.0\u201320.0)"),
        (Estimate(0.1, -0.05, 0.2, 9), "no change can be seen"),
        (Estimate(0.1, None, None, 2), "of revenue is public"),
    ],
)
def test_the_public_share_goes_where_its_interval_lies(
    brand_report: GateReport, trend: Estimate, words: str
) -> None:
    assert words in selling.public_sentence(replace(brand_report, trend=trend), EN)


def test_tables_name_every_column(brand_report: GateReport, brand: Dataset) -> None:
    cells = matrix(brand.store, brand.version, Filters())
    weeks = history(brand.store, brand.version, "QY-001")
    frames: list[Any] = [
        prices.products(brand_report),
        prices.matrix_table(cells, EN),
        prices.history_table(weeks, EN),
        prices.widest(dispersion(brand.store, brand.version, Filters())),
        selling.terms_table(selling.terms(brand_report, EN)),
        selling.months_table(months(brand.store, brand.version, Filters())),
    ]
    for frame in frames:
        assert frame.height
        assert len(set(prices.headers(frame, EN).values())) == frame.width
