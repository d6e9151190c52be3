"""A store for a call that keeps nothing: it has the versions of the real one to update, and goes
with its folder."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from analytics.storage import atomic
from analytics.storage.versions import Store

if TYPE_CHECKING:
    from pathlib import Path


def beside(real: Store, folder: Path) -> Store:
    """A store in `folder` with the versions of `real` under the same ids and the same one current;
    whatever is written there never reaches `real`."""
    store = Store(folder.resolve())
    store.versions_folder.mkdir(parents=True)
    for manifest in real.versions():
        _lend(real.versions_folder / manifest.version, store.versions_folder / manifest.version)
    current = real.current()
    if current:
        atomic.write_whole(store.root / "current.json", json.dumps({"version": current}))
    return store


def _lend(version: Path, link: Path) -> None:
    """A link where the system has them: an import reads older versions and writes none."""
    try:
        link.symlink_to(version, target_is_directory=True)
    except OSError:  # pragma: no cover - Windows without the right to make links
        shutil.copytree(version, link)
