"""Word lists of one's own: kept by what they say, found again, and refused where they cannot be."""

import json
from datetime import date

import polars as pl
import pytest

from analytics.definitions.definition import built_in
from analytics.definitions.wording import with_current_words
from analytics.feedback.lexicon import lexicon
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.lexicon.errors import LexiconError
from analytics.storage.versions import Store
from analytics.words import LANGUAGES, words
from tests.conftest import Workshop

DAY = date(2026, 3, 1)


def rows(*terms: str, value: str = "1") -> pl.DataFrame:
    return pl.DataFrame(
        {"term": terms, "kind": ["opinion"] * len(terms), "value": [value] * len(terms)}
    )


@pytest.fixture
def store(workshop: Workshop) -> Store:
    return Store(workshop.folder / "kept")


@pytest.fixture(autouse=True)
def empty(store: Store) -> None:
    for path in (store.root / lexicon_store.FOLDER).glob("*.json"):
        path.unlink()
    store.root.mkdir(exist_ok=True)


def test_a_list_is_named_by_what_it_says_and_kept_once(store: Store) -> None:
    first = lexicon_store.save(store, rows("glossy", "Dull"), "First", saved_on=DAY)
    again = lexicon_store.save(store, rows("dull", "glossy"), "Second", saved_on=DAY)
    other = lexicon_store.save(store, rows("glossy"), "Other", saved_on=DAY)
    assert first.id == again.id != other.id
    lists = lexicon_store.saved_lexicons(store)
    assert [saved.name for saved in lists] == ["Second", "Other", ""]
    assert lexicon_store.find(store, first.id).rows["term"].to_list() == ["dull", "glossy"]
    assert (lists[-1].id, lists[-1].is_own) == ("", False)


def test_an_earlier_list_is_gone_back_to_and_one_in_use_stays(store: Store) -> None:
    first, second = (lexicon_store.save(store, rows(word), word) for word in ("glossy", "dull"))
    assert not lexicon_store.current(store).is_own
    lexicon_store.make_current(store, second.id)
    assert with_current_words(store, built_in()).id == f"{built_in().id}-{second.id}"
    with pytest.raises(LexiconError) as refused:
        lexicon_store.delete(store, second.id)
    assert refused.value.code == "lexicon_in_use"
    lexicon_store.make_current(store, first.id)
    lexicon_store.delete(store, second.id)
    assert lexicon_store.current(store).id == first.id
    lexicon_store.make_current(store, "")
    assert with_current_words(store, built_in()).id == built_in().id


@pytest.mark.parametrize("version", ["0" * 12, "../../etc", "ABCDEFABCDEF"])
def test_a_list_that_is_not_there_is_said_to_be_gone(store: Store, version: str) -> None:
    with pytest.raises(LexiconError) as refused:
        lexicon_store.find(store, version)
    for lang in LANGUAGES:
        assert version in refused.value.sentence(words(lang))


def test_a_list_changed_by_hand_is_none(store: Store) -> None:
    saved = lexicon_store.save(store, rows("glossy"), "Mine")
    lexicon_store.make_current(store, saved.id)
    path = store.root / lexicon_store.FOLDER / f"{saved.id}.json"
    payload = json.loads(path.read_text("utf-8"))
    payload["rows"][0]["value"] = -1.0
    for content in (json.dumps(payload), "[" * 100_000):
        path.write_text(content, "utf-8")
        assert not lexicon_store.current(store).is_own
        assert [saved.is_own for saved in lexicon_store.saved_lexicons(store)] == [False]


def test_rows_that_bar_a_list_are_not_kept(store: Store) -> None:
    with pytest.raises(LexiconError) as refused:
        lexicon_store.save(store, rows("glossy", "matte", value="good"), "Mine")
    assert (refused.value.code, refused.value.facts["count"]) == ("lexicon_wrong", 2)
    assert len(lexicon_store.saved_lexicons(store)) == 1


def test_the_words_in_force_are_the_trades_and_ones_own_over_them(workshop: Workshop) -> None:
    text = "the lipstick moisturises my skin, the serum is sticky"
    shop = workshop.rows([{"submitted_at": "2024-01-05", "rating": 5, "text": text}] * 3)
    plain = lexicon_store.fitted(shop.store, shop.version)
    assert plain.id == lexicon.shipped("cosmetics").id
    saved = lexicon_store.save(shop.store, rows("sticky", value="0.5"), "Mine")
    assert lexicon_store.fitted(shop.store, shop.version).id == plain.id
    lexicon_store.make_current(shop.store, saved.id)
    current = lexicon_store.fitted(shop.store, shop.version)
    assert current.id != plain.id
    assert current.rows.filter(term="sticky", kind="opinion")["value"].to_list() == [0.5]
    assert lexicon_store.fitted(shop.store, shop.version, "").id == plain.id
