"""Work off the page's thread: files checked, a version built. Started, watched, cancelled, and
fetched by the page that asked.

One import a session at a time; the store's own lock keeps sessions apart.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.ingest import recipes
from analytics.ingest.drafts import check_parts, import_parts
from analytics.jobs import Job, start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.build.merge import Mode
    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Manifest, Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choices:
    """What a person decided about a checked draft."""

    label: str
    mode: Mode = "new"
    channels: tuple[Mapping[str, Any], ...] = ()


def start_check(store: Store, proposals: Sequence[Proposal], base: str | None) -> Job[Draft]:
    """Begin reading every row; on success the job holds the draft."""

    def work(job: Job[Draft]) -> Draft | None:
        draft = check_parts(
            store,
            proposals,
            base=base,
            on_progress=job.progress.update,
            cancelled=job.cancelled,
        )
        if job.cancelled.is_set():
            draft.discard()
            return None
        return draft

    return start(work)


def start_import(store: Store, draft: Draft, choices: Choices) -> Job[Manifest]:
    """Begin building a version of a draft; on success it is made current and its recipes kept."""

    def work(job: Job[Manifest]) -> Manifest:
        manifest = import_parts(
            store,
            draft.parts,
            label=choices.label,
            draft=draft,
            base=draft.base,
            mode=choices.mode,
            channels=choices.channels,
            on_progress=job.progress.update,
            cancelled=job.cancelled,
        )
        store.make_current(manifest.version)
        _learn(store, draft, manifest)
        draft.discard()
        return manifest

    return start(work)


def _learn(store: Store, draft: Draft, manifest: Manifest) -> None:
    """Keep the recipes; a convenience that does not undo an import it could not follow."""
    try:
        for part, done in zip(draft.parts, draft.files, strict=True):
            recipes.save(store, recipes.recipe_of(part, done, draft, manifest.channels))
    except OSError:
        log.exception("recipe not kept")
