"""What several queries say alike stands once, in a fragment that each of them includes.

`-- include shared/in_scope with table = customers,` stands for the text of
`queries/shared/in_scope.fragment.sql` with `{table}` filled in, and for the comma behind it. At the
start of a line it brings whole CTEs, each once however often they are asked for; indented, within
brackets, it brings an expression.
"""

from __future__ import annotations

import re
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".fragment.sql"
_INCLUDE = re.compile(r"^( *)-- include (\S+?)(?: with (.+?))?(,?)\n(\n?)", re.MULTILINE)
_BLANK = re.compile(r"\{(\w+)\}")


class FragmentError(LookupError):
    """A query includes what is not there, or does not say what the fragment needs to know."""


def whole_text(folder: Path, name: str) -> str:
    """The text of `<folder>/<name>.sql` with everything it includes: what the database is asked.

    FragmentError where a fragment is not there or its blanks and what fills them do not match.
    """
    return _filled(folder, name, (folder / f"{name}.sql").read_text(encoding="utf-8"), set())


def _filled(folder: Path, name: str, text: str, included: set[str]) -> str:
    def fragment(match: re.Match[str]) -> str:
        margin, wanted, given, comma, gap = match.groups()
        if not margin and f"{wanted} {given}" in included:
            return ""
        included.add(f"{wanted} {given}")
        own = _blanks_filled(name, wanted, _fragment(folder, name, wanted), _arguments(given))
        own = _filled(folder, wanted, own, included).rstrip("\n")
        return f"{indent(own, margin)}{comma}\n{gap}"

    return _INCLUDE.sub(fragment, text)


def _fragment(folder: Path, name: str, wanted: str) -> str:
    try:
        return (folder / f"{wanted}{SUFFIX}").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FragmentError(f"{name} includes {wanted}: there is no such fragment") from error


def _arguments(given: str | None) -> dict[str, str]:
    pairs = (pair.partition(" = ") for pair in (given or "").split(", ") if pair)
    return {blank: filling for blank, _, filling in pairs}


def _blanks_filled(name: str, wanted: str, text: str, arguments: dict[str, str]) -> str:
    blanks = set(_BLANK.findall(text))
    if blanks != arguments.keys():
        raise FragmentError(
            f"{name} includes {wanted} with {sorted(arguments)}: it asks for {sorted(blanks)}"
        )
    return _BLANK.sub(lambda match: arguments[match[1]], text)
