"""How a version came about: the imports it rests on, and whether an earlier rule of merging may
have cost it lines.

Rule 1 took a refund of a later month, under the order of an earlier one, for the sale and put it in
its place (see `pairs`). A version merged so is built anew from the files of its imports: each is
whole in the version it was imported into.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.errors import DatasetError
from analytics.ingest.build import pairs

if TYPE_CHECKING:
    from analytics.ingest.build.merge import Mode
    from analytics.storage.versions import Manifest, Store

RULE = pairs.RULE
"""The rule of today."""


@dataclass(frozen=True)
class History:
    """The imports a version rests on."""

    versions: tuple[Manifest, ...]
    """Oldest first, the version itself last; only as far back as they still exist."""
    missing: str | None
    """The version that the oldest was merged with and that has been deleted since; None where all
    are there."""


@dataclass(frozen=True)
class Loss:
    """Order lines whose place was taken by lines of another kind or day."""

    count_lines: int
    amount: float
    is_most: bool
    """The number is the most it can be: what the older version held is no longer there."""


def rule_of(manifest: Manifest) -> int:
    """The oldest rule by which order lines of a version were merged; that of today where none was.

    Versions of releases that did not note it: rule 1 where lines of several imports came together.
    """
    if manifest.merge:
        return int(manifest.merge["rule"])
    parts = [file for file in manifest.files if file["table"] == "orders"]
    is_merged = len(parts) > 1 and any("rows_renewed" in file for file in parts)
    return 1 if is_merged else RULE


def of_version(store: Store, manifest: Manifest) -> History:
    """The imports that a version rests on."""
    versions = [manifest]
    while (base := versions[0].base) is not None:
        try:
            versions.insert(0, store.manifest(base))
        except DatasetError:
            return History(tuple(versions), base)
    return History(tuple(versions), None)


def loss(store: Store, history: History) -> Loss:
    """What rule 1 may have cost a version; no lines where nothing in it was merged by it."""
    manifest = history.versions[-1]
    if rule_of(manifest) == RULE:
        return Loss(0, 0.0, is_most=False)
    count_lines, amount = 0, 0.0
    for older, files in zip(history.versions[:-1], _own_orders(history), strict=False):
        row = store.run(
            "ingest/replaced_lines",
            manifest.version,
            base=str(store.versions_folder / older.version),
            file_keys=[file["key"] for file in files],
        ).row(0, named=True)
        count_lines, amount = count_lines + row["count_lines"], amount + row["amount"]
    if history.missing is not None:
        first = history.versions[0]
        renewed = [file.get("rows_renewed", 0) for file in first.files if file["table"] == "orders"]
        count_lines += sum(renewed) if first.merge is None else 0
    return Loss(count_lines, amount, is_most=history.missing is not None)


def _own_orders(history: History) -> list[list[dict[str, Any]]]:
    """Of each version the order files it brought; none of those that a later one replaced."""
    files_of_versions: list[list[dict[str, Any]]] = []
    older = None
    for manifest in history.versions:
        own = [file for file in own_files(older, manifest) if file["table"] == "orders"]
        if own and mode_of(older, manifest) == "replace":
            files_of_versions = [[] for _ in files_of_versions]
        # What else the oldest of a history cut short holds has been merged before.
        if older is None and history.missing is not None:
            own = [file for file in own if "rows_renewed" not in file]
        files_of_versions.append(own)
        older = manifest
    return files_of_versions


def own_files(older: Manifest | None, manifest: Manifest) -> list[dict[str, Any]]:
    """The reports of the files that the import of `manifest` itself brought."""
    keys = {file["key"] for file in older.files} if older else set()
    return [file for file in manifest.files if file["key"] not in keys]


def mode_of(older: Manifest | None, manifest: Manifest) -> Mode:
    """How the import of `manifest` was merged with the version `older`."""
    if older is None:
        return "new"
    if manifest.merge:
        mode: Mode = manifest.merge["mode"]
        return mode
    keys = {file["key"] for file in manifest.files}
    brought = {file["table"] for file in own_files(older, manifest) if file["rows_kept"]}
    is_replaced = any(file["table"] in brought and file["key"] not in keys for file in older.files)
    return "replace" if is_replaced else "update"
