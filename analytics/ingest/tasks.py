"""What the bounded child is asked to read, and what the manifest says of it afterwards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.ingest.build.word_tables import currency_spellings
from analytics.ingest.columns.formats import spellings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Manifest

COUNTS = ("rows_read", "rows_kept", "rows_set_aside", "rows_mended")


def part_keys(parts: Sequence[Proposal], older: Manifest | None) -> list[str]:
    """One key per part, numbered after those of the older version, so that both fit one folder."""
    taken = [int(report["key"]) for report in older.files] if older else []
    first = max(taken, default=0) + 1
    return [f"{number:03}" for number in range(first, first + len(parts))]


def unsettled_keys(older: Manifest | None) -> list[str]:
    """The parts of an older version, read by a former release, whose people stand as written."""
    return [report["key"] for report in older.files if "ids" not in report] if older else []


def reading(
    folder: Path, parts: Sequence[Proposal], keys: Sequence[str], base: Path | None
) -> dict[str, Any]:
    """The part of a task that describes what to read."""
    return {
        "folder": str(folder),
        "spellings": spellings() | currency_spellings(),
        "base": str(base) if base else None,
        "today_on": date.today().isoformat(),
        "parts": [part_task(key, part) for key, part in zip(keys, parts, strict=True)],
    }


def part_task(key: str, part: Proposal) -> dict[str, Any]:
    return {
        "key": key,
        "path": str(part.path.resolve()),
        "name": part.name,
        "sheet": part.sheet,
        "table": part.match.table,
        "sniffed": dict(part.sniffed),
        "header_row": part.header_row,
        "headers": list(part.headers),
        "names": list(part.names),
        "date_order": part.date_order,
        "mends": part.mends.as_dict(),
        "keeps_dates": part.keeps_dates,
        "keeps_repeats": part.keeps_repeats,
        "as_written": list(part.as_written),
        "ids": part.ids,
        "decimals": part.decimals,
        "remarks": [list(remark) for remark in part.remarks],
    }


def entry(part: Proposal, report: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of the manifest's `files`; problems are stored in the version's own list."""
    return {
        "key": report["key"],
        "file": part.name,
        "table": part.match.table,
        "format": part.match.format,
        "encoding": part.sniffed["encoding"] or None,
        "delimiter": part.sniffed["delimiter"] or None,
        "sheet": part.sheet,
        "header_row": part.header_row,
        "mapping": {column: part.headers[index] for column, index in part.match.mapping.items()},
        "headers": [header for header in part.headers if header],
        "unused": [part.headers[index] for index in part.match.unused if part.headers[index]],
        "questions": [part.headers[question.index] for question in part.match.asked],
        "duplicates": list(part.match.duplicates),
        "date_order": report["date_order"],
        "counted_in": report["counted_in"],
        **{count: report[count] for count in COUNTS},
        "rows_renewed": report.get("rows_renewed", 0),
        "mends": part.mends.as_dict(),
        "keeps_dates": part.keeps_dates,
        "keeps_repeats": part.keeps_repeats,
        "is_hidden": part.is_hidden,
        "repeats": report.get("repeats", []),
        "summary_of": report.get("summary_of", []),
        "as_written": list(part.as_written),
        "ids": report.get("ids", {"rule": part.ids}),
        "decimals": report.get("decimals", {}),
    }
