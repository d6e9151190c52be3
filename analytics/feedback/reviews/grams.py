"""A linear model of hashed character n-grams, for clauses that the word list does not judge.

The weights are one signed byte a bucket (hashing trick, Weinberger et al. 2009), a few hundred
kilobytes in all, so that nothing is downloaded and nothing heavy is imported. Their
sources are in `data/lexicon/README.md`; `scripts/train_voice.py` trains them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from analytics.words import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl
    from numpy.typing import NDArray

FOLDER = DATA / "lexicon"
BLOCK = 400_000
"""Characters hashed at once: bounds the memory, whatever a column holds."""
MIXER, FINISHER, FOLD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(15)
WORD = 32
EDGE = " "


@dataclass(frozen=True)
class Model:
    """Weights by bucket; `orders` are the lengths of the n-grams that it looks at."""

    weights: NDArray[np.int8]
    scale: float
    bias: float
    orders: tuple[int, ...]

    @property
    def bits(self) -> int:
        return int(self.weights.size).bit_length() - 1

    def scores(self, texts: pl.Series) -> NDArray[np.float64]:
        """Log-odds of being positive, one a text; a text without characters scores 0."""
        parts = [self._block(texts[start:stop]) for start, stop in _blocks(texts)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _block(self, texts: pl.Series) -> NDArray[np.float64]:
        total, count = np.zeros(len(texts)), np.zeros(len(texts))
        for buckets, owners in grams(texts.to_list(), self.orders, self.bits):
            total += np.bincount(owners, weights=self.weights[buckets], minlength=len(texts))
            count += np.bincount(owners, minlength=len(texts))
        log_odds = total * self.scale / np.sqrt(np.maximum(count, 1)) + self.bias
        return np.where(count > 0, log_odds, 0.0)


@cache
def load(lang: str) -> Model:
    """The shipped model of `zh` or `en`."""
    with np.load(FOLDER / f"model-{lang}.npz", allow_pickle=False) as archive:
        return Model(
            weights=archive["weights"],
            scale=float(archive["scale"]),
            bias=float(archive["bias"]),
            orders=tuple(int(order) for order in archive["orders"]),
        )


def grams(
    texts: Sequence[str], orders: Sequence[int], bits: int
) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
    """For each order the bucket of every n-gram and the place of the text it stands in.

    A text is read with a blank before and after it, so that its edges count; no n-gram reaches
    into another text.
    """
    edged = [f"{EDGE}{text}{EDGE}" if text else "" for text in texts]
    joined = "".join(edged).encode("utf-32-le", errors="replace")
    codes = np.frombuffer(joined, dtype="<u4").astype(np.uint32)
    owners = np.repeat(np.arange(len(edged)), [len(text) for text in edged])
    hashed = np.zeros(codes.size, dtype=np.uint32)
    for order in range(1, max(orders, default=0) + 1):
        stop = codes.size - order + 1
        if stop <= 0:
            return
        hashed = hashed[:stop] * MIXER + codes[order - 1 :] + np.uint32(1)
        if order in orders:
            is_whole = owners[:stop] == owners[order - 1 :]
            mixed = (hashed ^ (hashed >> FOLD)) * FINISHER
            yield (mixed >> np.uint32(WORD - bits))[is_whole], owners[:stop][is_whole]


def _blocks(texts: pl.Series) -> Iterator[tuple[int, int]]:
    """Ranges of rows whose texts hold about BLOCK characters together."""
    ends = np.cumsum(texts.str.len_chars().fill_null(0).to_numpy().astype(np.int64))
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + BLOCK, side="right")))
        yield start, stop
        start = stop
