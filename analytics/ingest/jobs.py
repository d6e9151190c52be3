"""Background jobs of an import: checking files and building a version. The page that starts a job
watches it, cancels it and collects its result.

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
    """Begin building a version of a draft; on success it is made current and its recipes are
    saved."""

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
        _save_recipes(store, draft, manifest)
        draft.discard()
        return manifest

    return start(work)


def _save_recipes(store: Store, draft: Draft, manifest: Manifest) -> None:
    """Save the recipes of an import; a failure is logged and does not undo the import."""
    try:
        for part, report in zip(draft.parts, draft.files, strict=True):
            recipes.save(store, recipes.recipe_of(part, report, draft, manifest.channels))
    except OSError:
        log.exception("recipe not kept")
