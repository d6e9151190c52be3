"""The word lists saved in a store: a person's own rows under an id made from them, so that the same
list is saved once and an earlier one can be chosen again.

<store>/lexicons/<id>.json       name, day and rows of one list
                 current.json    which one reviews are read by; none: the product's own words alone
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import NineSupersError
from analytics.feedback.lexicon import checks, lexicon
from analytics.feedback.lexicon.errors import LexiconError
from analytics.feedback.reviews import reading
from analytics.feedback.reviews.clean import folded
from analytics.filters import Filters
from analytics.storage.atomic import write_whole
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.storage.versions import Store

FOLDER = "lexicons"
CURRENT = "current.json"
LONGEST_NAME = 80
UNREADABLE = (
    *(OSError, ValueError, KeyError, TypeError, RecursionError),
    pl.exceptions.PolarsError,
)
_ID = re.compile(r"[0-9a-f]{12}")
COLUMNS = lexicon.COLUMNS[:5]
SCHEMA = {name: lexicon.SCHEMA[name] for name in COLUMNS}
MOST_CACHED = 256


@dataclass(frozen=True)
class SavedLexicon:
    """A person's rows (`term, kind, dimension, topic, value`) under a name; `saved_on` is an ISO
    day. `is_own` is False for the empty list, which stands for the product's own words alone."""

    name: str
    saved_on: str
    rows: pl.DataFrame

    @cached_property
    def id(self) -> str:
        """Twelve hex digits of what the rows say, in any order and under any name; "" for none."""
        if self.rows.is_empty():
            return ""
        content = self.rows.sort(COLUMNS).write_csv()
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @property
    def is_own(self) -> bool:
        return bool(self.id)


def built_in() -> SavedLexicon:
    """No rows of one's own."""
    return SavedLexicon("", "", pl.DataFrame(schema=SCHEMA))


def saved_lexicons(store: Store) -> tuple[SavedLexicon, ...]:
    """Every list that can be used, newest first, the product's own last; a damaged file is none."""
    lists = []
    for path in sorted((store.root / FOLDER).glob("*.json")):
        try:
            lists.append(_named(path))
        except NineSupersError:
            continue
    return (
        *sorted(lists, key=lambda saved: (saved.saved_on, saved.name), reverse=True),
        built_in(),
    )


def find(store: Store, version: str) -> SavedLexicon:
    """The list of that id, "" the product's own; LexiconError when there is none to be used."""
    if not version:
        return built_in()
    if not _ID.fullmatch(version):
        raise LexiconError.gone(version)
    return _named(_path(store, version))


def current(store: Store) -> SavedLexicon:
    """The list in use; the product's own where none was chosen or the chosen one is gone."""
    try:
        return find(store, json.loads((store.root / FOLDER / CURRENT).read_text("utf-8"))["id"])
    except (OSError, ValueError, KeyError, TypeError, NineSupersError):
        return built_in()


def save(
    store: Store, rows: pl.DataFrame, name: str, *, saved_on: date | None = None
) -> SavedLexicon:
    """Save a list, and return it as saved; LexiconError where a row has a fatal problem.

    A list with the rows of a saved one replaces it, under the newer name.
    """
    wrong = checks.problems(rows, lexicon.shipped()).filter("is_fatal")
    if wrong.height:
        raise LexiconError.wrong(wrong["row"].n_unique())
    day = (saved_on or date.today()).isoformat()
    saved = SavedLexicon(" ".join(name.split())[:LONGEST_NAME], day, tidy(rows))
    if saved.is_own:
        payload = {"name": saved.name, "saved_on": day, "rows": saved.rows.to_dicts()}
        with full_disk_refused():
            write_whole(_path(store, saved.id), json.dumps(payload, ensure_ascii=False, indent=1))
    return saved


def make_current(store: Store, version: str) -> None:
    """Read reviews by this list from now on, on every page; "" is the product's own words."""
    with full_disk_refused(), store.switching():
        find(store, version)
        write_whole(store.root / FOLDER / CURRENT, json.dumps({"id": version}))


def delete(store: Store, version: str) -> None:
    """Remove a list; LexiconError for the one in use and for the product's own."""
    with store.switching():
        saved = find(store, version)
        if not saved.is_own or saved.id == current(store).id:
            raise LexiconError.in_use(saved.name)
        _path(store, version).unlink(missing_ok=True)


def tidy(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as they are saved: COLUMNS, terms folded, empty cells null, each row once.

    The rows must have no fatal problem (`checks.problems`).
    """
    texts = [
        pl.col(name).cast(pl.String).str.strip_chars().replace("", None)
        if name in rows.columns
        else pl.lit(None, pl.String).alias(name)
        for name in COLUMNS
    ]
    return (
        rows.select(texts)
        .filter(pl.any_horizontal(pl.all().is_not_null()))
        .with_columns(
            folded(pl.col("term")),
            pl.col("kind").str.to_lowercase(),
            pl.col("value").cast(pl.Float64, strict=False),
        )
        .unique(maintain_order=True)
    )


def fitted(store: Store, version: str, saved: str | None = None) -> Lexicon:
    """The words that the reviews of a dataset are read by: the product's, those of the trade that
    fits, and over them the saved list of that id ("" for none, None for the one in use).

    LexiconError when there is no such list.
    """
    own = current(store) if saved is None else find(store, saved)
    _, pack = _text_facts(store, version)
    shipped = lexicon.shipped(pack)
    return lexicon.with_rows(shipped, own.rows) if own.is_own else shipped


def has_texts(store: Store, version: str) -> bool:
    """Whether any feedback of a dataset has a text."""
    has_any, _ = _text_facts(store, version)
    return has_any


@lru_cache(MOST_CACHED)
def _text_facts(store: Store, version: str) -> tuple[bool, str | None]:
    """Whether a version holds texts, and the trade whose words fit them. Cached, because all texts
    are read for it and a version never changes."""
    texts = store.run("feedback/reviews", version, **Filters().params())["text"]
    return texts.null_count() < len(texts), reading.fitting_pack(texts.fill_null(""))


def _path(store: Store, version: str) -> Path:
    return store.root / FOLDER / f"{version}.json"


def _named(path: Path) -> SavedLexicon:
    """The list in a file of the store; LexiconError where its rows do not give the id in its name:
    a file changed by hand would give other scores under the same id."""
    try:
        payload: dict[str, Any] = json.loads(path.read_text("utf-8"))
        rows = pl.DataFrame(payload["rows"], schema=SCHEMA, orient="row")
        saved = SavedLexicon(str(payload["name"]), str(payload["saved_on"]), rows)
    except UNREADABLE as error:
        raise LexiconError.gone(path.stem) from error
    if saved.id != path.stem:
        raise LexiconError.gone(path.stem)
    return saved
