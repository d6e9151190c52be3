"""Build one dataset version in a folder of its own. Runs only inside the bounded subprocess.

Staged text → canonical Parquet parts (`check`) → facts (`build`). The tasks come from
`drafts`; nothing outside the folder is written, so a crash leaves an unreferenced folder.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.ingest.build import (
    merge,
    narrow,
    order_lists,
    person_ids,
    reading,
    replay,
    sheets,
    summaries,
)
from analytics.ingest.build.parts import Context, part_of
from analytics.ingest.columns.channels import guesses
from analytics.storage import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.ingest.build.parts import Part

BUILT = (
    *("facts/sales", "facts/weeks", "facts/money", "facts/product_days", "facts/replicates"),
    *("facts/prices", "facts/customers", "facts/cohort_cells"),
)
"""The facts over lines, each after those it reads."""
SMALL = 1_000_000
"""Bytes of all files together, a workbook's as packed."""
MEGABYTE = 1 << 20
MOST_MEMORY_MB = 3_200
"""What the largest build may hold in memory; what does not fit is written to disk and read again,
of ten times the lines many times over."""
AMPLE_FOR_MB, MEMORY_A_FILE_MB = 2_000, 0.25
"""Megabytes of text that the usual memory is ample for, and what each further one adds to it."""
PACKED = 5
"""How much larger the lines of a version are as text."""
MANY_PURCHASES = 50_000
"""Purchase days of the customers that a product brought, from which on its cohorts are added up
beforehand: twenty products just below it are read within the time a page may take."""
CHANNEL_MAP = dict.fromkeys(("channel", "domain", "mode", "social_model"), pl.String) | {
    "is_guess": pl.Boolean
}


def check(task: dict[str, Any], on_progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Read every row of the task's files into its folder; reports, totals and channels.

    `channels`: the channel values found. `corrections`: lines that a later file of these gives
    otherwise than an earlier one. `against`: new, changed, same and gone order lines compared with
    the version in `base`, None without one.
    """
    context, parts = _context(task, on_progress), [part_of(raw) for raw in task["parts"]]
    reports, corrections = _read(context, parts)
    _order_lines(context, None)
    totals = context.builder.frame("ingest/draft_totals").row(0, named=True)
    channels = context.builder.frame("ingest/draft_channels").to_dicts()
    base = Path(task["base"]) if task["base"] else None
    if base:
        person_ids.settle_base(context, base, task.get("base_keys", ()), parts)
    against = merge.preview(context.builder, context.folder, base) if base else None
    context.builder.connection.close()
    (context.folder / engine.FACTS).unlink(missing_ok=True)
    return {
        "files": reports,
        "totals": totals,
        "channels": channels,
        "corrections": corrections,
        "against": against,
    }


def build(task: dict[str, Any], on_progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Build the version the task describes; the parts of its manifest known only after building.

    Its files are read first, unless a check has left them in the folder (`reports`), or the task
    is to merge imports anew (`steps` of `replay.replay`). `effect` is that of `merge.keep_base`.
    """
    context, parts = _context(task, on_progress), [part_of(raw) for raw in task["parts"]]
    reports, effect = task["reports"], None
    if task.get("steps"):
        context.builder.execute("facts/lines")
        reports = replay.replay(context, task["steps"], on_progress)
    elif reports is None:
        reports, _ = _read(context, parts)
    else:
        context.builder.execute("facts/lines")
    if task["base"]:
        on_progress({"stage": "merge", "done": 0, "of": 1})
        person_ids.settle_base(context, Path(task["base"]), task.get("base_keys", ()), parts)
        brought = {
            part.table for part, report in zip(parts, reports, strict=True) if report["rows_kept"]
        }
        effect = merge.keep_base(
            context.builder, context.folder, task["base"], task["mode"], brought
        )
    if task.get("is_segment"):
        narrow.keep(context.builder, context.folder)
    builder = context.builder
    frames = _sheet_frames(context.folder)
    _order_lines(context, task["as_of"])
    lines = builder.frame("facts/fingerprint")
    on_progress({"stage": "facts", "done": len(parts), "of": len(parts)})
    about = _facts(context, frames, task)
    fingerprint = _fingerprint(lines, builder.frame("facts/feedback_fingerprint"), frames)
    builder.close()
    return {"files": reports, "about": about, "fingerprint": fingerprint, "effect": effect}


def _read(context: Context, parts: list[Part]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every row of the files into the folder, once where several bring it: reports, corrections."""
    reports = reading.read(context, parts)
    context.builder.execute("facts/lines")
    # A summary of files that overlap is one only when their lines count once.
    summary_keys = summaries.set_aside(context, reports)
    corrections = merge.unite(context.builder, context.folder, reports)
    summary_keys += order_lists.set_aside(context, reports)
    if any(report.get("rows_renewed") for report in reports):
        summary_keys += summaries.set_aside(context, reports)
    if summary_keys:
        reading.list_again(context, parts, summary_keys)
    return reports, corrections


def _context(task: dict[str, Any], on_progress: Callable[[dict[str, Any]], None]) -> Context:
    folder, base = Path(task["folder"]), task["base"]
    paths = [Path(raw["path"]) for raw in task["parts"]]
    # A path may be a link with a name of our own; the engine judges by where it leads.
    readable = [place.parent for path in paths for place in (path, path.resolve())]
    size = sum(path.stat().st_size for path in set(paths))
    readable += [Path(base)] if base else []
    builder = engine.open_builder(
        folder,
        readable,
        _memory_mb((size + _size_as_text(base)) / MEGABYTE),
        is_small=not base and size < SMALL,
    )
    spellings = {"key": list(task["spellings"]), "value": list(task["spellings"].values())}
    as_of = task.get("as_of")
    return Context(
        builder,
        folder,
        spellings,
        on_progress,
        date.fromisoformat(task["today_on"]),
        date.fromisoformat(as_of) if as_of else None,
    )


def _memory_mb(text_mb: float) -> int:
    """What a build of so many megabytes of text may hold in memory, in megabytes."""
    more = MEMORY_A_FILE_MB * max(text_mb - AMPLE_FOR_MB, 0.0)
    return min(engine.BUILD_MEMORY_MB + int(more), MOST_MEMORY_MB)


def _size_as_text(base: str | None) -> int:
    """About how many bytes of text the lines of a version would be; 0 without one."""
    if not base:
        return 0
    return PACKED * sum(path.stat().st_size for path in Path(base).glob("orders-*.parquet"))


def _order_lines(context: Context, as_of: str | None) -> None:
    """Make the view of the lines that count, by the short way where it gives the same."""
    folder = str(context.folder)
    marks = context.builder.frame("facts/order_marks", folder=folder).row(0, named=True)
    is_plain = not marks["has_void"] and marks["count_currencies"] <= 1
    query = "facts/order_lines_plain" if is_plain else "facts/order_lines"
    context.builder.execute(query, folder=folder, as_of=as_of)


def _sheet_frames(folder: Path) -> dict[str, pl.DataFrame]:
    """The extra sheets of a folder, one frame a table; empty where no file brought it."""
    frames = {}
    for table in schema.EXTRAS:
        paths = sorted(folder.glob(f"{table.name}-*.parquet"))
        frames[table.name] = sheets.empty(table)
        if paths:
            own = (pl.read_parquet(path, glob=False) for path in paths)
            # Parts of former releases lack the newer columns.
            stacked = pl.concat([frames[table.name], *own], how="diagonal")
            columns = [name for name in table.names if name in stacked.columns]
            frames[table.name] = stacked.unique(columns, keep="last", maintain_order=True)
    return frames


def _facts(
    context: Context, frames: Mapping[str, pl.DataFrame], task: Mapping[str, Any]
) -> dict[str, Any]:
    """Build every fact and cube; what the version holds."""
    builder, folder, as_of = context.builder, str(context.folder), task["as_of"]
    for name, frame in frames.items():
        builder.load(f"frame_{name}", frame)
    builder.load("frame_channel_map", _channel_map(context, task["channels"]))
    builder.execute("facts/sheets")
    builder.execute("facts/keyed_lines")
    builder.execute("facts/order_totals")
    if builder.frame("facts/has_shared_numbers").item():
        builder.execute("facts/shared_numbers")
        builder.execute("facts/order_totals")
    for query in BUILT:
        builder.execute(query, least_purchases=MANY_PURCHASES)
    builder.execute("facts/feedback", folder=folder, as_of=as_of)
    builder.execute("facts/about", as_of=as_of)
    builder.execute("facts/private")
    builder.execute("facts/replicate_people")
    about: dict[str, Any] = builder.frame("facts/about_row").row(0, named=True)
    about |= builder.frame("facts/outside_row").row(0, named=True)
    # Feedback without any date counts as of the day of the import.
    return {**about, "as_of": about["as_of"] or as_of or task["today_on"]}


def _channel_map(context: Context, settled: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per channel a person has placed, and one per channel with a guess by its name."""
    names = context.builder.frame("facts/channel_names")["channel"].to_list()
    is_guessed = pl.any_horizontal(pl.col("domain", "mode", "social_model").is_not_null())
    guessed = guesses(names).filter(is_guessed).select(list(CHANNEL_MAP))
    placed: pl.DataFrame = pl.DataFrame(settled, schema=CHANNEL_MAP, orient="row")
    return pl.concat([placed, guessed])


def _fingerprint(
    lines: pl.DataFrame, feedback: pl.DataFrame, frames: Mapping[str, pl.DataFrame]
) -> str:
    """The same rows give the same fingerprint, whatever file, encoding or order they came in."""
    digest = hashlib.sha256()
    for summed in (lines, feedback):
        digest.update(repr(summed.rows()).encode())
    for name in sorted(frames):
        content = frames[name]
        if name in schema.NEWER:
            if content.is_empty() and not schema.NEWER[name]:
                continue
            unused = [each for each in schema.NEWER[name] if content[each].is_null().all()]
            content = content.drop(unused)
        if not content.is_empty():
            content = content.drop("source_file", "source_row")
        rows = sorted(json.dumps(row, default=str) for row in content.rows())
        digest.update(json.dumps([name, rows]).encode())
    return digest.hexdigest()
