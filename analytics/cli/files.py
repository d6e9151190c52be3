"""The files of a call, imported: into a store of the call's own, or into the real one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import schema
from analytics.cli.imported import Imported
from analytics.errors import ImportRefused, UsageError

if TYPE_CHECKING:
    import argparse

    from analytics.ingest.build.merge import Mode
    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Store


def imported(store: Store, call: argparse.Namespace, scratch: Path) -> Imported:
    """The call's files as a dataset version of `store`, made current where it is saved; a dry run
    does the same in a store that goes. What is unpacked or joined lies in `scratch` meanwhile."""
    from analytics.ingest import drafts, proposals

    recognised, unknown = _proposals(call, scratch)
    if unknown and not recognised:
        proposals.usable(unknown)
    label = getattr(call, "label", None) or ", ".join(sorted({part.name for part in recognised}))
    mode: Mode = getattr(call, "mode", "new")
    is_dry_run = getattr(call, "is_dry_run", False)
    is_saved = getattr(call, "save", False) or is_dry_run
    manifest = drafts.import_parts(
        store,
        recognised,
        label=label,
        as_of=call.as_of,
        keep_originals=is_saved and not is_dry_run,
        mode=mode if is_saved and store.current() else "new",
        base=store.current() if is_saved and mode != "new" else None,
    )
    if is_saved:
        store.make_current(manifest.version)
    return Imported(store, manifest, tuple(unknown), call.lang)


def is_stored(call: argparse.Namespace) -> bool:
    """Whether the call, of a command that reads stored datasets, is about one: it names no file.
    UsageError for options that go with the other only."""
    are_files = bool(call.files) or any(getattr(call, table) for table in schema.TABLES)
    if are_files and call.dataset:
        raise UsageError.bad_option("--dataset", call.dataset, "alerts --dataset VERSION")
    if not are_files and call.as_of is not None:
        raise UsageError.bad_option("--as-of", call.as_of.isoformat(), "alerts FILE --as-of DAY")
    return not are_files


def stored(store: Store, call: argparse.Namespace) -> Imported:
    """A dataset as it stands in the store: that of `--dataset`, else the one that is open there.
    ImportRefused where there is none."""
    version = call.dataset or store.current()
    if version is None:
        raise ImportRefused.nothing()
    return Imported(store, store.manifest(version), (), call.lang)


def _proposals(call: argparse.Namespace, scratch: Path) -> tuple[list[Proposal], list[Proposal]]:
    """What the files hold: the tables to import, and those nobody recognised."""
    from analytics.ingest import proposals

    named = [(Path(file), table) for table in schema.TABLES for file in getattr(call, table)]
    paths = [(Path(file), None) for file in call.files] + named
    if not paths:
        raise ImportRefused.nothing()
    recognised: list[Proposal] = []
    unknown: list[Proposal] = []
    for path, table in paths:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        for part in proposals.inspect_file(path, _shown(path), call.encoding, folder=folder):
            if part.is_hidden and not call.takes_hidden:
                unknown.append(part)
                continue
            shown = part.taken_in() if part.is_hidden else part
            settled = shown.as_table(table) if table else shown
            settled = settled.with_repeats_kept(call.keeps_repeats)
            settled = settled.with_date_order(call.date_order).with_dates_kept(call.keeps_dates)
            settled = settled.with_as_written(call.as_written)
            settled = settled.with_ids(call.ids).with_decimals(call.decimals)
            (recognised if settled.match.table else unknown).append(settled)
    return _joined(recognised, unknown, scratch) if call.is_joined else (recognised, unknown)


def _joined(
    recognised: list[Proposal], unknown: list[Proposal], scratch: Path
) -> tuple[list[Proposal], list[Proposal]]:
    """The same with files that make one table together joined, in place of those files."""
    from analytics.ingest.joins import joins

    for join in joins.find([*recognised, *(part for part in unknown if not part.is_hidden)]):
        proposal = joins.run(join, Path(tempfile.mkdtemp(dir=scratch))).proposal
        recognised = [part for part in recognised if part.key not in join.replaces] + [proposal]
        unknown = [part for part in unknown if part.key not in join.replaces]
    return recognised, unknown


def _shown(path: Path) -> str:
    """The file's name as a text that can be printed, whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode()
