"""A segment built off the page's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.customers import segments
from analytics.jobs import Job, start

if TYPE_CHECKING:
    from analytics.storage.versions import Manifest, Store


def start_segment(
    store: Store, parent: str, chosen: segments.SegmentChoice, name: str
) -> Job[Manifest]:
    """Begin building a segment of `parent`; on success the job holds its manifest."""

    def work(job: Job[Manifest]) -> Manifest:
        return segments.save(
            store,
            parent,
            chosen,
            name,
            on_progress=job.progress.update,
            cancelled=job.cancelled,
        )

    return start(work)
