"""Readings are kept by version and word list."""

import time
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import reading
from analytics.feedback.reviews import store as review_store
from tests.conftest import Dataset, Workshop


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    texts = ("the packaging is pretty but it is too expensive", "does not work", "", "good value")
    rows = [
        {"submitted_at": "2024-01-05", "rating": 5 - place, "text": text}
        for place, text in enumerate(texts)
    ]
    return workshop.rows(rows)


def test_what_was_read_is_not_read_again(shop: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    words = lexicon.shipped()
    assert not review_store.is_read(shop.store, shop.version, words)
    first = review_store.read(shop.store, shop.version, words)
    assert review_store.is_read(shop.store, shop.version, words)
    monkeypatch.setattr(reading, "read", lambda *_: pytest.fail("read again"))
    again = review_store.read(shop.store, shop.version, words)
    assert_frame_equal(again.reviews, first.reviews)
    assert_frame_equal(again.mentions, first.mentions)
    assert again.lexicon.id == words.id


def test_another_word_list_is_another_reading_and_few_are_kept(shop: Dataset) -> None:
    for place in range(review_store.MOST_KEPT + 2):
        own = pl.DataFrame({"term": [f"word{place}"], "kind": ["opinion"], "value": [1.0]})
        review_store.read(shop.store, shop.version, lexicon.with_rows(lexicon.shipped(), own))
    folder = shop.store.versions_folder / shop.version / review_store.FOLDER
    assert len(list(folder.glob("*"))) == review_store.MOST_KEPT


def test_a_damaged_reading_is_read_again(shop: Dataset) -> None:
    first = review_store.read(shop.store, shop.version)
    folder = shop.store.versions_folder / shop.version / review_store.FOLDER
    for path in folder.glob("*/reviews.parquet"):
        path.write_bytes(b"damaged")
    assert_frame_equal(review_store.read(shop.store, shop.version).reviews, first.reviews)


def test_who_asks_at_the_same_time_waits_for_one_reading(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = workshop.rows([{"submitted_at": "2024-01-05", "rating": 5, "text": "good"}] * 3)
    real, calls = reading.read, list[int]()

    def counted(*arguments: object) -> reading.Reading:
        calls.append(1)
        time.sleep(0.05)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", counted)
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(review_store.read, shop.store, shop.version) for _ in range(4)]
    assert [future.result().reviews.height for future in futures] == [3] * 4
    assert len(calls) == 1
