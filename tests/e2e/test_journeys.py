"""What visitors do: switch language, click a stave, drop a messy file in, come back by a link."""

import re
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, READY, SETTLE_MS, settled

pytestmark = pytest.mark.browser

STORES, SHOWN = "\u95e8\u5e97 Stores", "\u95e8\u5e97"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

STAVE = """place => {
    const plot = document.querySelector('.js-plotly-plot');
    if (!plot?._fullLayout?.xaxis?._offset) return [0, 0];
    const box = plot.getBoundingClientRect(), {xaxis, yaxis} = plot._fullLayout;
    return [box.x + xaxis._offset + xaxis.l2p(place), box.y + yaxis._offset + yaxis.l2p(12)];
}"""


def test_a_language_switch_keeps_page_filters_and_codes_in_the_address(
    warm_server: str, chrome: Browser
) -> None:
    page = chrome.new_page(viewport=DESK)
    page.goto(f"{warm_server}/supers?lang=en&super=value&channel={STORES}&from=2025-03")
    settled(page)
    page.get_by_test_id("stSidebar").get_by_text("\u7b80\u4f53").click()
    settled(page)
    expect(page.get_by_role("heading", name="\u8d85\u503c\u4ef7\u683c").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text(SHOWN).first).to_be_visible()
    address = page.evaluate("decodeURIComponent(location.href)").replace("+", " ")
    for part in ("/supers", "lang=zh-Hans", "super=value", f"channel={STORES}", "from=2025-03"):
        assert part in address
    again = chrome.new_page(viewport=DESK)
    again.goto(page.evaluate("location.href"))
    settled(again)
    expect(again.get_by_role("heading", name="\u8d85\u503c\u4ef7\u683c").first).to_be_visible()
    expect(again.get_by_test_id("stSidebar").get_by_text(SHOWN).first).to_be_visible()


def test_the_period_moves_by_keyboard_and_mouse_and_everything_follows(
    warm_server: str, chrome: Browser
) -> None:
    page = chrome.new_page(viewport=DESK)
    page.goto(f"{warm_server}/repurchase?lang=en&repurchase_part=cohorts")
    settled(page)
    sidebar, main = page.get_by_test_id("stSidebar"), page.get_by_test_id("stMain")
    handles = sidebar.get_by_role("slider")
    expect(handles).to_have_count(2)
    before = _figures_at_rest(page, main)
    handles.first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(main.get_by_text("Feb 2025 to Oct 2026")).to_be_visible()
    settled(page)
    assert "from=2025-02" in page.evaluate("location.search")
    assert _figures_at_rest(page, main) != before
    knob = handles.last.locator("xpath=../..")
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(main.get_by_text("to Oct 2026")).not_to_be_visible()
    settled(page)
    assert "from=2025-02" in page.evaluate("location.search")
    assert "to=2026-" in page.evaluate("location.search")
    sidebar.get_by_role("button", name="Clear filters").click()
    settled(page)
    expect(handles).to_have_count(2)
    expect(sidebar.get_by_text("Clear filters")).not_to_be_visible()
    assert "from=" not in page.evaluate("location.search")
    assert "repurchase_part=cohorts" in page.evaluate("location.search")
    assert _figures_at_rest(page, main) == before
    _click_cell(page, "3", "2025-02-01")
    expect(main.get_by_text("Close the list")).to_be_visible()
    assert parse_qs(page.evaluate("location.search.slice(1)"))["cell"] == ["|month|2025-02-01|3"]
    frames = "(document.querySelector('.js-plotly-plot').layout.shapes || []).map(s => s.name)"
    assert "marked" in page.evaluate(frames)


def _click_cell(page: Page, column: str, row: str) -> None:
    """Click a cell of the first triangle on the page."""
    place = page.evaluate(
        """([column, row]) => {
          const plot = document.querySelector('.js-plotly-plot')
          const {left, top} = plot.getBoundingClientRect()
          const {xaxis, yaxis} = plot._fullLayout
          return [left + xaxis._offset + xaxis.d2p(column), top + yaxis._offset + yaxis.d2p(row)]
        }""",
        [column, row],
    )
    page.mouse.move(*place)
    page.mouse.down()
    page.mouse.up()


def _figures_at_rest(page: Page, main: Locator) -> list[str]:
    """The figures once charts are drawn, which comes after the script: alike in two looks."""
    main.locator(".js-plotly-plot text").first.wait_for()
    figures: list[str] = []
    while figures != (figures := re.findall(r"[0-9]+(?:[.,][0-9]+)*%?", main.inner_text())):
        page.wait_for_timeout(2 * SETTLE_MS)
    return figures


def test_a_click_on_a_stave_opens_its_super(warm_server: str, chrome: Browser) -> None:
    page = chrome.new_page(viewport=DESK)
    page.goto(f"{warm_server}/?lang=en")
    settled(page)
    hover_stave(page, 1)
    page.mouse.down()
    page.mouse.up()
    heading = page.get_by_role("heading", name="Super creativity", exact=True)
    expect(heading.first).to_be_visible(timeout=PATIENCE_MS)
    assert "super=creativity" in page.evaluate("location.search")


def hover_stave(page: Page, place: int) -> None:
    """Rest the pointer on a stave until its label shows: the chart moves while the page below it
    is drawn, and only a chart that answers the pointer takes a click."""
    label = page.locator(".js-plotly-plot .hoverlayer .hovertext")
    until = time.monotonic() + PATIENCE_MS / 1000
    while label.count() == 0:
        assert time.monotonic() < until, "no stave answers the pointer"
        page.mouse.move(0, 0)
        x, y = page.evaluate(STAVE, place)
        page.mouse.move(x, y, steps=3)
        page.wait_for_timeout(SETTLE_MS)


def test_a_messy_chinese_export_becomes_a_container(
    own_server: str, chrome: Browser, messy_export: Path
) -> None:
    page = chrome.new_page(viewport=DESK)
    page.goto(f"{own_server}/data?lang=en")
    settled(page)
    page.locator("input[type=file]").set_input_files(messy_export)
    # One click and no scrolling, on a desk and on a phone.
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        expect(page.get_by_text("60 of 62 rows can be used")).to_be_in_viewport()
        expect(page.get_by_role("button", name="Import").last).to_be_in_viewport()
    expect(page.get_by_text("headings in row 3")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Import").click()
    expect(page.get_by_text("My brand is imported and open")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    assert "/data" not in page.evaluate("location.pathname")
    page.get_by_text("See what was imported").click()
    settled(page)
    expect(page.get_by_text("2 were set aside")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the rows set aside").click()
    saved = Path(download.value.path()).read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf")
    assert "\u5408\u8ba1" in saved.decode("utf-8-sig")
    page.get_by_test_id("stSidebarNav").get_by_text("Repurchase").click()
    page.get_by_role("heading", name="Repurchase", exact=True).wait_for(timeout=PATIENCE_MS)
    page.wait_for_selector(READY, timeout=PATIENCE_MS)
    expect(page.get_by_text("My brand", exact=False).first).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("Data", exact=True).last.click()
    page.get_by_role("button", name="Clear all data").click()
    expect(page.get_by_role("dialog").get_by_text("My brand")).to_be_visible()
    page.get_by_role("button", name="Delete all of it").click()
    expect(page.get_by_text("Deleted.")).to_be_visible()
    expect(page.get_by_role("heading", name="Open now: Qingyu")).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def test_a_picture_renamed_csv_is_refused_in_words(own_server: str, chrome: Browser) -> None:
    page: Page = chrome.new_page(viewport=DESK)
    page.goto(f"{own_server}/data?lang=en")
    settled(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "photo.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"}
    )
    refusal = page.get_by_text("is not a table: it holds a picture")
    expect(refusal).to_be_visible(timeout=PATIENCE_MS)


def test_a_rule_of_a_beta_test_is_looked_at_and_locked(own_server: str, chrome: Browser) -> None:
    page = chrome.new_page(viewport=DESK)
    page.goto(f"{own_server}/beta?lang=en")
    settled(page)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_role("heading", name="No rule was made beforehand")).to_be_visible()
    main.get_by_text("Make a rule beforehand").click()
    expect(main.get_by_text("At least 36 of 110 invited means go")).to_be_visible()
    desired = main.get_by_label("Desired: very disappointed (%)")
    desired.fill("45")
    desired.press("Enter")
    expect(main.get_by_text("A good one, at 45%, would go in")).to_be_visible()
    expect(page).to_have_url(re.compile("beta_good=45"))
    main.get_by_role("button", name="Lock with today's day").click()
    expect(
        main.get_by_role("heading", name="A rule counts only if locked before the day")
    ).to_be_visible()
    expect(main.get_by_role("heading", name="Rules locked so far")).to_be_visible()
    main.get_by_text("The same people again").click()
    settled(page)
    expect(main.get_by_text("The same 32 people gave 6.1 in wave 1")).to_be_visible()
    expect(page).to_have_url(re.compile("beta_part=same"))
    assert page.get_by_test_id("stException").count() == 0
    page.close()
