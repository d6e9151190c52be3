"""A sheet of price answers as a survey tool exports it, dropped together with a few orders."""

import csv
import tomllib
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, expect

from tests.analytics.pricing.published import juice_shop
from tests.e2e.conftest import PATIENCE_MS, settled
from tests.e2e.test_journeys import DESK

pytestmark = pytest.mark.browser

WORDS = tomllib.loads((Path(__file__).parent / "price_survey.toml").read_text("utf-8"))


def price_survey(folder: Path) -> Path:
    """The 36 answers of nmq/psm as a workbook of Wenjuanxing, one person a row."""
    path = folder / "psm.xlsx"
    questions = WORDS["questions"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*WORDS["headers"], *questions.values()])
        for row, person in enumerate(juice_shop().to_dicts(), start=1):
            sent = f"2025/3/{1 + row % 28} 1{row % 10}:20:33"
            facts = [row, sent, *(WORDS[name] for name in ("spent", "source", "detail", "address"))]
            sheet.write_row(row, 0, [*facts, *(person[question] for question in questions)])
    return path


def orders(folder: Path) -> Path:
    """Sixty orders of one product over a year."""
    lines = [WORDS["orders"]]
    for number in range(60):
        day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
        buyer = f"{WORDS['member']}{number % 17}"
        lines.append(f"77{number:04},{day},{buyer},{WORDS['product']},1,270")
    path = folder / "orders.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_price_survey_is_dropped_and_read_by_the_rule_that_the_page_names(
    cold_server: str, chrome: Browser, tmp_path: Path
) -> None:
    """Of the 36 people 25 gave rising prices, too few; with the 9 who tie the four points are
    198.8, 350, 280 and 290 (of all 36, published: 198.9, 350, 295 and 290)."""
    page = chrome.new_page(viewport=DESK, locale="en-US")
    page.goto(f"{cold_server}/data?lang=en")
    settled(page)
    page.locator("input[type=file]").first.set_input_files(
        [price_survey(tmp_path), orders(tmp_path)]
    )
    expect(page.get_by_text("all 96 rows can be used")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Import").last.click()
    expect(page.get_by_text("My brand is imported and open")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    page.goto(f"{cold_server}/pricing?lang=en")
    settled(page)
    main = page.get_by_test_id("stMain")
    # A survey tool names no product: the answers lead all the same.
    expect(main.get_by_role("heading", name="At 290 (200")).to_be_visible()
    main.get_by_text("What people would pay").click()
    settled(page)
    expect(main.get_by_text("at 290 as many find it too cheap")).to_be_visible()
    expect(main.get_by_text("those who gave two alike count as well: 34 in all")).to_be_visible()
    main.get_by_text("Whose answers count").click()
    expect(main.get_by_text("Of all who answered (36), 34 count")).to_be_visible()
    main.get_by_text("See the numbers").first.click()
    with page.expect_download() as download:
        main.get_by_role("button", name="Download the table").first.click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    values = [float(row[1]) for row in list(csv.reader(text.splitlines()))[1:5]]
    assert values == pytest.approx([198.78, 350, 280, 290], abs=0.01)
    assert page.get_by_test_id("stException").count() == 0
    page.close()
