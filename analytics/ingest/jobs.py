"""Work off the page's thread: files checked, a version built. Started, watched, cancelled, and
fetched by the page that asked.

One import a session at a time; the store's own lock keeps sessions apart.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics import segments
from analytics.errors import NineSupersError
from analytics.ingest import recipes
from analytics.ingest.drafts import check_parts, import_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analytics.datasets import Manifest, Store
    from analytics.ingest.drafts import Draft
    from analytics.ingest.importer import Proposal
    from analytics.ingest.merge import Mode

log = logging.getLogger(__name__)


@dataclass
class Job:
    """Work under way. `manifest`, `draft` or `error` is set once it has ended."""

    started: float = field(default_factory=time.monotonic)
    progress: dict[str, Any] = field(default_factory=dict)
    manifest: Manifest | None = None
    draft: Draft | None = None
    error: NineSupersError | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return int(time.monotonic() - self.started)

    def cancel(self) -> None:
        """Ask it to stop; the store stays as it was."""
        self.cancelled.set()


@dataclass(frozen=True)
class Choices:
    """What a person decided about a checked draft."""

    label: str
    mode: Mode = "new"
    channels: tuple[Mapping[str, Any], ...] = ()


def start_check(store: Store, proposals: Sequence[Proposal], base: str | None) -> Job:
    """Begin reading every row; on success the job holds the draft."""

    def work(job: Job) -> None:
        draft = check_parts(
            store,
            proposals,
            base=base,
            on_progress=job.progress.update,
            cancelled=job.cancelled,
        )
        if job.cancelled.is_set():
            draft.discard()
        else:
            job.draft = draft

    return _started(work)


def start_import(store: Store, draft: Draft, choices: Choices) -> Job:
    """Begin building a version of a draft; on success it is made current and its recipes kept."""

    def work(job: Job) -> None:
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
        job.manifest = manifest
        _learn(store, draft, manifest)
        draft.discard()

    return _started(work)


def start_segment(store: Store, parent: str, chosen: segments.Chosen, name: str) -> Job:
    """Begin building a segment of `parent`; on success the job holds its manifest."""

    def work(job: Job) -> None:
        job.manifest = segments.save(
            store,
            parent,
            chosen,
            name,
            on_progress=job.progress.update,
            cancelled=job.cancelled,
        )

    return _started(work)


def _learn(store: Store, draft: Draft, manifest: Manifest) -> None:
    """Keep the recipes; a convenience that does not undo an import it could not follow."""
    try:
        for part, done in zip(draft.parts, draft.files, strict=True):
            recipes.save(store, recipes.recipe_of(part, done, draft, manifest.channels))
    except OSError:
        log.exception("recipe not kept")


def _started(work: Callable[[Job], None]) -> Job:
    job = Job()
    threading.Thread(target=_run, args=(job, work), daemon=True).start()
    return job


def _run(job: Job, work: Callable[[Job], None]) -> None:
    try:
        work(job)
    except NineSupersError as error:
        job.error = error
    except Exception:  # the page must hear of any end; the log gets the details
        log.exception("import failed")
        job.error = NineSupersError("unexpected")
    finally:
        job.ended.set()
