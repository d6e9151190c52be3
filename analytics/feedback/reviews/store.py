"""Readings, stored beside their version so that the same reviews are read once.

<store>/versions/<id>/readings/<lexicon>-<reader>/   reviews.parquet mentions.parquet

`reader` is a hash of the code and the models that read: another release reads again.
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
from analytics.storage.versions import full_disk_refused

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
    reviews = store.run("feedback/reviews", version, **filters.params())
    return reviews.with_columns(pl.col("text").fill_null("")).rename({"response_key": "row"})


def read(
    store: Store,
    version: str,
    words: Lexicon | None = None,
    say: Callable[[float], None] = reading.no_progress,
) -> reading.Reading:
    """The reading of all feedback of a version by a word list; by default the list in use with the
    trade's words that fit.

    Read once (some 15,000 reviews a second) and stored: other threads of this process wait for it;
    two processes reading at once give the same, and the later is stored. `say` is called with the
    share (0-1) read so far.
    """
    word_list = words or lexicon_store.fitted(store, version)
    folder = store.versions_folder / version / FOLDER
    path = folder / f"{word_list.id}-{_reader()}"
    with _READING:
        stored = _stored(path, word_list)
        if stored is not None:
            return stored
        fresh = reading.read(feedback(store, version), word_list, say)
        with full_disk_refused():
            _write(path, fresh)
            _sweep(folder)
    return fresh


def prepared(store: Store, version: str, saved: str, say: Callable[[float], None]) -> int:
    """The number of responses of a version, after reading them all by the saved list of that id."""
    return read(store, version, lexicon_store.fitted(store, version, saved), say).reviews.height


def _stored(path: Path, words: Lexicon) -> reading.Reading | None:
    """The stored reading; None where none, or only a damaged one, is stored."""
    try:
        reviews = pl.read_parquet(path / "reviews.parquet", glob=False)
        return reading.Reading(
            reviews, pl.read_parquet(path / "mentions.parquet", glob=False), words
        )
    except (OSError, pl.exceptions.PolarsError):
        return None


def polarities(store: Store, version: str, words: Lexicon) -> pl.DataFrame:
    """One row per response and dimension it speaks of: row, dimension, polarity; the mentions of
    `read`, with only these columns in memory."""
    path = store.versions_folder / version / FOLDER / f"{words.id}-{_reader()}"
    try:
        return pl.read_parquet(path / "mentions.parquet", glob=False, columns=list(POLARITIES))
    except (OSError, pl.exceptions.PolarsError):
        return read(store, version, words).mentions.select(POLARITIES)


def is_read(store: Store, version: str, words: Lexicon) -> bool:
    """Whether the reading by this word list is stored."""
    path = store.versions_folder / version / FOLDER / f"{words.id}-{_reader()}"
    return path.is_dir()


def _write(path: Path, fresh: reading.Reading) -> None:
    """Write a reading so that readers see a whole one or none; a damaged one is replaced."""
    temporary = path.with_name(f".{uuid.uuid4().hex}")
    temporary.mkdir(parents=True)
    try:
        fresh.reviews.write_parquet(temporary / "reviews.parquet")
        fresh.mentions.write_parquet(temporary / "mentions.parquet")
        shutil.rmtree(path, ignore_errors=True)
        temporary.rename(path)
    except OSError:
        # Somebody else was first with the same reading.
        if not path.is_dir():
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove all readings but the MOST_KEPT newest."""
    folders = [path for path in folder.glob("*") if not path.name.startswith(".")]
    for path in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)[MOST_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


@cache
def _reader() -> str:
    """A hash of the code, the word lists and the models that a reading depends on."""
    digest = hashlib.sha256()
    for path in sorted((*CODE.glob("*.py"), *WORDS.glob("*.py"), *lexicon.FOLDER.glob("*"))):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
