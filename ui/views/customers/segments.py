"""Saved segments: where one comes from and what is in it, in words."""

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
    """Whose segment it is, how its customers were chosen, and what is in it."""
    made = datetime.fromisoformat(manifest.created_at).astimezone().date()
    return text(
        "segments.origin",
        parent=_parent(manifest, text),
        how=how(manifest, text),
        customers=fmt.count(manifest.about["count_customers"], text.lang),
        lines=fmt.count(manifest.about["count_lines"], text.lang),
        made=fmt.day(made, text.lang),
    )


def listed_sentence(manifest: Manifest, text: Text) -> str:
    """The line of the list of versions; nothing for a version that is no segment."""
    if manifest.segment is None:
        return ""
    parent = _parent(manifest, text)
    return text("segments.listed", parent=parent, how=how(manifest, text))


def how(manifest: Manifest, text: Text) -> str:
    """How the customers were chosen."""
    told = manifest.segment or {}
    facts = {"day": fmt.day(date.fromisoformat(told["until"]), text.lang)}
    if told["kind"] == "group":
        facts["name"] = text(f"cli.segment_{told['code']}")
    elif told["kind"] == "rung":
        facts["name"] = text(f"ladder.rung.{told['code']}")
    elif told["kind"] == "cell":
        cell = told["cell"]
        facts["cohort"] = fmt.day(_day(cell["cohort"]), text.lang)
        facts["later"] = _later(cell["index"], cell["grain"], text)
    elif told["kind"] == "behind":
        behind = told["behind"]
        by = behind["split"]["by"]
        facts |= {
            "by": text(f"cohorts.rows.{by}"),
            "name": literal(cohorts.name(behind["group"], False, by, text)),
            "start": fmt.day(_day(behind["start"]), text.lang),
            "end": fmt.day(_day(behind["stop"]) - timedelta(days=1), text.lang),
            "later": _later(behind["index"], behind["split"]["grain"], text),
        }
    said = text(f"segments.how_{told['kind']}", **facts)
    return said + text("segments.filtered") if _is_filtered(told) else said


def _later(index: int, grain: str, text: Text) -> str:
    """What they bought besides, after so many periods; nothing for the period itself."""
    if index == 0:
        return ""
    later = text(f"segments.later_{grain}", n=index)
    return text("segments.and_bought", later=later)


def _is_filtered(told: dict[str, object]) -> bool:
    filters = told["filters"]
    return told["kind"] != "filters" and isinstance(filters, dict) and any(filters.values())


def _day(written: object) -> date:
    """Of a manifest just made, or read again."""
    return written if isinstance(written, date) else date.fromisoformat(str(written)[:10])


def _parent(manifest: Manifest, text: Text) -> str:
    told = manifest.segment or {}
    is_sample = told["is_parent_sample"]
    return text("common.sample_name") if is_sample else literal(told["parent_label"])


def under_parents(listed: Sequence[Manifest]) -> list[Manifest]:
    """Versions in their order, each followed by its segments; those whose parent is gone last."""
    known = {one.version for one in listed}

    def below(parent: str) -> list[Manifest]:
        mine = [one for one in listed if one.segment and one.segment["parent"] == parent]
        return [each for one in mine for each in (one, *below(one.version))]

    roots = [one for one in listed if not one.segment]
    orphans = [one for one in listed if one.segment and one.segment["parent"] not in known]
    return [each for one in (*roots, *orphans) for each in (one, *below(one.version))]
