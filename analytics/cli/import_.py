"""`import`: what was read from each file, with its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command
from analytics.ingest import left_out, problems, repeats
from analytics.ingest.build.merge import MODES
from analytics.ingest.errors import NoOrders
from analytics.words import words

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.ingest.proposals import Proposal
    from analytics.words import Words

LIKE_PROBLEMS = 1_000
"""Of so many problems of one kind each is returned; the rest is counted."""
PRINTED_PROBLEMS = 20
KEYS = ("key", "repeats", "summary_of")
"""Entries of the manifest that name parts by their place in the store."""


def options(parser: argparse.ArgumentParser) -> None:
    """Whether the dataset is kept, under which name, and beside what."""
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--dry-run", action="store_true", dest="is_dry_run")
    parser.add_argument("--label", default=None)
    parser.add_argument("--mode", choices=MODES, default="new")


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """One entry per table in the files, unrecognised ones last."""
    listed_problems = problems.read_problems(imported.store, imported.manifest.version)
    files = [
        _with_notices(
            {
                **{key: value for key, value in file.items() if key not in KEYS},
                **problems.as_json(listed_problems, file["key"], imported.lang, most=LIKE_PROBLEMS),
            },
            repeats.of_file(file, imported.manifest.files, imported.lang),
        )
        for file in imported.manifest.files
    ]
    return {
        "version": imported.manifest.version,
        "is_kept": call.save and not call.is_dry_run,
        "fingerprint": imported.manifest.fingerprint,
        "merge": imported.manifest.merge,
        "totals": imported.store.run("ingest/totals", imported.manifest.version).row(0, named=True),
        "files": [*files, *(_unknown(part, imported.lang) for part in imported.unknown)],
    }


def _with_notices(file: dict[str, Any], notices: list[dict[str, Any]]) -> dict[str, Any]:
    """The entry with notices about the whole file before the problems of its rows."""
    return {**file, "problems": [*notices, *file["problems"]]}


def _unknown(part: Proposal, lang: str) -> dict[str, Any]:
    return {
        "file": part.name,
        "table": None,
        "format": None,
        "encoding": part.sniffed["encoding"] or None,
        "delimiter": part.sniffed["delimiter"] or None,
        "sheet": part.sheet,
        "header_row": part.header_row,
        "mapping": {},
        "unused": [header for header in part.headers if header],
        "sums": list(part.match.sums),
        "foreign": list(part.match.foreign),
        "rows_read": 0,
        "rows_kept": 0,
        "rows_set_aside": 0,
        "is_hidden": part.is_hidden,
        "problems": [
            *repeats.of_hidden(part, lang),
            *_of_sums(part, lang),
            *left_out.of_part(part, lang),
        ],
    }


def _of_sums(part: Proposal, lang: str) -> list[dict[str, Any]]:
    """Why a table that looks like orders is none: one problem, or none."""
    if not part.match.sums:
        return []
    headers = ", ".join(part.match.sums)
    refusal = NoOrders.sums_only(part.name, part.header_row, headers)
    return [
        {
            "row": part.header_row,
            "column": part.match.sums[0],
            "value": headers,
            "code": refusal.code,
            "message": refusal.sentence(words(lang)),
        }
    ]


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """Files with their counts, and under them the first problems of each."""
    files = tables.new(words, "", ("file", "table", "rows_read", "rows_kept", "rows_set_aside"))
    problem_rows = tables.new(words, "", ("file", "row", "problem"))
    for file in answer["files"]:
        name = tables.plain(file["file"] + (f" [{file['sheet']}]" if file["sheet"] else ""))
        kind = words.get(f"tables.{file['table']}.name") if file["table"] else "?"
        counts = [str(file[key]) for key in ("rows_read", "rows_kept", "rows_set_aside")]
        files.add_row(name, kind, *counts)
        for problem in file["problems"][:PRINTED_PROBLEMS]:
            problem_rows.add_row(name, str(problem["row"] or ""), tables.plain(problem["message"]))
    return [files, problem_rows] if problem_rows.row_count else [files]


COMMAND = Command("import", run, table, options, has_notes=False)
