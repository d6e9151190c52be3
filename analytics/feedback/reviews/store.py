"""Readings kept beside their version, so that nobody waits twice for the same reviews to be read.

<store>/versions/<id>/readings/<lexicon>-<reader>/   reviews.parquet mentions.parquet

`reader` stands for the code and the models that read: what another release has read is read again.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import uuid
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon import lexicon
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import reading
from analytics.filters import Filters
from analytics.storage.versions import room_minded

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.storage.versions import Store

FOLDER = "readings"
MOST_KEPT = 4
"""Readings of one version by other word lists, the newest kept."""
POLARITIES = ("row", "dimension", "polarity")
CODE = Path(__file__).parent
WORDS = CODE.parent / "lexicon"
_READING = threading.Lock()


def feedback(store: Store, version: str, filters: Filters = Filters()) -> pl.DataFrame:
    """One row per response with a text or stars: row, text (empty where there is none), rating,
    rating_max, submitted_at, month_on, channel, sku, source, source_file, source_row."""
    found = store.run("feedback/reviews", version, **filters.params())
    return found.with_columns(pl.col("text").fill_null("")).rename({"response_key": "row"})


def read(
    store: Store,
    version: str,
    words: Lexicon | None = None,
    say: Callable[[float], None] = reading.silent,
) -> reading.Reading:
    """The reading of all feedback of a version by a word list, without one by the list in use and
    the trade's words that fit.

    Read once (some 15,000 reviews a second) and kept: who asks meanwhile in this process waits for
    it; what two processes read at once is the same, and the later is kept. `say` is told what share
    (0-1) has been read.
    """
    known = words or lexicon_store.fitted(store, version)
    folder = store.versions_folder / version / FOLDER
    path = folder / f"{known.id}-{_reader()}"
    with _READING:
        found = _kept(path, known)
        if found is not None:
            return found
        found = reading.read(feedback(store, version), known, say)
        with room_minded():
            _keep(path, found)
            _sweep(folder)
    return found


def prepared(store: Store, version: str, saved: str, say: Callable[[float], None]) -> int:
    """See to it that the feedback of a version has been read by the saved list of that id; how many
    responses there are."""
    return read(store, version, lexicon_store.fitted(store, version, saved), say).reviews.height


def _kept(path: Path, words: Lexicon) -> reading.Reading | None:
    """What was read before; None where nothing, or nothing whole, is kept."""
    try:
        reviews = pl.read_parquet(path / "reviews.parquet")
        return reading.Reading(reviews, pl.read_parquet(path / "mentions.parquet"), words)
    except (OSError, pl.exceptions.PolarsError):
        return None


def polarities(store: Store, version: str, words: Lexicon) -> pl.DataFrame:
    """One row per response and dimension it speaks of: row, dimension, polarity; what `read` says,
    of which only so much is brought into memory."""
    path = store.versions_folder / version / FOLDER / f"{words.id}-{_reader()}"
    try:
        return pl.read_parquet(path / "mentions.parquet", columns=list(POLARITIES))
    except (OSError, pl.exceptions.PolarsError):
        return read(store, version, words).mentions.select(POLARITIES)


def is_read(store: Store, version: str, words: Lexicon) -> bool:
    """Whether `read` has it at hand."""
    path = store.versions_folder / version / FOLDER / f"{words.id}-{_reader()}"
    return path.is_dir()


def _keep(path: Path, found: reading.Reading) -> None:
    """Readers see a whole reading or none; one that cannot be read is replaced."""
    temporary = path.with_name(f".{uuid.uuid4().hex}")
    temporary.mkdir(parents=True)
    try:
        found.reviews.write_parquet(temporary / "reviews.parquet")
        found.mentions.write_parquet(temporary / "mentions.parquet")
        shutil.rmtree(path, ignore_errors=True)
        temporary.rename(path)
    except OSError:
        # Somebody else was first with the same reading.
        if not path.is_dir():
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what older word lists or releases have read."""
    kept = [path for path in folder.glob("*") if not path.name.startswith(".")]
    for path in sorted(kept, key=lambda one: one.stat().st_mtime, reverse=True)[MOST_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


@cache
def _reader() -> str:
    """A hash of the code and the models that decide what is read."""
    told = hashlib.sha256()
    for path in sorted((*CODE.glob("*.py"), *WORDS.glob("*.py"), *lexicon.FOLDER.glob("*"))):
        if path.is_file():
            told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()[:12]
