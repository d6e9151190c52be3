"""The short way to the lines that count gives what the long way gives."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.storage import engine
from tests.conftest import Dataset, Workshop

DAYS = st.sampled_from(["2024-01-05", "2024-02-29 10:00", "2024-12-31"])
LINES = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2", "A3", ""]),
        DAYS,
        st.sampled_from(["cleanser", "serum", ""]),
        st.integers(-2, 3),
        st.sampled_from(["10", "-10", "0", "2.50", ""]),
    ),
    min_size=1,
    max_size=12,
)
HEAD = "order_id,ordered_at,product,quantity,amount"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("lines"))


def lines(dataset: Dataset, query: str, scratch: Path, as_of: str | None) -> pl.DataFrame:
    """The view as `query` makes it."""
    folder = dataset.store.versions_folder / dataset.version
    builder = engine.open_builder(scratch, [folder])
    builder.execute("facts/lines")
    builder.execute(query, folder=str(folder), as_of=as_of)
    frame: pl.DataFrame = builder.connection.sql("select * from order_lines order by all").pl()
    builder.connection.close()
    (scratch / engine.FACTS).unlink(missing_ok=True)
    return frame


@settings(max_examples=5, deadline=None)
@given(LINES, st.sampled_from([None, "2024-02-29"]))
def test_both_ways_give_the_same_lines(
    shop: Workshop,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[object, ...]],
    as_of: str | None,
) -> None:
    text = "\n".join([HEAD, *(",".join(map(str, row)) for row in rows)])
    dataset = shop.load(text)
    scratch = tmp_path_factory.mktemp("scratch")
    long, short = (
        lines(dataset, query, scratch, as_of)
        for query in ("facts/order_lines", "facts/order_lines_plain")
    )
    assert long.equals(short)


def test_the_long_way_is_taken_where_it_matters(shop: Workshop) -> None:
    """A cancelled order and a second currency each need it."""
    marks = []
    for text in (
        "order_id,ordered_at,amount\nA,2024-01-01,10\n",
        "order_id,ordered_at,amount,status\nA,2024-01-01,10,cancelled\nB,2024-01-01,5,paid\n",
        "order_id,ordered_at,amount,currency\nA,2024-01-01,10,USD\nB,2024-01-01,5,EUR\n",
    ):
        dataset = shop.load(text)
        folder = dataset.store.versions_folder / dataset.version
        scratch = shop.folder / "marks"
        scratch.mkdir(exist_ok=True)
        builder = engine.open_builder(scratch, [folder])
        builder.execute("facts/lines")
        marks.append(builder.frame("facts/order_marks", folder=str(folder)).row(0))
        builder.connection.close()
        (scratch / engine.FACTS).unlink(missing_ok=True)
    assert marks == [(False, 0), (True, 0), (False, 2)]
