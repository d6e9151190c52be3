"""A file of facts: TOML with a line of English above each number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Value: TypeAlias = float | str | date


@dataclass(frozen=True)
class Fact:
    """One line of the file: a key, its value, and the comment above it."""

    key: str
    value: Value
    description: str


Section = tuple[str, list[Fact]]


def written(section: Section) -> str:
    """One table of the file."""
    name, facts = section
    lines = [f"\n# {fact.description}\n{fact.key} = {literal(fact.value)}" for fact in facts]
    return f"\n[{name}]" + "".join(lines) + "\n"


def literal(value: Value) -> str:
    """A value as TOML writes it, fractions to six places."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.6f}"
        case str():
            return f'"{value}"'
        case _:
            return str(value)
