"""The sample brand on disk is what the generator writes, and holds the truth it claims."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from math import log, sqrt
from statistics import fmean, median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl
import pytest

from scripts.make_sample import FOLDER, main
from scripts.sample.plan import HORIZONS, SECOND, Law
from scripts.sample.words import words

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]
FILES = ("qingyu-orders.csv", "qingyu-feedback.csv", "qingyu-brand.xlsx", "truth.toml")
LABELS = words("orders")["values"]
SHEETS = {
    "products": "sku product category launched_on is_substantive unit_cost list_price"
    " protected_until protection size size_unit",
    "competitor_prices": "sku rival rival_product price units_per_pack seen_on channel size"
    " size_unit rating rating_max ratings",
    "endorsements": "name kind issuer tier is_paid skus valid_from valid_to url",
    "members": "customer_id route joined_on consented last_reached_on last_replied_on left_on",
    "touchpoints": "ip ip_kind platform happened_on reach engaged cost code",
    "events": "event_id kind name starts_on ends_on place sku phase",
    "event_attendance": "event_id customer_id",
    "stores": "store_id name city opened_on",
    "beta_testers": "tester_id invited_by wave joined_on customer_id",
    "launch_tasks": "launch phase task owner due_on done_on",
    "needs": "respondent customer_id segment need importance satisfaction asked_on",
    "claims": "claim topic super since target",
    "rival_ratings": "brand attribute respondent score",
    "price_answers": "respondent sku price answer position asked_on",
    "market": "category period_from period_to brand share penetration category_penetration"
    " category_rate",
    "search_index": "brand week searches",
}


class Visit(NamedTuple):
    """One sale to an identified customer."""

    at: datetime
    order_id: str
    domain: str


def sheet_rows(name: str, table: str) -> list[Row]:
    """The rows of a sheet under canonical names; the header row must be the one promised."""
    headers = words(table)["headers"]
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        assert next(reader) == [*headers.values()]
        return [dict(zip(headers, cells, strict=True)) for cells in reader]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "truth.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def lines() -> list[Row]:
    return sheet_rows("qingyu-orders.csv", "orders")


@pytest.fixture(scope="module")
def sold(lines: list[Row]) -> list[Row]:
    return [line for line in lines if int(line["quantity"]) > 0]


@pytest.fixture(scope="module")
def refunded(lines: list[Row]) -> list[Row]:
    return [line for line in lines if int(line["quantity"]) < 0]


@pytest.fixture(scope="module")
def answers() -> list[Row]:
    return sheet_rows("qingyu-feedback.csv", "feedback")


@pytest.fixture(scope="module")
def book() -> dict[str, pl.DataFrame]:
    return pl.read_excel(FOLDER / "qingyu-brand.xlsx", sheet_id=0)


@pytest.fixture(scope="module")
def histories(sold: list[Row]) -> dict[str, list[Visit]]:
    """Every identified customer's orders with a positive sum, by time."""
    orders_by_customer: dict[str, dict[str, Visit]] = defaultdict(dict)
    for line in sold:
        if line["customer_id"] and float(line["amount"]) > 0:
            visit = Visit(moment(line), line["order_id"], line["domain"])
            orders_by_customer[line["customer_id"]][line["order_id"]] = visit
    return {who: sorted(visits.values()) for who, visits in orders_by_customer.items()}


def moment(row: Row) -> datetime:
    return datetime.strptime(row["ordered_at"], "%Y-%m-%d %H:%M:%S")


def cents(line: Row, column: str) -> int:
    return round(float(line[column]) * 100)


def off_by(rate: float, expected: float, size: int) -> float:
    """Distance in standard errors."""
    return abs(rate - expected) / sqrt(expected * (1 - expected) / size)


def price_ratio(sold: list[Row], from_day: str, to_day: str) -> float:
    """Median over SKU x week of ln(private / public) paid price a unit."""
    sums: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for line in sold:
        if from_day <= line["ordered_at"] < to_day and float(line["amount"]) > 0:
            cell = sums[line["sku"], f"{moment(line):%G-%V}", line["domain"]]
            cell[0] += float(line["amount"])
            cell[1] += int(line["quantity"])
    price = {key: amount / units for key, (amount, units) in sums.items()}
    weeks = {(sku, week) for sku, week, _ in price}
    sides = [(price.get((*k, LABELS["private"])), price.get((*k, LABELS["public"]))) for k in weeks]
    return median(log(private / public) for private, public in sides if private and public)


def survey_wave(answers: list[Row]) -> list[Row]:
    return [row for row in answers if row["source"] == "survey" and row["nps"]]


def price_wave(answers: list[Row]) -> list[Row]:
    return [row for row in answers if row["too_cheap"]]


# --- the files ---


def test_regeneration_gives_the_committed_bytes(tmp_path: Path) -> None:
    assert main(["--folder", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_check_names_a_changed_file_and_leaves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    assert main(["--check", "--folder", str(tmp_path)]) == 0
    (tmp_path / "truth.toml").write_text("changed")
    (tmp_path / "qingyu-brand.xlsx").unlink()
    assert main(["--check", "--folder", str(tmp_path)]) == 1
    stderr = capsys.readouterr().err
    assert [name in stderr for name in FILES] == [False, False, True, True]
    assert (tmp_path / "truth.toml").read_text() == "changed"
    assert not (tmp_path / "qingyu-brand.xlsx").exists()


def test_sheets_begin_with_a_mark_and_the_orders_stay_under_13_mb() -> None:
    for name in FILES[:2]:
        assert (FOLDER / name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert (FOLDER / "qingyu-orders.csv").stat().st_size < 13_000_000


# --- orders ---


def test_counts_are_those_of_the_truth(lines: list[Row], truth: dict[str, Any]) -> None:
    guests = [line for line in lines if not line["customer_id"]]
    counts = {
        "order_lines": len(lines),
        "gift_lines": sum(int(x["quantity"]) > 0 and x["unit_price"] == "0.00" for x in lines),
        "refund_lines": sum(int(line["quantity"]) < 0 for line in lines),
        "guest_lines": len(guests),
        "orders": len({line["order_id"] for line in lines}),
        "guest_orders": len({line["order_id"] for line in guests}),
        "customers": len({line["customer_id"] for line in lines} - {""}),
    }
    assert counts == {key: truth["counts"][key] for key in counts}
    assert counts["customers"] == 9_000
    assert 58_000 < counts["order_lines"] < 62_000
    assert 0.06 < len(guests) / len(lines) < 0.08
    assert 0.04 < counts["gift_lines"] / len(lines) < 0.06


def test_orders_fill_24_whole_months(lines: list[Row], truth: dict[str, Any]) -> None:
    months = {line["ordered_at"][:7] for line in lines}
    assert len(months) == 24
    assert min(line["ordered_at"] for line in lines)[:10] == "2024-11-01"
    assert max(line["ordered_at"] for line in lines)[:10] == str(truth["sample"]["as_of"])
    assert truth["sample"]["as_of"] == date(2026, 10, 31)


def test_ids_are_19_digits_and_one_order_each(sold: list[Row]) -> None:
    shared = ("customer_id", "ordered_at", "channel", "store_id", "referrer_id")
    meanings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for line in sold:
        meanings[line["order_id"]].add(tuple(line[column] for column in shared))
    assert all(len(key) == 19 and key.isascii() and key.isdigit() for key in meanings)
    assert {len(meaning) for meaning in meanings.values()} == {1}
    assert any(key.startswith("0") for key in meanings)


def test_guests_stay_guests(lines: list[Row]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        owners[line["order_id"]].add(line["customer_id"])
    assert {len(customers) for customers in owners.values()} == {1}
    assert not [x for x in lines if not x["customer_id"] and x["referrer_id"] + x["referrer_kind"]]


def test_amounts_are_price_times_quantity(lines: list[Row]) -> None:
    for line in lines:
        assert cents(line, "amount") == cents(line, "unit_price") * int(line["quantity"])
        assert 0 < cents(line, "unit_cost") < cents(line, "list_price")


def test_refunds_return_what_was_bought_at_its_price_later(
    sold: list[Row], refunded: list[Row]
) -> None:
    bought = {(x["order_id"], x["sku"]): x for x in sold if float(x["amount"]) > 0}
    for line in refunded:
        sale = bought[line["order_id"], line["sku"]]
        assert 0 < -int(line["quantity"]) <= int(sale["quantity"])
        assert line["unit_price"] == sale["unit_price"]
        assert moment(line).date() > moment(sale).date()
        assert line["return_reason"]
    assert not [line for line in sold if line["return_reason"]]


def test_refund_rate_and_some_orders_come_back_whole(
    sold: list[Row], refunded: list[Row], truth: dict[str, Any]
) -> None:
    back = -sum(int(line["quantity"]) for line in refunded)
    units = sum(int(line["quantity"]) for line in sold if float(line["amount"]) > 0)
    assert back / units == pytest.approx(truth["refunds"]["rate_realised"], abs=1e-6)
    assert back / units == pytest.approx(0.04, abs=0.003)
    net: Counter[str] = Counter()
    for line in [*sold, *refunded]:
        net[line["order_id"]] += cents(line, "amount")
    assert sum(amount == 0 for amount in net.values()) > 50
    assert min(net.values()) == 0


def test_the_worst_sku_comes_back_most(
    sold: list[Row], refunded: list[Row], truth: dict[str, Any]
) -> None:
    bought, back = (Counter(line["sku"] for line in rows) for rows in (sold, refunded))
    assert max(bought, key=lambda sku: back[sku] / bought[sku]) == truth["refunds"]["worst_sku"]


def test_stores_sell_only_once_open(sold: list[Row], book: dict[str, pl.DataFrame]) -> None:
    opened = dict(book["stores"].select("store_id", "opened_on").rows())
    offline = [line for line in sold if line["mode"] == LABELS["offline"]]
    assert {line["store_id"] for line in offline} == set(opened)
    assert all(moment(line).date() >= opened[line["store_id"]] for line in offline)
    assert not [x for x in sold if x["store_id"] and x["mode"] != LABELS["offline"]]


def test_nothing_sells_before_its_launch_or_outside_its_domain(
    sold: list[Row], book: dict[str, pl.DataFrame], truth: dict[str, Any]
) -> None:
    launched = dict(book["products"].select("sku", "launched_on").rows())
    assert len(launched) == len({line["sku"] for line in sold}) == 24
    assert all(moment(line).date() >= launched[line["sku"]] for line in sold)
    alone = truth["price_break"]["private_only_sku"]
    assert {x["domain"] for x in sold if x["sku"] == alone} == {LABELS["private"]}


# --- repurchase ---


def test_customers_buy_once_a_day_and_keep_their_first_two_orders(
    lines: list[Row], histories: dict[str, list[Visit]]
) -> None:
    net: Counter[str] = Counter()
    for line in lines:
        net[line["order_id"]] += cents(line, "amount")
    for visits in histories.values():
        days = [visit.at.date() for visit in visits]
        assert len(days) == len(set(days))
        assert all(net[visit.order_id] > 0 for visit in visits[:2])


@pytest.mark.parametrize("domain", ["public", "private"])
@pytest.mark.parametrize("days", HORIZONS)
def test_repurchase_is_the_planted_one(
    histories: dict[str, list[Visit]], truth: dict[str, Any], domain: str, days: int
) -> None:
    as_of = truth["sample"]["as_of"]
    observed = [
        visits
        for visits in histories.values()
        if visits[0].domain == LABELS[domain] and (as_of - visits[0].at.date()).days >= days
    ]
    again = sum(
        len(visits) > 1 and (visits[1].at.date() - visits[0].at.date()).days <= days
        for visits in observed
    )
    expected = truth["repurchase"][domain][f"within_{days}"]
    assert off_by(again / len(observed), expected, len(observed)) < 3
    assert expected == pytest.approx(SECOND[domain].within(days), abs=1e-6)


def test_private_customers_truly_return_more(truth: dict[str, Any]) -> None:
    planted = truth["repurchase"]
    assert planted["public"]["within_90"] == pytest.approx(0.22, abs=0.005)
    assert planted["private"]["within_90"] == pytest.approx(0.33, abs=0.005)


@pytest.mark.parametrize("days", HORIZONS)
def test_the_overall_truth_is_the_mix_of_those_observed(
    histories: dict[str, list[Visit]], truth: dict[str, Any], days: int
) -> None:
    start = truth["sample"]["as_of"] - timedelta(days=days)
    observed = [v[0].domain for v in histories.values() if v[0].at.date() <= start]
    private = observed.count(LABELS["private"]) / len(observed)
    planted, mixed = truth["repurchase"], truth["repurchase"]["overall_observed"]
    key = f"within_{days}"
    expected = private * planted["private"][key] + (1 - private) * planted["public"][key]
    assert mixed[f"eligible_{days}"] == len(observed)
    assert mixed[key] == pytest.approx(expected, abs=2e-6)


def test_a_law_draws_what_it_says() -> None:
    law = Law(0.5, 40.0, 1.3)
    drawn = law.draw(np.random.default_rng(1), 40_000)
    assert set(drawn[drawn < 1]) == {0}
    for days in (1, 7, 40, 200):
        share = float(((drawn > 0) & (drawn <= days)).mean())
        assert off_by(share, law.within(days), 40_000) < 4


# --- price ---


def test_private_prices_leave_public_ones_at_the_break(
    sold: list[Row], truth: dict[str, Any]
) -> None:
    planted = truth["price_break"]
    day = str(planted["starts_on"])
    before, after = price_ratio(sold, "2024", day), price_ratio(sold, day, "2027")
    assert day == "2025-09-01"
    assert planted["log_ratio"] == pytest.approx(log(0.88), abs=1e-6)
    assert before == pytest.approx(0, abs=0.006)
    assert after == pytest.approx(planted["log_ratio"], abs=0.006)
    assert before == pytest.approx(planted["log_ratio_realised_before"], abs=0.003)
    assert after == pytest.approx(planted["log_ratio_realised_after"], abs=0.003)


def test_promotions_sell_below_and_other_days_near_the_list(sold: list[Row]) -> None:
    depths: dict[bool, list[float]] = defaultdict(list)
    for line in sold:
        if line["domain"] == LABELS["public"] and float(line["amount"]) > 0:
            depth = float(line["unit_price"]) / float(line["list_price"])
            depths[bool(line["campaign"])].append(depth)
    assert median(depths[True]) < 0.85
    assert median(depths[False]) > 0.95
    assert len({line["campaign"] for line in sold} - {""}) == 4


# --- referrals ---


def test_referrers_stand_on_first_orders_and_were_there_before(
    sold: list[Row], histories: dict[str, list[Visit]], truth: dict[str, Any]
) -> None:
    first = {visits[0].order_id: who for who, visits in histories.items()}
    named = {x["order_id"]: x for x in sold if x["referrer_id"]}
    assert set(named) <= set(first)
    friends = [x for x in named.values() if x["referrer_kind"] == LABELS["customer"]]
    for line in friends:
        assert histories[line["referrer_id"]][0].at.date() < moment(line).date()
    paid = [x for x in friends if x["social_model"] == LABELS["distribution"]]
    shares = truth["new_customers"]
    assert len(named) / 9_000 == pytest.approx(shares["referred_realised"], abs=1e-6)
    assert len(named) / 9_000 == pytest.approx(0.18, abs=0.01)
    unpaid = (len(friends) - len(paid)) / 9_000
    assert unpaid == pytest.approx(shares["unpaid_referral_realised"], abs=1e-6)
    assert (len(named) - len(friends)) / 9_000 == pytest.approx(shares["ip_realised"], abs=1e-6)


def test_ip_codes_were_shown_in_the_weeks_before(
    sold: list[Row], book: dict[str, pl.DataFrame]
) -> None:
    shown = set(book["touchpoints"].select("code", "happened_on").rows())
    named = [line for line in sold if line["referrer_kind"] == LABELS["ip"]]
    assert named
    for line in named:
        day = moment(line).date()
        recent = {(line["referrer_id"], day - timedelta(days=back)) for back in range(22)}
        assert recent & shown


def test_the_leaking_code_is_named_in_weeks_without_a_show(
    sold: list[Row], book: dict[str, pl.DataFrame], truth: dict[str, Any]
) -> None:
    leak = truth["ip"]
    span = (leak["leaks_from"], leak["leaks_until"])
    shows = book["touchpoints"].filter(
        (pl.col("code") == leak["leaking"]) & pl.col("happened_on").is_between(*span)
    )
    named = {
        line["order_id"]
        for line in sold
        if line["referrer_id"] == leak["leaking"] and span[0] <= moment(line).date() <= span[1]
    }
    assert shows.is_empty()
    assert len(named) >= 5


# --- the weak stave ---


def test_creativity_is_the_weak_stave(
    lines: list[Row], answers: list[Row], book: dict[str, pl.DataFrame], truth: dict[str, Any]
) -> None:
    start = truth["weak_stave"]["vitality_from"]
    recent = book["products"].filter(pl.col("launched_on") >= start)
    fresh = set(recent.filter("is_substantive").get_column("sku"))
    last = [line for line in lines if moment(line).date() >= start]
    revenue = sum(cents(line, "amount") for line in last)
    share = sum(cents(line, "amount") for line in last if line["sku"] in fresh) / revenue
    assert share == pytest.approx(truth["weak_stave"]["vitality_realised"], abs=1e-6)
    assert share == pytest.approx(0.04, abs=0.005)
    means = item_means(answers, truth)
    assert min(means, key=means.__getitem__) == truth["weak_stave"]["key"] == "creativity"
    assert all(6.5 <= mean <= 8.6 for key, mean in means.items() if key != "creativity")


def item_means(answers: list[Row], truth: dict[str, Any]) -> dict[str, float]:
    wave = survey_wave(answers)
    return {key: fmean(int(row[key]) for row in wave) for key in truth["survey"]["items"]}


# --- answers ---


def test_survey_shares_are_the_planted_ones(answers: list[Row], truth: dict[str, Any]) -> None:
    wave, planted = survey_wave(answers), truth["survey"]
    shares = {
        "promoters": sum(int(row["nps"]) >= 9 for row in wave) / len(wave),
        "detractors": sum(int(row["nps"]) <= 6 for row in wave) / len(wave),
        "very_disappointed": sum(row["disappointed"] == "very" for row in wave) / len(wave),
    }
    assert len(wave) == len({row["customer_id"] for row in wave}) == 420
    for key, share in shares.items():
        assert off_by(share, planted[key], len(wave)) < 3
        assert share == pytest.approx(planted[f"{key}_realised"], abs=1e-6)
    assert (planted["promoters"], planted["detractors"]) == (0.48, 0.17)
    assert planted["very_disappointed"] == 0.42
    for key, mean in item_means(answers, truth).items():
        assert mean == pytest.approx(planted["items"][key], abs=0.3)


def test_the_price_wave_rises_but_for_a_few(answers: list[Row], truth: dict[str, Any]) -> None:
    wave = price_wave(answers)
    columns = ("too_cheap", "cheap", "expensive", "too_expensive")
    prices = [[int(row[column]) for column in columns] for row in wave]
    wrong = sum(sorted(set(four)) != four for four in prices)
    assert len(wave) == 220
    assert wrong == truth["psm"]["intransitive_realised"]
    assert off_by(wrong / len(wave), truth["psm"]["intransitive"], len(wave)) < 3
    intents = {row[key] for row in wave for key in ("intent_cheap", "intent_expensive")}
    assert intents == set("12345")


def test_reviews_are_j_shaped_varied_and_of_things_bought(
    answers: list[Row], sold: list[Row]
) -> None:
    reviews = [row for row in answers if row["source"] == "review"]
    stars = Counter(int(row["rating"]) for row in reviews)
    assert len(reviews) == 3_000
    assert {row["rating_max"] for row in reviews} == {"5"}
    assert stars[5] > stars[4] > stars[3] > stars[2] < stars[1]
    texts = [row["text"] for row in reviews if row["text"]]
    assert len(set(texts)) > 0.9 * len(texts)
    assert not [text for text in texts if "{" in text]
    english = fmean(row["lang"] == "en" for row in reviews if row["text"])
    assert english == pytest.approx(0.15, abs=0.02)
    bought = {(line["customer_id"], line["sku"], line["channel"]) for line in sold}
    assert {(x["customer_id"], x["sku"], x["channel"]) for x in reviews} <= bought


def test_answers_leave_empty_what_they_were_not_asked(
    answers: list[Row], truth: dict[str, Any]
) -> None:
    sources = Counter(row["source"] for row in answers)
    assert sources == {
        source: truth["counts"][f"feedback_{source}"]
        for source in ("review", "survey", "beta", "community")
    }
    assert len({row["feedback_id"] for row in answers}) == len(answers)
    assert not [x for x in answers if x["source"] == "review" and x["nps"] + x["too_cheap"]]
    assert not [x for x in price_wave(answers) if x["nps"] + x["rating"] + x["text"]]
    assert not [x for x in answers if x["source"] == "community" and x["rating"] + x["nps"]]


def test_beta_answers_come_from_testers_and_the_seeds_gain(
    answers: list[Row], book: dict[str, pl.DataFrame], truth: dict[str, Any]
) -> None:
    testers = dict(book["beta_testers"].select("customer_id", "wave").rows())
    ratings: dict[str, list[int]] = defaultdict(list)
    for row in answers:
        if row["source"] == "beta":
            ratings[row["customer_id"]].append(int(row["rating"]))
    assert set(ratings) <= set(testers)
    pairs = {who: pair for who, pair in ratings.items() if len(pair) == 2}
    assert len(pairs) == truth["beta"]["paired"] == 32
    assert {testers[who] for who in pairs} == {1}
    assert fmean(late - early for early, late in pairs.values()) > 0.7


# --- the workbook ---


def test_the_workbook_has_the_sheets_of_the_contract(book: dict[str, pl.DataFrame]) -> None:
    assert {name: " ".join(sheet.columns) for name, sheet in book.items()} == SHEETS


def test_cells_are_dates_truths_and_text(book: dict[str, pl.DataFrame]) -> None:
    for name, sheet in book.items():
        kinds = dict(sheet.schema)
        assert all(kinds[c] == pl.Date for c in kinds if c.endswith(("_on", "_until", "_from")))
        assert all(kinds[c] == pl.Boolean for c in kinds if c in ("is_paid", "consented"))
        assert all(kinds[c] == pl.String for c in kinds if c.endswith("_id")), name
    assert book["products"].schema["is_substantive"] == pl.Boolean


def test_sheets_agree_with_the_orders(
    book: dict[str, pl.DataFrame], histories: dict[str, list[Visit]]
) -> None:
    first = {who: visits[0].at.date() for who, visits in histories.items()}
    members = book["members"]
    assert members.height == members.get_column("customer_id").n_unique() == 5_000
    for who, joined in members.select("customer_id", "joined_on").rows():
        assert joined >= first[who]
    starts = dict(book["events"].select("event_id", "starts_on").rows())
    for event, who in book["event_attendance"].rows():
        assert first[who] < starts[event]
    for who, joined in book["beta_testers"].select("customer_id", "joined_on").rows():
        assert first[who] < joined


def test_member_dates_follow_one_another(book: dict[str, pl.DataFrame]) -> None:
    after = pl.col("joined_on") <= pl.col("last_replied_on")
    within = pl.col("last_replied_on") <= pl.col("last_reached_on")
    before = pl.col("last_reached_on") <= pl.coalesce("left_on", pl.date(2026, 10, 31))
    assert book["members"].select((after & within & before).all()).item()


def test_the_other_sheets_hold_what_was_promised(book: dict[str, pl.DataFrame]) -> None:
    testers = book["beta_testers"]
    invited = testers.filter(pl.col("wave") == 2)
    seeds = testers.filter(pl.col("wave") == 1).get_column("tester_id")
    assert (seeds.len(), invited.height) == (40, 110)
    assert invited.get_column("invited_by").is_in(seeds.implode()).all()
    assert book["products"].get_column("protected_until").is_not_null().sum() == 2
    prices = book["competitor_prices"]
    assert prices.group_by("sku").agg(pl.col("rival").n_unique()).get_column("rival").eq(3).all()
    assert prices.get_column("sku").n_unique() == 8
    ips = book["touchpoints"].select("ip", "ip_kind").unique()
    assert ips.height == 4
    assert set(ips.get_column("ip_kind")) == {"brand", "industry", "personal"}
    expired = pl.col("valid_to") < pl.date(2026, 10, 31)
    assert book["endorsements"].filter(expired).height >= 2
    assert set(book["endorsements"].get_column("tier")) == {"A", "B", "C"}
    assert book["launch_tasks"].get_column("phase").n_unique() == 4
    sized = book["products"].filter(pl.col("size").is_not_null())
    assert sized.get_column("category").n_unique() == 2
    assert set(sized.get_column("size_unit")) == {"ml", "g"}
