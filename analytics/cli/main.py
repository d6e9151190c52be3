"""The headless command: files in, a dataset in a temporary store, one command's answer out.

JSON goes to standard output alone, messages to standard error. Exit status 0: done; 2: the input or
the words of the call cannot be used, with one clear sentence; others are a command's own
(`Command.status`).
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import analytics
from analytics import schema
from analytics.cli import commands, dry_run, files, tables
from analytics.cli.options import day
from analytics.errors import NineSupersError, UsageError
from analytics.ingest.build.dates import MANNERS
from analytics.ingest.build.numbers import SIGNS
from analytics.ingest.build.person_ids import RULES
from analytics.ingest.repairs import REPAIRS
from analytics.storage import versions
from analytics.words import LANGUAGES, words

USAGE_STATUS = 2
PLACE = ("file", "sheet", "row", "column", "value")
"""Where a refusal stands and what it could not read, null where there is no such thing."""


class _Parser(argparse.ArgumentParser):
    """argparse prints usage and leaves; a script wants the sentence in the manner it asked for."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("usage", found=message)


def main(arguments: Sequence[str]) -> int:
    """Run one call; the exit status."""
    lang = _early(arguments, "--lang", "en")
    wants_json = "--json" in arguments
    try:
        call = _parser(arguments).parse_args(arguments)
        return _answer(call)
    except NineSupersError as error:
        _complain(error, lang if lang in LANGUAGES else "en", wants_json=wants_json)
        return USAGE_STATUS
    except BrokenPipeError:
        return 0
    except Exception:  # never a traceback: the log of whoever runs this gets it
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        _complain(NineSupersError("unexpected"), "en", wants_json=wants_json)
        return USAGE_STATUS


def _early(arguments: Sequence[str], option: str, default: str) -> str:
    """An option needed even when the rest of the call cannot be read."""
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return default


def _parser(arguments: Sequence[str]) -> _Parser:
    """What reads these arguments: every command is known by name, with its options where it is
    called."""
    catalogue = words("en")
    parser = _Parser(prog="python -m analytics", description=catalogue.get("cli.about"))
    parser.add_argument("--version", action="version", version=analytics.__version__)
    subparsers = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    for name in commands.MODULES:
        subparser = subparsers.add_parser(name, help=catalogue.get(f"cli.{name}"))
        if name in arguments:
            _shared_options(subparser)
            commands.command(name).options(subparser)
    return parser


def _shared_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE")
    for table in schema.TABLES:
        option = "--" + table.replace("_", "-")
        parser.add_argument(option, f"--{table}", action="append", default=[], dest=table)
    parser.add_argument("--json", action="store_true", dest="wants_json")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--as-of", type=day, default=None, dest="as_of")
    parser.add_argument("--encoding", default="")
    parser.add_argument("--date-order", choices=MANNERS, default="", dest="date_order")
    parser.add_argument("--keep-dates", action="store_true", dest="keeps_dates")
    parser.add_argument("--keep-repeats", action="store_true", dest="keeps_repeats")
    parser.add_argument("--hidden-sheets", action="store_true", dest="takes_hidden")
    parser.add_argument(
        "--as-written", choices=tuple(REPAIRS), action="append", default=[], dest="as_written"
    )
    parser.add_argument("--ids", choices=RULES, default="folded")
    parser.add_argument("--decimals", choices=SIGNS, default="")
    parser.add_argument("--join", action="store_true", dest="is_joined")


def _answer(call: argparse.Namespace) -> int:
    """Import into a temporary store (or the real one for `import --save`) and print the command's
    answer; its exit status."""
    command = commands.command(call.command)
    with tempfile.TemporaryDirectory(prefix="nine-supers-") as folder:
        scratch, own_store = Path(folder) / "scratch", Path(folder) / "store"
        scratch.mkdir()
        is_stored = command.reads_stored and files.is_stored(call)
        store = versions.open_store() if is_stored else _store(call, own_store)
        imported = files.stored(store, call) if is_stored else files.imported(store, call, scratch)
        answer = command.run(imported, call)
        if command.has_notes:
            answer |= {"notes": imported.notes()}
        if store.root == own_store.resolve():
            store.reader.close()
    if call.wants_json:
        sys.stdout.write(json.dumps(_finite(answer), ensure_ascii=False, default=str) + "\n")
    else:
        catalogue = words(call.lang)
        own = tables.noted(answer.get("notes", []), catalogue)
        tables.show([*command.table(answer, catalogue), *own])
    return command.status(answer)


def _store(call: argparse.Namespace, folder: Path) -> versions.Store:
    """Where the call imports to: the real store only where the result is to stay."""
    if getattr(call, "is_dry_run", False):
        return dry_run.beside(versions.open_store(), folder)
    return versions.open_store(None if getattr(call, "save", False) else folder)


def _finite(answer: Any) -> Any:
    """The answer with what is not a number as null: JSON knows no NaN."""
    if isinstance(answer, dict):
        return {key: _finite(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_finite(value) for value in answer]
    return None if isinstance(answer, float) and not math.isfinite(answer) else answer


def _complain(error: NineSupersError, lang: str, *, wants_json: bool) -> None:
    message = error.sentence(words(lang))
    sys.stderr.write(message + "\n")
    if wants_json:
        place = {name: error.facts.get(name) for name in PLACE}
        answer = {"error": {"code": error.code, "message": message, **place}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
