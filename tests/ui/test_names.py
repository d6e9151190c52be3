import re
import tomllib
from dataclasses import replace
from typing import Any

import fastexcel
import polars as pl
import pytest

from analytics.words import DATA, LANGUAGES
from tests.conftest import Dataset
from ui import names
from ui.charts.kit.figure import plain, shortened, wrapped
from ui.text import literal
from ui.views.feedback import quotes

ORDERS = tomllib.loads((DATA / "sample" / "words" / "orders.toml").read_text("utf-8"))
HAN = "[\u4e00-\u9fff]"


def stored_names() -> set[str]:
    """What the sample brand calls its channels, products, kinds, sales and reasons, and what its
    sheets call rivals' products and whoever vouches for it."""
    orders = pl.read_csv(DATA / "sample" / "qingyu-orders.csv", infer_schema=False)
    columns = ("channel", "product", "category", "campaign", "return_reason")
    headers = [ORDERS["headers"][column] for column in columns]
    sheets = fastexcel.read_excel(DATA / "sample" / "qingyu-brand.xlsx")
    columns_of_sheets = [
        sheets.load_sheet(sheet).to_polars()[column]
        for sheet, column in (("competitor_prices", "rival_product"), ("endorsements", "issuer"))
    ]
    series = [*(orders[header] for header in headers), *columns_of_sheets]
    return {name for column in series for name in column.drop_nulls().unique()}


def test_every_name_of_the_sample_brand_reads_in_each_script() -> None:
    for lang in LANGUAGES:
        assert stored_names() <= names.of_sample(lang).keys()
    english = pl.Series(list(names.of_sample("en").values()))
    assert not english.str.contains(HAN).any()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_names_read_alike(lang: str) -> None:
    table = names.of_sample(lang)
    shown = [table[name] for name in stored_names()]
    assert len(set(shown)) == len(shown)


def test_only_the_sample_brands_names_are_put_into_words(brand: Dataset) -> None:
    channel = ORDERS["channels"][0]["name"]
    english: dict[str, Any] = {"manifest": brand.manifest, "lang": "en"}
    names.use(**english)
    assert literal(channel) == plain(channel) == wrapped(channel, 40) == shortened(channel, 40)
    assert literal(channel) == names.of_sample("en")[channel]
    names.use(replace(brand.manifest, is_sample=False), "en")
    assert plain(channel) == channel
    names.use(None, "en")
    assert literal(channel) == channel


def test_what_a_person_wrote_is_no_name(brand: Dataset) -> None:
    serum = next(name for name in stored_names() if names.of_sample("en")[name] == "Serum")
    quote = f"\u8fd9\u74f6{serum}\u6db2\u591a"
    names.use(brand.manifest, "en")
    assert re.sub(r":orange-background\[(.*?)\]", r"\1", quotes.marked(quote, [serum])) == quote
    names.use(None, "en")
