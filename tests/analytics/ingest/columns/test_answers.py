"""Ratings and answers on a scale come out as the numbers that their words, stars and labels say."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.ingest.columns import answers
from tests.conftest import Dataset, Workshop

WRITTEN = tomllib.loads((Path(__file__).parent / "answers.toml").read_text("utf-8"))
REVIEWS = tomllib.loads(
    (Path(__file__).parents[2] / "feedback" / "reviews" / "cases.toml").read_text("utf-8")
)["kinds"]
SAID = {"scale_turned", "scale_doubtful"}


def load(workshop: Workshop, **columns: list[Any]) -> Dataset:
    """A file with these columns, an answer's number before them."""
    out = io.StringIO()
    cells = list(zip(*columns.values(), strict=True))
    csv.writer(out).writerows(
        [("response id", *columns), *((n, *row) for n, row in enumerate(cells))]
    )
    return workshop.load(out.getvalue(), "answers.csv")


def responses(dataset: Dataset) -> pl.DataFrame:
    """The responses kept, in the order of the file."""
    folder = dataset.store.versions_folder / dataset.version
    (path,) = (path for path in folder.glob("feedback-*.parquet") if "none" not in path.stem)
    return pl.read_parquet(path)


def numbers(dataset: Dataset, name: str) -> list[float | str]:
    """The numbers of a column, "" where there is none."""
    return ["" if n is None else float(n) for n in responses(dataset)[name]]


def codes(dataset: Dataset) -> set[str]:
    return {code for _, _, code, _ in dataset.problems()}


@pytest.mark.parametrize("case", WRITTEN["question"], ids=lambda case: str(case["numbers"]))
def test_a_question_is_read_by_its_numbers(workshop: Workshop, case: dict[str, Any]) -> None:
    dataset = load(workshop, nps=case["cells"])
    assert numbers(dataset, "nps") == case["numbers"]
    assert codes(dataset) & SAID == {case[key] for key in ("code",) if key in case}
    assert ("outside_scale" in codes(dataset)) == ("" in case["numbers"])


@pytest.mark.parametrize(
    "case", WRITTEN["rating"], ids=lambda case: case["cells"][0].encode("punycode").decode()
)
def test_a_rating_is_read_by_its_words_and_stars(workshop: Workshop, case: dict[str, Any]) -> None:
    dataset = load(workshop, rating=case["cells"], comment=["fine"] * len(case["cells"]))
    assert numbers(dataset, "rating") == case["numbers"]
    tops = {float(top) for top in responses(dataset)["rating_max"].drop_nulls()}
    assert tops == {case["top"]}
    assert codes(dataset) & SAID == {case[key] for key in ("code",) if key in case}


def test_the_supers_questions_are_read_alike_and_a_file_of_bare_numbers_is_left_alone(
    workshop: Workshop,
) -> None:
    labelled = load(workshop, endorsement=["10 - Strongly agree", "5", "0 - Strongly disagree"])
    bare = load(workshop, endorsement=["10", "5", "0"])
    assert numbers(labelled, "endorsement") == numbers(bare, "endorsement") == [10, 5, 0]
    assert labelled.manifest.fingerprint == bare.manifest.fingerprint
    assert not codes(labelled) | codes(bare)


def test_words_count_on_the_scale_that_the_file_names(workshop: Workshop) -> None:
    dataset = load(workshop, rating=["good", "bad"], **{"max rating": ["10", "10"]})
    assert numbers(dataset, "rating") == [10, 2]
    assert {float(top) for top in responses(dataset)["rating_max"]} == {10}


def test_the_full_stars_beside_a_text_of_the_platform_are_nobodys(workshop: Workshop) -> None:
    texts = [*REVIEWS["platform"], *REVIEWS["zh"], *REVIEWS["en"]]
    dataset = load(workshop, rating=["5"] * len(texts), review=texts)
    written = ["" if text in REVIEWS["platform"] else 5.0 for text in texts]
    assert numbers(dataset, "rating") == written
    rows = {row for row, _, code, _ in dataset.problems() if code == "written_by_platform"}
    assert rows == {row for row, number in enumerate(written, 2) if number == ""}


def test_a_low_rating_beside_such_a_text_is_somebodys(workshop: Workshop) -> None:
    texts = [REVIEWS["platform"][0], REVIEWS["platform"][0]]
    assert numbers(load(workshop, rating=["1", "5"], review=texts), "rating") == [1, ""]


@pytest.mark.parametrize("cell", ["", "-", "2024-03-05", "9-10", "a 1 and a 2", "\u2606", "\u00bd"])
def test_what_shows_no_single_number_is_no_answer(cell: str) -> None:
    assert answers.numbered(cell) is None
