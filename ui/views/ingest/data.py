"""The Data page: how a file was recognised, what an import kept of it, and the versions stored."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.ingest import left_out as unnamed
from analytics.ingest import problems
from analytics.ingest.columns.garbled import garbled_headers
from analytics.ingest.repeats import name_of
from ui import format as fmt
from ui.text import literal
from ui.views.customers import segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.ingest.proposals import Proposal
    from analytics.ingest.recipes import Recipe
    from analytics.storage.versions import Manifest
    from ui.text import Text

NONE = ""
DOT = " \u00b7 "
MOST_HEADERS = 4


def proposal_sentence(part: Proposal, text: Text) -> str:
    """The recognised table of a file, with the number of matched columns."""
    where = text("data.sheet", sheet=literal(part.sheet)) if part.sheet else ""
    if part.match.table is None:
        garbled = garbled_headers(part.headers)
        reasons = (
            ("sums", part.match.sums),
            ("foreign", part.match.foreign),
            ("garbled", garbled),
        )
        for key, headers in reasons:
            if headers:
                names = literal(", ".join(headers[:MOST_HEADERS]))
                return text(
                    f"data.taken_for_{key}", file=literal(part.name), sheet=where, headers=names
                )
        return text("data.taken_for_nothing", file=literal(part.name), sheet=where)
    return text(
        "data.taken_for",
        file=literal(part.name),
        sheet=where,
        table=text(f"tables.{part.match.table}.name"),
        matched=len(part.match.mapping) + len(part.match.asked),
        columns=len([header for header in part.headers if header]),
        row=part.header_row,
    )


def left_out(parts: Sequence[Proposal], text: Text) -> list[str]:
    """One sentence per table beside those to import that nothing was recognised in."""
    sentences = []
    for part in parts:
        if code := unnamed.code_of(part):
            facts = {name: literal(fact) for name, fact in unnamed.facts_of(part).items()}
            sentences.append(text(f"problems.{code}", **facts))
    return sentences


def mapping(part: Proposal, text: Text) -> dict[str, str]:
    """Canonical column -> its label, for the columns a person may want to correct."""
    table = part.match.table
    if table is None:
        return {}
    return {name: text(f"columns.{table}.{name}") for name in schema.TABLES[table].names}


def headers(part: Proposal) -> list[str]:
    """The choices for a column: NONE, then each header of the file once."""
    return [NONE, *dict.fromkeys(header for header in part.headers if header)]


def chosen_header(part: Proposal, column: str) -> str:
    """The header a column is read from; NONE where it has none."""
    index = part.match.mapping.get(column)
    return NONE if index is None else part.headers[index]


def suggestion_sentence(header: str, column: str, confidence: float, text: Text) -> str:
    """The suggested column of an unknown header, with its confidence in percent."""
    sure = fmt.percent(confidence, text.lang, 0)
    return text("checking.suggestion", header=literal(header), column=column, confidence=sure)


def leftovers(part: Proposal) -> list[tuple[str, list[str]]]:
    """Text key and headers: unused ones, then duplicates; a kind without headers is absent."""
    unused = [part.headers[index] for index in part.match.unused if part.headers[index]]
    names_by_key = (("unused", unused), ("duplicates", list(part.match.duplicates)))
    return [(key, names) for key, names in names_by_key if names]


def asked_sentence(part: Proposal, text: Text) -> str:
    """The headers that each are a question, a price or a need, and make rows; "" for none."""
    headers = [part.headers[question.index] for question in part.match.asked]
    if not headers:
        return ""
    return text(
        "checking.question_columns", count=len(headers), headers=literal(", ".join(headers))
    )


def recipe_sentence(recipe: Recipe, text: Text) -> str:
    """A saved recipe: its file, its table and the headers it maps."""
    table = text(f"tables.{recipe.table}.name")
    return (
        f"**{literal(recipe.name)}**{DOT}{table}{DOT}{literal(', '.join(recipe.mapping.values()))}"
    )


def sample(part: Proposal) -> pl.DataFrame:
    """The first rows as in the file, under unique headers."""
    names = [header or f"#{place}" for place, header in enumerate(part.headers, start=1)]
    unique = [
        f"{name} ({place})" if name in names[:place] else name for place, name in enumerate(names)
    ]
    width = len(unique)
    rows = [[*row[:width], *[None] * (width - len(row))] for row in part.sample]
    return pl.DataFrame(rows, schema=dict.fromkeys(unique, pl.String), orient="row")


def files(manifest: Manifest, text: Text) -> pl.DataFrame:
    """One row per table imported."""
    rows = [
        (
            file["file"] + (f"{DOT}{file['sheet']}" if file["sheet"] else ""),
            text(f"tables.{file['table']}.name"),
            file["encoding"] or "",
            file["rows_read"],
            file["rows_kept"],
            file["rows_set_aside"],
            ", ".join(file["unused"]),
        )
        for file in sorted(
            manifest.files, key=lambda file: list(schema.TABLES).index(file["table"])
        )
    ]
    columns = ("file", "table", "encoding", "rows_read", "rows_kept", "rows_set_aside", "unused")
    return pl.DataFrame(
        rows, schema=[text(f"data.column.{name}") for name in columns], orient="row"
    )


def import_sentence(manifest: Manifest, text: Text) -> str:
    """How many rows were read, kept and set aside."""
    rows_read, rows_kept, rows_set_aside = (
        sum(file[name] for file in manifest.files)
        for name in ("rows_read", "rows_kept", "rows_set_aside")
    )
    counts = {"read": fmt.count(rows_read, text.lang), "kept": fmt.count(rows_kept, text.lang)}
    if rows_set_aside:
        aside = fmt.count(rows_set_aside, text.lang)
        return text("data.import_sentence", **counts, aside=aside)
    return text("data.import_clean" if rows_kept == rows_read else "data.import_repeated", **counts)


def merge_sentence(manifest: Manifest, text: Text) -> str:
    """Where lines that can be used are fewer in the dataset: those that files bring again, tables
    that add up others, lines an update has changed or found there already. "" where none are."""
    names = {file["key"]: name_of(file["file"], file["sheet"]) for file in manifest.files}
    sentences = []
    for file in manifest.files:
        for repeat in file.get("repeats", ()):
            sentences.append(
                text(
                    "data.again",
                    count=fmt.count(repeat["count_lines"], text.lang),
                    older=literal(names[file["key"]]),
                    newer=literal(names.get(repeat["newer_key"], "")),
                )
            )
        if file.get("summary_of"):
            others = ", ".join(literal(names.get(key, "")) for key in file["summary_of"])
            sentences.append(
                text("data.summed_up", table=literal(names[file["key"]]), others=others)
            )
    merge = manifest.merge or {}
    counts = {name: merge.get(f"count_{name}") or 0 for name in ("same", "changed")}
    sentences += [
        text(f"data.merged_{name}", count=fmt.count(count, text.lang))
        for name, count in counts.items()
        if count
    ]
    return " ".join(sentences)


def imported_sentence(manifest: Manifest, name: str, text: Text) -> str:
    """What an import has brought: the dataset, its lines and customers, rows set aside."""
    counts = _counted(manifest, text)
    aside = sum(file["rows_set_aside"] for file in manifest.files)
    parts = [text("data.imported", name=literal(name), counts=counts)]
    if aside:
        parts.append(text("data.imported_aside", count=fmt.count(aside, text.lang)))
    return " ".join(parts)


def has_set_aside(manifest: Manifest) -> bool:
    """Whether any row was set aside and can be corrected."""
    return any(file["rows_set_aside"] for file in manifest.files)


def switched_off(manifest: Manifest, text: Text) -> list[str]:
    """Which analyses the present columns do not allow, one sentence each."""
    if not manifest.has("lines"):
        return [text("data.off_orders")]
    lacks = ("customer", "amount", "product", "domain")
    return [text(f"data.off_{name}") for name in lacks if not manifest.has(f"{name}_lines")]


def problem_kinds(problem_frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per kind of problem: problem, count, column, first row, file."""
    counted = problems.count_by_kind(problem_frame)
    rows = [
        (
            problems.sentence(row["code"], row["value"], text.lang),
            row["count"],
            row["header"] or text("data.whole_row"),
            row["row"],
            row["file"],
        )
        for row in counted.to_dicts()
    ]
    columns = ("problem", "count", "column", "first_row", "file")
    return pl.DataFrame(
        rows, schema=[text(f"data.column.{name}") for name in columns], orient="row"
    )


def problem_rows(problem_frame: pl.DataFrame, text: Text, most: int) -> pl.DataFrame:
    """The first `most` problems, one row each."""
    rows = [
        (
            row["file"],
            row["row"],
            row["header"] or "",
            row["value"] or "",
            problems.sentence(row["code"], row["value"], text.lang),
        )
        for row in problem_frame.head(most).to_dicts()
    ]
    columns = ("file", "row", "column", "value", "problem")
    return pl.DataFrame(
        rows, schema=[text(f"data.column.{name}") for name in columns], orient="row"
    )


def versions(
    manifests: Sequence[Manifest], current: str | None, text: Text
) -> list[dict[str, Any]]:
    """One entry per version: id, label, creation time, counts, origin, whether it is in use."""
    return [
        {
            "version": manifest.version,
            "label": text("common.sample_name") if manifest.is_sample else manifest.label,
            "made": _moment(manifest.created_at, text),
            "counts": _counted(manifest, text),
            "is_current": manifest.version == current,
            "is_sample": manifest.is_sample,
            "origin": segments.version_sentence(manifest, text),
        }
        for manifest in segments.under_parents(manifests)
    ]


def _moment(created_at: str, text: Text) -> str:
    """Day and local time, which distinguishes imports of one day."""
    moment = datetime.fromisoformat(created_at).astimezone()
    return f"{fmt.day(moment.date(), text.lang)} {moment:%H:%M}"


def _counted(manifest: Manifest, text: Text) -> str:
    """Counts of lines, customers and feedback, where present."""
    parts = [
        text(f"data.counted.{name}", count=fmt.count(manifest.about[f"count_{name}"], text.lang))
        for name in ("lines", "customers", "feedback")
        if manifest.has(name)
    ]
    return DOT.join(parts)


def progress_sentence(progress: dict[str, Any], seconds: int, text: Text) -> str:
    """The current stage of the import."""
    stage = progress.get("stage", "start")
    return text(
        f"data.stage_{stage}",
        file=literal(progress.get("file", "")),
        done=progress.get("done", 0) + 1,
        of=progress.get("of", 1),
        seconds=seconds,
    )
