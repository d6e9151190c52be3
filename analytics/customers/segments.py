"""Some customers of a dataset under a name: a version of its own, built like any other from their
order lines, feedback and rows of the sheets, so that everything works on it.

It stays as it was when the parent gets newer files, and stands alone when the parent is deleted.
Guests belong to nobody and are in no segment.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from analytics.customers import ladder, rfm
from analytics.customers.errors import SegmentRefused
from analytics.errors import ImportRefused
from analytics.filters import Filters
from analytics.ingest import drafts
from analytics.ingest.build import merge, narrow
from analytics.repurchase import cohort_groups, cohorts
from analytics.storage.versions import LAYOUT, Manifest

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from analytics.customers.ladder import Rules
    from analytics.repurchase.cohort_groups import GroupCell
    from analytics.storage.versions import Store

Kind = Literal["cell", "behind", "group", "rung", "filters"]
LONGEST = 40
"""Characters of a name."""
EVERYBODY = 2**31 - 1


@dataclass(frozen=True)
class SegmentChoice:
    """Whose rows: everybody under the filters, who bought in a cohort's cell, of everybody or of
    those whose first purchase is alike (`behind`), or those of a group or a rung (its code is
    `code`) on the day `until`."""

    kind: Kind
    until: date
    filters: Filters = Filters()
    code: str = ""
    cell: cohorts.Cell | None = None
    behind: GroupCell | None = None
    rules: Rules | None = None
    has_amount: bool = True

    def as_manifest(self) -> dict[str, Any]:
        """How they were chosen, as the manifest stores it."""
        cell, behind, rules = (
            asdict(part) if part else None for part in (self.cell, self.behind, self.rules)
        )
        plain = {"kind": self.kind, "code": self.code, "until": self.until.isoformat()}
        more = {"cell": cell, "behind": behind, "rules": rules}
        return {**plain, **more, "filters": self.filters.params()}


def people(store: Store, version: str, chosen: SegmentChoice) -> pl.Series:
    """The ids of those chosen, each once, in order."""
    if chosen.cell:
        buyers = cohorts.members(store, version, chosen.filters, chosen.cell, EVERYBODY)
        ids = buyers["customer_id"]
    elif chosen.behind:
        buyers = cohort_groups.members(store, version, chosen.filters, chosen.behind, EVERYBODY)
        ids = buyers["customer_id"]
    elif chosen.rules:
        query = ladder.LadderQuery(chosen.until, chosen.until, chosen.rules, chosen.filters)
        ids = ladder.people(store, version, chosen.code, query)
    else:
        customers = rfm.customers(
            store, version, chosen.until, chosen.filters, has_amount=chosen.has_amount
        )
        in_group = (
            pl.col("segment") == chosen.code if chosen.kind == "group" else pl.lit(value=True)
        )
        ids = customers.filter(in_group)["customer_id"]
    return ids.unique().sort()


def named(written: str) -> str:
    """The name as it is stored: one line of at most LONGEST characters; SegmentRefused for none."""
    shown = "".join(letter if letter.isprintable() else " " for letter in written)
    name = " ".join(shown.split())[:LONGEST].strip()
    if not name:
        raise SegmentRefused.unnamed()
    return name


def save(
    store: Store,
    parent: str,
    chosen: SegmentChoice,
    written: str,
    *,
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Manifest:
    """Build the segment of `parent`; it is not made current.

    NineSupersError, with the store as it was: for a name no longer free among the parent's
    segments, for nobody in it, for a parent that is gone.
    """
    name, older = named(written), store.manifest(parent)
    ids = people(store, parent, chosen)
    if ids.is_empty():
        raise SegmentRefused.nobody()
    with store.building() as folder:
        _refuse_taken(store, parent, name)
        held = merge.link_base(store.versions_folder / parent, folder)
        store.manifest(parent)
        ids.to_frame("customer_id").write_parquet(folder / narrow.PEOPLE)
        built = drafts.call_child(_task(folder, held, older), on_progress, cancelled)
        if cancelled and cancelled.is_set():
            raise ImportRefused.cancelled()
        manifest = Manifest(
            version=drafts.unused_version(store, built["fingerprint"]),
            label=name,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            fingerprint=built["fingerprint"],
            is_sample=False,
            layout=LAYOUT,
            about=built["about"],
            files=_reports(older, folder),
            channels=older.channels,
            merge=older.merge,
            segment=_origin(older, chosen),
        )
        store.commit(folder, manifest)
    return manifest


def of_parent(store: Store, parent: str) -> list[Manifest]:
    """The segments of a version, newest first."""
    return [
        manifest
        for manifest in store.versions()
        if manifest.segment and manifest.segment["parent"] == parent
    ]


def _origin(older: Manifest, chosen: SegmentChoice) -> dict[str, Any]:
    named_by = {"parent": older.version, "parent_label": older.label}
    return {**named_by, "is_parent_sample": older.is_sample, **chosen.as_manifest()}


def _refuse_taken(store: Store, parent: str, name: str) -> None:
    if any(segment.label.casefold() == name.casefold() for segment in of_parent(store, parent)):
        raise SegmentRefused.taken(name)


def _task(folder: Path, held: Path, older: Manifest) -> dict[str, Any]:
    """The build task; the segment's as-of day is the parent's, whatever its own last order."""
    return {
        "verb": "build",
        "folder": str(folder),
        "spellings": {},
        "base": str(held),
        "parts": [],
        "reports": None,
        "mode": "update",
        "is_segment": True,
        "today_on": older.about["as_of"],
        "as_of": older.about["as_of"],
        "channels": older.channels,
    }


def _reports(older: Manifest, folder: Path) -> list[dict[str, Any]]:
    """The parent's reports with the rows that came along; what was wrong with files stays there."""
    reports = []
    for report in older.files:
        path = folder / f"{report['table']}-{report['key']}.parquet"
        if path.exists():
            rows = int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
            counts = {"rows_read": rows, "rows_kept": rows, "rows_set_aside": 0, "rows_mended": 0}
            reports.append({**report, **counts})
    return reports
