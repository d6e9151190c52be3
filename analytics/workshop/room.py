"""A room and its rounds, and the codes by which people enter it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Nobody reads a 0 for an O, or a 1 for an I, across a room."""
CODE_LENGTH = 6
LEAST_SCORE, MOST_SCORE = 0, 10
"""Of a vote, as in the sheet `votes`."""
LONGEST_TITLE, LONGEST_VOTER = 80, 40
Origin = Literal["phone", "hand", "sheet", "rehearsal"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
"""How a vote came: they count alike."""
_CODE = re.compile(f"[{LETTERS}]{{{CODE_LENGTH}}}")
_VOTER = re.compile(rf"[\w .@-]{{1,{LONGEST_VOTER}}}")


@dataclass(frozen=True)
class Round:
    """One round of a room, numbered from 1; open until it is closed, and open again when it is
    reopened."""

    number: int
    opened_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True)
class Room:
    """What people vote on, and how far they are.

    `supers` are the keys voted on, in their order. `version` and `definition` are those that were
    current when the room opened: what is revealed is measured on them. `screen` is what the
    projector shows, a word of the pages. `rounds` stand in their order, the newest last.
    """

    code: str
    title: str
    version: str
    definition: str
    supers: tuple[str, ...]
    is_rehearsal: bool
    opened_at: datetime
    closed_at: datetime | None
    screen: str
    screen_at: datetime
    rounds: tuple[Round, ...]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def newest(self) -> Round | None:
        """The round that votes go to, or went to last; None before the first."""
        return self.rounds[-1] if self.rounds else None


@dataclass(frozen=True)
class Ballot:
    """What one voter has said in one round: whole numbers 0-10 by super; a super left out is not
    voted on."""

    voter: str
    scores: Mapping[str, int]


def new_code() -> str:
    """Six letters that nobody guesses: a thousand million of them."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def meant_code(typed: str) -> str:
    """A code as somebody typed it: in any case, with gaps between; empty for what is none."""
    code = re.sub(r"[\s-]", "", typed).upper()
    return code if _CODE.fullmatch(code) else ""


def is_voter(name: str) -> bool:
    """Whether a text can stand for a voter: letters, digits and little else."""
    return bool(_VOTER.fullmatch(name)) and bool(name.strip())
