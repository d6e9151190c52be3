"""Reviews that people labelled, which are no part of the project: skipped, loudly, where absent.

The Chinese cosmetics set is that of the Zhejiang Lab Cup 2019; its categories are brought to
dimensions as below. What was looked at while the word list was written are ids with id % 5 < 3.
"""

import os
from pathlib import Path

import polars as pl
import pytest

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import reading
from tests.conftest import PROJECT

FOLDER = Path(os.environ.get("NINE_SUPERS_REAL_DATA") or PROJECT.parent / "shared" / "data")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason=f"REAL FILES NOT TESTED: no folder {FOLDER}; NINE_SUPERS_REAL_DATA may name it",
    ),
]
CUP = "zhejianglab-cosmetics-reviews"
CATEGORIES = {
    "\u529f\u6548": "efficacy",
    "\u4f7f\u7528\u4f53\u9a8c": "efficacy",
    "\u4ef7\u683c": "value",
    "\u5305\u88c5": "looks",
    "\u771f\u4f2a": "endorsement",
    "\u7269\u6d41": "service",
    "\u670d\u52a1": "service",
}
GOOD, BAD = "\u6b63\u9762", "\u8d1f\u9762"


def real(name: str) -> pl.DataFrame:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"REAL FILE NOT TESTED: no {path}")
    return pl.read_csv(path)


def labels() -> pl.DataFrame:
    """One row per review and dimension that people found: row, dimension, is_good, is_bad."""
    mapped = pl.col("Categories").replace_strict(CATEGORIES, default=None).alias("dimension")
    return (
        real(f"{CUP}/Train_labels.csv")
        .with_columns(mapped, pl.col("id").cast(pl.UInt32).alias("row"))
        .drop_nulls("dimension")
        .group_by("row", "dimension")
        .agg(
            (pl.col("Polarities") == GOOD).any().alias("is_good"),
            (pl.col("Polarities") == BAD).any().alias("is_bad"),
        )
    )


@pytest.mark.parametrize("remainders", [(0, 1, 2), (3, 4)], ids=["looked_at", "not_looked_at"])
def test_dimensions_and_their_sign_are_those_people_found(remainders: tuple[int, ...]) -> None:
    reviews = real(f"{CUP}/Train_reviews.csv").rename({"id": "row", "Reviews": "text"})
    mentions = reading.read(reviews, lexicon.shipped("cosmetics")).mentions
    is_labelled = pl.col("dimension").is_in(list(set(CATEGORIES.values())))
    # The labels speak of a brand's name only where its being genuine is at stake.
    is_authentic = (pl.col("dimension") != "endorsement") | (pl.col("topic") == "authentic")
    is_in_split = (pl.col("row") % 5).is_in(remainders)
    predicted = mentions.with_columns(pl.col("dimension").cast(pl.String)).filter(
        is_labelled, is_authentic, is_in_split
    )
    labelled = labels().filter(is_in_split)
    agreeing = labelled.join(predicted, on=["row", "dimension"])
    precision, recall = agreeing.height / predicted.height, agreeing.height / labelled.height
    assert 2 * precision * recall / (precision + recall) >= 0.82
    clear = agreeing.filter(pl.col("is_good") != pl.col("is_bad"))
    assert ((clear["score"] > 0) == clear["is_good"]).mean() >= 0.94
    bad = clear.filter("is_bad")
    assert (bad["score"] < 0).mean() >= 0.8


def test_takeaway_reviews_are_good_or_bad_as_labelled() -> None:
    reviews = real("zh-review-corpora/waimai_10k.csv").with_row_index("row")
    corpus = reading.read(reviews.rename({"review": "text"}).select("row", "text"))
    assert "food" in corpus.lexicon.packs
    is_good = corpus.reviews["score"].fill_null(0) > 0
    shares = [(is_good.filter(reviews["label"] == label) == bool(label)).mean() for label in (0, 1)]
    assert sum(float(share or 0) for share in shares) / 2 >= 0.85


def test_clothing_reviews_agree_with_their_stars() -> None:
    rows = real("womens-clothing-reviews-subset/Womens Clothing E-Commerce Reviews.csv")
    reviews = rows.rename({"Review Text": "text"}).drop_nulls("text").with_row_index("row")
    corpus = reading.read(reviews.select("row", "text"))
    assert "apparel" in corpus.lexicon.packs
    stars = reviews["Rating"].to_numpy()
    score = corpus.reviews["score"].to_numpy()
    shares = ((score[stars >= 4] > 0).mean(), (score[stars <= 2] < 0).mean())
    assert sum(shares) / 2 >= 0.75
