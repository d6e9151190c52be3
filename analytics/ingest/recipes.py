"""Decisions about a file, stored to be replayed on the next file of the same shape.

A recipe is a readable JSON file in the store's `recipes/`: it can be read, edited and handed on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from analytics import schema
from analytics.errors import NineSupersError, UsageError
from analytics.ingest.build.dates import MANNERS
from analytics.ingest.build.numbers import SIGNS
from analytics.ingest.build.person_ids import RULES
from analytics.ingest.columns.formats import normalise
from analytics.ingest.corrections import Corrections
from analytics.ingest.repairs import REPAIRS
from analytics.storage.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Store

KIND = "nine-supers-recipe"
FOLDER = "recipes"
PLACES = ("domain", "mode", "social_model")
MIN_SHARED_HEADERS = 0.6
"""The least share of headers two files of one shape have in common."""
UNIT_FACTOR = 50
"""A median amount this many times larger or smaller is written in another unit."""
LARGEST_BYTES = 1 << 20

ChangeKind = Literal["new_column", "lost_column", "new_channel", "unit"]


@dataclass(frozen=True)
class Recipe:
    """How one table was read. Headers are as in the file; `channels` as in `import_parts`."""

    name: str
    table: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    """Canonical column -> header."""
    date_order: str = ""
    header_row: int = 0
    """1-based; tried as the header row of a similar file too."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Canonical column -> text as written -> text instead."""
    channels: tuple[Mapping[str, Any], ...] = ()
    median_amount: float | None = None
    as_written: tuple[str, ...] = ()
    """Of `repairs.REPAIRS`, what was left as the file has it."""
    ids: str = "folded"
    """Whether identifiers of people were folded, or stay as written."""
    decimals: str = ""
    """What a person has said about 1.234: point, comma, or nothing."""

    @property
    def key(self) -> str:
        """Stem of its file: the same for the same table and headers."""
        return key_of(self.table, self.headers)


@dataclass(frozen=True)
class Change:
    """One difference of a file from the one its recipe was made on."""

    kind: ChangeKind
    what: str


def key_of(table: str, headers: Sequence[str]) -> str:
    """The key of the recipe for a table with these headers, whatever their order."""
    identity = json.dumps([table, sorted(_shape(headers))])
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def recipe_of(
    part: Proposal, report: Mapping[str, Any], draft: Draft, channels: Sequence[Mapping[str, Any]]
) -> Recipe:
    """The recipe of one part of a draft; `report` is its report."""
    is_orders = part.match.table == "orders"
    return Recipe(
        name=part.name,
        table=part.match.table or "",
        headers=tuple(header for header in part.headers if header),
        mapping={column: part.headers[index] for column, index in part.match.mapping.items()},
        date_order=report["date_order"],
        header_row=part.header_row,
        values=part.mends.as_dict()["values"],
        channels=_places(draft, channels) if is_orders else (),
        median_amount=draft.totals["median_amount"] if is_orders else None,
        as_written=part.as_written,
        ids=part.ids,
        decimals=part.decimals,
    )


def _places(draft: Draft, channels: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """One mapping per channel of the draft, with the place a person gave it or a guess of None."""
    placed = {channel["channel"]: dict(channel) for channel in channels}
    nowhere = {**dict.fromkeys(PLACES), "is_guess": True}
    return tuple(
        placed.get(channel["channel"], {"channel": channel["channel"], **nowhere})
        for channel in draft.channels
    )


def save(store: Store, recipe: Recipe) -> None:
    """Save a recipe; it replaces an older one for the same table and headers."""
    write_whole(store.root / FOLDER / f"{recipe.key}.json", as_text(recipe))


def forget(store: Store, key: str) -> None:
    """Remove the recipe of that key; nothing where there is none any more."""
    (store.root / FOLDER / f"{key}.json").unlink(missing_ok=True)


def saved_recipes(store: Store) -> list[Recipe]:
    """Every recipe of the store, newest first; other files are skipped."""
    recipes = []
    for path in (store.root / FOLDER).glob("*.json"):
        try:
            saved_at = path.stat().st_mtime_ns
            recipes.append((saved_at, path.name, parse(path.read_bytes(), path.name)))
        except (OSError, NineSupersError):
            continue
    return [recipe for *_, recipe in sorted(recipes, key=itemgetter(0, 1), reverse=True)]


def as_text(recipe: Recipe) -> str:
    """The recipe as the text of its file."""
    return json.dumps({"kind": KIND, **asdict(recipe)}, ensure_ascii=False, indent=2) + "\n"


def parse(content: bytes, file: str) -> Recipe:
    """The recipe in an uploaded file.

    UsageError when it is not a recipe, or names a table or column that does not exist.
    """
    try:
        raw: dict[str, Any] = json.loads(content[:LARGEST_BYTES].decode("utf-8-sig"))
        if raw.pop("kind") != KIND:
            raise ValueError
        recipe = Recipe(
            **{
                **raw,
                "headers": tuple(raw["headers"]),
                "channels": tuple(raw["channels"]),
                "as_written": tuple(raw.get("as_written", ())),
            }
        )
        _check(recipe)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UsageError.bad_recipe(file) from error
    return recipe


def find(recipes: Sequence[Recipe], part: Proposal) -> Recipe | None:
    """The recipe made on the most similar file, None where none shares MIN_SHARED_HEADERS."""
    candidates = [
        (share, -place, recipe)
        for place, recipe in enumerate(recipes)
        if (share := _likeness(recipe, part)) >= MIN_SHARED_HEADERS
    ]
    return max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None


def replay(recipe: Recipe, part: Proposal) -> tuple[Proposal, tuple[Change, ...]]:
    """The proposal with the recipe applied, and the differences of its columns."""
    part = _at_header(recipe, part)
    header_by_name = {normalise(header): header for header in part.headers if header}
    mapping = {
        column: header_by_name[normalise(header)]
        for column, header in recipe.mapping.items()
        if normalise(header) in header_by_name
    }
    settled = part.as_table(recipe.table)
    # A column the recipe does not name was left out on purpose, unless its header is new.
    recipe_shape = _shape(recipe.headers)
    for column, index in settled.match.mapping.items():
        if column not in mapping:
            is_decided = normalise(part.headers[index]) in recipe_shape
            mapping[column] = None if is_decided else part.headers[index]  # type: ignore[assignment]
    settled = settled.with_mapping(mapping).with_date_order(recipe.date_order)
    settled = settled.with_mends(Corrections(values=recipe.values))
    settled = settled.with_as_written(recipe.as_written)
    settled = settled.with_ids(recipe.ids).with_decimals(recipe.decimals)
    new = [header for header in part.headers if header and normalise(header) not in recipe_shape]
    lost = [header for header in recipe.headers if normalise(header) not in header_by_name]
    changes = [Change("new_column", header) for header in new]
    changes += [Change("lost_column", header) for header in lost]
    return settled, tuple(changes)


def changes_in(recipe: Recipe, draft: Draft) -> tuple[Change, ...]:
    """New channels and a changed unit of money, compared with the rows the recipe was made on."""
    known_channels = {channel["channel"] for channel in recipe.channels}
    new_channels = [
        channel["channel"]
        for channel in draft.channels
        if known_channels and channel["channel"] not in known_channels
    ]
    changes = [Change("new_channel", channel) for channel in new_channels]
    before, now = recipe.median_amount, draft.totals["median_amount"]
    if before and now and not 1 / UNIT_FACTOR < now / before < UNIT_FACTOR:
        changes.append(Change("unit", f"{now / before:.4g}"))
    return tuple(changes)


def _at_header(recipe: Recipe, part: Proposal) -> Proposal:
    """The part with the recipe's header row, if its headers are more similar there."""
    try:
        moved = part.with_header_row(recipe.header_row)
    except NineSupersError:
        return part
    shape = _shape(recipe.headers)
    is_better = _share(shape, _shape(moved.headers)) > _share(shape, _shape(part.headers))
    return moved if is_better else part


def _likeness(recipe: Recipe, part: Proposal) -> float:
    return _share(_shape(_at_header(recipe, part).headers), _shape(recipe.headers))


def _check(recipe: Recipe) -> None:
    table = schema.TABLES[recipe.table]
    texts = [*recipe.headers, *recipe.mapping.values(), recipe.name]
    texts += [
        text
        for replacements in recipe.values.values()
        for pair in replacements.items()
        for text in pair
    ]
    are_names_known = {*recipe.mapping, *recipe.values} <= set(table.names)
    is_valid = (
        are_names_known
        and all(map(_is_placed, recipe.channels))
        and all(isinstance(text, str) for text in texts)
        and isinstance(recipe.header_row, int)
        and recipe.date_order in {"", *MANNERS}
        and {*recipe.as_written} <= {*REPAIRS}
        and recipe.ids in RULES
        and recipe.decimals in {"", *SIGNS}
        and isinstance(recipe.median_amount, int | float | None)
    )
    if not is_valid:
        raise ValueError


def _is_placed(channel: Mapping[str, Any]) -> bool:
    codes = {name: channel.get(name) for name in PLACES}
    return (
        set(channel) <= {"channel", "is_guess", *PLACES}
        and isinstance(channel.get("channel"), str)
        and all(code in {None, *schema.CHOICES[name]} for name, code in codes.items())
    )


def _shape(headers: Sequence[str]) -> frozenset[str]:
    return frozenset(normalise(header) for header in headers if header) - {""}


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, len(left | right))
