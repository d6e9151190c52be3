"""The files of a call, imported: into a store of the call's own, or into the real one."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import schema
from analytics.cli.imported import Imported
from analytics.errors import ImportRefused

if TYPE_CHECKING:
    import argparse

    from analytics.ingest.build.merge import Mode
    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Store


def imported(store: Store, call: argparse.Namespace) -> Imported:
    """The call's files as a dataset version of `store`, made current where it is saved; a dry run
    does the same in a store that goes."""
    from analytics.ingest import drafts, proposals

    recognised, unknown = _proposals(call)
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


def _proposals(call: argparse.Namespace) -> tuple[list[Proposal], list[Proposal]]:
    """What the files hold: the tables to import, and those nobody recognised."""
    from analytics.ingest import proposals

    named = [(Path(file), table) for table in schema.TABLES for file in getattr(call, table)]
    paths = [(Path(file), None) for file in call.files] + named
    if not paths:
        raise ImportRefused.nothing()
    recognised: list[Proposal] = []
    unknown: list[Proposal] = []
    for path, table in paths:
        for part in proposals.inspect_file(path, _shown(path), call.encoding, folder=_scratch()):
            settled = part.as_table(table) if table else part
            settled = settled.with_date_order(call.date_order).with_dates_kept(call.keeps_dates)
            (recognised if settled.match.table else unknown).append(settled)
    return _joined(recognised, unknown) if call.is_joined else (recognised, unknown)


def _joined(
    recognised: list[Proposal], unknown: list[Proposal]
) -> tuple[list[Proposal], list[Proposal]]:
    """The same with files that make one table together joined, in place of those files."""
    from analytics.ingest.joins import joins

    for join in joins.find([*recognised, *unknown]):
        proposal = joins.run(join, _scratch()).proposal
        recognised = [part for part in recognised if part.key not in join.replaces] + [proposal]
        unknown = [part for part in unknown if part.key not in join.replaces]
    return recognised, unknown


def _shown(path: Path) -> str:
    """The file's name as a text that can be printed, whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode()


def _scratch() -> Path:
    """A folder that is gone when the command has ended."""
    folder = tempfile.mkdtemp(prefix="nine-supers-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
