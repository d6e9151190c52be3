"""What was decided about a file, kept to be replayed on the next file of the same shape.

A recipe is a readable JSON file in the store's `recipes/`: it can be read, edited and handed on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from analytics import schema
from analytics.errors import NineSupersError, UsageError
from analytics.ingest.build.dates import MANNERS
from analytics.ingest.columns.formats import normalise
from analytics.ingest.corrections import Corrections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Store

KIND = "nine-supers-recipe"
FOLDER = "recipes"
PLACES = ("domain", "mode", "social_model")
ALIKE = 0.6
"""The least share of headers two files of one shape have in common."""
JUMP = 50
"""Amounts that grow or shrink so much at the median are written in another unit."""
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
    """1-based; where the names of a like file may stand too, found by themselves or not."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Canonical column -> text as written -> text instead."""
    channels: tuple[Mapping[str, Any], ...] = ()
    median_amount: float | None = None

    @property
    def key(self) -> str:
        """Names its file: the same for the same table and headers."""
        told = json.dumps([self.table, sorted(_shape(self.headers))])
        return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Change:
    """How a file differs from the one its recipe was made on."""

    kind: ChangeKind
    what: str


def recipe_of(
    part: Proposal, done: Mapping[str, Any], draft: Draft, channels: Sequence[Mapping[str, Any]]
) -> Recipe:
    """What was decided about one part of a draft; `done` is its report."""
    is_orders = part.match.table == "orders"
    return Recipe(
        name=part.name,
        table=part.match.table or "",
        headers=tuple(header for header in part.headers if header),
        mapping={column: part.headers[index] for column, index in part.match.mapping.items()},
        date_order=done["date_order"],
        header_row=part.header_row,
        values=part.mends.as_dict()["values"],
        channels=_places(draft, channels) if is_orders else (),
        median_amount=draft.totals["median_amount"] if is_orders else None,
    )


def _places(draft: Draft, channels: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Every channel that was there; where a person has placed it, its place."""
    placed = {channel["channel"]: dict(channel) for channel in channels}
    nowhere = {**dict.fromkeys(PLACES), "is_guess": True}
    return tuple(
        placed.get(one["channel"], {"channel": one["channel"], **nowhere}) for one in draft.channels
    )


def save(store: Store, recipe: Recipe) -> None:
    """Keep a recipe; an older one for the same headers gives way."""
    folder = store.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{recipe.key}.json"
    temporary = path.with_suffix(".part")
    temporary.write_text(written(recipe), "utf-8")
    temporary.replace(path)


def saved(store: Store) -> list[Recipe]:
    """Every recipe of the store, newest first; files that are none are passed over."""
    found = []
    paths = (store.root / FOLDER).glob("*.json")
    for path in sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            found.append(parsed(path.read_bytes(), path.name))
        except NineSupersError:
            continue
    return found


def written(recipe: Recipe) -> str:
    """The recipe as the text of its file."""
    return json.dumps({"kind": KIND, **asdict(recipe)}, ensure_ascii=False, indent=2) + "\n"


def parsed(content: bytes, file: str) -> Recipe:
    """The recipe in a file somebody hands over.

    UsageError when it is none, or names a table or column that does not exist.
    """
    try:
        raw: dict[str, Any] = json.loads(content[:LARGEST_BYTES].decode("utf-8-sig"))
        if raw.pop("kind") != KIND:
            raise ValueError
        recipe = Recipe(
            **{**raw, "headers": tuple(raw["headers"]), "channels": tuple(raw["channels"])}
        )
        _check(recipe)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UsageError.bad_recipe(file) from error
    return recipe


def find(recipes: Sequence[Recipe], part: Proposal) -> Recipe | None:
    """The recipe made on the file most like this one, None where none is alike."""
    alike = [
        (share, -place, recipe)
        for place, recipe in enumerate(recipes)
        if (share := _likeness(recipe, part)) >= ALIKE
    ]
    return max(alike, key=lambda one: one[:2])[2] if alike else None


def replay(recipe: Recipe, part: Proposal) -> tuple[Proposal, tuple[Change, ...]]:
    """The proposal as the recipe settles it, and in what its columns differ."""
    part = _at_header(recipe, part)
    here = {normalise(header): header for header in part.headers if header}
    mapping = {
        column: here[normalise(header)]
        for column, header in recipe.mapping.items()
        if normalise(header) in here
    }
    settled = part.as_table(recipe.table)
    # What the recipe knows it settles; a column it does not name was left out on purpose, unless
    # its header was not there to be decided about.
    known = _shape(recipe.headers)
    for column, index in settled.match.mapping.items():
        if column not in mapping:
            is_decided = normalise(part.headers[index]) in known
            mapping[column] = None if is_decided else part.headers[index]  # type: ignore[assignment]
    settled = settled.with_mapping(mapping).with_date_order(recipe.date_order)
    settled = settled.with_mends(Corrections(values=recipe.values))
    new = [header for header in part.headers if header and normalise(header) not in known]
    lost = [header for header in recipe.headers if normalise(header) not in here]
    changes = [Change("new_column", header) for header in new]
    changes += [Change("lost_column", header) for header in lost]
    return settled, tuple(changes)


def changes_in(recipe: Recipe, draft: Draft) -> tuple[Change, ...]:
    """In what the rows of a draft differ from those the recipe was made on."""
    known = {channel["channel"] for channel in recipe.channels}
    found = [one["channel"] for one in draft.channels if known and one["channel"] not in known]
    changes = [Change("new_channel", channel) for channel in found]
    before, now = recipe.median_amount, draft.totals["median_amount"]
    if before and now and not 1 / JUMP < now / before < JUMP:
        changes.append(Change("unit", f"{now / before:.4g}"))
    return tuple(changes)


def _at_header(recipe: Recipe, part: Proposal) -> Proposal:
    """The part with its names where the recipe found them, if they are more alike there."""
    try:
        there = part.with_header_row(recipe.header_row)
    except NineSupersError:
        return part
    shape = _shape(recipe.headers)
    is_better = _share(shape, _shape(there.headers)) > _share(shape, _shape(part.headers))
    return there if is_better else part


def _likeness(recipe: Recipe, part: Proposal) -> float:
    return _share(_shape(_at_header(recipe, part).headers), _shape(recipe.headers))


def _check(recipe: Recipe) -> None:
    table = schema.TABLES[recipe.table]
    texts = [*recipe.headers, *recipe.mapping.values(), recipe.name]
    texts += [text for given in recipe.values.values() for pair in given.items() for text in pair]
    known = {*recipe.mapping, *recipe.values} <= set(table.names)
    is_right = (
        known
        and all(map(_is_placed, recipe.channels))
        and all(isinstance(text, str) for text in texts)
        and isinstance(recipe.header_row, int)
        and recipe.date_order in {"", *MANNERS}
        and isinstance(recipe.median_amount, int | float | None)
    )
    if not is_right:
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


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
