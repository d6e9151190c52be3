"""Saved segments as sentences: origin and content."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ui import format as fmt
from ui.text import literal
from ui.views.repurchase import cohorts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.storage.versions import Manifest
    from ui.text import Text


def origin_sentence(manifest: Manifest, text: Text) -> str:
    """A segment's parent, how its customers were chosen, its counts and the day it was saved."""
    created_on = datetime.fromisoformat(manifest.created_at).astimezone().date()
    return text(
        "segments.origin",
        parent=_parent(manifest, text),
        how=how(manifest, text),
        customers=fmt.count(manifest.about["count_customers"], text.lang),
        lines=fmt.count(manifest.about["count_lines"], text.lang),
        made=fmt.day(created_on, text.lang),
    )


def version_sentence(manifest: Manifest, text: Text) -> str:
    """The line in the list of versions; "" for a version that is no segment."""
    if manifest.segment is None:
        return ""
    parent = _parent(manifest, text)
    return text("segments.listed", parent=parent, how=how(manifest, text))


def how(manifest: Manifest, text: Text) -> str:
    """How the customers were chosen."""
    segment = manifest.segment or {}
    facts = {"day": fmt.day(date.fromisoformat(segment["until"]), text.lang)}
    if segment["kind"] == "group":
        facts["name"] = text(f"cli.segment_{segment['code']}")
    elif segment["kind"] == "rung":
        facts["name"] = text(f"ladder.rung.{segment['code']}")
    elif segment["kind"] == "cell":
        cell = segment["cell"]
        facts["cohort"] = fmt.day(_day(cell["cohort"]), text.lang)
        facts["later"] = _later(cell["index"], cell["grain"], text)
    elif segment["kind"] == "behind":
        group_cell = segment["behind"]
        by = group_cell["split"]["by"]
        facts |= {
            "by": text(f"cohorts.rows.{by}"),
            "name": literal(cohorts.name(group_cell["group"], False, by, text)),
            "start": fmt.day(_day(group_cell["start"]), text.lang),
            "end": fmt.day(_day(group_cell["stop"]) - timedelta(days=1), text.lang),
            "later": _later(group_cell["index"], group_cell["split"]["grain"], text),
        }
    sentence = text(f"segments.how_{segment['kind']}", **facts)
    return sentence + text("segments.filtered") if _is_filtered(segment) else sentence


def _later(index: int, grain: str, text: Text) -> str:
    """That they also bought `index` periods later; "" for period 0."""
    if index == 0:
        return ""
    later = text(f"segments.later_{grain}", n=index)
    return text("segments.and_bought", later=later)


def _is_filtered(segment: dict[str, object]) -> bool:
    filters = segment["filters"]
    return segment["kind"] != "filters" and isinstance(filters, dict) and any(filters.values())


def _day(written: object) -> date:
    """A day of a manifest, as a date or as ISO text."""
    return written if isinstance(written, date) else date.fromisoformat(str(written)[:10])


def _parent(manifest: Manifest, text: Text) -> str:
    segment = manifest.segment or {}
    is_sample = segment["is_parent_sample"]
    return text("common.sample_name") if is_sample else literal(segment["parent_label"])


def under_parents(manifests: Sequence[Manifest]) -> list[Manifest]:
    """Versions in their order, each followed by its segments; segments without a stored parent
    come last."""
    versions = {manifest.version for manifest in manifests}

    def below(parent: str) -> list[Manifest]:
        children = [
            manifest
            for manifest in manifests
            if manifest.segment and manifest.segment["parent"] == parent
        ]
        return [manifest for child in children for manifest in (child, *below(child.version))]

    roots = [manifest for manifest in manifests if not manifest.segment]
    orphans = [
        manifest
        for manifest in manifests
        if manifest.segment and manifest.segment["parent"] not in versions
    ]
    return [manifest for root in (*roots, *orphans) for manifest in (root, *below(root.version))]
