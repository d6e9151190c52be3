"""The one door to DuckDB: many threads, several versions, a time limit, and nothing outside."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl
import pytest

from analytics.errors import DatasetError, ImportRefused
from analytics.storage import engine
from analytics.words import words
from tests.conftest import Dataset, Workshop

THREADS = 8
CALLS = 200
QUERIES = (
    "facts/about_row",
    "repurchase/cohorts_from_cube",
    "repurchase/counts",
    "repurchase/guests",
)
ASKED: dict[str, Any] = {
    "start": None,
    "end": None,
    "channels": None,
    "products": None,
    "grain": "month",
    "by": "all",
    "again": "any",
}


def rows(seed: int) -> list[dict[str, Any]]:
    """Orders like no other seed's."""
    chance = Random(seed)
    return [
        {
            "order_id": f"{seed}-{number}",
            "ordered_at": date(2023 + seed, chance.randint(1, 12), chance.randint(1, 28)),
            "customer_id": f"c{chance.randint(1, 20)}",
            "amount": f"{chance.randint(1, 9_999)}.{seed:02}",
            "channel": f"channel {seed}",
        }
        for number in range(60 + seed)
    ]


@pytest.fixture(scope="module")
def versions(
    workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Dataset]]:
    """Three versions in two stores, no two alike."""
    second = Workshop(tmp_path_factory.mktemp("second"))
    yield [workshop.rows(rows(0)), workshop.rows(rows(1)), second.rows(rows(2))]
    second.store.reader.close()


class TestManyThreads:
    def test_everyone_gets_the_rows_of_their_own_version(self, versions: list[Dataset]) -> None:
        expected = {
            (query, found.version): found.run(query, **ASKED)
            for query in QUERIES
            for found in versions
        }
        assert all(frame.height for frame in expected.values())
        for query in QUERIES:
            alone = [expected[query, found.version] for found in versions]
            assert not any(
                one.equals(other) for one in alone for other in alone if one is not other
            )
        wrong: list[object] = []
        threads = [
            threading.Thread(target=self.ask, args=(versions, expected, Random(seed), wrong))
            for seed in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []

    def ask(
        self,
        versions: list[Dataset],
        expected: dict[tuple[str, str], pl.DataFrame],
        chance: Random,
        wrong: list[object],
    ) -> None:
        for _ in range(CALLS):
            query, found = chance.choice(QUERIES), chance.choice(versions)
            try:
                rows = found.run(query, **ASKED)
            except Exception as error:
                wrong.append(error)
                return
            if not rows.equals(expected[query, found.version]):
                wrong.append((query, found.version))

    def test_a_version_is_attached_once_however_many_ask_at_first(self, workshop: Workshop) -> None:
        found = workshop.rows(rows(3))
        wrong: list[BaseException] = []

        def ask() -> None:
            try:
                found.run("facts/about_row")
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=ask) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []

    def test_versions_that_nobody_reads_are_let_go_and_come_back(
        self, versions: list[Dataset], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine, "MOST_ATTACHED", 1)
        first, second, _ = versions
        reader = first.store.reader
        counts = [found.run("facts/about_row")["count_lines"].item() for found in (first, second)]
        assert list(reader.attached) == [second.version]
        with reader._open(first.version):
            assert second.run("facts/about_row")["count_lines"].item() == counts[1]
            assert list(reader.attached) == [first.version]
        assert first.run("facts/about_row")["count_lines"].item() == counts[0]
        assert reader.attached == {first.version: 0}


class TestParameters:
    def test_shared_filters_can_be_handed_to_every_query(self, versions: list[Dataset]) -> None:
        assert versions[0].run("facts/about_row", start=None, nobody_asked=1).height == 1

    def test_a_missing_parameter_is_an_error_and_not_a_guess(self, versions: list[Dataset]) -> None:
        with pytest.raises(KeyError, match="grain"):
            versions[0].run("repurchase/cohorts_from_cube", start=None, end=None, channels=None)

    def test_text_from_a_reader_stays_text(self, versions: list[Dataset]) -> None:
        hostile = ["'; drop table sales; --", 'x"', "channel 0') or true --"]
        asked = {**ASKED, "channels": hostile}
        assert versions[0].run("shared/sales_by_month", **asked).is_empty()
        assert versions[0].run("shared/sales_by_month", **ASKED).height

    @pytest.mark.parametrize(
        "version", ["nowhere", "../etc", "", 'a"b', "v_00000001_000000_00000000"]
    )
    def test_a_version_that_is_not_there_is_named(self, workshop: Workshop, version: str) -> None:
        with pytest.raises(DatasetError, match="dataset_missing"):
            workshop.store.run("facts/about_row", version)

    def test_a_version_can_be_forgotten_and_opened_again(self, versions: list[Dataset]) -> None:
        found = versions[1]
        found.store.reader.forget(found.version)
        found.store.reader.forget(found.version)
        assert found.run("facts/about_row")["count_lines"].item() == 61


@pytest.fixture
def query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a query of one's own beside none of the product's."""
    numbers = iter(range(100))

    def put(text: str) -> str:
        name = f"own_{tmp_path.name}_{next(numbers)}"
        (tmp_path / f"{name}.sql").write_text(text)
        return name

    monkeypatch.setattr(engine, "QUERIES", tmp_path)
    return put


class TestLimits:
    def test_a_query_beyond_its_time_is_stopped_with_a_sentence(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        versions: list[Dataset],
        query: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(engine, "READ_LIMIT_MS", 200)
        engine._reader.cache_clear()
        reader = engine.open_reader(versions[0].store.versions_folder)
        slow = query(
            "select count(*) as n from range(1000000) a, range(1000000) b where a.range > b.range"
        )
        try:
            with pytest.raises(DatasetError, match="query_too_slow") as stopped:
                reader.run(slow, versions[0].version)
            assert reader.run(query("select 1 as one"), versions[0].version).height == 1
        finally:
            reader.close()
            engine._reader.cache_clear()
        assert stopped.value.facts["query"] == slow
        assert "too long" in stopped.value.sentence(words("en"))

    @pytest.mark.parametrize(
        "text",
        [
            "select * from read_text('/etc/hostname')",
            "select * from read_csv('/etc/passwd')",
            "select * from glob('/etc/*')",
            "attach '/tmp/other.duckdb' as other",
            "copy (select 1) to '/tmp/copied.csv'",
            "set enable_external_access = true",
            "set memory_limit = '100GB'",
            "install httpfs",
            "load httpfs",
            "select * from 'https://example.com/rows.csv'",
            "create table mine as select 1",
            "delete from sales",
            "drop table sales",
        ],
    )
    def test_no_query_reaches_outside_or_changes_a_version(
        self, versions: list[Dataset], query: Any, text: str
    ) -> None:
        with pytest.raises(duckdb.Error):
            versions[0].run(query(text)).rows()

    def test_a_builder_reads_and_writes_only_where_it_was_told(self, tmp_path: Path) -> None:
        inside, outside = tmp_path / "inside", tmp_path / "outside"
        inside.mkdir()
        outside.mkdir()
        (outside / "secret.csv").write_text("a\n1\n")
        builder = engine.open_builder(inside, [])
        try:
            for text in (
                f"select * from read_csv('{outside}/secret.csv')",
                f"copy (select 1) to '{outside}/copied.csv'",
                "select * from read_text('/etc/hostname')",
            ):
                with pytest.raises(duckdb.Error):
                    builder.connection.execute(text).fetchall()
        finally:
            builder.close()
        assert [path.name for path in outside.iterdir()] == ["secret.csv"]

    def test_room_running_out_is_a_sentence_and_other_trouble_is_itself(self) -> None:
        for raised, code in (
            (duckdb.IOException("Could not write: No space left on device"), "disk_full"),
            (OSError(28, "No space left on device"), "disk_full"),
            (duckdb.OutOfMemoryException("failed to allocate"), "out_of_memory"),
        ):
            with pytest.raises(ImportRefused, match=code), engine.translated():
                raise raised
        with pytest.raises(ValueError, match="space"), engine.translated():
            raise ValueError("no space left")
