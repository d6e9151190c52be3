"""The headless command: files in, a dataset in a temporary store, one verb's answer out.

JSON goes to standard output alone, messages to standard error. Exit status 0: done; 2: the input or
the words of the call cannot be used, with one clear sentence.
"""

from __future__ import annotations

import argparse
import atexit
import json
import logging
import math
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analytics import schema
from analytics.cli import assess, commands
from analytics.cli.imported import Imported
from analytics.cli.voice import PACKS
from analytics.errors import ImportRefused, NineSupersError, UsageError
from analytics.gate import DEFAULT
from analytics.ingest.build.dates import MANNERS
from analytics.ingest.build.merge import MODES
from analytics.referrals.compliance import LIMITS
from analytics.referrals.k_factor import DAYS
from analytics.scoring.scoring import MAX_SCORE
from analytics.storage import versions
from analytics.words import LANGUAGES, words

if TYPE_CHECKING:
    from analytics.definitions.definition import Definition
    from analytics.ingest.build.merge import Mode
    from analytics.ingest.proposals import Proposal

USAGE_STATUS = 2
MOST_HORIZON = 3_650


class _Parser(argparse.ArgumentParser):
    """argparse prints usage and leaves; a script wants the sentence in the manner it asked for."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("usage", found=message)


def main(arguments: Sequence[str]) -> int:
    """Run one call; the exit status."""
    lang = _early(arguments, "--lang", "en")
    wants_json = "--json" in arguments
    try:
        call = _parser().parse_args(arguments)
        _answer(call)
    except NineSupersError as error:
        _complain(error, lang if lang in LANGUAGES else "en", wants_json=wants_json)
        return USAGE_STATUS
    except BrokenPipeError:
        return 0
    except Exception:  # never a traceback: the log of whoever runs this gets it
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        _complain(NineSupersError("unexpected"), "en", wants_json=wants_json)
        return USAGE_STATUS
    return 0


def _early(arguments: Sequence[str], option: str, default: str) -> str:
    """An option needed even when the rest of the call cannot be read."""
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return default


def _parser() -> _Parser:
    parser = _Parser(prog="python -m analytics", description=words("en").get("cli.about"))
    verb = parser.add_subparsers(dest="verb", required=True, parser_class=_Parser)
    for name in commands.VERBS:
        one = verb.add_parser(name, help=words("en").get(f"cli.{name}"))
        one.add_argument("files", nargs="*", metavar="FILE")
        for table in schema.TABLES:
            option = "--" + table.replace("_", "-")
            one.add_argument(option, f"--{table}", action="append", default=[], dest=table)
        one.add_argument("--json", action="store_true", dest="wants_json")
        one.add_argument("--lang", choices=LANGUAGES, default="en")
        one.add_argument("--as-of", type=_day, default=None, dest="as_of")
        one.add_argument("--date-order", choices=MANNERS, default="", dest="date_order")
        one.add_argument("--join", action="store_true", dest="is_joined")
        _own_options(one, name)
    return parser


def _own_options(parser: argparse.ArgumentParser, verb: str) -> None:
    if verb == "cohorts":
        parser.add_argument("--grain", choices=commands.GRAINS, default="month")
        parser.add_argument("--by", choices=commands.ATTRIBUTES, default=None)
    if verb == "repurchase":
        parser.add_argument("--days", type=_days, default=list(commands.WINDOWS))
        parser.add_argument("--by", type=_grouping, default="all")
        parser.add_argument("--again", choices=commands.AGAIN, default="any")
    if verb == "clv":
        parser.add_argument("--horizon-days", type=_horizon, default=365, dest="horizon_days")
        parser.add_argument("--unit", choices=commands.UNITS, default="day")
    if verb == "assess":
        parser.add_argument("--definition", type=_definition, default=None, metavar="TOML")
        parser.add_argument("--line", type=_line, default=assess.LINE, metavar="POINTS")
        parser.add_argument("--quarters", action="store_true")
    if verb == "voice":
        parser.add_argument("--rows", action="store_true")
        parser.add_argument("--pack", choices=PACKS, default="auto")
        parser.add_argument("--lexicon", default=None, metavar="CSV")
    if verb == "referrals":
        parser.add_argument("--days", type=partial(_whole, "--days", MOST_HORIZON), default=DAYS)
        parser.add_argument("--levels", type=partial(_whole, "--levels", 99), default=LIMITS.levels)
        parser.add_argument("--heads", type=partial(_whole, "--heads", 9_999), default=LIMITS.heads)
    if verb == "gate":
        parser.add_argument("--band", type=_band, default=DEFAULT.band, metavar="SHARE")
    if verb == "import":
        parser.add_argument("--save", action="store_true")
        parser.add_argument("--label", default=None)
        parser.add_argument("--mode", choices=MODES, default="new")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError.bad_option("--as-of", text, "2024-12-31") from error


def _horizon(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_HORIZON:
        raise UsageError.bad_option("--horizon-days", text, f"1 - {MOST_HORIZON}")
    return int(text)


def _line(text: str) -> float:
    try:
        line = float(text)
    except ValueError as error:
        raise UsageError.bad_option("--line", text, "60") from error
    if not 0 <= line <= MAX_SCORE:
        raise UsageError.bad_option("--line", text, "0 - 100")
    return line


def _whole(option: str, most: int, text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise UsageError.bad_option(option, text, f"1 - {most}")
    return int(text)


def _band(text: str) -> float:
    try:
        band = float(text)
    except ValueError as error:
        raise UsageError.bad_option("--band", text, "0.05") from error
    if not 0 < band < 1:
        raise UsageError.bad_option("--band", text, "0.05")
    return band


def _definition(path: str) -> Definition:
    from analytics.definitions import definition as definition_file

    return definition_file.read(Path(path))


def _grouping(text: str) -> str:
    if text not in ("all", *commands.GROUPINGS):
        raise UsageError.unknown_column(text, ", ".join(commands.GROUPINGS))
    return text


def _days(text: str) -> list[int]:
    try:
        found = [int(part) for part in text.split(",")]
    except ValueError as error:
        raise UsageError.bad_option("--days", text, "30,90") from error
    if not found or min(found) < 1:
        raise UsageError.bad_option("--days", text, "30,90")
    return found


def _answer(call: argparse.Namespace) -> None:
    """Import into a temporary store (or the real one for `import --save`) and print the verb's
    answer."""
    verb: Callable[[Imported, argparse.Namespace], dict[str, Any]] = commands.VERBS[call.verb]
    with tempfile.TemporaryDirectory(prefix="nine-supers-") as folder:
        is_saved = getattr(call, "save", False)
        store = versions.open_store(None if is_saved else Path(folder))
        imported = _import(store, call, is_saved=is_saved)
        answer = verb(imported, call)
        store.reader.close()
    if call.wants_json:
        sys.stdout.write(json.dumps(_finite(answer), ensure_ascii=False, default=str) + "\n")
        return
    from analytics.cli.tables import show

    show(call.verb, answer, words(call.lang))


def _finite(answer: Any) -> Any:
    """The answer with what is not a number as null: JSON knows no NaN."""
    if isinstance(answer, dict):
        return {key: _finite(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_finite(value) for value in answer]
    return None if isinstance(answer, float) and not math.isfinite(answer) else answer


def _import(store: versions.Store, call: argparse.Namespace, *, is_saved: bool) -> Imported:
    from analytics.ingest import drafts
    from analytics.ingest import proposals as importer

    proposals, unknown = _proposals(call)
    if unknown and not proposals:
        importer.usable(unknown)
    label = getattr(call, "label", None) or ", ".join(sorted({part.name for part in proposals}))
    mode: Mode = getattr(call, "mode", "new")
    manifest = drafts.import_parts(
        store,
        proposals,
        label=label,
        as_of=call.as_of,
        keep_originals=is_saved,
        mode=mode if is_saved and store.current() else "new",
        base=store.current() if is_saved and mode != "new" else None,
    )
    if is_saved:
        store.make_current(manifest.version)
    return Imported(store, manifest, tuple(unknown), call.lang)


def _proposals(call: argparse.Namespace) -> tuple[list[Proposal], list[Proposal]]:
    """What the files hold: the tables to import, and those nobody recognised."""
    from analytics.ingest import proposals as importer

    named = [(Path(file), table) for table in schema.TABLES for file in getattr(call, table)]
    given = [(Path(file), None) for file in call.files] + named
    if not given:
        raise ImportRefused.nothing()
    known: list[Proposal] = []
    unknown: list[Proposal] = []
    for path, table in given:
        for part in importer.inspect_file(path, path.name, folder=_unpacked(path)):
            settled = part.as_table(table) if table else part
            settled = settled.with_date_order(call.date_order)
            (known if settled.match.table else unknown).append(settled)
    return _joined(known, unknown) if call.is_joined else (known, unknown)


def _joined(
    known: list[Proposal], unknown: list[Proposal]
) -> tuple[list[Proposal], list[Proposal]]:
    """The same with files that make one table together joined, in place of those files."""
    from analytics.ingest.joins import joins

    for join in joins.find([*known, *unknown]):
        made = joins.run(join, _scratch()).proposal
        known = [part for part in known if part.key not in join.replaces] + [made]
        unknown = [part for part in unknown if part.key not in join.replaces]
    return known, unknown


def _unpacked(path: Path) -> Path | None:
    """Where the files of an archive lie until the command ends."""
    return _scratch() if path.suffix.lower() == ".zip" else None


def _scratch() -> Path:
    """A folder that is gone when the command has ended."""
    folder = tempfile.mkdtemp(prefix="nine-supers-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _complain(error: NineSupersError, lang: str, *, wants_json: bool) -> None:
    message = error.sentence(words(lang))
    sys.stderr.write(message + "\n")
    if wants_json:
        facts = {name: error.facts.get(name) for name in ("file", "row", "column")}
        sys.stdout.write(
            json.dumps(
                {"error": {"code": error.code, "message": message, **facts}}, ensure_ascii=False
            )
            + "\n"
        )
